"""Families over two generations: children grow up, become parents, and what passes on is measured.

A family's parent is a child of the first generation, its child one of the second. What goes with
what is told as a correlation over all families.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from attune_sim.generations import CARE, check, generations
from attune_sim.lessons.subjects.subject import Cancelled, Columns, Floats, Group, Measure, Subject
from attune_sim.life.course import Progress
from attune_sim.life.generation import MIRRORS
from attune_sim.outcomes import PATTERNS
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Scenario, load, scenario_names

SIGNS = {trait: sign for mirror in MIRRORS for trait, sign in mirror.traits.items()}
"""Of each trait of care, whether it goes up or down with what weighs on a person's history."""
COLUMNS = ("mind", "alarm", "pattern", "rating", "child_pattern", *CARE)


def standard(values: Floats) -> Floats:
    """In standard deviations from the mean; zeros where all are the same."""
    spread = values.std()
    scores: Floats = (values - values.mean()) / (spread if spread > 0 else 1.0)
    return scores


def correlated(one: Floats, other: Floats) -> Floats:
    """A value for each family whose mean is the correlation, and whose spread is its uncertainty.

    These are the correlation and its influence function: their standard error is that of the
    correlation in large samples, whatever the distributions. Not known where one of them is not.
    """
    known = np.isfinite(one) & np.isfinite(other)
    out = np.full(len(one), np.nan)
    if known.sum() < 3:
        return out
    a, b = standard(one[known]), standard(other[known])
    r = float((a * b).mean())
    out[known] = a * b - r * (a * a + b * b) / 2.0 + r
    return out


def _care(columns: Columns) -> Floats:
    """How much of the care that can be mirrored is there: the mean of its traits' scores."""
    scores: Floats = np.mean([-SIGNS[trait] * standard(columns[trait]) for trait in CARE], axis=0)
    return scores


def _secure(columns: Columns) -> Floats:
    return (columns["child_pattern"] == PATTERNS.index("secure")).astype(float)


def _disorganized(columns: Columns) -> Floats:
    return (columns["child_pattern"] == PATTERNS.index("disorganized")).astype(float)


def _by_chance(columns: Columns) -> Floats:
    """For each child, the share of all parents who showed the child's pattern."""
    shares = np.array([(columns["pattern"] == k).mean() for k in range(len(PATTERNS))])
    found: Floats = shares[columns["child_pattern"].astype(int)]
    return found


def _same(columns: Columns) -> Floats:
    return (columns["pattern"] == columns["child_pattern"]).astype(float)


R = "−1 to 1"
MIND, PATTERN = "Correlation of a parent's security of mind with", ("pattern", "child_pattern")
MEASURES: dict[str, Measure] = {
    "mind_and_care": Measure(
        f"{MIND} the care they give", R, False, ("mind", *CARE),
        lambda c: correlated(c["mind"], _care(c)),
    ),
    "mind_and_rated_care": Measure(
        f"{MIND} their care as rated at home", R, False, ("mind", "rating"),
        lambda c: correlated(c["mind"], c["rating"]),
    ),
    "mind_and_child_secure": Measure(
        f"{MIND} the child's being coded secure", R, False, ("mind", "child_pattern"),
        lambda c: correlated(c["mind"], _secure(c)),
    ),
    "alarm_and_child_disorganized": Measure(
        "Correlation of the alarm a parent expects with the child's being coded disorganized",
        R, False, ("alarm", "child_pattern"), lambda c: correlated(c["alarm"], _disorganized(c)),
    ),
    "care_and_child_secure": Measure(
        "Correlation of the care that is given with the child's being coded secure",
        R, False, ("child_pattern", *CARE),
        lambda c: correlated(_care(c), _secure(c)),
    ),
    "rated_care_and_child_secure": Measure(
        "Correlation of care as rated at home with the child's being coded secure",
        R, False, ("rating", "child_pattern"),
        lambda c: correlated(c["rating"], _secure(c)),
    ),
    "same_pattern": Measure(
        "Parent and child coded alike as infants", "share of families", True, PATTERN, _same,
        whole=True,
    ),
    "same_pattern_by_chance": Measure(
        "Parent and child coded alike as infants, by chance", "share of families", True, PATTERN,
        _by_chance, whole=True,
    ),
}  # fmt: skip


def _check(scenario: str, parameters: Mapping[str, float]) -> Scenario:
    return load(scenario).with_(**parameters)


def _columns(group: Group, wanted: Sequence[str], numbers: range, cancelled: Cancelled) -> Columns:
    scenario = load(group.scenario).with_(
        infants=group.number, days=group.days, **dict(group.parameters)
    )
    check(scenario, 2)
    parent, child = generations(
        scenario, 2, seed=group.seed, numbers=numbers, progress=Progress(cancelled=cancelled)
    )
    order = list(PATTERNS)
    found = {
        "mind": parent["security"],
        "alarm": parent["alarm"],
        "pattern": parent["pattern"].map(order.index),
        "rating": child["sensitivity_rating"],
        "child_pattern": child["pattern"].map(order.index),
        **{trait: child[trait] for trait in CARE},
    }
    return {name: found[name].to_numpy(float) for name in wanted}


FAMILIES = Subject(
    many="families",
    most=1_000,
    days=(365, 730),
    measures=MEASURES,
    beside=MEASURES,
    parameters=PARAMETERS,
    scenarios=scenario_names,
    check=_check,
    columns=_columns,
)
