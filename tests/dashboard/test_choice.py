"""Links: what they hold, and what is left out of a hostile one."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from hypothesis import given
from hypothesis import strategies as st

from attune_dashboard.choice import LONGEST_LINK, Choice, from_query, to_query
from attune_sim.errors import InputError
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import presets

NUMBERS = sorted(name for name in PARAMETERS if not name.startswith(("need_", "self_regulation")))


@given(
    st.sampled_from(presets()),
    st.integers(0, 999_999),
    st.integers(0, 730),
    st.sampled_from(["play", "everyday", "still-face", "strange-situation"]),
    st.none() | st.integers(0, 3600),
    st.booleans(),
    st.sets(st.sampled_from(NUMBERS), max_size=4),
)
def test_a_link_restores_what_it_was_made_of(scenario, seed, age, view, second, projector, names):
    choice = Choice(scenario, (), seed, age, view, 0, second, projector)
    choice = choice.with_changes({name: PARAMETERS[name].high for name in names})
    other = choice.with_changes({"repair_rate": 0.5})
    again, beside, problems = from_query(to_query(choice, other))
    assert (again, problems) == (choice, [])
    assert beside.built() == other.built()


@given(st.text(max_size=300))
def test_any_text_gives_a_choice_that_can_be_run(text):
    choice, other, _ = from_query("?" + text)
    assert choice.built()
    assert other is None or other.built()


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("scenario=../../etc/passwd", "There is no scenario '../../etc/passwd'."),
        ("seed=-1", "seed = '-1' is not a whole number from 0 to 999999."),
        ("age=1e9", "age = '1e9' is not a whole number from 0 to 730."),
        ("view=x", "view = 'x' is not one of play, everyday, still-face, strange-situation."),
        ("caregiver=2", "caregiver = '2' is not a whole number from 1 to 1."),
        ("repair_rate=nan", "repair_rate = 'nan' is not a number from 0 to 1."),
        ("episodes_per_day=2.5", "episodes_per_day = '2.5' is not a whole number from 1 to 48."),
        ("<script>=1", "There is no parameter '<script>'."),
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
