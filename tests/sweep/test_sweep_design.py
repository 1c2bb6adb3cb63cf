"""Points of a sweep."""

import pytest

from attune_sim.scenario import CaregiverSpec, Scenario
from attune_sim.sweep import Level, SweepSpec
from attune_sim.sweep.design import points, scenario_at


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


def test_all_combinations_once_the_last_factor_fastest(spec):
    design = points(spec)
    all_points = [design[k] for k in range(len(design))]
    seen = [(p.scenario, p.level, *p.values.values()) for p in all_points]
    assert len(seen) == len(set(seen)) == 2 * 2 * 2 * 3
    assert seen[:4] == [
        ("a", "full", 0.2, 0.1),
        ("a", "full", 0.2, 0.5),
        ("a", "full", 0.2, 0.9),
        ("a", "full", 0.8, 0.1),
    ]
    assert seen[-1] == ("b", "frozen", 0.8, 0.9)
    assert list(all_points[0].values) == ["responsiveness", "consistency"]
    with pytest.raises(IndexError):
        design[len(design)]


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
    assert [points(spec)[k].scenario for k in range(len(points(spec)))] == ["a", "b"]


def test_ten_million_points_need_no_list():
    steps = tuple(k / 4000 for k in range(2000))
    spec = SweepSpec("x", (Scenario(),), vary={"responsiveness": steps, "consistency": steps})
    design = points(spec)
    assert len(design) == 4_000_000
    assert design[3_999_999].values == {"responsiveness": steps[-1], "consistency": steps[-1]}
