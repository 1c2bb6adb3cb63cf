"""Rows of dyads: the measures, their intervals, and no names."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_sim import measures
from attune_sim.errors import InputError
from attune_sim.observations import dyads
from attune_sim.observations.codebook import DYADS
from attune_sim.observations.dyads import measured, row_of
from attune_sim.observations.mapping import Mapping
from attune_sim.observations.units import Faults, Series
from attune_sim.textfiles.checked import checked_content


def mapping_of(content):
    return checked_content(content, Mapping)


PEOPLE = {
    "infant": {"tracks": ("infant",), "scale": (0, 1), "missing": ("out",)},
    "caregiver": {"tracks": ("caregiver",), "scale": (0, 1)},
}
RULES = mapping_of(PEOPLE)
CATEGORIES = mapping_of(
    {
        who: {"tracks": (who,), "codes": {"a": "A", "b": "B", "c": "C"}}
        for who in ("infant", "caregiver")
    }
)


def row(infant, caregiver, rules=RULES):
    series = (Series(np.asarray(values, float), Faults()) for values in (infant, caregiver))
    return row_of(*series, rules)


def units(infant, caregiver):
    lines = [f"{k},{a},{b}" for k, (a, b) in enumerate(zip(infant, caregiver, strict=True))]
    return "second,infant,caregiver\n" + "\n".join(lines)


def test_a_film_worked_by_hand(write):
    #         matched: 1  1  0  0  1  -  1  0  1
    path = write(units(["1", "1", "1", "0", "0", "out", "0", "0", "1"],
                       ["1", "1", "0", "1", "0", "0", "0", "1", "1"]))  # fmt: skip
    found = measured([path], RULES).table.iloc[0]
    assert found["film_s"] == 9
    assert (found["coded_infant_s"], found["coded_caregiver_s"], found["coded_both_s"]) == (8, 9, 8)
    assert found["attuned_share"] == 5 / 8
    assert found["repair_latency_s"] == 1.5  # 2 s and 1 s
    assert (found["ruptures"], found["repairs"]) == (2, 2)
    assert found["transitions_per_min"] == 60 * 4 / 6
    assert found["next_step_repair"] == 2 / 3
    assert found["repaired_by_caregiver"] == 0.5  # the caregiver's, then the infant's
    assert found["match_duration_s"] == 5 / 4
    assert found["infant_uncodable_units"] == 1
    assert math.isnan(found["attuned_share_low"])  # too short for an interval


def test_columns_are_those_of_the_codebook(write):
    table = measured([write(units("0101", "0110"))], RULES).table
    assert list(table.columns) == [entry.column for entry in DYADS]
    assert all(entry.meaning and entry.source for entry in DYADS)


codes = st.lists(st.sampled_from([0.0, 0.3, 0.5, 1.0, math.nan]), min_size=150, max_size=150)


@settings(max_examples=40, deadline=None)
@given(codes, codes, st.sampled_from([0.5, 1.0, 2.0]))
def test_the_same_numbers_as_a_simulated_film_gets(infant, caregiver, unit):
    rules = replace(RULES, unit=unit)
    found = row(infant, caregiver, rules)
    wanted = measures.interaction_measures(infant, caregiver, rules.tolerance)
    matched = measures.attuned(infant, caregiver, rules.tolerance)
    coded = measures.both_coded(infant, caregiver)
    in_seconds = {
        "attuned_share": 1, "match_duration_s": unit, "repair_latency_s": unit,
        "ruptures_per_min": 1 / unit, "transitions_per_min": 1 / unit, "repaired_by_caregiver": 1,
    }  # fmt: skip
    for name, factor in in_seconds.items():
        assert found[name] == pytest.approx(factor * float(wanted[name]), nan_ok=True), name
        low, high = found[f"{name}_low"], found[f"{name}_high"]
        assert math.isnan(low) or low <= found[name] <= high or low == pytest.approx(high), name
    lengths = measures.bout_lengths(coded & ~matched, coded, complete_only=True)
    assert found["repairs"] >= len(lengths)


def test_an_interval_is_of_the_ratio_of_the_measure_itself():
    """What the bootstrap sums is, undrawn, the measure."""
    random = np.random.default_rng(3)
    infant, caregiver = random.choice([0, 0.5, 1, np.nan], p=[0.4, 0.3, 0.2, 0.1], size=(2, 400))
    matched = measures.attuned(infant, caregiver, 0.1)
    known = measures.both_coded(infant, caregiver)
    credit = dyads._credit(infant, caregiver, named=False)
    wanted = measures.interaction_measures(infant, caregiver, 0.1)
    wanted["next_step_repair"] = wanted["next_second_repair"]
    for name, (part, whole) in dyads._sums(matched, known, credit, 1.0).items():
        assert part.sum() / whole.sum() == pytest.approx(float(wanted[name])), name


def test_categories_match_if_they_are_the_same_and_have_no_distance():
    a, b, c = 0.0, 0.5, 1.0
    found = row([a, a, b, b, c], [a, c, b, c, c], CATEGORIES)
    assert found["attuned_share"] == 3 / 5
    # Both changed at the first repair; at the second the infant alone.
    assert found["repaired_by_caregiver"] == 0.25
    assert math.isnan(found["tolerance"])


def test_no_name_and_no_path_in_a_row(write, tmp_path):
    table = "child,second,infant,caregiver\n" + "".join(
        f"{name},{k},{k % 2},1\n" for name in ("Anna Miller", "P12", "17") for k in range(4)
    )
    rules = mapping_of({**PEOPLE, "dyad": ("child",)})
    found = measured([write(table, "Anna Miller.csv")], rules).table
    assert found["dyad"].tolist() == ["1", "P12", "17"]
    text = found.to_csv() + json.dumps(found.astype(str).to_dict())
    assert "Anna" not in text
    assert str(tmp_path) not in text


def test_two_people_with_one_coding_are_doubted(write):
    result = measured([write(units("0110", "0110"))], RULES)
    assert "are these two people?" in result.told[0]


def test_a_film_in_which_never_both_are_coded_has_a_row_of_nothing(write):
    result = measured([write("second,infant,caregiver\n0,1,\n1,,1\n")], RULES)
    assert math.isnan(result.table["attuned_share"][0])
    assert "in no unit are both coded" in result.told[0]


def test_observations_without_the_two_people_are_reported(write):
    events = [[0.0, "infant", "1", "", ""], [9.0, "infant", "1", "", ""]]
    alone = {"events": events}
    both = {"events": [*events, *([t, "caregiver", c, "", ""] for t, _, c, *_ in events)]}
    kinds = {"0": {"code": "1", "type": "State event"}}
    path = write(json.dumps({"observations": {"x": alone, "y": both}, "behaviors_conf": kinds}))
    result = measured([path], RULES)
    assert result.table["observation"].tolist() == [2]
    assert result.told[-1].endswith("none of the caregiver: observation 1")
    path = write(json.dumps({"observations": {"x": alone}, "behaviors_conf": kinds}))
    with pytest.raises(InputError, match="nothing is coded of the caregiver"):
        measured([path], RULES)
