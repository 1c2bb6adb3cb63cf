"""Several carers and practices: groups and changing carers, two bonds, carrying, confounding.

The runs of questions 17 to 19 of README.md, and their tables.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from families import (
    FROM_OUTSIDE,
    MOTHER,
    SEEDS,
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

from attune_sim import numbers
from attune_sim.parameters import CAREGIVER
from attune_sim.scenario import CaregiverSpec, Event, Scenario, load, load_population

FELT = ("felt_security", "family")

# --- group size and carers who change -------------------------------------------------------------

GROUPS = (0, 2, 5, 8)
"""Other children with the carer."""
ENTRY, LEAVES, DAY_CARE = 270, (270, 340, 410, 480), 0.4
SEEN_AT = 540
CARERS = ("one", "four in turn")
NULL = "others need nothing"


def _day_care(others: int, carers: str, **values: float) -> Scenario:
    """Parents whose infant is with a carer for part of the time from nine months."""
    names = ["carer 1", "carer 2", "carer 3", "carer 4"][: 1 if carers == "one" else 4]
    own = {**FROM_OUTSIDE, "other_children": float(others), "night_care": 0.0}
    scenario = with_caregivers(
        parents(**values), *(CaregiverSpec(name, 0.0, own) for name in names)
    )
    home = {spec.name: spec.share * (1.0 - DAY_CARE) for spec in parents().caregivers}
    events = (
        Event(
            day=day,
            title=f"with {there}",
            care={**home, **{name: DAY_CARE * (name == there) for name in names}},
        )
        for day, there in zip(LEAVES, names, strict=False)
    )
    return scenario.with_(events=tuple(events))


def groups() -> str:
    """Bonds with the present carer and with the mother, by size of the group and change."""
    arms = {
        (NULL if off else "as it is", carers, str(others)): _day_care(
            others, carers, **({"others_signal": 0.0} if off else {})
        )
        for off, carers, others in (
            *((False, carers, others) for carers in CARERS for others in GROUPS),
            (True, "one", GROUPS[-1]),
        )
    }
    levels = ["model", "carers", "other children"]
    table = followed("groups", levels, arms, {SEEN_AT: (*FELT, "patterns")})
    present = table[table["carers"].map({"one": 2, "four in turn": 5}) == table["caregiver"]]
    shown = ("felt_security", "patterns_secure", "bond_strength", "turned_to")
    parts = {"carer": present, "mother": only(table, caregiver=MOTHER)}
    return markdown(
        pd.concat(
            [cells(part, levels, shown).add_prefix(f"{who}: ") for who, part in parts.items()],
            axis=1,
        )
    )


# --- two bonds ------------------------------------------------------------------------------------

FIRSTS = ("good-enough", "rejecting")
SECONDS = ("responsive", "rejecting")
SHARED = {
    "as it is": {},
    "policy all shared": {"generalization": 1.0},
    "nothing shared": {"generalization": 0.0, "prototype_pull": 0.0, "prototype_rate": 0.0},
}
OF_BOND = ("felt_security", "policy_turning_away", "avoidance", "patterns_secure")


def _two(first: str, second: str, **values: float) -> Scenario:
    """Infants with a first caregiver of one kind and a second one of another."""
    both = load_population("two-caregivers")
    specs = (
        CaregiverSpec(
            spec.name,
            spec.share,
            {name: v for name, v in load(kind).parameters.items() if name in CAREGIVER},
        )
        for spec, kind in zip(both.caregivers, (first, second), strict=True)
    )
    return both.with_(caregivers=tuple(specs)).with_(**values)


def bonded() -> pd.DataFrame:
    """Both caregivers' kinds of care crossed; the rows of the first."""
    arms = {
        (shared, first, second): _two(first, second, **values)
        for shared, values in SHARED.items()
        for first in FIRSTS
        for second in SECONDS
    }
    looks = {YEAR: ("felt_security", "policy", "avoidance", "patterns")}
    table = followed("two-bonds", ["shared", "first", "second"], arms, looks)
    return only(table, caregiver=MOTHER)


def bonds() -> str:
    """The bond with the first caregiver by the care of both."""
    return markdown(cells(bonded(), ["shared", "first", "second"], OF_BOND))


def bond_effects() -> str:
    """What the second caregiver's care changes with the first, and what the first's own does."""
    table = bonded()
    rows = {}
    for shared, part in table.groupby("shared", sort=False):
        for first in FIRSTS:
            one, other = (only(part, first=first, second=kind) for kind in SECONDS)
            rows[shared, f"second rejecting, not responsive; first {first}"] = {
                label(m): told(of_each(other, m) - of_each(one, m)) for m in OF_BOND
            }
        one, other = (only(part, first=kind, second="responsive") for kind in FIRSTS)
        rows[shared, "first rejecting, not good-enough"] = {
            label(m): told(of_each(other, m) - of_each(one, m)) for m in OF_BOND
        }
    return across(rows, ["shared", "effect on the bond with the first"])


