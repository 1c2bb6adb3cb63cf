"""Sweeps over one caregiver's traits, and over when, how long and how much of an event."""

import pytest

from attune_sim.errors import InputError
from attune_sim.figures.base.labels import label, unit
from attune_sim.sweep import load_spec, read, run_sweep
from attune_sim.sweep.points import points, scenario_at

FAMILY = """
infants = 3
days = 30
[parameters]
family_life = 1
episodes_per_day = 2
episode_seconds = 20
[[caregivers]]
name = "parent"
share = 0.7
[[caregivers]]
name = "day care, 2 rooms"
share = 0.3
[[events]]
title = "back to work"
day = 10
length = 8
whom = "parent"
add = { work = 1.0 }
"""
SPEC = """
scenario = "family.toml"
replications = 2
measures = ["family"]
[design]
kind = "one-at-a-time"
[vary]
caregivers.parent.responsiveness = [0.3, 0.9]
caregivers."day care, 2 rooms".other_children = [2.0, 8.0]
events."back to work".day = [5, 20]
events."back to work".add.work = [0.5, 2.0]
"""
WORK = "events.back to work.add.work"


@pytest.fixture
def spec(tmp_path, spec_file):
    (tmp_path / "family.toml").write_text(FAMILY, encoding="utf-8")

    def read_spec(text):
        return load_spec(spec_file(text))

    return read_spec


def test_what_belongs_to_one_person_or_event_is_varied_alone(spec):
    swept = spec(SPEC)
    at = [scenario_at(swept, point) for point in points(swept)]
    assert len(at) == 9
    assert at[1].caregivers[0].parameters == {"responsiveness": 0.3}
    assert at[1].caregivers[1] == at[0].caregivers[1]
    assert [s.caregivers[1].parameters.get("other_children", 0) for s in at[3:5]] == [2.0, 8.0]
    assert [s.events[0].day for s in at] == [10, 10, 10, 10, 10, 5, 20, 10, 10]
    assert [s.events[0].add["work"] for s in at[6:]] == [1.0, 0.5, 2.0]
    assert at[8].events[0].length == 8


def test_what_is_not_varied_stands_in_the_row_as_the_scenario_has_it(spec):
    shown = points(spec(SPEC))[0].shown
    assert shown["events.back to work.day"] == 10
    assert shown[WORK] == 1.0
    assert shown["caregivers.day care, 2 rooms.other_children"] == 0.0


def test_such_a_sweep_is_run_written_and_read_back(spec, tmp_path):
    swept = spec(SPEC)
    out = run_sweep(swept, tmp_path / "out").out
    rows = read(out)
    assert len(rows) == 18
    assert rows["error"].isna().all()
    loads = rows.groupby("point")["load"].first()
    assert loads[6] != loads[0]  # on day 30 the event of day 20 is still felt, that of day 10 not
    assert load_spec(out / "spec.toml").vary == swept.vary
    codebook = (out / "codebook.csv").read_text(encoding="utf-8")
    assert "Work added by 'back to work'" in codebook


def test_days_are_drawn_as_whole_numbers(spec):
    swept = spec(
        'scenario = "family.toml"\n[design]\nkind = "latin-hypercube"\npoints = 8\n'
        '[vary]\nevents."back to work".day = { from = 3, to = 20 }\n'
        f'"{WORK}" = {{ from = 0.0, to = 2.0 }}\n'
    )
    drawn = [point.values["events.back to work.day"] for point in points(swept)]
    assert all(isinstance(day, int) and 3 <= day <= 20 for day in drawn)
    assert len(set(drawn)) > 3


def test_they_are_called_what_people_call_them():
    assert label("caregivers.parent.work") == "Work of parent"
    assert label("events.back to work.day") == "Day of 'back to work'"
    assert label(WORK) == "Work added by 'back to work'"
    assert (unit("events.back to work.length"), unit(WORK)) == ("days", "load")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("caregivers.parnt.work = [1.0]", ["no caregiver 'parnt'", "did you mean parent"]),
        ("caregivers.parent.wrk = [1.0]", ["'wrk'", "did you mean work"]),
        ("caregivers.parent.reactivity = [1.0]", ["'reactivity' is no caregiver's trait"]),
        ("caregivers.parent.share = [0.5]", ["add up to 1", "list them under scenarios"]),
        ("caregivers.parent = [1.0]", ["caregivers.NAME.PARAMETER"]),
        ("caregivers.parent.work = [9.0]", ["work", "9", "from 0 to 5"]),
        ('events."to work".day = [1]', ["no event 'to work'", "did you mean back to work"]),
        ('events."back to work".days = [1]', ["events.TITLE.KEY", "day", "multiply"]),
        ('events."back to work".day = [1.5]', ["day", "1.5", "whole number"]),
        ('events."back to work".day = [10000]', ["day", "10000", "0 to 9125"]),
        ('events."back to work".add.wrk = [1.0]', ["'wrk'", "did you mean work"]),
        ('events."back to work".add.conflict = [1.0]', ["does not add conflict", "add work"]),
        ('events."back to work".fade = ["x"]', ["fade", "'x'", "not a number"]),
    ],
)
def test_what_cannot_be_varied_is_named(spec, line, words):
    with pytest.raises(InputError) as refused:
        spec(f'scenario = "family.toml"\n[vary]\n{line}\n')
    said = str(refused.value)
    assert all(word in said for word in words), said


def test_a_scenario_without_events_says_so(spec):
    with pytest.raises(InputError, match="has no event 'move'; it has no events"):
        spec('scenario = "good-enough"\n[vary]\nevents.move.day = [1]\n')
