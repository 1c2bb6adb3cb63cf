"""Figures that compare the model with published findings."""
