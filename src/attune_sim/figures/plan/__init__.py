"""Figures of study plans."""
