"""The model compared with published findings: the table, the designs, the comparison."""

from __future__ import annotations

from attune_sim.evidence.claims.claims import Claim, claims, read_claims
from attune_sim.evidence.claims.standing import standing
from attune_sim.evidence.findings.published import Published, published
from attune_sim.evidence.studies.design import Finding
from attune_sim.evidence.studies.toml import findings, read_findings
from attune_sim.evidence.validation.comparison import Comparison, validate
from attune_sim.evidence.validation.record import ValidationRecord, stored_validation

__all__ = [
    "Claim",
    "Comparison",
    "Finding",
    "Published",
    "ValidationRecord",
    "claims",
    "findings",
    "published",
    "read_claims",
    "read_findings",
    "standing",
    "stored_validation",
    "validate",
]
