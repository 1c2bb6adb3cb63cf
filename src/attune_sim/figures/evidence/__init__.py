"""Figures of the model held against published findings."""
