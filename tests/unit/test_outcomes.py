"""The declarations of all outcomes, and what names stand for."""

import re

import pytest

from attune_sim.errors import InputError
from attune_sim.outcomes import DECLARED, GROUPS, LATER, OUTCOMES, SERIES, chosen
from attune_sim.procedures import PROCEDURES


def test_a_declaration_is_complete(subtests):
    for outcome in DECLARED.values():
        with subtests.test(outcome.name):
            assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", outcome.name)
            assert outcome.label[0].isupper()
            assert outcome.meaning.endswith(".")
            assert outcome.path
            assert all(outcome.path)
            assert outcome.needs is None or outcome.needs in PROCEDURES
            if outcome.low is not None and outcome.high is not None:
                assert outcome.low < outcome.high


def test_labels_and_meanings_are_all_different():
    for what in ("label", "meaning"):
        told = [getattr(o, what) for o in DECLARED.values()]
        assert sorted(told) == sorted(set(told))


def test_each_has_a_place_of_its_own_in_the_json():
    paths = [o.path for o in OUTCOMES.values()]
    assert len(set(paths)) == len(paths)
    folders = {path[:k] for path in paths for k in range(1, len(path))}
    assert not folders & set(paths)


def test_groups_hold_what_lies_in_their_folder():
    assert set(GROUPS) == {
        "arousal", "patterns", "policy", "scales", "distress", "still_face", "mutual_regulation",
        "family", "problems", "peers",
    }  # fmt: skip
    for group, names in GROUPS.items():
        assert names == tuple(n for n, o in OUTCOMES.items() if o.path[0] == group)
        assert len(names) > 1
    assert len(GROUPS["patterns"]) == 4
    assert len(GROUPS["scales"]) == 5
    assert len(GROUPS["still_face"]) == len(GROUPS["mutual_regulation"]) == 15


def test_a_group_and_an_outcome_may_share_no_name():
    assert not set(GROUPS) & set(OUTCOMES)


def test_nothing_chosen_is_everything_about_infants():
    assert chosen(None) == tuple(n for n, o in OUTCOMES.items() if o.needs not in LATER)
    assert chosen([]) == ()
    assert chosen("repair_latency_s") == ("repair_latency_s",)
    assert chosen("patterns") == chosen(["patterns"])


def test_a_group_stands_for_its_outcomes_in_the_order_of_declaration():
    wanted = chosen(["scales", "patterns", "felt_security", "scales"])
    assert set(wanted) == {"felt_security", *GROUPS["scales"], *GROUPS["patterns"]}
    assert list(wanted) == [name for name in OUTCOMES if name in wanted]


@pytest.mark.parametrize("share", ["attuned_share", "category_share"])
def test_an_attuned_share_brings_its_surrogate_along(share):
    assert f"{share}_surrogate" in chosen([share])
    assert "felt_security" not in chosen([share])


def test_so_does_one_beside_the_still_face_and_nothing_more():
    for when in ("play", "reunion", "carry_over"):
        name = f"attuned_share_{when}"
        assert set(chosen([name])) == {name, f"attuned_share_surrogate_{when}"}
    assert chosen(["attuned_share_surrogate_play"]) == ("attuned_share_surrogate_play",)
    assert chosen(["next_second_repair_play"]) == ("next_second_repair_play",)


def test_an_unknown_name_is_answered_with_the_one_like_it():
    with pytest.raises(InputError, match="'atuned_share'; did you mean attuned_share"):
        chosen(["atuned_share"])
    with pytest.raises(InputError, match="'pattern'; did you mean patterns"):
        chosen(["pattern"])


def test_no_outcome_is_called_by_a_verdict():
    words = re.compile(r"\b(mothers?|good|bad|cold|normal|fail\w*|secure child|insecure)\b", re.I)
    for o in OUTCOMES.values():
        assert not words.search(f"{o.label} {o.meaning}"), o.name


def test_shares_are_not_shown_without_saying_what_they_are_read_beside():
    assert "attuned_share_surrogate" in OUTCOMES["attuned_share"].meaning
    for name in ("felt_security", "expected_relief", "policy_display_gain"):
        assert OUTCOMES[name].needs is None


def test_what_a_time_series_holds_is_declared():
    assert SERIES.keys() <= DECLARED.keys()
    only = [name for name in SERIES if name not in OUTCOMES]
    assert only == ["attuned_share_everyday", "distress_everyday", "display_everyday"]
    with pytest.raises(InputError, match="no measure 'distress_everyday'"):
        chosen(["distress_everyday"])  # no procedure gives it at the end of a run
