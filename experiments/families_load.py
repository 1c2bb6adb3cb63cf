"""What weighs on parents: support, the stress gap, leave, and an event with and without load.

The runs of questions 11 to 14 of README.md, and their tables.
"""

from __future__ import annotations

import pandas as pd
from families import (
    FROM_OUTSIDE,
    MOTHER,
    NO_LOAD_ON_CARE,
    NO_MOOD_ON_CARE,
    NOTHING_ON_CARE,
    YEAR,
    across,
    cells,
    followed,
    of_each,
    only,
    parents,
    told,
    with_caregivers,
)
from tables import cell, label, markdown

from attune_sim.scenario import CaregiverSpec, Event, Scenario

SEEN = ("sensitivity_rating", "felt_security", "patterns", "family")
SHOWN = ("load", "mood", "sensitivity_rating", "felt_security", "patterns_secure")
FELT = ("felt_security", "family")

# --- does support matter where load is high? ------------------------------------------------------

STRAINS = {"low": 0.2, "high": 2.5}  # money strain, in SD of load
SUPPORTS = {"little": 0.1, "much": 0.7}
ANOTHER = "little, and another carer"
GRANDPARENT = {**FROM_OUTSIDE, "work": 0.0, "night_care": 0.0}
UNDER = ["model", "money strain", "support"]


def _strained(strain: str, support: str, **values: float) -> Scenario:
    amount = SUPPORTS[support.split(",")[0]]
    scenario = parents(money_strain=STRAINS[strain], support=amount, **values)
    if support != ANOTHER:
        return scenario
    return with_caregivers(scenario, CaregiverSpec("grandparent", 0.25, GRANDPARENT))


def supported() -> pd.DataFrame:
    """Money strain crossed with support; the mother's rows at one year."""
    kinds = (*SUPPORTS, ANOTHER)
    arms = {
        ("as it is", strain, kind): _strained(strain, kind) for strain in STRAINS for kind in kinds
    }
    arms |= {
        ("load and mood touch no care", "high", kind): _strained("high", kind, **NOTHING_ON_CARE)
        for kind in kinds
    }
    table = followed("support", UNDER, arms, {YEAR: SEEN}, families=64)
    return only(table, caregiver=MOTHER)


def support() -> str:
    """Load, mood, sensitivity and security by money strain and support."""
    return markdown(cells(supported(), UNDER, SHOWN))


def support_effects() -> str:
    """What support adds where strain is low and high, and the difference of the two."""
    table = supported()
    rows = {}
    for kind in ("much", ANOTHER):
        effects = {}
        for model, strain in (("as it is", "low"), ("as it is", "high"), (NULL, "high")):
            arm = only(table, **{"model": model, "money strain": strain})
            one, other = (only(arm, support=level) for level in ("little", kind))
            effects[model, strain] = {m: of_each(other, m) - of_each(one, m) for m in SHOWN}
        for (model, strain), effect in effects.items():
            rows[kind, f"{model}, strain {strain}"] = {label(m): told(effect[m]) for m in SHOWN}
        high, low = effects["as it is", "high"], effects["as it is", "low"]
        rows[kind, "high minus low"] = {label(m): told(high[m] - low[m]) for m in SHOWN}
    return across(rows, ["support", "effect"])


NULL = "load and mood touch no care"

# --- the stress gap -------------------------------------------------------------------------------

PATHS = {
    "all paths": {},
    "attention only": NO_MOOD_ON_CARE,
    "steadiness and repair only": NO_LOAD_ON_CARE | {"mood_rejection": 0.0, "mood_alarm": 0.0},
    "rejection and alarm only": NO_LOAD_ON_CARE | {"mood_unsteadiness": 0.0},
    "none": NOTHING_ON_CARE,
}
ASKED = (285, 305, 325, 345)
"""Days on which mothers say what weighs on them, as on the last; the mean is taken."""


