"""Claims of popular and professional writing as data: what is said, found, and bears on it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from attune_sim.errors import InputError
from attune_sim.evidence.entries import Entry, Names, Text, check_known, read_entries
from attune_sim.evidence.findings.published import published
from attune_sim.evidence.studies.toml import findings

FILE = Path(str(resources.files("attune_sim.evidence.claims") / "claims.toml"))

ClaimVerdict = Literal[
    "supported in the model",
    "supported in direction",
    "supported in part",
    "not reproduced",
    "the model speaks against it",
    "built in",
    "not examined",
]
"""'built in': it was put in, so that it comes out is no result."""
CLAIM_VERDICTS: tuple[ClaimVerdict, ...] = get_args(ClaimVerdict)
SUPPORTED, IN_DIRECTION, IN_PART, NOT_REPRODUCED, CONTRADICTED, BUILT_IN, NOT_EXAMINED = (
    CLAIM_VERDICTS
)
NO_FINDINGS: tuple[str, ...] = ()


class Judgement(Entry):
    """A verdict where no finding examines the claim, and why."""

    verdict: Annotated[ClaimVerdict, Field(description=f"one of {', '.join(CLAIM_VERDICTS)}")]
    reason: Text


class Claim(Entry):
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

    id: Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9-]+$")] = Field(
        description="a short name in small letters, digits and hyphens"
    )
    topic: Text
    title: Text
    said: Text
    found: Text
    evidence: Names
    model: Text
    findings: Names = NO_FINDINGS
    against: Names = NO_FINDINGS
    experiments: Names = NO_FINDINGS
    only_if: Text = ""
    judgement: Annotated[Judgement | None, Field(description="a verdict and a reason")] = None

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        shipped = _shipped_findings()
        check_known(self.evidence, published(), "row of published figures")
        check_known((*self.findings, *self.against), shipped, "finding")
        if bool(self.findings or self.against) == (self.judgement is not None):
            raise ValueError(
                "a claim has either findings, from which its verdict follows, or a judgement"
            )
        return self


def read_claims(path: Path) -> tuple[Claim, ...]:
    """The claims of a TOML file.

    Raises:
        InputError: that names the file, the claim and the key.
    """
    found = read_entries(path, "claim", Claim)
    twice = [name for name, times in Counter(c.id for c in found).items() if times > 1]
    if twice:
        raise InputError(f"{path}: two claims have the id '{twice[0]}'")
    return found


@cache
def claims() -> tuple[Claim, ...]:
    """The claims that come with the package, in order of topic."""
    return read_claims(FILE)


@cache
def _shipped_findings() -> frozenset[str]:
    return frozenset(p.id for p in findings())
