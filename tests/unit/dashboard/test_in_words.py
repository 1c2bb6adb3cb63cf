"""The answer before the figure, and what was changed in titles and file names."""

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute import in_words, moments
from attune_dashboard.compute.maps import Map
from attune_dashboard.compute.procedures import Effect
from attune_dashboard.state.arms import WHAT_IF, asked_by, names
from attune_dashboard.state.changes import file_name, titled
from attune_dashboard.state.choice import Choice
from attune_sim.dyad.state import TRACE_DTYPE


def test_a_moment_is_told_by_what_was_seen():
    trace = np.zeros(6, TRACE_DTYPE)
    trace["infant_engagement"] = 0.5
    trace["caregiver_engagement"] = [0.5, 0.5, 0.9, 0.9, 0.5, 0.5]
    trace["display"] = [0, 0, 0.5, 0, 0, 0]
    told = in_words.of_moment(moments.shown(pd.DataFrame(trace), [], 0.1, "Six seconds"), 0.1)
    assert told.startswith("They match 67% of the time")
    assert "Of 1 rupture the caregiver repairs 1 and the infant 0." in told
    assert told.endswith("The infant fusses or cries for 1 second.")


def test_a_moment_that_has_not_been_is_not_told():
    empty = pd.DataFrame(np.full(5, np.nan, TRACE_DTYPE))
    assert in_words.of_moment(moments.shown(empty, [], 0.1, "Nothing yet"), 0.1) == ""


def test_years_are_told_with_those_that_differ():
    assert in_words.of_year(["secure"] * 12) == (
        "All 12 were coded secure at one year: chance made no difference."
    )
    assert in_words.of_year(["secure", "avoidant", "secure"]) == (
        "2 of 3 were coded secure, 1 avoidant at one year: only chance made the difference."
    )


def test_a_difference_stands_with_its_interval_and_whether_it_can_be_told_from_chance():
    names = ("As it is", "Slower repair")
    clear = in_words.of_two(names, ["secure"] * 12, ["avoidant"] * 12)
    assert clear.startswith(
        "Slower repair: 0% secure instead of 100%. Difference: −100 points, 95%"
    )
    assert "told from chance" not in clear
    unclear = in_words.of_two(names, ["secure"] * 12, ["secure"] * 11 + ["avoidant"])
    assert unclear.endswith("With 12 infants each, this cannot be told from chance.")


def test_a_map_is_told_by_its_ends():
    rows = pd.DataFrame(
        {
            "responsiveness": [0.0, 1.0, 0.0],
            "repair_rate": [0.5, 0.5, 1.0],
            "patterns_secure": [0.25, 1.0, np.nan],
        }
    )
    found = Map(rows, (0.0, 1.0), (0.5, 1.0), 2, 4)
    told = in_words.of_map(found, "responsiveness", "repair_rate", "patterns_secure")
    assert "from 0.25 (responsiveness 0, repair rate 0.5) to 1 (responsiveness 1" in told
    assert in_words.of_map(found, "responsiveness", "repair_rate", "attuned_share") == ""


def test_effects_of_the_still_face_are_counted():
    effects = [Effect("", -1, "", "", own, (7, 12)) for own in (-0.3, 0.2, float("nan"), -0.1, 0.0)]
    assert in_words.of_still_face(effects).startswith("This infant shows 2 of 5 published effects")


def test_what_was_changed_stands_in_titles_and_file_names():
    usual = Choice(seed=3)
    assert titled(usual) == usual.preset().title
    changed = usual.with_changes({"rejection": 0.8, "repair_rate": 0.25})
    assert titled(changed) == f"{usual.preset().title}, rejection 0.8, repair rate 0.25"
    assert file_name(changed, "moment") == (
        "moment-good-enough-rejection-0.8-repair-rate-0.25-seed-3"
    )
    many = usual.with_changes(
        dict.fromkeys(("rejection", "repair_rate", "consistency", "misreading"), 0.5)
    )
    assert titled(many).endswith("4 settings changed")
    assert file_name(many, "map").endswith("-and-more-seed-3")


def test_a_question_is_named_where_it_is_compared():
    one = Choice()
    question = WHAT_IF[2]
    assert names((one, asked_by(one, question.values))) == ("Good enough", question.name)


def test_of_several_groups_each_stands_beside_the_first():
    groups = [["secure"] * 20, ["avoidant"] * 20, ["secure"] * 20]
    told = in_words.of_several(("One", "Two", "Three"), groups)
    assert told.startswith("One: 100% secure. Two: 0%, −100 points (95% interval")
    assert told.endswith("not told from chance.")
    assert told.count("not told from chance") == 1
    assert in_words.of_several(("One", "Two"), groups[:2]).endswith(
        "More are avoidant: 100% instead of 0%."
    )