# --- practices ------------------------------------------------------------------------------------

SOONER, NEARER = {"cry_lag": 1.2}, {"exploration_pull": 0.0}
CARRYING = {
    "not carried": {},
    "answered sooner": SOONER,
    "nearer": NEARER,
    "carried: sooner and nearer": {**SOONER, **NEARER},
    "carried, and more responsive": {**SOONER, **NEARER},
}
MORE = {"carried, and more responsive": {"responsiveness": 0.15}}
"""What carrying may do to a parent, added for as long as they carry: no longer equal quality."""
CARRIED_DAYS, SIX_WEEKS = 180, 42


def _carried(name: str) -> tuple[Event, ...]:
    values, more = CARRYING[name], MORE.get(name, {})
    if not values:
        return ()
    return (Event(day=0, length=CARRIED_DAYS, set=values, add=more, title="carried"),)


def carrying() -> str:
    """Half a year of carrying at equal traits: crying at home, and the bond at one year."""
    arms = {(name,): parents().with_(events=_carried(name)) for name in CARRYING}
    looks = {
        SIX_WEEKS: ("fuss_share", "felt_security"),
        YEAR: ("fuss_share", "felt_security", "patterns", "sensitivity_rating"),
    }
    table = only(followed("carrying", ["practice"], arms, looks), caregiver=MOTHER)
    early, late = (only(table, age=age) for age in looks)
    measures = ("fuss_share", "felt_security", "patterns_secure", "sensitivity_rating")
    weeks = cells(early, ["practice"], measures[:2]).add_suffix(", six weeks")
    year = cells(late, ["practice"], measures).add_suffix(", one year")
    return markdown(pd.concat([weeks, year], axis=1))


CHOICES = (0.0, 0.5, 1.0, 2.0)
"""Log odds of choosing a practice, per SD of responsiveness."""
DRAWS = 200
CRITICAL = 1.96


def confounded() -> str:
    """The 'effect' of a practice that does nothing, chosen more often by responsive parents."""
    looks = {YEAR: ("patterns", "sensitivity_rating")}
    arms = {("parents",): parents()}
    traits = ["responsiveness"]
    table = followed("practice", ["arm"], arms, looks, traits=traits, families=250)
    table = only(table, caregiver=MOTHER)
    rows = {}
    for strength in CHOICES:
        draws = pd.concat(
            _studies(part, strength).assign(seed=seed) for seed, part in _parts(table)
        )
        means = draws.groupby("seed").mean()
        rows[f"{numbers.decimals(np.exp(strength), 1)}"] = {
            **{name: cell(means[name]) for name in _ADJUSTED},
            "odds ratio, crude": cell(np.exp(means["log odds"])),
            **{
                f"significant, {name.split(', ')[1]}": numbers.decimals(
                    draws[f"z, {name}"].abs().gt(CRITICAL).mean()
                )
                for name in _ADJUSTED
            },
        }
    return markdown(
        pd.DataFrame(rows).T.rename_axis("odds of choosing it, per SD of responsiveness")
    )


_ADJUSTED = {
    "share secure, crude": (),
    "share secure, adjusted for rated sensitivity": ("sensitivity_rating",),
    "share secure, adjusted for the trait": ("responsiveness",),
}


def _parts(table: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    return [(seed, only(table, seed=seed)) for seed in SEEDS]


def _studies(families: pd.DataFrame, strength: float) -> pd.DataFrame:
    """What studies of these families report, each with practices drawn anew."""
    luck = np.random.default_rng(19)
    trait = families["responsiveness"].to_numpy()
    trait = (trait - trait.mean()) / trait.std()
    secure = families["patterns_secure"].to_numpy()
    rows = []
    for _ in range(DRAWS):
        chosen = luck.random(len(trait)) < 1.0 / (1.0 + np.exp(-strength * trait))
        row = {"log odds": np.log(_odds(secure[chosen]) / _odds(secure[~chosen]))}
        for name, known in _ADJUSTED.items():
            covariates = [families[other].to_numpy() for other in known]
            row[name], row[f"z, {name}"] = _slope(chosen.astype(float), covariates, secure)
        rows.append(row)
    return pd.DataFrame(rows)


def _odds(secure: npt.NDArray[np.float64]) -> float:
    """Odds of a secure pattern; half a family is added to both sides, so that none is empty."""
    count = float(secure.sum())
    return (count + 0.5) / (len(secure) - count + 0.5)


def _slope(
    x: npt.NDArray[np.float64],
    covariates: list[npt.NDArray[np.float64]],
    y: npt.NDArray[np.float64],
) -> tuple[float, float]:
    """Coefficient of x in a linear regression with covariates, and how many standard errors."""
    design = np.column_stack([x, np.ones_like(x), *covariates])
    inverse = np.linalg.inv(design.T @ design)
    b = inverse @ design.T @ y
    error = y - design @ b
    variance = float(error @ error) / (len(y) - design.shape[1]) * inverse[0, 0]
    return float(b[0]), float(b[0] / np.sqrt(variance))
