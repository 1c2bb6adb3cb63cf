"""Names, units and numbers as figures write them."""

import pytest

from attune_sim.figures.base import labels


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (0.25, "0.25"),
        (1000, "1,000"),
        (-0.5, "−0.5"),
        (3, "3"),
        ("frozen", "frozen"),
        (True, "True"),
    ],
)
def test_a_level_is_written_short(given, written):
    assert labels.value(given) == written


def test_a_measure_is_written_in_its_unit():
    assert labels.written("attuned_share", 0.3456) == "34.6%"
    assert labels.written("felt_security", -0.3456) == "−0.346"
    assert labels.at("consistency", 0.25) == "Consistency 0.25"


def test_numbers_of_infants_are_told_as_a_span():
    assert labels.span([]) == "0"
    assert labels.span([60, 60]) == "60"
    assert labels.span([48, 60, 1000]) == "48 to 1,000"


def test_a_unit_that_stands_alone_is_spelt_out():
    assert labels.panel_title("repair_latency_s") == ("Repair latency", "seconds")
    assert labels.axis_title("repair_latency_s") == "Repair latency (s)"
