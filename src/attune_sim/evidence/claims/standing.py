"""What the model says about a claim.

Where findings examine a claim, its verdict follows from their stored verdicts. A finding of
`findings` speaks

- for the claim if it is 'inside';
- for it in direction if it is 'right direction' or 'same order';
- against it if it is 'wrong';
- neither way if it is open: 'cannot tell' or 'not testable'.

A finding of `against` speaks against the claim where one of `findings` would speak for it. Then:

- 'supported in the model' if all speak for it; 'supported in direction' if all do, some of them in
  direction only; 'supported in part' if some do and others do not;
- 'not reproduced' if none speaks for it and some against it, or 'the model contradicts it' if it
  has findings of `against` only;
- 'cannot tell' if all that would support it are open;
- 'not examined' if none of its findings is in the record.

Else the verdict is a judgement, with its reason, on tables of experiments. What has to be assumed
for a claim to hold (`only_if`) is said with either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from attune_sim.evidence.claims.claims import (
    CANNOT_SAY,
    CONTRADICTED,
    IN_DIRECTION,
    IN_PART,
    NOT_EXAMINED,
    NOT_REPRODUCED,
    SUPPORTED,
    Claim,
    ClaimVerdict,
)
from attune_sim.evidence.findings.published import published
from attune_sim.evidence.validation.record import ValidationRecord
from attune_sim.evidence.validation.tally import tally
from attune_sim.evidence.verdicts import INSIDE, VERDICTS, WRONG

_HOLDS = {
    SUPPORTED: "holds only if",
    IN_DIRECTION: "holds in direction, and only if",
    IN_PART: "holds in part, and only if",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the model says about a claim.

    Attributes:
        verdict: one of CLAIM_VERDICTS.
        only_if: what has to be assumed; empty if nothing in particular.
        counts: how many of the findings that would support it have each verdict.
        counts_against: the same of those that would contradict it.
        reason: of a judgement; empty where the verdict follows from findings.
        once: whether findings on one number of the model are counted once.
    """

    verdict: ClaimVerdict
    only_if: str
    counts: Mapping[str, int]
    counts_against: Mapping[str, int]
    reason: str
    once: bool = False

    @property
    def words(self) -> str:
        """The verdict with what it depends on."""
        if self.only_if and self.verdict in _HOLDS:
            return f"{_HOLDS[self.verdict]} {self.only_if}"
        return self.verdict

    @property
    def basis(self) -> str:
        """Where the verdict comes from, in one sentence."""
        if self.reason:
            return f"By judgement. {self.reason}"
        parts = [
            f"of {_findings(sum(counts.values()))} that would {what} it: {_counted(counts)}"
            for counts, what in ((self.counts, "support"), (self.counts_against, "contradict"))
            if counts
        ]
        if not parts:
            return "No verdict is stored."
        once = " Findings on one number of the model count once." if self.once else ""
        alone = sum(self.counts.values()) + sum(self.counts_against.values()) == 1
        return f"Stored verdict{'' if alone else 's'} {'; '.join(parts)}.{once}"


def standing(claim: Claim, record: ValidationRecord) -> Standing:
    """What a record of a validation says about a claim."""
    if claim.judgement is not None:
        return Standing(claim.judgement.verdict, claim.only_if, {}, {}, claim.judgement.reason)
    found = record.by_id()
    counts, against = (
        tally([found[name] for name in names if name in found])
        for names in (claim.findings, claim.against)
    )
    given = [name for name in (*claim.findings, *claim.against) if name in found]
    once = counts.total() + against.total() < len(given)
    return Standing(_derived(counts, against), claim.only_if, counts, against, "", once)


def _derived(counts: Counter[str], against: Counter[str]) -> ClaimVerdict:
    """The verdict that follows from how findings speak (see above)."""
    fully, contrary = counts[INSIDE], _agreeing(against)
    agreeing, number = _agreeing(counts), counts.total()
    if not counts and not against:
        return NOT_EXAMINED
    if not agreeing:
        if not counts and contrary:
            return CONTRADICTED
        return NOT_REPRODUCED if counts[WRONG] or contrary or against[WRONG] else CANNOT_SAY
    if agreeing < number or contrary:
        return IN_PART
    return SUPPORTED if fully == number else IN_DIRECTION


def _agreeing(counts: Counter[str]) -> int:
    return sum(number for name, number in counts.items() if VERDICTS[name].agreement)


def _findings(number: int) -> str:
    return "one finding" if number == 1 else f"{number} findings"


def _counted(counts: Mapping[str, int]) -> str:
    found = [(name, counts[name]) for name in VERDICTS if counts.get(name)]
    if sum(counts.values()) == 1:
        return found[0][0]
    return ", ".join(f"{number} {name}" for name, number in found)


def claim_as_dict(claim: Claim, record: ValidationRecord) -> dict[str, Any]:
    """A claim with its verdict, the figures it rests on and their certainty, in plain types.

    `verdict` is one of CLAIM_VERDICTS; `words` says it with its condition, `basis` whence.
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
