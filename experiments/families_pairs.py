"""Single pairs under a load that rises and falls: abrupt switches, and distress that hides.

The runs of question 20 of README.md, and their tables.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from families import YEAR, across, told
from tables import made_once

from attune_sim.life.course import live_through
from attune_sim.measurement import everyday, inner_state
from attune_sim.population import populate
from attune_sim.scenario import Event, Scenario, load

PAIRS = 96
SEED = 1
MOST = 5.0  # money strain at the top, in SD of load
UP = YEAR  # days in which it rises, and in which it falls again
TOP, END = YEAR + UP, YEAR + 2 * UP
HALFWAY = END - UP // 2
HELD = 240  # days halfway, for those who are held there
MEASURES = ("load", "distress", "display", "felt security")
MONTH = 28

RAMP = Event(day=YEAR, rise=UP - 1, length=UP, fade=UP - 1, add={"money_strain": MOST})
HALF = Event(day=YEAR, rise=UP // 2, add={"money_strain": MOST / 2})
OTHER_HALF = Event(
    day=YEAR + UP // 2,
    rise=UP // 2,
    length=UP // 2 + 1,
    fade=UP // 2,
    add={"money_strain": MOST / 2},
)
NO_LOOP = {"crying_load": 0.0}

Days = npt.NDArray[np.float64]


def _pairs(*events: Event, **values: float) -> Scenario:
    """Single pairs of ordinary care on whom nothing weighs at first but crying and chance."""
    ordinary = load("good-enough").with_(infants=PAIRS, seed=SEED, family_life=1)
    return ordinary.with_(low_mood=-0.5, phase_changes=0.0, care_drift=0.0, events=events, **values)


COURSES: Mapping[str, tuple[tuple[Event, ...], Mapping[str, float]]] = {
    "as it is": ((RAMP,), {}),
    "as it is, without the load": ((), {}),
    "crying is no load": ((RAMP,), NO_LOOP),
    "crying is no load, without the load": ((), NO_LOOP),
    "held halfway from below": ((HALF,), {}),
    "held halfway from above": ((HALF, OTHER_HALF), {}),
}

MODELS = ("as it is", "crying is no load")


def courses() -> pd.DataFrame:
    """Each pair's days from the first birthday on: load, distress, display, felt security."""
    asked = [
        {name: _pairs(*events, **values).identity() for name, (events, values) in COURSES.items()},
        HELD,
    ]

    def make() -> pd.DataFrame:
        return pd.concat(
            [
                _days(_pairs(*events, **values)).assign(course=name)
                for name, (events, values) in COURSES.items()
            ],
            ignore_index=True,
        )

    return made_once("pairs", asked, make)


def _days(scenario: Scenario) -> pd.DataFrame:
    families = populate(scenario)
    rows = []
    for day in live_through(families, range(YEAR, HALFWAY + HELD + 1), threads=2):
        today, state = everyday(families), inner_state(families, day)
        rows.append(
            pd.DataFrame(
                {
                    "day": day,
                    "pair": np.arange(PAIRS),
                    "load": state["load"],
                    "distress": today["distress_everyday"],
                    "display": today["display_everyday"],
                    "felt security": state["felt_security"],
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def _course(table: pd.DataFrame, name: str, measure: str) -> Days:
    """(pairs, days from the first birthday) of a measure."""
    part = table[table["course"] == name]
    return part.pivot_table(index="pair", columns="day", values=measure).to_numpy()


def _loop(course: Days) -> Days:
    """How much higher a measure is on the way down than at the same load on the way up."""
    quarter, top = UP // 4, UP
    return course[:, top + quarter : top + 3 * quarter].mean(axis=1) - (
        course[:, top - 3 * quarter : top - quarter].mean(axis=1)
    )


def hysteresis() -> str:
    """The same load on the way up and on the way down: which way does it differ?"""
    table = courses()
    rows = {}
    for name in MODELS:
        for measure in MEASURES:
            with_it, without = (
                _loop(_course(table, course, measure))
                for course in (name, f"{name}, without the load")
            )
            usual = without - without.mean()
            beyond = np.abs(with_it - without.mean()) > np.quantile(np.abs(usual), 0.95)
            rows[name, measure] = {
                "down minus up, less the same pairs without load": told(
                    pd.Series(with_it - without)
                ),
                f"pairs of {PAIRS} beyond 95% of those without load": f"{beyond.sum()}",
            }
    return across(rows, ["pairs", "measure"])


def held() -> str:
    """Halfway for good, reached from below and from above: does the difference last?"""
    table = courses()
    rows = {}
    for measure in MEASURES:
        below, above = (
            _course(table, f"held halfway from {side}", measure) for side in ("below", "above")
        )
        row = {}
        for days in (0, 60, 120, 180, HELD - MONTH):
            at = HALFWAY - YEAR + days
            gap = (above - below)[:, at : at + MONTH].mean(axis=1)
            row[f"{days} to {days + MONTH} d after"] = told(pd.Series(gap))
        rows[(measure,)] = row
    return across(rows, ["from above minus from below"])


def _months(course: Days, first: int, last: int) -> Days:
    """Means of successive months between two days."""
    whole = (last - first) // MONTH * MONTH
    return course[:, first : first + whole].reshape(len(course), -1, MONTH).mean(axis=2)


def jumps() -> str:
    """How many pairs change abruptly on the way up, and in how many distress hides."""
    table = courses()
    rows = {}
    for name in MODELS:
        rows[(name,)] = {
            **_abrupt(table, name),
            **_hidden(table, name),
        }
    return across(rows, ["pairs"])


def _abrupt(table: pd.DataFrame, name: str) -> dict[str, str]:
    """Pairs of which one month holds more than half of all change, and more than is usual."""
    counts = {}
    for measure in ("distress", "felt security"):
        with_it, without = (
            _months(_course(table, course, measure), 0, UP)
            for course in (name, f"{name}, without the load")
        )
        step, usual = (np.diff(side, axis=1) for side in (with_it, without))
        largest = np.abs(step).max(axis=1)
        whole = np.abs(with_it[:, -1] - with_it[:, 0])
        jump = (largest > np.quantile(np.abs(usual).max(axis=1), 0.95)) & (largest > whole / 2)
        counts[f"jump of {measure}"] = f"{jump.sum()}"
    return counts


def _hidden(table: pd.DataFrame, name: str) -> dict[str, str]:
    """Pairs by what the load does around its top to distress and to its display."""
    changes = {}
    for measure in ("distress", "display"):
        with_it, without = (
            _months(_course(table, course, measure), UP - 3 * MONTH, UP + 3 * MONTH)
            for course in (name, f"{name}, without the load")
        )
        change = with_it - without
        error = change.std(axis=1, ddof=1) / np.sqrt(change.shape[1])
        changes[measure] = change.mean(axis=1), change.mean(axis=1) / error
    (more, clearly_more), (shown, clearly_shown) = changes["distress"], changes["display"]
    return {
        "distress at the top": told(pd.Series(more)),
        "display at the top": told(pd.Series(shown)),
        "more distress": f"{(more > 0).sum()}",
        "more distress, less display": f"{((more > 0) & (shown < 0)).sum()}",
        "the same, clearly": f"{((clearly_more > 2) & (clearly_shown < -2)).sum()}",
    }
