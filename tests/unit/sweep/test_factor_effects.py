"""Effects and interactions, from rows that are made so that they are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from attune_sim.scenario import Scenario
from attune_sim.sweep import Design, Level, Range, SweepSpec
from attune_sim.sweep.factor_effects import INTERACTION, MAIN, effects

REPAIR, CARE = (0.1, 0.3, 0.5), (0.2, 0.8)


def spec(**more) -> SweepSpec:
    made = {"vary": {"repair_rate": REPAIR, "responsiveness": CARE}, "replications": 4}
    return SweepSpec("x", (Scenario("a"),), measures=("felt_security",), **{**made, **more})


def rows(value, replications=4, levels=(None,)) -> pd.DataFrame:
    out = []
    points = [(lv, r, c) for lv in levels for r in REPAIR for c in CARE]
    for point, (level, repair, care) in enumerate(points):
        for k in range(replications):
            out.append({"point": point, "replication": k, "scenario": "a", "level": level,
                        "repair_rate": repair, "responsiveness": care,
                        "felt_security": value(level, repair, care, k)})  # fmt: skip
    return pd.DataFrame(out)


def by_term(table: pd.DataFrame) -> dict[str, dict]:
    return {row["term"]: row for row in table.to_dict("records")}


def test_effects_are_over_the_range_and_averaged_over_the_other_factor():
    found = by_term(effects(spec(), rows(lambda _, r, c, k: r + 2 * c + 5 * r * c + 10 * k)))
    assert found["repair_rate"]["kind"] == MAIN
    assert found["repair_rate"]["effect"] == pytest.approx(0.4 * (1 + 5 * 0.5))
    assert found["responsiveness"]["effect"] == pytest.approx(0.6 * (2 + 5 * 0.3))
    both = found["repair_rate × responsiveness"]
    assert both["kind"] == INTERACTION
    assert both["effect"] == pytest.approx(5 * 0.4 * 0.6)
    # What a replication adds to all points is no uncertainty.
    assert both["high"] - both["low"] < 1e-9


def test_intervals_are_students_t_over_replications():
    slopes = np.array([1.0, 1.2, 0.7, 1.5])
    found = by_term(effects(spec(), rows(lambda _, r, c, k: slopes[k] * r)))["repair_rate"]
    wanted = stats.t.interval(0.95, 3, 0.4 * slopes.mean(), 0.4 * stats.sem(slopes))
    assert (found["low"], found["high"]) == pytest.approx(wanted)
    assert found["replications"] == 4


def test_a_level_is_compared_with_the_first_and_changes_an_effect():
    levels = (Level("as it is"), Level("frozen", {"learning_rate": 0.0}))
    made = rows(
        lambda level, r, c, k: (level == "frozen") * (3 - 2 * r), levels=("as it is", "frozen")
    )
    found = by_term(effects(spec(levels=levels), made))
    assert found["level: frozen"]["effect"] == pytest.approx(3 - 2 * 0.3)
    assert found["level: frozen × repair_rate"]["effect"] == pytest.approx(-2 * 0.4)


def test_one_replication_has_no_interval():
    found = effects(spec(replications=1), rows(lambda _, r, c, k: r, replications=1))
    assert found["effect"].notna().all()
    assert found[["low", "high"]].isna().all(axis=None)


def test_points_at_which_a_measure_is_undefined_are_left_out():
    found = by_term(
        effects(spec(), rows(lambda _, r, c, k: np.nan if (r, c, k) == (0.5, 0.2, 1) else 2 * c))
    )
    assert found["responsiveness"]["effect"] == pytest.approx(1.2)


def test_points_that_cannot_tell_two_parameters_apart_tell_nothing():
    together = rows(lambda _, r, c, k: r)
    together = together[(together["responsiveness"] == 0.2) == (together["repair_rate"] < 0.3)]
    together = together[together["repair_rate"] != 0.3]
    assert effects(spec(), together).empty


def test_designs_with_an_analysis_of_their_own_are_left_to_it():
    morris = spec(design=Design("morris", trajectories=4), vary={"repair_rate": Range(0.1, 0.5)})
    assert effects(morris, rows(lambda _, r, c, k: r)).empty


def test_one_at_a_time_a_trait_that_families_draw_is_told_by_its_own_points():
    """Its other points have no number of it: the scenario draws one for each family."""
    varied = {"repair_rate": REPAIR, "responsiveness": CARE}
    points = [(np.nan, np.nan, 3.0)]  # the scenario as it is
    points += [(r, np.nan, 1.0 + r) for r in REPAIR]
    points += [(np.nan, c, 5.0 + 2.0 * c) for c in CARE]
    made = pd.DataFrame(
        {"point": number, "replication": k, "scenario": "a", "level": None, "repair_rate": repair,
         "responsiveness": care, "felt_security": value + 10 * k}
        for number, (repair, care, value) in enumerate(points) for k in range(4)
    )  # fmt: skip
    found = by_term(effects(spec(vary=varied, design=Design("one-at-a-time")), made))
    assert set(found) == {"repair_rate", "responsiveness"}
    assert found["repair_rate"]["effect"] == pytest.approx(0.4)
    assert found["responsiveness"]["effect"] == pytest.approx(2.0 * 0.6)
    listed = spec(vary=varied | {"repair_rate": REPAIR[1:]}, design=Design("list"))
    assert not effects(listed, made).size
