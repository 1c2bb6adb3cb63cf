"""Scenarios side by side: what differs between them, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from attune_dashboard.compute import first_years, in_words
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import value
from attune_sim import numbers
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.development import development_draft
from attune_sim.figures.families.patterns import pattern_draft
from attune_sim.outcomes import PATTERNS
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution, Value

AT_END = ("attuned_share_everyday", "distress_everyday", "felt_security")
"""Measures of the first year's last day that are told of a scenario, beside patterns."""
Cancelled = Callable[[], bool] | None


def families(choice: Choice) -> int:
    """How many families of each scenario live."""
    return int(value(choice.extra, "families"))


def lived(choice: Choice, count: int, cancelled: Cancelled = None) -> first_years.Year:
    """The first years of a scenario's families, with the caregiver who is asked for only."""
    found = first_years.families(choice, count, cancelled)
    table, series = found.patterns, found.series
    return first_years.Year(
        table[table["caregiver"] == choice.caregiver],
        series[series["caregiver"] == choice.caregiver],
    )


def compared(
    choices: Sequence[Choice], names: Sequence[str], count: int, cancelled: Cancelled = None
) -> tuple[Draft, Draft]:
    """First years of families of several scenarios, overlaid; and the patterns shown.

    Args:
        choices: the scenarios.
        names: a name for each.
        count: families of each; those of the same number have the same random numbers.
        cancelled: asked now and then.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    found = [lived(choice, count, cancelled) for choice in choices]
    series = [year.series.assign(caregiver=number) for number, year in enumerate(found)]
    groups = {name: list(y.patterns["pattern"]) for name, y in zip(names, found, strict=True)}
    development = development_draft(
        pd.concat(series, ignore_index=True),
        measures=first_years.YEAR_MEASURES,
        caregivers=names,
        title=f"{COUNTED[len(choices)]} first years with the same luck",
    )
    return development, pattern_draft(groups, title=f"Patterns shown at {first_years.DAYS} days")


COUNTED = {1: "The", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}


def told(choices: Sequence[Choice], names: Sequence[str], count: int) -> str:
    """What differs at the end of the first years, in a sentence or a few."""
    return in_words.of_several(
        names, [list(lived(choice, count).patterns["pattern"]) for choice in choices]
    )


def at_end(choice: Choice, count: int) -> dict[str, float]:
    """Shares of patterns, and means of AT_END, when the first year is over."""
    found = lived(choice, count)
    patterns = found.patterns["pattern"]
    last = found.series[found.series["day"] == first_years.DAYS].set_index("measure")["mean"]
    return {name: float((patterns == name).mean()) for name in PATTERNS} | {
        name: float(last[name]) for name in AT_END
    }


def differences(choices: Sequence[Choice]) -> list[tuple[str, ...]]:
    """Parameters that differ between scenarios: label, and in words the value in each."""
    built = [choice.built() for choice in choices]
    out = []
    for name, parameter in PARAMETERS.items():
        values = [b.value(name, c.caregiver) for b, c in zip(built, choices, strict=True)]
        if any(v != values[0] for v in values):
            out.append((parameter.label, *map(described, values)))
    return out


def described(value: Value) -> str:
    """A value of a scenario as people say it: a number, or how families differ."""
    if not isinstance(value, Distribution):
        return numbers.significant(value)
    if value.shape == "uniform":
        assert value.low is not None
        assert value.high is not None
        ends = numbers.interval(numbers.significant(value.low), numbers.significant(value.high))
        return f"{ends}, differs between families"
    if value.shape == "choice":
        assert value.values is not None
        assert value.shares is not None
        share, most = max(zip(value.shares, value.values, strict=True))
        rest = sorted(numbers.significant(v) for v in value.values if v != most)
        if not rest:
            return numbers.significant(most)
        ends = rest[0] if len(rest) == 1 else numbers.interval(rest[0], rest[-1])
        return f"{numbers.significant(most)} in {numbers.percent(share)} of families, else {ends}"
    assert value.mean is not None
    return f"around {numbers.significant(value.mean)}, differs between families"
