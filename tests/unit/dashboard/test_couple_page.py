"""The page of couples without a browser: what is chosen, what is said, and what is filmed."""

from dataclasses import replace

import pandas as pd
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute.couple_courses import Course
from attune_dashboard.compute.couple_films import conversation, counts, told
from attune_dashboard.compute.couple_in_words import answer, of_film
from attune_dashboard.pages import couple as page
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.couples import changed, couple_choice, years
from attune_dashboard.state.link import from_query, to_query
from attune_sim.couples.pairs import form
from attune_sim.couples.scenario import load


def test_what_is_chosen_stands_in_the_link():
    choice = Choice(seed=3)
    for key, text in (("couple", "new-parents"), ("pair", "4"), ("year", "5"), ("seed", "9")):
        choice = changed(choice, key, text)
    assert from_query(to_query(choice))[0] == choice
    wanted = couple_choice(choice)
    assert (wanted.scenario.name, wanted.scenario.seed) == ("new-parents", 9)
    assert (wanted.pair, wanted.day, wanted.conversation) == (3, 1825, "conflict")


@pytest.mark.parametrize(
    ("key", "text"),
    [("couple", "nobody"), ("pair", "9"), ("conversation", "talk"), ("seed", "-1"), ("age", "3")],
)
def test_what_is_not_allowed_changes_nothing(key, text):
    assert changed(Choice(), key, text) == Choice()


def test_a_year_that_a_scenario_does_not_have_is_its_last():
    choice = changed(Choice(), "year", "9")
    wanted = couple_choice(choice)
    assert wanted.day == years(wanted.scenario)[-1] == 1095


def lines(rows):
    usual = {"day": 365, "quality": 0.0, "expected_relief": 0.5, "attuned": 0.4, "chance": 0.3}
    return pd.DataFrame([usual | row for row in rows])


def test_the_answer_says_who_demands_and_what_chance_would_give():
    wanted = couple_choice(Choice())
    rows = [
        {"couple": c, "partner": p, "demands": (0.2 if p == 0 else 0.0) * c, "together": c < 3}
        for c in range(4)
        for p in (0, 1)
    ]
    said = answer(wanted, Course(lines(rows), pd.DataFrame(), None, {}))
    assert "Alex is upset while Sam has turned away for 20% of a conflict" in said
    assert "(the middle half of couples: 10 to 30%)" in said
    assert "The other way round it is 0% (0%)" in said
    assert "attuned for 40%; chance alone would give 30%" in said
    assert "3 of 4 couples still live together" in said
    gone = [row | {"together": False} for row in rows]
    assert "none of the 4 couples" in answer(wanted, Course(lines(gone), pd.DataFrame(), None, {}))


def second(**fields):
    usual = {"infant_engagement": 0.5, "caregiver_engagement": 0.5, "attending": 0.0}
    return pd.DataFrame(usual | {"display": 0.0} | fields, index=range(12))


def test_stretches_are_told_with_how_they_end():
    upset = second(display=[0.9] * 3 + [0.0] * 9)
    away = second(infant_engagement=[0.1] * 12)
    said = [(e.second, e.text) for e in told(upset, away, ("Alex", "Sam"))]
    assert said == [
        (0, "Alex is upset, Sam has turned away"),
        (3, "Alex shows it no more after 3 s"),
    ]
    back = second(infant_engagement=[0.1] * 2 + [0.9] * 10)
    said = [(e.second, e.text) for e in told(upset, back, ("Alex", "Sam"))]
    assert said[1] == (2, "Sam turns back after 2 s")


def test_counts_are_those_of_both():
    same, apart = second(), second(caregiver_engagement=0.0)
    both = counts(same, apart)
    assert both["attuned"][-1] == 12
    assert both["coded"][-1] == 24
    assert both["chance"] == 0.5


def test_who_has_parted_is_seen_on_the_last_look_together():
    couples = form(load("anxious-avoidant"), range(3))
    later = couples.copy()
    later.parted[1] = 200
    wanted = replace(couple_choice(Choice()), pair=1)
    film = conversation({0: couples, 365: later}, wanted)
    assert film.day == 0
    assert of_film(wanted, film).startswith(
        "This couple has parted by then; they are seen on the first day together."
    )
    beside = conversation({0: couples, 365: later}, replace(wanted, pair=2))
    assert beside.day == 365
    assert beside.on_stage["names"] == ["Alex", "Sam"]
    assert len(beside.on_stage["camera"]["display"]) == len(beside.on_stage["other"]["display"])


def test_the_page_offers_every_scenario_and_says_what_it_is_not():
    held = {field.key: field for field in page.fields(couple_choice(Choice()))}
    assert dict(held["couple"].options)["under-outside-stress"] == "A year of stress from outside"
    assert list(dict(held["year"].options)) == ["0", "1", "2", "3"]
    for said in (
        "types nobody",
        "Most people change",
        "links in studies are small",
        "stay or leave",
    ):
        assert said in page.NOT
