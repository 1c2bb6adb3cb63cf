"""What a person is told."""

import pytest

from attune_sim.errors import InputError, near

KNOWN = ["consistency", "repair_rate", "responsiveness"]


@pytest.mark.parametrize("misspelt", ["consistancy", "Consistency", "consistenc", "consistencyy"])
def test_a_misspelt_name_is_answered_with_the_one_like_it(misspelt):
    assert near(misspelt, KNOWN).startswith("did you mean consistency")


def test_several_names_alike_are_all_offered():
    answer = near("wish", ["wish_toward", "wish_away", "soothing"])
    assert answer.startswith("did you mean ")
    assert "wish_away" in answer
    assert "wish_toward" in answer


def test_a_name_like_none_is_answered_with_all_in_order_whatever_theirs_was():
    assert near("zzz", reversed(KNOWN)) == "known are consistency, repair_rate, responsiveness"


def test_a_long_list_is_not_poured_out():
    assert near("zzz", [f"name_{k}" for k in range(100)]) == "no known name is like it"


def test_an_input_error_can_be_caught_as_a_value_error_and_reads_as_its_sentence():
    with pytest.raises(ValueError, match=r"^days = -1 is not allowed$"):
        raise InputError("days = -1 is not allowed")
