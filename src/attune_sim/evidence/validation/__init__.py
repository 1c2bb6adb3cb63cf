"""The model held against published findings, one at a time."""
