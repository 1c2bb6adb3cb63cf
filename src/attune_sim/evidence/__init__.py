"""The model held against published findings: the table, the designs, the comparison."""

from __future__ import annotations

from attune_sim.evidence.claims import Claim, claims, read_claims, standing
from attune_sim.evidence.designs import Pattern
from attune_sim.evidence.published import Published, published
from attune_sim.evidence.reading import patterns, read_patterns
from attune_sim.evidence.stored import Record, stored
from attune_sim.evidence.validate import Comparison, validate

__all__ = [
    "Claim",
    "Comparison",
    "Pattern",
    "Published",
    "Record",
    "claims",
    "patterns",
    "published",
    "read_claims",
    "read_patterns",
    "standing",
    "stored",
    "validate",
]
