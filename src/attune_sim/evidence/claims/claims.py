"""Claims of popular and professional writing as data: what is said, found, and bears on it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import model_validator

from attune_sim.evidence.entries import Id, read_entries
from attune_sim.evidence.findings.published import published
from attune_sim.evidence.studies.toml import findings
from attune_sim.textfiles.checked import Table
from attune_sim.textfiles.kinds import Line, Names, Note, is_name, one_of

FILE = Path(str(resources.files("attune_sim.evidence.claims") / "claims.toml"))

ClaimVerdict = Literal[
    "supported in the model",
    "supported in direction",
    "supported in part",
    "not reproduced",
    "the model contradicts it",
    "built in",
    "cannot tell",
    "not examined",
]
"""'built in': it was put in, so that it comes out is no result."""
CLAIM_VERDICTS: tuple[ClaimVerdict, ...] = get_args(ClaimVerdict)
(
    SUPPORTED,
    IN_DIRECTION,
    IN_PART,
    NOT_REPRODUCED,
    CONTRADICTED,
    BUILT_IN,
    CANNOT_SAY,
    NOT_EXAMINED,
) = CLAIM_VERDICTS
NO_FINDINGS: tuple[str, ...] = ()


@cache
def _shipped_findings() -> frozenset[str]:
    return frozenset(f.id for f in findings())


Findings = Annotated[Names, is_name("finding", _shipped_findings)]


class Judgement(Table):
    """A verdict where no finding examines the claim, and why."""

    verdict: Annotated[ClaimVerdict, one_of(*CLAIM_VERDICTS)]
    reason: Line


class Claim(Table):
    """One claim.

    Attributes:
        id: short name.
        topic: under which it is listed.
        title: the claim in one sentence.
        said: the claim as it is made.
        found: what studies found, in words.
        evidence: rows of the published figures.
        model: what the model does, and under which assumptions.
        findings: ids of findings whose agreement with studies speaks for the claim.
        against: ids of findings whose agreement with studies speaks against it.
        experiments: tables of experiments/README.md.
        only_if: what has to be assumed for it to hold; empty if nothing in particular.
        judgement: given where no finding examines the claim.
    """

    id: Id
    topic: Line
    title: Line
    said: Line
    found: Line
    evidence: Annotated[Names, is_name("row of published figures", published)]
    model: Line
    findings: Findings = NO_FINDINGS
    against: Findings = NO_FINDINGS
    experiments: Names = NO_FINDINGS
    only_if: Note = ""
    judgement: Judgement | None = None

    @model_validator(mode="after")
    def _has_a_verdict(self) -> Self:
        if bool(self.findings or self.against) == (self.judgement is not None):
            raise ValueError(
                "a claim has either findings, from which its verdict follows, or a judgement"
            )
        return self


def read_claims(path: Path) -> tuple[Claim, ...]:
    """The claims of a TOML file.

    Raises:
        InputError: that names the file, the line, the claim and the key.
    """
    return read_entries(path, "claim", Claim)


@cache
def claims() -> tuple[Claim, ...]:
    """The claims that come with the package, in order of topic."""
    return read_claims(FILE)
