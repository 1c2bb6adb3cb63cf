"""Mapping files: what codes mean, and what may not be written."""

from __future__ import annotations

import math

import pytest

from attune_sim.errors import InputError
from attune_sim.observations.first_mapping import first_mapping
from attune_sim.observations.formats.recognition import recording_of
from attune_sim.observations.mapping import read_mapping, value_of
from attune_sim.observations.times import seconds

ONE = '[infant]\ntracks = ["i"]\ncodes = { a = 1.0 }\n'
TWO = '[caregiver]\ntracks = ["c"]\n'


def test_defaults_are_those_of_a_simulated_film(mapping):
    found = mapping()
    assert (found.unit, found.rule, found.tolerance) == (1.0, "middle", 0.1)
    assert found.categories() == ()


def test_a_rating_becomes_a_number_from_0_to_1_and_1_is_1_0(mapping):
    person = mapping(
        tables=ONE + TWO + 'scale = [-3, 3]\nmissing = ["9,0", "x"]\ncodes = { broad = 0.9 }'
    ).caregiver
    values = {code: value_of(code, person, ()) for code in ("-3", "0", "3.0", "1,5", "+3", "broad")}
    assert values == {"-3": 0.0, "0": 0.5, "3.0": 1.0, "1,5": 0.75, "+3": 1.0, "broad": 0.9}
    assert math.isnan(value_of("9", person, ()))
    assert math.isnan(value_of("x", person, ()))
    assert value_of("unheard of", person, ()) is None
    with pytest.raises(InputError, match="'99' is outside the scale from -3 to 3"):
        value_of("99", person, ())


def test_a_modifier_is_looked_up_first_and_a_star_is_any_other_code(mapping):
    codes = 'codes = { smile = 0.5, "smile:broad" = 1.0, "*" = 0.2 }'
    person = mapping(tables=ONE + TWO + codes).caregiver
    wanted = {"smile": 0.5, "smile:broad": 1.0, "smile:faint": 0.5, "frown": 0.2}
    assert {code: value_of(code, person, ()) for code in wanted} == wanted


@pytest.mark.parametrize(
    ("lines", "tables", "said"),
    [
        ("unit = 0.05", ONE + TWO + "scale = [1, 5]", "unit = 0.05 is not a number from 0.1 to 5"),
        ('rule = "first"', ONE + TWO + "scale = [1, 5]", "'middle', 'longest', 'mean', 'any'"),
        ("", ONE + TWO, "says of no code what it means"),
        ("", ONE + TWO + "scale = [5, 1]", "the lowest and the highest rating"),
        ("", ONE + TWO + "codes = { b = 1.5 }", "a number from 0 to 1, or the name of a category"),
        ("", ONE + TWO + 'codes = { b = "up" }', "some codes mean numbers and others categories"),
        ("", ONE + TWO + 'codes = { b = 1.0 }\nmissing = ["b"]', "has a meaning and is missing"),
        ("", ONE + TWO + 'codes = { "1" = 0.1, "1.0" = 0.2 }', "'1.0' is given two meanings"),
        ("", ONE, "the key 'caregiver' is missing"),
        ("", ONE + TWO + "scale = [1, 5]\nmising = []", "there is no key 'mising'"),
        ("window = [9, 3]", ONE + TWO + "scale = [1, 5]", "from and to, in seconds"),
        (
            'rule = "mean"',
            '[infant]\ntracks = ["i"]\ncodes = { a = "up" }\n' + TWO + 'codes = { a = "up" }',
            "rule = 'mean' needs numbers",
        ),
    ],
)
def test_what_may_not_be_written(mapping, lines, tables, said, tmp_path):
    with pytest.raises(InputError) as refusal:
        mapping(lines, tables)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(f"{tmp_path / 'map.toml'}, line ")


def test_a_first_mapping_names_every_track_and_code_and_can_be_read(write):
    table = (
        "onset,offset,note,Mother affect,Baby face,Baby problem\n"
        '0,1,"say ""hi""\\",1,smile,\n1,2,other,3,,U\n'
    )
    recording = recording_of(write(table))
    text = first_mapping(recording)
    found = read_mapping(write(text, "first.toml"))
    assert found.infant.tracks == ("Baby face", "Baby problem")
    assert set(found.infant.codes) == {"smile", "U"}
    assert found.caregiver.tracks == ("Mother affect",)
    assert found.caregiver.scale == (1, 3)
    assert '# "note": "say \\"hi\\"\\\\", "other"' in text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("83.45", 83.45),
        ("83,45", 83.45),
        ("1:23.45", 83.45),
        ("00:01:23.450", 83.45),
        ("00:01:23,45", 83.45),
        ("00:01:23:450", 83.45),
        ("-0:01.5", -1.5),
        ("1e2", 100.0),
    ],
)
def test_times_as_they_are_written(text, value):
    assert seconds(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "NA", "inf", "1:2:3:4:5", "1.2.3", "12 s", "1e999"])
def test_what_is_no_time(text):
    with pytest.raises(InputError, match="is not a time"):
        seconds(text)
