"""What the pages compute, through the engine's own functions; kept for whoever asks the same."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from attune_dashboard.narration import Event, events, tally
from attune_dashboard.state.choice import VIEWS, Choice
from attune_sim import measures, run
from attune_sim.dyad.occasions import Occasion
from attune_sim.figures import Span, filmed
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.development import development_draft
from attune_sim.figures.families.patterns import pattern_draft
from attune_sim.figures.film.moment import moment_draft
from attune_sim.parameters import INFANT, PARAMETERS
from attune_sim.population import Population, populate, settled
from attune_sim.procedures import free_play, still_face, strange_situation
from attune_sim.procedures.camera import film_everyday
from attune_sim.procedures.live_caregiver import Seat
from attune_sim.scenario import Distribution, Scenario

EVERYDAY_MINUTES = 5
LUCKS = 12
"""How many infants with the same traits and other luck the first year shows."""
DAYS = 365
MOST_KEPT = 64
EVERY = 7
"""Days between two points of the first year."""


@dataclass(frozen=True)
class Moment:
    """One record, ready to be shown.

    Attributes:
        figure: the picture of it.
        trace: a row per second.
        events: what happens, in words.
        tally: running counts, as `telling.tally` gives them.
    """

    figure: Draft
    trace: pd.DataFrame
    events: tuple[Event, ...]
    tally: dict[str, Any]


@lru_cache(maxsize=128)
def dyad(choice: Choice) -> Population:
    """The first infant of the scenario with its caregivers, grown to the age; not to be changed."""
    population = populate(choice.built(), numbers=range(1))
    run.develop(population, choice.age)
    return population


def traits(choice: Choice) -> dict[str, float]:
    """The values that this dyad has of every parameter, drawn ones among them."""
    population = _newborn(replace(choice.bare(), age=0, view="play"))
    bond = population.bonds[population.bond_rows(choice.caregiver)]
    out: dict[str, float] = {}
    for rows in (population.infants, bond, population.settings):
        out |= {name: float(rows[name][0]) for name in rows.dtype.names or ()}
    return out


@lru_cache(maxsize=128)
def _newborn(choice: Choice) -> Population:
    return populate(choice.built(), numbers=range(1))


def moment(choice: Choice) -> Moment:
    """The record that this choice asks for."""
    return _moment(choice.bare())


@lru_cache(maxsize=64)
def _moment(choice: Choice) -> Moment:
    trace, episodes = _record(choice)
    return shown(
        trace,
        episodes,
        tolerance(choice),
        f"{choice.preset().title}: {VIEWS[choice.view].split(',')[0].lower()} at {choice.age} days",
        distance=choice.view == "strange-situation",
    )


def _record(choice: Choice) -> tuple[pd.DataFrame, list[Span]]:
    population = dyad(replace(choice.bare(), view="play"))
    at: dict[str, Any] = {"age": choice.age, "which": choice.caregiver}
    if choice.view == "everyday":
        film = film_everyday(population, EVERYDAY_MINUTES, occasion=Occasion.WATCHED.at(), **at)
        return pd.DataFrame(film.trace[0]), []
    procedure = {
        "play": free_play,
        "still-face": still_face,
        "strange-situation": strange_situation,
    }[choice.view]
    trace, spans = filmed(procedure.record(population, **at), procedure.SCRIPT)
    return trace, spans


def tolerance(choice: Choice) -> float:
    """Largest difference of engagement that counts as attuned, as a coder has it."""
    return traits(choice)["coding_tolerance"]


def shown(
    trace: pd.DataFrame,
    episodes: list[Span],
    width: float,
    title: str,
    *,
    distance: bool = False,
) -> Moment:
    """A record with its picture, its events in words and its running counts."""
    figure = moment_draft(trace, tolerance=width, episodes=episodes, title=title, distance=distance)
    return Moment(figure, trace, events(trace, width, episodes), tally(trace, width))


def seat(choice: Choice) -> Seat:
    """The caregiver's place at this dyad's free play."""
    return Seat(dyad(replace(choice.bare(), view="play")), age=choice.age, which=choice.caregiver)


def whole(trace: pd.DataFrame, width: float) -> dict[str, float]:
    """Measures of a whole record."""
    known = trace[np.isfinite(trace["infant_engagement"])]
    found = measures.interaction_measures(
        known["infant_engagement"].to_numpy(), known["caregiver_engagement"].to_numpy(), width
    )
    return {name: float(value) for name, value in found.items()}


# --- the first year -----------------------------------------------------------------------------

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
OF_INFANT = ("policy_display_gain", "policy_turning_away", "self_regulation")
"""Those of them that are the infant's own, whoever the caregiver."""


