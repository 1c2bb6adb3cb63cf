"""Points of a sweep."""

import numpy as np
import pytest
from scipy.stats import qmc

from attune_sim.errors import InputError
from attune_sim.scenario import CaregiverSpec, Distribution, Scenario
from attune_sim.sweep import Design, Level, Range, SweepSpec
from attune_sim.sweep.points import points, scenario_at
from attune_sim.sweep.sampling import digest, unit

NORMAL = Distribution("normal", mean=0.5, sd=0.1)


@pytest.fixture
def spec():
    return SweepSpec(
        "x",
        (Scenario("a", days=5), Scenario("b", days=9, parameters={"rejection": 0.4})),
        infants=3,
        vary={"responsiveness": (0.2, 0.8), "consistency": (0.1, 0.5, 0.9)},
        fixed={"repair_rate": 0.3, "learning_rate": 0.05},
        levels=(Level("full"), Level("frozen", {"learning_rate": 0.0})),
    )


def all_points(spec):
    design = points(spec)
    return [design[k] for k in range(len(design))]


def test_all_combinations_once_the_last_factor_fastest(spec):
    found = all_points(spec)
    seen = [(p.scenario, p.level, *p.values.values()) for p in found]
    assert len(seen) == len(set(seen)) == 2 * 2 * 2 * 3
    assert seen[:4] == [
        ("a", "full", 0.2, 0.1),
        ("a", "full", 0.2, 0.5),
        ("a", "full", 0.2, 0.9),
        ("a", "full", 0.8, 0.1),
    ]
    assert seen[-1] == ("b", "frozen", 0.8, 0.9)
    assert list(found[0].values) == ["responsiveness", "consistency"]
    with pytest.raises(IndexError):
        points(spec)[len(found)]


def test_a_point_is_a_scenario_with_vary_over_level_over_fixed(spec):
    design = points(spec)
    first, last = scenario_at(spec, design[0]), scenario_at(spec, design[len(design) - 1])
    assert (first.infants, first.days, last.days) == (3, 5, 9)
    assert first.value("learning_rate") == 0.05
    assert last.value("learning_rate") == 0.0
    assert last.value("responsiveness") == 0.8
    assert last.value("repair_rate") == 0.3
    assert last.value("rejection") == 0.4


def test_a_varied_trait_holds_for_every_caregiver():
    two = (
        CaregiverSpec("one", 0.5, {"responsiveness": 0.9}),
        CaregiverSpec("other", 0.5),
    )
    spec = SweepSpec("x", (Scenario(caregivers=two),), vary={"responsiveness": (0.3,)})
    scenario = scenario_at(spec, points(spec)[0])
    assert [scenario.value("responsiveness", c) for c in (0, 1)] == [0.3, 0.3]


def test_nothing_varied_is_one_point_a_scenario():
    spec = SweepSpec("x", (Scenario("a"), Scenario("b")))
    assert [p.scenario for p in all_points(spec)] == ["a", "b"]


def test_ten_million_points_need_no_list():
    steps = tuple(k / 4000 for k in range(2000))
    spec = SweepSpec("x", (Scenario(),), vary={"responsiveness": steps, "consistency": steps})
    design = points(spec)
    assert len(design) == 4_000_000
    assert design[3_999_999].values == {"responsiveness": steps[-1], "consistency": steps[-1]}


def test_a_list_takes_the_kth_values_together():
    spec = SweepSpec(
        "x", (Scenario(),), design=Design("list"),
        vary={"responsiveness": (0.2, 0.2, 0.9), "consistency": (0.1, 0.5, 0.1)},
    )  # fmt: skip
    assert [tuple(p.values.values()) for p in all_points(spec)] == [
        (0.2, 0.1),
        (0.2, 0.5),
        (0.9, 0.1),
    ]


def test_one_at_a_time_changes_one_and_leaves_the_rest_as_the_scenario_has_it():
    two = (CaregiverSpec("one", 0.5, {"consistency": 0.9}), CaregiverSpec("other", 0.5))
    spec = SweepSpec(
        "x", (Scenario(parameters={"reactivity": Distribution("uniform", low=0.5, high=1.5)},
                       caregivers=two),),
        design=Design("one-at-a-time"), fixed={"responsiveness": 0.4},
        vary={"responsiveness": (0.2, 0.8), "consistency": (0.1,), "reactivity": (1.0,)},
    )  # fmt: skip
    found = all_points(spec)
    assert [dict(p.values) for p in found] == [
        {}, {"responsiveness": 0.2}, {"responsiveness": 0.8}, {"consistency": 0.1},
        {"reactivity": 1.0},
    ]  # fmt: skip
    # No one number says what the consistency of both caregivers, or of a distribution, is.
    assert [tuple(p.shown.values()) for p in found][:3] == [
        (0.4, None, None), (0.2, None, None), (0.8, None, None),
    ]  # fmt: skip
    as_it_is = scenario_at(spec, found[1])
    assert as_it_is.value("consistency", 0) == 0.9
    assert as_it_is.value("consistency", 1) == Scenario().value("consistency")


