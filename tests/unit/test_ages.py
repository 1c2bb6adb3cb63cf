"""What is said of the age at which infants are observed."""

from __future__ import annotations

import pytest

from attune_sim import ages
from attune_sim.errors import InputError
from attune_sim.outcomes import FACE, OUTCOMES, PEERS, PROBLEMS, SSP, chosen
from attune_sim.scenario import Distribution, Scenario


def said(days: int, **values) -> str:
    return " ".join(ages.notes(Scenario(days=days, parameters=values), [SSP]))


def test_nothing_within_12_to_20_months():
    assert said(365) == said(500) == said(609) == ""


def test_outside_them_it_is_said_and_beyond_two_years_something_else_too():
    assert "made for infants of 12 to 20 months" in said(330)
    assert "first two years" not in said(700)
    assert "first two years" in said(731)
    assert ages.notes(Scenario(days=330)) == []


def test_what_is_for_children_is_said_of_younger_ones():
    def of(days: int) -> str:
        return " ".join(ages.notes(Scenario(days=days), [PEERS]))

    assert "for children from two years on" in of(365)
    assert "Strange Situation" not in of(365)
    assert "for children" not in of(730)


def test_infants_who_cannot_move_are_refused_unless_maturation_is_left_out():
    ages.check_strange_situation(Scenario(days=365))
    assert not ages.can_move(Scenario(days=90))
    assert ages.can_move(Scenario(days=90, parameters={"maturation": 0.0}))
    with pytest.raises(InputError, match="infants of 90 days cannot move"):
        ages.check_strange_situation(Scenario(days=90))


def test_children_who_grow_up_are_said_to_do_so_by_age_alone():
    assert "growth = 1 lets them grow up" in said(800)
    assert "mature by age alone" in said(800, growth=1)
    assert "first two years" not in said(800, growth=1)
    assert not ages.is_child(Scenario(parameters={"growth": 1}), 729)
    assert ages.is_child(Scenario(parameters={"growth": 1}), 730)
    assert not ages.is_child(Scenario(), 730)


def test_it_is_said_from_the_second_birthday_on():
    assert "mature by age" in said(730, growth=1)
    assert "mature by age" not in said(729, growth=1)


def test_patterns_at_several_ages_are_compared_with_published_shares_at_few():
    assert ages.other_ages([365, 609]) == []
    (sentence,) = ages.other_ages([365, 610])
    assert "do not compare patterns at other ages" in sentence


def test_where_some_children_grow_up_they_are_no_infants():
    some = Scenario(parameters={"growth": Distribution("choice", values=(0, 1), shares=(0.5, 0.5))})
    assert ages.is_child(some, 730)
    assert "those with growth = 1 mature by age" in " ".join(ages.notes(some.with_(days=800)))


def test_procedures_for_children_are_refused_for_infants():
    ages.check_later(730, "peer-play")
    with pytest.raises(InputError, match=r"peer-play is for children from two years .* 365 days"):
        ages.check_later(365, "peer-play")


def test_what_suits_an_age_is_looked_at():
    growing = Scenario(parameters={"growth": 1})

    def needed(scenario: Scenario, age: int) -> set[str | None]:
        return {OUTCOMES[name].needs for name in ages.outcomes_at(scenario, age)}

    assert ages.outcomes_at(growing, 729) == chosen(None)
    assert needed(growing, 365) - needed(growing, 730) == {FACE, SSP}
    assert needed(growing, 730) - needed(growing, 365) == {PROBLEMS, PEERS}
    assert SSP in needed(Scenario(), 6570)
    assert SSP not in needed(growing, 90)
    assert ages.outcomes_at(growing, 365, ["peers", "felt_security"]) == ("felt_security",)


def test_it_is_said_why_the_strange_situation_is_missing_where_it_is_missed():
    child, baby = Scenario(days=6570, parameters={"growth": 1}), Scenario(days=90)
    missed = ages.notes(child, [PROBLEMS], strange_situation=True)
    assert missed[0] == "Not carried out: the Strange Situation is made for infants."
    assert "cannot move" in ages.notes(baby, strange_situation=True)[0]
    assert not any("Strange" in note for note in ages.notes(child, [PROBLEMS]))
