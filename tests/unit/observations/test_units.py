"""Stretches as units of time: each rule worked by hand, and everything odd counted."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.observations.mapping import Mapping
from attune_sim.observations.recording import Observation, Stretch
from attune_sim.observations.units import NobodyCoded, both
from attune_sim.textfiles.checked import checked_content

nan = math.nan


def observation(*stretches, start=0.0, end=5.0):
    coded = [Stretch("infant", code, *span) for code, *span in stretches]
    return Observation("", (*coded, Stretch("caregiver", "up", start, end)), start, end)


def infant(mapping, *stretches, **film):
    return both(observation(*stretches, **film), mapping)[0]


def counted(series):
    return {name: n for name, n in asdict(series.faults).items() if n}


HALVES = (("up", 0.0, 1.4), ("down", 1.4, 2.4), ("up", 2.4, 2.8), ("out", 3.0, 4.0))


@pytest.mark.parametrize(
    ("rule", "values", "faults"),
    [
        ("middle", [1, 0, 1, nan, nan], {"uncodable_units": 1, "uncoded_units": 1}),
        ("longest", [1, 0, 0, nan, nan],
         {"uncodable_units": 1, "uncoded_units": 1, "too_short": 1}),
        ("mean", [1, 0.4, 0.5, nan, nan], {"uncodable_units": 1, "uncoded_units": 1}),
        ("any", [1, 1, 1, nan, nan], {"uncodable_units": 1, "uncoded_units": 1}),
    ],
)  # fmt: skip
def test_each_rule_by_hand(mapping, rule, values, faults):
    found = infant(mapping(f'rule = "{rule}"'), *HALVES)
    np.testing.assert_allclose(found.values, values)
    assert counted(found) == faults


def test_film_time_begins_at_zero_wherever_the_clock_does(mapping):
    later = [(code, start + 2325, end + 2325) for code, start, end in HALVES]
    found = infant(mapping(), *later, start=2325.0, end=2330.0)
    np.testing.assert_array_equal(found.values, infant(mapping(), *HALVES).values)


def test_a_smaller_unit_and_a_window(mapping):
    found = infant(mapping("unit = 0.5\nwindow = [1, 3]"), *HALVES)
    np.testing.assert_array_equal(found.values, [1, 0, 0, 1])


def test_everything_odd_is_counted(mapping):
    found = infant(
        mapping(),
        ("up", 0.0, 2.0),
        ("down", 1.0, 3.0),  # overlaps for a second
        ("up", 4.0, 3.5),  # ends before it begins
        ("up", 3.0, 3.0),  # a point
        ("up", 3.0, nan),  # never ends
        ("sideways", 3.0, 4.0),
        ("inside out", 3.0, 4.0),
        ("sideways", 4.0, 5.0),
        ("down", 3.6, 3.9),  # over no unit's middle
    )
    np.testing.assert_array_equal(found.values, [1, nan, 0, nan, nan])
    assert counted(found) == {
        "overlapping_units": 1,
        "uncoded_units": 2,
        "too_short": 1,
        "points": 1,
        "reversed": 1,
        "open": 1,
        "unmapped": 3,
        "unmapped_codes": 2,
    }


def test_what_is_not_coded_may_mean_something(mapping):
    tables = (
        '[infant]\ntracks = ["infant"]\ncodes = { up = 1.0 }\nmissing = ["out"]\notherwise = 0.25\n'
        '[caregiver]\ntracks = ["caregiver"]\ncodes = { up = 1.0 }\n'
    )
    found = infant(mapping(tables=tables), ("up", 1.0, 2.0), ("out", 2.0, 3.0))
    np.testing.assert_array_equal(found.values, [0.25, 1, nan, 0.25, 0.25])


def test_a_rating_outside_the_scale_is_refused_with_its_row(mapping):
    tables = (
        '[infant]\ntracks = ["infant"]\nscale = [1, 4]\n'
        '[caregiver]\ntracks = ["caregiver"]\ncodes = { up = 1.0 }\n'
    )
    film = Observation("", (Stretch("infant", "9", 0, 1, 17), Stretch("caregiver", "up", 0, 1, 18)))
    with pytest.raises(InputError, match=r"row 17: 'infant': the code '9' is outside the scale"):
        both(film, mapping(tables=tables))


def test_films_of_no_or_too_much_length_and_of_other_people(mapping):
    with pytest.raises(InputError, match="shorter than one unit"):
        infant(mapping(), ("up", 0.0, 0.4), end=0.4)
    with pytest.raises(InputError, match="are the times in seconds"):
        infant(mapping(), ("up", 0.0, 1e6), end=1e6)
    with pytest.raises(NobodyCoded, match=r"nothing is coded of the infant.*\('infant'\)"):
        both(Observation("", (Stretch("Anna", "up", 0, 5),)), mapping())


def mapping_of(content):
    return checked_content(content, Mapping)


NUMBERS = mapping_of(
    {
        "rule": "middle",
        "infant": {"tracks": ("i",), "scale": (0, 1)},
        "caregiver": {"tracks": ("c",), "scale": (0, 1)},
    }
)


@given(
    st.lists(
        st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.sampled_from(["0", "0.5", "1"])),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["middle", "longest", "mean", "any"]),
    st.sampled_from([0.1, 0.7, 1.0, 5.0]),
)
def test_values_stay_on_the_scale_and_every_unit_is_accounted_for(stretches, rule, unit):
    coded = tuple(Stretch("i", code, start, end) for start, end, code in stretches)
    film = Observation("", (*coded, Stretch("c", "1", 0.0, 60.0)))
    series = both(film, replace(NUMBERS, rule=rule, unit=unit))[0]
    known = series.values[~np.isnan(series.values)]
    assert ((known >= 0) & (known <= 1)).all()
    told = series.faults
    lost = told.uncodable_units + told.overlapping_units + told.uncoded_units
    assert lost + len(known) == len(series.values)
    usable = sum(end > start for start, end, _ in stretches)
    assert told.reversed + told.points + usable == len(stretches)