def gap() -> str:
    """Correlations of load, sensitivity as rated and security over families, by open path."""
    arms = {(name,): parents(**values) for name, values in PATHS.items()}
    looks = {**dict.fromkeys(ASKED, ("family",)), YEAR: SEEN}
    table = followed("stress-gap", ["paths"], arms, looks, traits=["support"], families=250)
    table = only(table, caregiver=MOTHER)
    stress = table.groupby(["paths", "seed", "infant"], sort=False)["load"].mean()
    last = only(table, age=YEAR).set_index(["paths", "seed", "infant"]).assign(stress=stress)
    rows = {}
    for (paths, seed), part in last.groupby(["paths", "seed"], sort=False):
        r = part[
            ["stress", "support", "sensitivity_rating", "patterns_secure", "felt_security"]
        ].corr()
        first = (
            r.loc["stress", "sensitivity_rating"],
            r.loc["sensitivity_rating", "patterns_secure"],
        )
        rows[paths, seed] = {
            "stress, sensitivity": first[0],
            "sensitivity, secure": first[1],
            "their product": first[0] * first[1],
            "stress, secure": r.loc["stress", "patterns_secure"],
            "support, secure": r.loc["support", "patterns_secure"],
            "stress, felt security": r.loc["stress", "felt_security"],
        }
    out = pd.DataFrame(rows).T.groupby(level=0, sort=False).agg(cell)
    out.loc["published"] = ["−0.13", "0.26", "−0.03", "−0.19", "0.14", "–"]
    return markdown(out.rename_axis("open from load to care"))


# --- leave as a shape -----------------------------------------------------------------------------

RETURNS = (0, 60, 120, 180, 240, 300, YEAR)
"""Day of the mother's return to work; the last is no return within the year."""
LEAVE = {"paid": {}, "unpaid": {"strain": 1.0}, "paid, low mood": {"mood": 1.5}}
LEAVE_LOOKS = (30, 90, 180, 270, YEAR)
CARER = CaregiverSpec("day-care", 0.0, {**FROM_OUTSIDE, "other_children": 3.0})
SHARES = {"mother": 0.48, "father": 0.27, "day-care": 0.25}


def _leave(back: int, strain: float = 0.0, mood: float = 0.0) -> Scenario:
    """Parents whose mother is at home until a day, and at work from then on."""
    events = []
    if strain and back:
        add = {"money_strain": strain}
        events.append(Event(day=0, length=back, whom=("mother", "father"), add=add, title="no pay"))
    if mood:
        events.append(Event(day=0, whom=("mother",), add={"low_mood": mood}, title="low mood"))
    if back < YEAR:
        work = {"work": 0.6}
        events.append(Event(day=back, whom=("mother",), add=work, care=SHARES, title="work"))
    home = parents()
    mother, father = home.caregivers
    mother = CaregiverSpec(mother.name, mother.share, {**mother.parameters, "work": 0.0})
    return home.with_(caregivers=(mother, father, CARER), events=tuple(events))


def left() -> pd.DataFrame:
    """Families by the day on which the mother returns to work; the mother's rows."""
    arms = {
        (kind, f"{back:03d}"): _leave(back, **what)
        for kind, what in LEAVE.items()
        for back in RETURNS
    }
    looks = {**dict.fromkeys(LEAVE_LOOKS, FELT), YEAR: (*FELT, "patterns")}
    table = followed("leave", ["leave", "back"], arms, looks)
    return only(table, caregiver=MOTHER)


def _day(back: str) -> str:
    return "not within the year" if int(back) == YEAR else f"day {int(back)}"


def leave() -> str:
    """Felt security and pattern with the mother at one year by day of return and kind of leave."""
    table = only(left(), age=YEAR)
    columns = {}
    for kind, part in table.groupby("leave", sort=False):
        for measure in ("felt_security", "patterns_secure"):
            values = cells(part, ["back"], [measure]).iloc[:, 0]
            columns[f"{label(measure)}: {kind}"] = values.rename(_day)
    return markdown(pd.DataFrame(columns).rename_axis("back to work"))


