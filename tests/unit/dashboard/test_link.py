"""Links: what they hold, and what is left out of a hostile one."""

import random

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from hypothesis import given
from hypothesis import strategies as st

from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import ARMS, LONGEST_LINK, from_query, own_in_link, to_query
from attune_dashboard.state.own_file import LARGEST_FILE, OWN, read_own
from attune_sim.errors import InputError
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import LARGEST_SEED, presets

APART = ("need_", "self_regulation", "episode_seconds")  # not at their highest beside others
NUMBERS = sorted(name for name in PARAMETERS if not name.startswith(APART))


@given(
    st.sampled_from(presets()),
    st.integers(0, LARGEST_SEED),
    st.integers(0, 9_125),
    st.sampled_from(["play", "everyday", "still-face", "strange-situation"]),
    st.none() | st.integers(0, 3600),
    st.booleans(),
    st.sets(st.sampled_from(NUMBERS), max_size=4),
    st.lists(st.sampled_from([0.0, 0.25, 1.0]), max_size=len(ARMS)),
)
def test_a_link_restores_what_it_was_made_of(
    scenario, seed, age, view, second, projector, names, rates
):
    choice = Choice(scenario, (), seed, age, view, 0, second, projector)
    choice = choice.with_changes({name: PARAMETERS[name].high for name in names})
    others = tuple(choice.with_changes({"repair_rate": rate}) for rate in rates)
    again, beside, problems = from_query(to_query(choice, others))
    assert (again, problems) == (choice, [])
    assert [arm.built() for arm in beside] == [other.built() for other in others]


@given(st.text(max_size=300))
def test_any_text_gives_a_choice_that_can_be_run(text):
    choice, others, _ = from_query("?" + text)
    assert all(asked.built() for asked in (choice, *others))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("scenario=../../etc/passwd", "There is no scenario '../../etc/passwd'."),
        ("seed=-1", f"seed = '-1' is not a whole number from 0 to {LARGEST_SEED}."),
        ("age=1e9", "age = '1e9' is not a whole number from 0 to 9125."),
        ("view=x", "view = 'x' is not one of play, everyday, still-face, strange-situation."),
        ("caregiver=2", "caregiver = '2' is not a whole number from 1 to 1."),
        ("repair_rate=nan", "repair_rate = 'nan' is not a number from 0 to 1."),
        ("episodes_per_day=2.5", "episodes_per_day = '2.5' is not a whole number from 1 to 48."),
        ("x=clear_display", "x = 'clear_display' is fixed, so the map does not vary it."),
        ("y=clear_play", "y = 'clear_play' is not known."),
        ("<script>=1", "There is no parameter '<script>'."),
        ("result=../x", "result = '../x' is not the name of a folder."),
        ("own=abc", "The scenario in the link is damaged."),
        ("own=%F0%9F%98%80", "The scenario in the link is damaged."),
        (
            "episodes_per_day=48&episode_seconds=900",
            "Episodes_per_day times episode_seconds is 43200 s a day; the dashboard simulates at"
            " most 7200 s, so choose fewer or shorter episodes.",
        ),
        ("need_low=0.9", "Need_low = 0.9 is above need_high = 0.7."),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(query, problem):
    choice, _, problems = from_query(query)
    assert problems == [problem]
    assert choice == Choice()


def test_an_endless_link_is_not_read():
    choice, _, problems = from_query("repair_rate=0.5&" * LONGEST_LINK)
    assert choice == Choice()
    assert len(problems) == 1


def test_a_second_caregiver_can_be_asked_for_where_there_is_one():
    choice, _, problems = from_query("scenario=two-caregivers&caregiver=2")
    assert (choice.caregiver, problems) == (1, [])


def test_a_value_that_is_not_allowed_is_refused():
    with pytest.raises(InputError, match="repair_rate"):
        Choice().with_value("repair_rate", 2.0)


MINE = """
title = "Mine"
[[caregivers]]
name = "a grandparent"
share = 0.4
parameters = { repair_rate = 0.9 }
[[caregivers]]
name = "a neighbour"
share = 0.6
[parameters]
reactivity = { shape = "lognormal", mean = 1.0, sd = 0.2 }
"""


def test_a_link_holds_a_scenario_of_ones_own():
    own = read_own(MINE).to_toml()
    choice = Choice(scenario=OWN, own=own, caregiver=1).with_value("rejection", 0.2)
    again, _, problems = from_query(to_query(choice))
    assert (again, problems) == (choice, [])
    assert [c.name for c in again.built().caregivers] == ["a grandparent", "a neighbour"]


def test_two_own_scenarios_stand_in_one_link():
    one = Choice(scenario=OWN, own=read_own(MINE).to_toml())
    other = Choice(scenario=OWN, own=read_own('title = "Other"').to_toml())
    again, (beside,), problems = from_query(to_query(one, (other,)))
    assert (again.preset().title, beside.preset().title, problems) == ("Mine", "Other", [])
    _, (beside,), _ = from_query(to_query(Choice(), (other,)))
    assert beside.preset().title == "Other"


def test_a_scenario_too_long_for_a_link_is_in_none_and_that_is_said():
    rng = random.Random(1)
    story = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(20_000))
    own = read_own(f'story = "{story}"').to_toml()
    choice = Choice(scenario=OWN, own=own)
    assert own_in_link(own) == ""
    again, _, problems = from_query(to_query(choice))
    assert again.scenario == "good-enough"
    said = "The link refers to a file on its owner's computer; load that file here."
    assert problems == [said]
    assert from_query(to_query(choice), own)[0].own == own


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[parameters]\nrepair_rate = 7",
            "The file, line 2: repair_rate = 7 is not a number from 0 to 1",
        ),
        ("#" * (LARGEST_FILE + 1), "damaged"),  # small in the link, large when unpacked
        ("#" * 10_000_000, "damaged"),
        ("x =", "not valid TOML"),
    ],
)
def test_a_hostile_scenario_in_a_link_is_refused(text, said):
    choice, _, problems = from_query(f"scenario=own&own={own_in_link(text)}")
    assert choice == Choice()
    assert any(said in problem for problem in problems)


def test_presets_are_within_the_dashboards_limits():
    assert all(Choice(name).built() for name in presets())


def test_a_parameter_may_begin_as_the_keys_of_another_scenario_do():
    choice = Choice().with_changes({"other_children": 2.0})
    other = choice.with_changes({"other_children": 3.0})
    assert from_query(to_query(choice, (other,))) == (choice, (other,), [])
