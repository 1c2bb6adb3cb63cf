"""The family that the timeline shows: one of those that come along, or the visitor's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from attune_dashboard.state.choice import MOST_SEED, Choice
from attune_dashboard.state.own_file import OWN, read_own, written
from attune_dashboard.state.page_settings import value, with_value
from attune_dashboard.state.scenario_groups import FAMILIES
from attune_dashboard.state.timeline import edited
from attune_sim.scenario import Scenario, families, load

FIRST = ("under-load-with-support", "relief-only", "back-to-work-early")
"""Of these the first that there is opens the page."""


def shown(choice: Choice) -> Choice:
    """The choice itself where family life is simulated in it; else a scenario of families."""
    if choice.built().value("family_life") == 1:
        return choice
    known = families()
    first = next((name for name in FIRST if name in known), known[0])
    return replace(choice, scenario=first, changes=(), caregiver=0, age=365)


def changed(choice: Choice, sent: Mapping[str, Any], span: int) -> Choice:
    """The choice after one message of the timeline or its fields.

    What changes a scenario makes it the visitor's own.

    Args:
        choice: as it is.
        sent: what the browser says.
        span: days of life that are shown.

    Raises:
        InputError: what was asked for is not allowed.
    """
    what, given = sent.get("what"), sent.get("value")
    if what == "preset" and (given in families() or (given == OWN and choice.own)):
        return _once_begun(replace(choice, scenario=str(given), changes=(), caregiver=0))
    if what == "load" and isinstance(given, str):
        held = read_own(given)
        return replace(
            choice, scenario=OWN, own=written(held), changes=(), caregiver=0, seed=held.seed
        )
    if what == "luck":
        return replace(choice, seed=choice.seed % MOST_SEED + 1)
    if what == "without" and str(given).isdigit():
        return replace(choice, extra=with_value(choice.extra, "without", str(given)))
    people = len(choice.built().caregivers)
    if what == "caregiver" and isinstance(given, int) and 0 <= given < people:
        return replace(choice, caregiver=given)
    if what == "age" and isinstance(given, int | float) and 0 <= given <= span:
        return replace(choice, age=int(given), second=None)
    scenario = choice.built()
    wanted = edited(scenario, sent, span)
    if wanted == scenario:
        return choice
    own = replace(choice, scenario=OWN, own=written(wanted), changes=(), second=None)
    own.built()
    if len(wanted.events) < len(scenario.events):
        own = replace(own, extra=with_value(own.extra, "without", "0"))
    return replace(own, caregiver=min(choice.caregiver, len(wanted.caregivers) - 1))


def _once_begun(choice: Choice) -> Choice:
    """The same at an age at which something has happened; the last one, if nothing had yet."""
    scenario = choice.built()
    begins = min((event.day for event in scenario.events), default=0)
    return choice if begins <= choice.age else replace(choice, age=scenario.days)


def removed(choice: Choice) -> int | None:
    """Number of the one event that the families in grey are without; None is all of them."""
    number = int(value(choice.extra, "without"))
    return number - 1 if 0 < number <= len(choice.built().events) else None


def without_events(choice: Choice) -> Scenario:
    """The same scenario without its events, or without the one.

    An event keeps its place, because random numbers belong to it: it changes nothing instead.
    """
    scenario, one = choice.built(), removed(choice)
    if one is None:
        return replace(scenario, events=())
    nothing = replace(
        scenario.events[one], whom=(), add={"support": 0.0}, multiply={}, set={}, care={}
    )
    events = (*scenario.events[:one], nothing, *scenario.events[one + 1 :])
    return replace(scenario, events=events)


def offered(choice: Choice) -> list[list[Any]]:
    """Scenarios that can be chosen, by group."""
    groups: list[list[Any]] = [[FAMILIES, [[name, load(name).title] for name in families()]]]
    if choice.own:
        groups.append(["Your own", [[OWN, choice.preset().title if choice.scenario == OWN
                                     else read_own(choice.own).title]]])  # fmt: skip
    return groups