def leave_slope() -> str:
    """What a month longer at home goes with, family by family, by kind of leave."""
    table = only(left(), age=YEAR).assign(months=lambda rows: rows["back"].astype(int) / 30.4)
    rows = {}
    for kind, part in table.groupby("leave", sort=False):
        away = part["months"] - part["months"].mean()
        key = [part["seed"], part["infant"]]
        rows[(kind,)] = {
            label(measure): told(
                10.0 * (away * part[measure]).groupby(key).sum() / (away**2).groupby(key).sum()
            )
            for measure in ("felt_security", "patterns_secure", "bond_strength")
        }
    return across(rows, ["ten months more at home"])


def leave_course() -> str:
    """Load and mood of the mother over the first year, for three days of return."""
    table = left()
    table = table[table["back"].isin(["000", "120", f"{YEAR}"])]
    columns = {}
    for measure in ("load", "mood"):
        for age in LEAVE_LOOKS:
            columns[f"{measure}, day {age}"] = cells(
                only(table, age=age), ["leave", "back"], [measure]
            ).iloc[:, 0]
    out = pd.DataFrame(columns).rename(index=_day, level="back")
    return markdown(out.rename_axis(["leave", "back to work"]))


# --- the same event with and without load ---------------------------------------------------------

CONFLICT = Event(day=200, length=60, add={"conflict": 2.0}, title="conflict")
BASE = {"low": (0.2, 0.6), "high": (2.0, 0.1)}  # money strain, support
EVENT_LOOKS = (259, 440)
WHEN = {259: "at its end", 440: "half a year later"}


def _loaded(load: str, event: bool, **values: float) -> Scenario:
    strain, support = BASE[load]
    happens = (CONFLICT,) if event else ()
    return parents(money_strain=strain, support=support, **values).with_(events=happens)


def conflicted() -> pd.DataFrame:
    """Families with little and much load, with two months of conflict and without; the mother's."""
    arms = {
        ("as it is", load, happens): _loaded(load, happens == "yes")
        for load in BASE
        for happens in ("no", "yes")
    }
    arms |= {
        (NULL, "high", happens): _loaded("high", happens == "yes", **NOTHING_ON_CARE)
        for happens in ("no", "yes")
    }
    # At the end of the event infants can just move, so the Strange Situation is only shown later.
    looks = {259: ("sensitivity_rating", *FELT), 440: SEEN}
    table = followed("same-event", ["model", "base load", "conflict"], arms, looks)
    return only(table, caregiver=MOTHER)


def same_event() -> str:
    """What two months of conflict do, family by family, right after and half a year later."""
    table = conflicted()
    rows = {}
    for age, when in WHEN.items():
        effects = {}
        seen = [m for m in SHOWN if only(table, age=age)[m].notna().any()]
        for model, load in (("as it is", "low"), ("as it is", "high"), (NULL, "high")):
            arm = only(table, **{"age": age, "model": model, "base load": load})
            one, other = (only(arm, conflict=happens) for happens in ("no", "yes"))
            effects[model, load] = {m: of_each(other, m) - of_each(one, m) for m in seen}
        for (model, load), effect in effects.items():
            name = "nothing" if model == NULL else "as it is"
            rows[when, f"conflict, {load} load", name] = {
                label(m): told(v) for m, v in effect.items()
            }
        high, low = effects["as it is", "high"], effects["as it is", "low"]
        rows[when, "the same: high minus low", "as it is"] = {
            label(m): told(high[m] - low[m]) for m in seen
        }
        arm = only(table, age=age, model="as it is", conflict="no")
        one, other = (only(arm, **{"base load": load}) for load in BASE)
        rows[when, "high load, without conflict", "as it is"] = {
            label(m): told(of_each(other, m) - of_each(one, m)) for m in seen
        }
    return across(rows, ["when", "effect of", "load touches care"])
