"""What the rail beside a figure offers: scenarios in groups, and the researcher's bench."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.components import bench
from attune_dashboard.components.controls import spec
from attune_dashboard.state import scenario_groups
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import SETTINGS, with_value
from attune_sim.scenario import families, presets


def test_scenarios_stand_in_groups_from_ordinary_to_special_each_once():
    groups = scenario_groups.grouped()
    names = [name for group in groups.values() for name, _ in group]
    assert names[0] == "good-enough"
    assert sorted(names) == sorted([*presets(), *families()])
    assert scenario_groups.OTHERS not in groups
    assert spec("Set up", False, False, True, False, False)["presets"] == list(groups.items())


def test_a_number_to_type_has_the_bounds_of_a_link():
    choice = Choice(extra=with_value((), "families", "250"))
    field = bench.count(choice, "families", "Families")
    assert (field.value, field.low, field.high, field.step) == ("250", 10, 400, 1)
    assert field.typed
    assert bench.count(Choice(), "families", "Families").value == SETTINGS["families"].usual
    assert not bench.is_on(choice)
    assert bench.is_on(Choice(extra=with_value((), "bench", "1")))
