"""Figures of a filmed procedure, second by second."""
