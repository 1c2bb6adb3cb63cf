"""Change: a bad time and what follows it, and which handle of help reaches what.

The runs of questions 15 and 16 of README.md, and their tables.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from families import (
    MOTHER,
    YEAR,
    across,
    cells,
    followed,
    of_each,
    only,
    parents,
    told,
)
from tables import label, markdown

from attune_sim.scenario import Event, Scenario, load_population

# --- a bad time and its memory --------------------------------------------------------------------

BAD_TIME = Event(
    day=YEAR,
    length=120,
    multiply={"responsiveness": 0.5, "responsiveness_in_play": 0.5},
    add={"rejection": 0.2},
    title="a bad time",
)
OVER = YEAR + 120
AFTER = (0, 28, 56, 112, 220)
"""Days after it."""
MEMORIES = {"as it is": {}, "no prototype": {"prototype_pull": 0.0, "prototype_rate": 0.0}}
TRACES = ("felt_security", "patterns_secure", "avoidance")
THIRDS = ("lowest third", "middle third", "highest third")


def through_a_bad_time() -> pd.DataFrame:
    """Families with a bad time in the second year and without; the mother's rows."""
    arms = {
        (memory, bad): parents(**values).with_(events=(BAD_TIME,) if bad == "yes" else ())
        for memory, values in MEMORIES.items()
        for bad in ("no", "yes")
    }
    looks = {
        YEAR - 1: ("felt_security",),
        **dict.fromkeys(
            (OVER + days for days in AFTER), ("felt_security", "patterns", "avoidance")
        ),
    }
    table = followed("bad-time", ["memory", "bad time"], arms, looks)
    return only(table, caregiver=MOTHER)


def _gaps(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Days after, by seed and infant: how far the bad time has moved a measure."""
    columns = {}
    for days in AFTER:
        one, other = (only(table, **{"age": OVER + days, "bad time": bad}) for bad in ("no", "yes"))
        columns[days] = of_each(other, measure) - of_each(one, measure)
    return pd.DataFrame(columns)


def rebound() -> str:
    """The difference that a bad time makes, and how it passes, with a prototype and without."""
    table = through_a_bad_time()
    rows = {}
    for memory, part in table.groupby("memory", sort=False):
        for measure in TRACES:
            gaps = _gaps(part, measure)
            rows[label(measure), memory] = {f"{days} d after": told(gaps[days]) for days in AFTER}
    gaps = [_gaps(only(table, memory=memory), "felt_security") for memory in MEMORIES]
    rows["felt security", "as it is minus no prototype"] = {
        f"{days} d after": told(gaps[0][days] - gaps[1][days]) for days in AFTER
    }
    return across(rows, ["with the bad time minus without", "memory"])


def rebound_by_start() -> str:
    """The same of felt security, by thirds of felt security before; and which share is left."""
    rows = {}
    table = through_a_bad_time()
    for memory, part in table.groupby("memory", sort=False):
        before = of_each(only(part, **{"age": YEAR - 1, "bad time": "no"}), "felt_security")
        thirds = before.groupby("seed").transform(lambda x: pd.qcut(x, 3, labels=False))
        gaps = _gaps(part, "felt_security")
        for number, name in enumerate(THIRDS):
            own = gaps[thirds == number]
            rows[memory, name] = {f"{days} d after": told(own[days]) for days in AFTER}
    return across(rows, ["memory", "felt security before"])


# --- which handle of help -------------------------------------------------------------------------

STARTS = 180
COACHING = Event(
    day=STARTS,
    rise=90,
    length=180,
    fade=240,
    whom=("mother",),
    add={"responsiveness": 0.12, "responsiveness_in_play": 0.12, "repair_rate": 0.1},
    multiply={"intrusiveness": 0.6},
    title="coaching",
)
THERAPY = Event(
    day=STARTS,
    rise=360,
    whom=("mother",),
    add={"low_mood": -1.0, "consistency": 0.1},
    multiply={"rejection": 0.4, "withdrawal": 0.4, "alarming_moments": 0.4},
    title="therapy for the parent",
)
RELIEF = Event(day=STARTS, add={"support": 0.4}, title="relief")
HELP = {
    "nothing": (),
    "coaching": (COACHING,),
    "therapy": (THERAPY,),
    "relief": (RELIEF,),
    "coaching and relief": (COACHING, RELIEF),
}
HELP_LOOKS = (YEAR, 540, 730)
REACHED = ("load", "mood", "sensitivity_rating", "felt_security", "patterns_secure", "organized")
RISKS = {"money_strain": 2.0, "conflict": 1.5, "support": 0.5}
"""By what their mean is multiplied in families at risk."""


def at_risk() -> Scenario:
    """Two parents under risk: the traits of caregivers at high risk, and more that weighs."""
    home, risk = load_population("parents"), load_population("high-risk")
    traits = {n: v for n, v in risk.parameters.items() if n != "slow_variation"}
    under = {
        name: replace(home.parameters[name], mean=factor * home.parameters[name].mean)
        for name, factor in RISKS.items()
    }
    return home.with_(
        parameters={**home.parameters, **traits, **under}, correlations=risk.correlations
    )


def helped() -> pd.DataFrame:
    """Families at risk with each handle of help; the mother's rows."""
    arms = {(name,): at_risk().with_(events=events) for name, events in HELP.items()}
    measures = ("sensitivity_rating", "felt_security", "patterns", "family")
    table = followed("help", ["help"], arms, dict.fromkeys(HELP_LOOKS, measures))
    table["organized"] = 1.0 - table["patterns_disorganized"]
    return only(table, caregiver=MOTHER)


def help_levels() -> str:
    """Families at risk without help, at each age."""
    table = only(helped(), help="nothing")
    return markdown(cells(table, ["age"], REACHED).rename(index=lambda day: f"day {day}"))


def help_effects() -> str:
    """What each handle has changed at each age, family by family."""
    table = helped()
    rows = {}
    for name in HELP:
        for age in HELP_LOOKS if name != "nothing" else ():
            one, other = (only(table, help=arm, age=age) for arm in ("nothing", name))
            rows[name, f"day {age}"] = {
                label(m): told(of_each(other, m) - of_each(one, m)) for m in REACHED
            }
    return across(rows, ["help", "age"])
