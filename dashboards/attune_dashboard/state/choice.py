"""What a visitor looks at: scenario, changes, seed, age, view, moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from attune_dashboard.state.own_file import OWN, read_own
from attune_sim.errors import InputError
from attune_sim.outcomes import FACE, PLAY, PROCEDURE_TITLES, SSP
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import (
    LARGEST_SEED,
    Distribution,
    Scenario,
    check_value,
    load,
)

MOST_DAYS = 730
"""Oldest age, in days, at which an infant is filmed: the stage shows no older child."""
MOST_SEED = LARGEST_SEED
USUAL_SEED = 10
"""Draws an ordinary pair from 'good enough': ruptures and repairs, and nearly always security."""
LONGEST_DAY_S = 7_200
"""Most seconds of a day, episodes times their length, that are simulated for a visitor."""

FILMED = {"play": PLAY, FACE: FACE, SSP: SSP}
"""The procedures that can be watched, by the name in a link."""
EVERYDAY = "everyday"
VIEWS = {
    "play": PROCEDURE_TITLES[PLAY],
    EVERYDAY: "Everyday life",
    FACE: PROCEDURE_TITLES[FACE],
    SSP: PROCEDURE_TITLES[SSP],
}
"""What the camera films, by the name in a link, and its title: a procedure, or everyday life."""
OFFERED = {name: p for name, p in PARAMETERS.items() if not p.is_fixed}
"""Parameters that have a slider and can be an axis of the map."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One dyad, and what of it is looked at. Hashable, so that results can be kept by it.

    Attributes:
        scenario: a preset's name, or OWN.
        own: text of the visitor's own TOML file, where the scenario is that.
        extra: settings of single pages that are not as usual (settings.SETTINGS), in order.
        changes: parameters that the visitor has set, in order of name.
        seed: of the random numbers: the luck.
        age: of the infant, in days; films end at MOST_DAYS, families may be followed for longer.
        view: one of VIEWS.
        caregiver: number of the caregiver.
        second: of the record, where playing begins; None shows all of it.
        projector: whether everything is drawn larger.
        x, y: the two parameters of the map, unlike each other.
        measure: what the map shows.
        result: name of a sweep's folder that the map shows; empty: it is computed here.
    """

    scenario: str = "good-enough"
    changes: tuple[tuple[str, float], ...] = ()
    seed: int = USUAL_SEED
    age: int = 180
    view: str = "play"
    caregiver: int = 0
    second: int | None = None
    projector: bool = False
    x: str = "responsiveness"
    y: str = "consistency"
    measure: str = "patterns_secure"
    result: str = ""
    own: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    def preset(self) -> Scenario:
        """The scenario without the changes."""
        return _preset(self.scenario, self.own)

    def bare(self) -> Choice:
        """The same without what only says how it is looked at."""
        usual = Choice()
        return replace(
            self,
            second=None,
            projector=False,
            x=usual.x,
            y=usual.y,
            measure=usual.measure,
            result="",
            extra=(),
        )

    def built(self) -> Scenario:
        """The scenario with the changes.

        Raises:
            InputError: the changes contradict each other, or ask for too much.
        """
        return _built(self.scenario, self.own, self.changes, self.seed)

    def with_value(self, name: str, value: float) -> Choice:
        """The same with another value of a parameter."""
        whole = name in PARAMETERS and PARAMETERS[name].whole and value == int(value)
        checked = check_value(name, int(value) if whole else value)
        changes = dict(self.changes) | {name: float(checked)}  # type: ignore[arg-type]
        return self.with_changes(changes)

    def with_changes(self, changes: Mapping[str, float]) -> Choice:
        """The same with these parameters changed, and no other."""
        return replace(self, changes=tuple(sorted(changes.items())))

    def without(self, name: str) -> Choice:
        """The same with a parameter as the preset has it."""
        return self.with_changes({k: v for k, v in self.changes if k != name})


@lru_cache(maxsize=256)
def _built(scenario: str, own: str, changes: tuple[tuple[str, float], ...], seed: int) -> Scenario:
    values = {k: round(v) if PARAMETERS[k].whole else v for k, v in changes}
    built = _preset(scenario, own).with_(seed=seed, **values)
    a_day = _most(built, "episodes_per_day") * _most(built, "episode_seconds")
    if a_day > LONGEST_DAY_S:
        raise InputError(
            f"episodes_per_day times episode_seconds is {a_day:g} s a day; the dashboard simulates"
            f" at most {LONGEST_DAY_S} s, so choose fewer or shorter episodes"
        )
    return built


def _most(scenario: Scenario, name: str) -> float:
    """The largest value that a parameter may take."""
    value = scenario.value(name)
    return PARAMETERS[name].high if isinstance(value, Distribution) else float(value)


@lru_cache(maxsize=256)
def _preset(scenario: str, own: str) -> Scenario:
    return read_own(own) if scenario == OWN else load(scenario)
