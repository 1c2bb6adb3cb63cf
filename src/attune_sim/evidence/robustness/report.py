"""The results for a conclusion, in sentences that follow from the record."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from attune_sim import numbers
from attune_sim.evidence.robustness.alternatives import CHOICE, NULL, Alternative
from attune_sim.evidence.robustness.conclusions import NO_DIFFERENCE, Conclusion
from attune_sim.evidence.robustness.effect import (
    CANNOT_TELL,
    GONE,
    REVERSED,
    STANDS,
    UNDEFINED,
    WEAKER,
)
from attune_sim.evidence.robustness.record import Found, RobustnessRecord, Standing

NOTHING = "–"
FEW = 0.1  # of draws or disturbances
THROUGHOUT = "Hold under everything tried"
HANG = "Depend on a choice or on constants"
OPEN = "Hold with the defaults; with some other settings we cannot tell"
NOT_FOUND = "Not shown with the defaults"
_SAID = {
    STANDS: "it holds",
    WEAKER: "it is weaker",
    CANNOT_TELL: "we cannot tell",
    GONE: "it is not there",
    REVERSED: "it is reversed",
    UNDEFINED: "it cannot be tested",
}


def interval(found: Found) -> str:
    """An effect with its interval."""
    if not math.isfinite(found.value):
        return NOTHING
    return numbers.with_interval(*(_number(x) for x in (found.value, found.low, found.high)))


def _number(value: float) -> str:
    return numbers.signed(value, 2 if abs(value) >= 0.095 or not value else 3)


def counted(found: Sequence[Found]) -> str:
    """In how many it holds, and in how many it is not clear."""
    if not found:
        return NOTHING
    open_ones = sum(f.verdict == CANNOT_TELL for f in found)
    more = f" ({open_ones} cannot tell)" if open_ones else ""
    return f"{sum(f.holds for f in found)} of {len(found)}{more}"


def cell(found: Found | None) -> str:
    """A verdict with its effect, for a table; a dash where the alternative does not concern it."""
    if found is None:
        return NOTHING
    return f"{found.verdict} {_number(found.value)}" if math.isfinite(found.value) else UNDEFINED


def group(standing: Standing, alternatives: Sequence[Alternative]) -> str:
    """Which of the four groups a conclusion is in.

    It holds under everything tried if it holds with every choice and in nine tenths of draws and of
    disturbances; it depends on something if a choice, or more than a tenth of them, lets it go.
    """
    if not standing.default.holds:
        return NOT_FOUND
    choices = [f for _, f in _of(standing, alternatives, CHOICE)]
    many = [m for m in (standing.draws, standing.disturbed) if m]
    if any(_lets_go(f) for f in choices):
        return HANG
    if any(sum(_lets_go(f) for f in found) > FEW * len(found) for found in many):
        return HANG
    holds = all(f.holds for f in choices) and all(
        sum(f.holds for f in found) >= (1 - FEW) * len(found) for found in many
    )
    return THROUGHOUT if holds else OPEN


def _lets_go(found: Found) -> bool:
    return found.verdict in (GONE, REVERSED)


def grouped(
    conclusions: Sequence[Conclusion], alternatives: Sequence[Alternative], record: RobustnessRecord
) -> Mapping[str, list[tuple[Conclusion, Standing]]]:
    """The conclusions and their results, by group."""
    by_id = {s.id: s for s in record.standings}
    out: dict[str, list[tuple[Conclusion, Standing]]] = {
        title: [] for title in (THROUGHOUT, HANG, OPEN, NOT_FOUND)
    }
    for conclusion in conclusions:
        standing = by_id[conclusion.id]
        out[group(standing, alternatives)].append((conclusion, standing))
    return out


def in_sentences(
    conclusion: Conclusion, standing: Standing, alternatives: Sequence[Alternative]
) -> list[str]:
    """What a conclusion depends on, in sentences."""
    out = [f"With the defaults {_SAID[standing.default.verdict]}: {interval(standing.default)}."]
    tried = [
        f"in {counted(found)} {what}"
        for found, what in (
            (standing.draws, "draws of the posterior"),
            (standing.disturbed, "disturbances of the constants"),
        )
        if found
    ]
    if tried:
        out.append(f"It holds {' and '.join(tried)}.")
    choices = _of(standing, alternatives, CHOICE)
    for verdict in (WEAKER, CANNOT_TELL, GONE, REVERSED, UNDEFINED):
        names = [a.title for a, f in choices if f.verdict == verdict]
        if names:
            out.append(f"{_SAID[verdict].capitalize()} with {'; with '.join(names)}.")
    if choices and all(f.verdict == STANDS for _, f in choices):
        out.append("It holds with every other choice tried.")
    out += [_null(conclusion, a, f) for a, f in _of(standing, alternatives, NULL)]
    return out


def _null(conclusion: Conclusion, null: Alternative, found: Found) -> str:
    """What a null model says; of a difference that is not there, nothing follows."""
    if conclusion.expected != NO_DIFFERENCE:
        if found.verdict == STANDS:
            return f"It is there with {null.title} too: {null.there}."
        if found.verdict in (GONE, REVERSED):
            return f"It is not there with {null.title}: {null.not_there}."
    return f"{_SAID[found.verdict].capitalize()} with {null.title}."


def _of(
    standing: Standing, alternatives: Sequence[Alternative], kind: str
) -> list[tuple[Alternative, Found]]:
    return [
        (a, standing.alternatives[a.id])
        for a in alternatives
        if a.kind == kind and a.id in standing.alternatives
    ]
