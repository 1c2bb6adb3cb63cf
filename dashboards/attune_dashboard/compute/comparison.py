"""Two scenarios side by side: what differs between them, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from attune_dashboard.compute import first_years, in_words
from attune_dashboard.state.choice import Choice
from attune_sim import numbers
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.development import development_draft
from attune_sim.figures.families.patterns import pattern_draft
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution


def compared(
    one: Choice, other: Choice, names: tuple[str, str], cancelled: Callable[[], bool] | None = None
) -> tuple[Draft, Draft]:
    """The first years of two scenarios with the same luck, overlaid; and the patterns shown."""
    series, groups = [], {}
    for number, (choice, name) in enumerate(zip((one, other), names, strict=True)):
        found = first_years.year(choice, cancelled)
        own = found.series[found.series["caregiver"] == choice.caregiver]
        series.append(own.assign(caregiver=number))
        table = found.patterns
        groups[name] = list(table.loc[table["caregiver"] == choice.caregiver, "pattern"])
    development = development_draft(
        pd.concat(series, ignore_index=True),
        measures=first_years.YEAR_MEASURES,
        caregivers=names,
        title="Two first years with the same luck",
    )
    return development, pattern_draft(groups, title=f"Patterns shown at {first_years.DAYS} days")


def told(one: Choice, other: Choice, names: tuple[str, str]) -> str:
    """What differs at the end of the two first years, in a sentence."""
    first, second = (
        list(table.loc[table["caregiver"] == choice.caregiver, "pattern"])
        for choice in (one, other)
        for table in [first_years.year(choice).patterns]
    )
    return in_words.of_two(names, first, second)


def differences(one: Choice, other: Choice) -> list[tuple[str, str, str]]:
    """Parameters that differ between two choices: label, and value here and there."""
    first, second = one.built(), other.built()
    out = []
    for name, parameter in PARAMETERS.items():
        here, there = first.value(name, one.caregiver), second.value(name, other.caregiver)
        if here != there:
            out.append((parameter.label, _in_words(here), _in_words(there)))
    return out


def _in_words(value: Any) -> str:
    if isinstance(value, Distribution):
        given = ", ".join(f"{k} {v}" for k, v in value.as_dict().items() if k != "shape")
        return f"{value.shape} ({given})"
    return numbers.significant(value)