def sampled(design, **vary):
    vary = vary or {"responsiveness": Range(0.2, 0.8), "consistency": Range(0.0, 1.0)}
    return SweepSpec("x", (Scenario(),), design=design, vary=vary, seed=5)


def test_a_latin_hypercube_has_one_point_in_each_stratum():
    found = all_points(sampled(Design("latin-hypercube", points=40)))
    assert len(found) == 40
    for name, low, width in (("responsiveness", 0.2, 0.6), ("consistency", 0.0, 1.0)):
        strata = [int((p.values[name] - low) / width * 40) for p in found]
        assert sorted(strata) == list(range(40))


def test_a_sobol_design_is_saltellis_scheme():
    spec = sampled(Design("sobol", samples=64))
    u = unit(spec.design, 2, spec.seed).reshape(64, 4, 2)
    a, b = u[:, 0], u[:, 3]
    np.testing.assert_array_equal(u[:, 1], np.column_stack([b[:, 0], a[:, 1]]))
    np.testing.assert_array_equal(u[:, 2], np.column_stack([a[:, 0], b[:, 1]]))
    assert qmc.discrepancy(a) < 0.5 * qmc.discrepancy(np.random.default_rng(1).random((64, 2)))
    assert len(points(spec)) == 64 * 4


def test_a_morris_design_moves_one_parameter_at_a_time_on_its_levels():
    spec = sampled(Design("morris", trajectories=10))
    assert spec.design.levels == 4
    u = unit(spec.design, 2, spec.seed)
    np.testing.assert_allclose(u * 3, (u * 3).round(), atol=1e-9)
    steps = np.diff(u.reshape(10, 3, 2), axis=1)
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    assert (np.count_nonzero(steps, axis=1) == 1).all()
    np.testing.assert_allclose(np.abs(steps).max(axis=2), 2 / 3, atol=1e-9)


def test_sampled_whole_numbers_are_whole_and_all_alike():
    design = Design("latin-hypercube", points=60)
    values = [p.values["episodes_per_day"] for p in all_points(
        sampled(design, episodes_per_day=Range(1, 6)))]  # fmt: skip
    assert all(isinstance(v, int) for v in values)
    assert [values.count(k) for k in range(1, 7)] == [10] * 6


def test_a_sampled_design_follows_from_the_seed_and_is_crossed_with_levels():
    design = Design("latin-hypercube", points=6)
    one, other = (SweepSpec("x", (Scenario(),), design=design, seed=seed,
                            vary={"responsiveness": Range(0, 1)},
                            levels=(Level("a"), Level("b", {"rejection": 0.5})))
                  for seed in (1, 2))  # fmt: skip
    found = all_points(one)
    assert [p.level for p in found] == ["a"] * 6 + ["b"] * 6
    assert [p.values for p in found[:6]] == [p.values for p in found[6:]]
    assert [p.values for p in found] != [p.values for p in all_points(other)]
    assert digest(design, 1, 1) != digest(design, 1, 2)


def test_a_moment_of_a_distribution_is_changed_and_nothing_else_of_it():
    spec = SweepSpec(
        "x", (Scenario(),), fixed={"responsiveness": NORMAL},
        vary={"responsiveness.sd": (0.05, 0.2), "responsiveness.mean": (0.3, 0.6)},
    )  # fmt: skip
    last = scenario_at(spec, points(spec)[3])
    assert last.value("responsiveness") == Distribution("normal", mean=0.6, sd=0.2)


def test_a_moment_is_changed_in_each_caregivers_own_distribution():
    two = (
        CaregiverSpec("one", 0.5, {"responsiveness": NORMAL}),
        CaregiverSpec("other", 0.5, {"responsiveness": Distribution("beta", mean=0.4, sd=0.2)}),
    )
    spec = SweepSpec("x", (Scenario(caregivers=two),), vary={"responsiveness.sd": (0.15,)})
    scenario = scenario_at(spec, points(spec)[0])
    assert scenario.value("responsiveness", 0) == Distribution("normal", mean=0.5, sd=0.15)
    assert scenario.value("responsiveness", 1) == Distribution("beta", mean=0.4, sd=0.15)


def test_a_moment_of_a_number_is_refused():
    with pytest.raises(InputError, match="responsiveness has no distribution with sd"):
        SweepSpec("x", (Scenario(),), vary={"responsiveness.sd": (0.1,)})
    with pytest.raises(InputError, match="responsiveness has no distribution with low"):
        SweepSpec(
            "x", (Scenario(),), fixed={"responsiveness": NORMAL},
            vary={"responsiveness.low": (0.1,)},
        )  # fmt: skip
