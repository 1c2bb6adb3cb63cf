"""The model held against published findings: the table, the designs, the comparison."""

from __future__ import annotations

from attune_sim.evidence.claims.claims import Claim, claims, read_claims, standing
from attune_sim.evidence.findings.published import Published, published
from attune_sim.evidence.studies.design import Pattern
from attune_sim.evidence.studies.toml import patterns, read_patterns
from attune_sim.evidence.validation.comparison import Comparison, validate
from attune_sim.evidence.validation.record import Record, stored

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
