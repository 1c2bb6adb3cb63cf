"""Figures of many families: patterns, development, what goes with what."""
