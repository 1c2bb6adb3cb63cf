"""The first year of infants with the traits of one, who differ by their luck."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from attune_dashboard.compute.cache import FEW, kept
from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import Choice
from attune_sim import run
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.development import development_draft
from attune_sim.figures.families.patterns import pattern_draft
from attune_sim.life.course import Progress
from attune_sim.parameters import MECHANISMS, OBSERVATION, TEMPERAMENT
from attune_sim.population import settled
from attune_sim.scenario import Distribution, Scenario

LUCKS = 12
"""How many infants with the same traits and other luck are shown."""
DAYS = 365
EVERY = 7
"""Days between two points of the first year."""
OBSERVED = "patterns_secure"
WATCHED = (280, 322)
"""Ages in days, beside the last, at which the infants are seen in the Strange Situation.

Not before nine months: the procedure asks of infants that they come by themselves.
"""
THREADS = min(2, os.cpu_count() or 1)

YEAR_MEASURES = (
    OBSERVED,
    "felt_security",
    "expected_relief",
    "expected_relief_spread",
    "policy_display_gain",
    "policy_turning_away",
    "self_regulation",
    "attuned_share_everyday",
    "distress_everyday",
)
OF_INFANT = ("self_regulation",)
"""Those of them that are the infant's own, whoever the caregiver."""


def whose(choice: Choice) -> str:
    """Whose year is shown, in a sentence, where the scenario draws traits; else nothing."""
    scenario = choice.built()
    given = [scenario.parameters, *(c.parameters for c in scenario.caregivers)]
    drawn = {n for values in given for n, v in values.items() if isinstance(v, Distribution)}
    if not drawn:
        return ""
    if drawn <= {*TEMPERAMENT, *MECHANISMS, *OBSERVATION}:
        return f"Their temperament was drawn with random seed {choice.seed}."
    return (
        "The families in this scenario differ. This is the one whose traits were drawn with random"
        f" seed {choice.seed}; another seed draws another family."
    )


def alike(choice: Choice) -> Scenario:
    """A scenario whose infants all have the traits of this one, and differ by their luck."""
    return settled(choice.built())


@dataclass(frozen=True)
class Year:
    """How infants developed: those with the traits of one, or many families of a scenario.

    Attributes:
        patterns: a row per infant and caregiver, with the pattern shown at the end.
        series: a row per day, caregiver and measure: mean, sd and n over infants, as
            `run.infants` gives it; at the ages of WATCHED and at the end with the share of infants
            whose behaviour in the Strange Situation is coded secure.
    """

    patterns: pd.DataFrame
    series: pd.DataFrame


def yearly(choice: Choice) -> Choice:
    """What of a choice the first year depends on."""
    usual = Choice()
    return replace(choice.bare(), age=usual.age, view=usual.view, caregiver=0)


def year(
    choice: Choice, cancelled: Callable[[], bool] | None = None, count: int | None = None
) -> Year:
    """The first year, with this dyad's traits and various luck.

    Args:
        choice: whose traits.
        cancelled: asked now and then.
        count: how many infants; LUCKS if None.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    return _year(yearly(choice), count or LUCKS, cancelled)


def families(choice: Choice, count: int, cancelled: Callable[[], bool] | None = None) -> Year:
    """The first year of many families of a scenario, which differ as it says.

    Args:
        choice: whose scenario.
        count: how many families.
        cancelled: asked now and then.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    return _families(yearly(choice), count, cancelled)


@kept(FEW, key=lambda choice, count, _: (choice, count))
def _families(choice: Choice, count: int, cancelled: Callable[[], bool] | None) -> Year:
    return _lived(replace(choice.built(), infants=count), cancelled)


@kept(FEW, key=lambda choice, count, _: (choice, count))
def _year(choice: Choice, count: int, cancelled: Callable[[], bool] | None) -> Year:
    return _lived(replace(alike(choice), infants=count), cancelled)


def _lived(scenario: Scenario, cancelled: Callable[[], bool] | None) -> Year:
    scenario = replace(scenario, days=DAYS)
    table, series = run.infants(
        scenario,
        measures=[OBSERVED],
        threads=THREADS,
        progress=Progress(cancelled=cancelled),
        series_every=EVERY,
        observed_at=WATCHED,
    )
    assert series is not None
    return Year(table, series)


def year_figures(
    choice: Choice, cancelled: Callable[[], bool] | None = None, count: int | None = None
) -> tuple[Draft, Draft]:
    """The first year over days, and the patterns shown at its end; arguments as for `year`."""
    found = year(choice, cancelled, count)
    names = [c.name for c in choice.built().caregivers]
    development = development_draft(
        found.series,
        measures=YEAR_MEASURES,
        caregivers=names,
        of_infant=OF_INFANT,
        title=f"{titled(choice)}: development over days",
    )
    groups = {
        name: list(found.patterns.loc[found.patterns["caregiver"] == number, "pattern"])
        for number, name in enumerate(names)
    }
    patterns = pattern_draft(groups, title=f"Pattern at {DAYS} days: same traits, other luck")
    return development, patterns
