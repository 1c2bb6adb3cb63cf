"""Scenarios side by side, with the same luck: the page, and its parts."""
