"""The model compared with published findings, one at a time."""