def whose(choice: Choice) -> str:
    """Whose year is shown, in a sentence, where the scenario draws traits; else nothing."""
    scenario = choice.built()
    given = [scenario.parameters, *(c.parameters for c in scenario.caregivers)]
    drawn = {n for values in given for n, v in values.items() if isinstance(v, Distribution)}
    if not drawn:
        return ""
    if drawn <= set(INFANT):
        return f"Their temperament was drawn with luck number {choice.seed}."
    return (
        f"The families of this scenario differ. Shown is the one whose traits were drawn with luck"
        f" number {choice.seed}; new luck draws another family."
    )


def alike(choice: Choice) -> Scenario:
    """A scenario whose infants all have the traits of this one, and differ by their luck."""
    return settled(choice.built())


@dataclass(frozen=True)
class Year:
    """How LUCKS infants with the traits of one developed.

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


_years: dict[Choice, Year] = {}
_lock = threading.Lock()


def year(choice: Choice, cancelled: Callable[[], bool] | None = None) -> Year:
    """The first year, with this dyad's traits and various luck.

    Raises:
        run.Cancelled: if `cancelled` says so.
    """
    key = yearly(choice)
    with _lock:
        kept = _years.get(key)
    if kept is not None:
        return kept
    made = _lived(replace(alike(key), infants=LUCKS, days=DAYS), cancelled)
    with _lock:
        while len(_years) >= MOST_KEPT:
            _years.pop(next(iter(_years)))
        _years[key] = made
    return made


def _lived(scenario: Scenario, cancelled: Callable[[], bool] | None) -> Year:
    table, series = run.infants(
        scenario,
        measures=[OBSERVED],
        threads=THREADS,
        progress=run.Progress(cancelled=cancelled),
        series_every=EVERY,
        observed_at=WATCHED,
    )
    assert series is not None
    return Year(table, series)


def year_figures(
    choice: Choice, cancelled: Callable[[], bool] | None = None
) -> tuple[Draft, Draft]:
    """The first year over days, and the patterns shown at its end."""
    found = year(choice, cancelled)
    names = [c.name for c in choice.built().caregivers]
    development = development_draft(
        found.series,
        measures=YEAR_MEASURES,
        caregivers=names,
        of_infant=OF_INFANT,
        title=f"{choice.preset().title}: development over days",
    )
    groups = {
        name: list(found.patterns.loc[found.patterns["caregiver"] == number, "pattern"])
        for number, name in enumerate(names)
    }
    patterns = pattern_draft(groups, title=f"Shown at {DAYS} days: same traits, other luck")
    return development, patterns


def compared(
    one: Choice, other: Choice, names: tuple[str, str], cancelled: Callable[[], bool] | None = None
) -> tuple[Draft, Draft]:
    """The first years of two scenarios with the same luck, overlaid; and the patterns shown."""
    series, groups = [], {}
    for number, (choice, name) in enumerate(zip((one, other), names, strict=True)):
        found = year(choice, cancelled)
        own = found.series[found.series["caregiver"] == choice.caregiver]
        series.append(own.assign(caregiver=number))
        table = found.patterns
        groups[name] = list(table.loc[table["caregiver"] == choice.caregiver, "pattern"])
    development = development_draft(
        pd.concat(series, ignore_index=True),
        measures=YEAR_MEASURES,
        caregivers=names,
        title="Two first years with the same luck",
    )
    return development, pattern_draft(groups, title=f"Patterns shown at {DAYS} days")


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
    return f"{value:.3g}"
