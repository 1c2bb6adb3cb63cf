"""The stored validation: what is reproduced, what is not, and why."""

from __future__ import annotations

from attune_sim.evidence import Comparison, stored_validation
from attune_sim.evidence.validation.comparison import SIDES
from attune_sim.evidence.validation.explanations import explanations
from attune_sim.evidence.validation.tally import counted_once, in_words
from attune_sim.evidence.verdicts import INSIDE, WRONG
from tables.parts import comparisons, interval


def record() -> str:
    """When and by which version the stored validation was run."""
    r = stored_validation()
    return (
        f"Version {r.version}, {r.date}, {r.families:,} families in each cohort; "
        f"{len(r.comparisons)} findings."
    )


def validation() -> str:
    """What the stored validation found, in its two groups."""
    parts = [record()]
    for title, fitted in (("Used to fit", True), ("Kept back", False)):
        group = [c for c in stored_validation().comparisons if c.fitted is fitted]
        counted = f"{in_words(group)}. {counted_once(group)}".strip()
        parts.append(f"### {title}\n\n{len(group)}: {counted}\n\n{comparisons(group)}")
    return "\n\n".join(parts)


def _missed() -> dict[str, Comparison]:
    return {c.id: c for c in stored_validation().comparisons if c.verdict != INSIDE}


def misses() -> str:
    """The findings that are not reproduced, with the reason where one is at hand."""
    missed, known = _missed(), explanations()
    parts = []
    for explanation in dict.fromkeys(known[name] for name in known if name in missed):
        names = ", ".join(
            f"`{name}` ({missed[name].verdict})" for name in explanation.findings if name in missed
        )
        tried = f" *Looked into:* {explanation.tried}" if explanation.tried else ""
        parts.append(f"- {names}. {explanation.why}{tried}")
    rest = [f"`{c.id}` ({c.verdict})" for c in missed.values() if c.id not in known]
    if rest:
        parts.append(f"- No reason is at hand for {', '.join(rest)}.")
    return "\n".join(parts) or "Every finding is inside."


def wrong() -> str:
    """What the stored validation calls wrong, a line each."""
    lines = [
        f"- {c.finding} (`{c.id}`): published "
        f"{SIDES[c.direction] if c.direction is not None else interval(c.published)}, model"
        f" {interval(c.model)}."
        for c in stored_validation().comparisons
        if c.verdict == WRONG
    ]
    return "\n".join([f"{record()} Wrong are:\n", *(lines or ["- none."])])
