"""The model held against published findings: the table, the designs, the comparison."""

from __future__ import annotations

from attune_sim.evidence.designs import Pattern
from attune_sim.evidence.published import Published, published
from attune_sim.evidence.reading import patterns, read_patterns
from attune_sim.evidence.validate import Comparison, validate

__all__ = [
    "Comparison",
    "Pattern",
    "Published",
    "patterns",
    "published",
    "read_patterns",
    "validate",
]
