"""How verdicts are counted: findings that are held against one number count once."""

from dataclasses import replace

import pytest

from attune_sim.evidence import stored_validation
from attune_sim.evidence.validation.judgement import Interval
from attune_sim.evidence.validation.tally import counted_once, in_words, rivals, tally
from attune_sim.evidence.verdicts import VERDICTS

ONE, TWO, THREE = (
    replace(c, id=name, model=Interval(0.3, 0.2, 0.4, n))
    for c, name, n in zip(
        stored_validation().comparisons[:3], ("one", "two", "three"), (8, 8, 9), strict=True
    )
)
TWO = replace(TWO, statistic=ONE.statistic)


def given(first, second, third="inside"):
    verdicts = (first, second, third)
    return [replace(c, verdict=v) for c, v in zip((ONE, TWO, THREE), verdicts, strict=True)]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ("inside", "wrong", "wrong"),
        ("cannot tell", "wrong", "wrong"),
        ("not testable", "wrong", "wrong"),
        ("inside", "not testable", "not testable"),
        ("inside", "right direction", "right direction"),
        ("inside", "inside", "inside"),
    ],
)
def test_of_several_findings_on_one_number_the_least_favourable_counts(
    order, first, second, counts
):
    found = given(*(first, second)[::order])
    assert rivals(found) == {"one": ("two",), "two": ("one",)}
    assert tally(found).total() == 2
    assert tally(found)[counts] == 1 + (counts == "inside")
    assert "one and two" in counted_once(found)


def test_findings_on_numbers_of_their_own_count_each():
    found = given("inside", "wrong")[1:]
    assert in_words(found) == "1 inside, 1 wrong"
    assert counted_once(found) == ""


def test_numbers_that_are_equal_for_want_of_spread_are_not_one():
    flat = Interval(0.0, 0.0, 0.0, 8)
    assert not rivals([replace(ONE, model=flat), replace(TWO, model=flat)])


def test_the_counts_come_in_the_order_of_verdicts():
    found = [
        replace(ONE, id=name, verdict=name, model=Interval(k, 0, 9, 8))
        for k, name in enumerate(VERDICTS)
    ]
    assert in_words(found) == ", ".join(f"1 {name}" for name in VERDICTS)


def test_two_contradictory_findings_on_one_number_are_counted_once():
    found = stored_validation().comparisons
    assert rivals(found)["avoidant-arousal"] == ("avoidant-arousal-higher",)
