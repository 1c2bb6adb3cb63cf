"""One dyad: its traits, and the seconds of it that a page shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from attune_dashboard.compute.cache import FEW, kept
from attune_dashboard.narration import Event, events, tally
from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import EVERYDAY, FILMED, VIEWS, Choice
from attune_sim.dyad.occasions import Occasion
from attune_sim.figures import Span, filmed
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.film.moment import moment_draft
from attune_sim.outcomes import SSP
from attune_sim.population import Population, populate
from attune_sim.procedures import PROCEDURES
from attune_sim.procedures.camera import film_everyday
from attune_sim.run import grown

EVERYDAY_MINUTES = 5


@dataclass(frozen=True)
class Moment:
    """One record, ready to be shown.

    Attributes:
        figure: the picture of it.
        trace: a row per second.
        events: what happens, in words.
        tally: running counts, as `narration.tally` gives them.
        episodes: of the procedure; none in everyday life.
        first: second of the whole record at which this part of it begins.
    """

    figure: Draft
    trace: pd.DataFrame
    events: tuple[Event, ...]
    tally: dict[str, Any]
    episodes: tuple[Span, ...] = ()
    first: int = 0


@kept(FEW)
def dyad(choice: Choice) -> Population:
    """The first infant of the scenario with its caregivers, grown to the age; not to be changed."""
    return grown(choice.built().with_(days=choice.age), numbers=range(1))


def traits(choice: Choice) -> dict[str, float]:
    """The values that this dyad has of every parameter, drawn ones among them."""
    population = _newborn(replace(choice.bare(), age=0, view="play"))
    bond = population.bonds[population.bond_rows(choice.caregiver)]
    person = population.caregivers[population.caregiver_rows(choice.caregiver)]
    out: dict[str, float] = {}
    for rows in (population.infants, bond, person, population.mechanisms, population.settings):
        out |= {name: float(rows[name][0]) for name in rows.dtype.names or ()}
    return out


@kept(FEW)
def _newborn(choice: Choice) -> Population:
    return populate(choice.built(), numbers=range(1))


def moment(choice: Choice) -> Moment:
    """The record that this choice asks for."""
    return _moment(choice.bare())


@kept(FEW)
def _moment(choice: Choice) -> Moment:
    trace, episodes = _record(choice)
    return shown(
        trace,
        episodes,
        tolerance(choice),
        f"{titled(choice)}: {VIEWS[choice.view]} at {choice.age} days",
        distance=choice.view == SSP,
    )


def _record(choice: Choice) -> tuple[pd.DataFrame, list[Span]]:
    population = dyad(replace(choice.bare(), view="play"))
    at: dict[str, Any] = {"age": choice.age, "which": choice.caregiver}
    if choice.view == EVERYDAY:
        film = film_everyday(population, EVERYDAY_MINUTES, occasion=Occasion.WATCHED.at(), **at)
        return pd.DataFrame(film.trace[0]), []
    procedure = PROCEDURES[FILMED[choice.view]]
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
    small: bool = False,
) -> Moment:
    """A record with its picture, its events in words and its running counts.

    Args:
        trace: a row per second.
        episodes: of the procedure.
        width: largest difference of engagement that counts as attuned.
        title: of the picture.
        distance: whether the distance to the caregiver is drawn, too.
        small: whether only engagement and distress are drawn, and low.
    """
    figure = moment_draft(
        trace,
        tolerance=width,
        episodes=() if small else episodes,
        title=title,
        distance=distance,
        small=small,
    )
    told, counts = events(trace, width, episodes), tally(trace, width)
    return Moment(figure, trace, told, counts, tuple(episodes))
