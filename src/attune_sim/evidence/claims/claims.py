"""Claims of popular and professional writing, and what the model does with each.

The claims are data (claims.toml). Where findings examine a claim, its verdict follows from their
stored verdicts. A finding of `findings` speaks

- for the claim if it is 'inside';
- for it in direction if it is 'right direction' of a published figure;
- neither way if only a direction was published and the model's interval holds both sides;
- against it if it is 'wrong'.

A finding of `against` speaks against the claim if it is 'inside' or 'right direction'. Then:

- 'supported in the model' if all speak for it; 'supported in direction' if all do, some of them in
  direction only; 'supported in part' if some do and others do not;
- 'not reproduced' if none speaks for it, or 'the model speaks against it' if it has findings of
  `against` only;
- 'not examined' if none of its findings is in the record.

Else the verdict is a judgement, with its reason, on tables of experiments. What has to be assumed
for a claim to hold (`only_if`) is said with either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from attune_sim.errors import InputError
from attune_sim.evidence.entries import Entry, Names, Text, check_known, read_entries
from attune_sim.evidence.findings.published import published
from attune_sim.evidence.studies.toml import findings
from attune_sim.evidence.validation.comparison import DIRECTION, INSIDE, WRONG, Comparison
from attune_sim.evidence.validation.record import ValidationRecord

FILE = Path(str(resources.files("attune_sim.evidence.claims") / "claims.toml"))

Verdict = Literal[
    "supported in the model",
    "supported in direction",
    "supported in part",
    "not reproduced",
    "the model speaks against it",
    "built in",
    "not examined",
]
"""'built in': it was put in, so that it comes out is no result."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SUPPORTED, IN_DIRECTION, IN_PART, NOT_REPRODUCED, CONTRADICTED, BUILT_IN, NOT_EXAMINED = VERDICTS
_HOLDS = {
    SUPPORTED: "holds only if",
    IN_DIRECTION: "holds in direction, and only if",
    IN_PART: "holds in part, and only if",
}
UNCLEAR = "no clear direction"
NO_FINDINGS: tuple[str, ...] = ()


class Judgement(Entry):
    """A verdict where no finding examines the claim, and why."""

    verdict: Annotated[Verdict, Field(description=f"one of {', '.join(VERDICTS)}")]
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


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands in the model.

    Attributes:
        verdict: one of VERDICTS.
        only_if: what has to be assumed; empty if nothing in particular.
        counts: how the findings speak that would support it: how many 'inside', 'right direction',
            'no clear direction', 'wrong'.
        counts_against: the same of those that would contradict it.
        reason: of a judgement; empty where the verdict follows from findings.
    """

    verdict: Verdict
    only_if: str
    counts: Mapping[str, int]
    counts_against: Mapping[str, int]
    reason: str

    @property
    def words(self) -> str:
        """The verdict with what it hangs on."""
        if self.only_if and self.verdict in _HOLDS:
            return f"{_HOLDS[self.verdict]} {self.only_if}"
        return self.verdict

    @property
    def basis(self) -> str:
        """Where the verdict comes from, in one sentence."""
        if self.reason:
            return f"By judgement. {self.reason}"
        parts = [
            f"of {_findings(sum(counts.values()))} that would {what} it, {_counted(counts)}"
            for counts, what in ((self.counts, "support"), (self.counts_against, "contradict"))
            if counts
        ]
        return f"From stored verdicts: {'; '.join(parts) or 'none is stored'}."


def standing(claim: Claim, record: ValidationRecord) -> Standing:
    """How a claim stands by a record of a validation."""
    if claim.judgement is not None:
        return Standing(claim.judgement.verdict, claim.only_if, {}, {}, claim.judgement.reason)
    found = record.by_id()
    counts, against = (
        Counter(_speaks(found[name]) for name in names if name in found)
        for names in (claim.findings, claim.against)
    )
    return Standing(_derived(counts, against), claim.only_if, counts, against, "")


def _speaks(c: Comparison) -> str:
    return UNCLEAR if c.verdict == DIRECTION and c.direction is not None else c.verdict


def _derived(counts: Counter[str], against: Counter[str]) -> Verdict:
    """The verdict that follows from how findings speak (see above)."""
    contrary = against[INSIDE] + against[DIRECTION]
    if not counts and not against:
        return NOT_EXAMINED
    if not counts[INSIDE] + counts[DIRECTION]:
        return CONTRADICTED if contrary and not counts else NOT_REPRODUCED
    if counts[WRONG] + counts[UNCLEAR] + contrary:
        return IN_PART
    return IN_DIRECTION if counts[DIRECTION] else SUPPORTED


def _findings(number: int) -> str:
    return "one finding" if number == 1 else f"{number} findings"


def _counted(counts: Mapping[str, int]) -> str:
    told = [f"{counts[v]} {v}" for v in (INSIDE, DIRECTION, UNCLEAR, WRONG) if counts.get(v)]
    return ", ".join(told)


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


def claim_as_dict(claim: Claim, record: ValidationRecord) -> dict[str, Any]:
    """A claim with its verdict, the figures it rests on and their certainty, in plain types.

    `verdict` is one of VERDICTS; `words` says it with what it hangs on, `basis` where it is from.
    """
    stands = standing(claim, record)
    found = record.by_id()
    rows = published()
    return {
        **claim.model_dump(mode="json", exclude={"judgement", "findings", "against", "evidence"}),
        "verdict": stands.verdict,
        "words": stands.words,
        "basis": stands.basis,
        "record": {"date": record.date, "version": record.version},
        "evidence": [
            {
                "id": row,
                "finding": rows[row].finding,
                "measure": rows[row].measure,
                "value": rows[row].text,
                "certainty": rows[row].certainty,
                "citation": rows[row].citation,
                "doi": rows[row].doi,
            }
            for row in claim.evidence
        ],
        "findings": [found[name].as_dict() for name in claim.findings if name in found],
        "against": [found[name].as_dict() for name in claim.against if name in found],
    }
