"""What the pages compute."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.components import stylesheet
from attune_dashboard.components.controls import changed, spec, state
from attune_dashboard.compute import comparison, first_years, moments
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.choice import VIEWS, Choice
from attune_sim import run
from attune_sim.errors import InputError
from attune_sim.figures.base import style
from attune_sim.life.course import Cancelled, live
from attune_sim.outcomes import PATTERNS
from attune_sim.parameters import PARAMETERS
from attune_sim.population import populate
from attune_sim.scenario import Distribution

YOUNG = Choice(age=3)


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(first_years, "DAYS", 8)
    monkeypatch.setattr(first_years, "LUCKS", 3)
    for found in (first_years._year, first_years._families):
        found.cache.clear()
    yield
    for found in (first_years._year, first_years._families):
        found.cache.clear()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_filmed_and_told(view):
    moment = moments.moment(replace(YOUNG, view=view))
    assert len(moment.trace) == len(moment.tally["attuned"])
    assert moment.events
    assert json.loads(packed(moment.figure))["data"]


def test_the_same_choice_is_computed_once_and_other_luck_differs():
    assert moments.moment(YOUNG) is moments.moment(replace(YOUNG, second=7, projector=True))
    other = moments.moment(replace(YOUNG, seed=2))
    assert not moments.moment(YOUNG).trace.equals(other.trace)


def test_the_dyad_is_the_first_infant_of_the_scenario():
    first = populate(YOUNG.built(), numbers=range(1))
    live(first, 3)
    np.testing.assert_array_equal(moments.dyad(YOUNG).infants, first.infants)


def test_a_parameter_that_play_does_not_know_changes_nothing():
    play = moments.moment(YOUNG).trace
    assert play.equals(moments.moment(YOUNG.with_value("home_minutes", 60)).trace)
    assert not play.equals(moments.moment(YOUNG.with_value("repair_rate", 1.0)).trace)


def test_infants_of_the_year_have_the_traits_of_the_one():
    alike = first_years.alike(Choice("mixed-population"))
    rows = populate(replace(alike, infants=4)).infants
    for name in ("reactivity", "soothability", "signal_clarity"):
        assert len(set(rows[name])) == 1
        assert rows[name][0] == moments.traits(Choice("mixed-population"))[name]


def test_the_year_is_kept_and_can_be_given_up(short):
    choice = Choice("two-caregivers")
    with pytest.raises(Cancelled):
        first_years.year(choice, lambda: True)
    found = first_years.year(choice)
    assert found is first_years.year(replace(choice, age=5, view="everyday", second=2))
    assert sorted(set(found.series["day"])) == [7, 8]
    assert [f.layout["meta"]["title"] for f in first_years.year_figures(choice)] == [
        "Two caregivers: development over days",
        "Pattern at 8 days: same traits, other luck",
    ]


def test_the_year_is_that_of_a_run_with_what_was_observed(short):
    choice = Choice("two-caregivers")
    found = first_years.year(choice)
    scenario = replace(first_years.alike(choice), infants=first_years.LUCKS, days=first_years.DAYS)
    table, series = run.infants(scenario, measures=["patterns"], series_every=first_years.EVERY)
    keys = ["day", "caregiver", "measure"]
    own = found.series[found.series["measure"] != first_years.OBSERVED].set_index(keys).sort_index()
    theirs = series.set_index(keys).sort_index()
    assert own.index.equals(theirs.index)
    for column in ("mean", "sd", "n"):
        np.testing.assert_allclose(own[column], theirs[column], rtol=1e-6, atol=1e-9)
    assert found.patterns.equals(table)
    seen = found.series[found.series["measure"] == first_years.OBSERVED]
    assert list(seen["day"]) == [8, 8]
    shares = (table["pattern"] == "secure").groupby(table["caregiver"]).mean()
    assert list(seen["mean"]) == list(shares)


def test_security_is_observed_at_several_ages(short, monkeypatch):
    monkeypatch.setattr(first_years, "WATCHED", (3, 5, 400))
    series = first_years.year(YOUNG).series
    assert list(series.loc[series["measure"] == first_years.OBSERVED, "day"]) == [3, 5, 8]


def test_two_scenarios_share_their_luck(short):
    figure = comparison.compared((YOUNG, YOUNG), ("one", "other"), 3)[0]
    same = figure.layout["meta"]["numbers"]["rows"]
    by = {(row[0], row[2], row[1]): row[3:] for row in same}
    for day, measure, name in by:
        assert by[day, measure, name] == by[day, measure, "one"]


def test_only_what_differs_is_listed():
    assert comparison.differences((YOUNG, YOUNG)) == []
    quick, quicker = (YOUNG.with_value("repair_rate", rate) for rate in (0.8, 0.9))
    assert comparison.differences((YOUNG, quick, quicker)) == [
        (PARAMETERS["repair_rate"].label, "around 0.38, differs between families", "0.8", "0.9")
    ]


def test_a_distribution_is_told_as_people_say_it():
    said = comparison.described
    assert said(0.25) == "0.25"
    assert said(Distribution("uniform", low=0.0, high=0.5)) == "0 to 0.5, differs between families"
    choice = Distribution("choice", values=(0.0, 0.15, 0.4), shares=(0.89, 0.07, 0.04))
    assert said(choice) == "0 in 89% of families, else 0.15 to 0.4"
    assert said(Distribution("choice", values=(0.2,), shares=(1.0,))) == "0.2"


def test_scenarios_are_told_by_what_became_of_their_families(short):
    found = comparison.at_end(YOUNG, 6)
    assert sum(found[name] for name in PATTERNS) == pytest.approx(1.0)
    assert set(comparison.AT_END) <= set(found)
    assert first_years.families(YOUNG, 6) is first_years.families(replace(YOUNG, age=9), 6)
    assert first_years.families(YOUNG, 6) is not first_years.families(YOUNG, 7)


def test_controls_come_from_the_declarations():
    made = spec("Set up", True, True, True, False, True)
    items = {item["name"]: item for group in made["groups"] for item in group["items"]}
    free = {name: p for name, p in PARAMETERS.items() if not p.is_fixed}
    assert set(items) == set(free)
    for name, p in free.items():
        assert (items[name]["low"], items[name]["high"]) == (p.low, p.high)
        assert items[name]["help"].startswith(p.meaning)
    assert set(PARAMETERS) <= set(state(Choice(), False)["values"])


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"what": "scenario", "value": "../x"},
        {"what": "view", "value": "x"},
        {"what": "view", "value": ["play"]},
        {"what": "scenario", "value": {"a": 1}},
        {"what": ["view"], "value": "play"},
        {"what": "age", "value": 1e9},
        {"what": "age", "value": "1"},
        {"what": "caregiver", "value": "-1"},
        {"what": "value", "name": "repair_rate", "value": "x"},
        {"what": "x", "value": "clear_display"},  # fixed: never an axis of the map
        {"what": "y", "value": "x"},
    ],
)
def test_a_message_without_sense_changes_nothing(sent):
    assert changed(YOUNG, sent) == YOUNG


@pytest.mark.parametrize("sent", [("repair_rate", 5), ("repair_rate", float("nan")), ("x", 1)])
def test_a_message_with_a_value_that_is_not_allowed_is_refused(sent):
    name, value = sent
    with pytest.raises(InputError):
        changed(YOUNG, {"what": "value", "name": name, "value": value})


def test_messages_change_the_choice():
    wanted = changed(YOUNG, {"what": "value", "name": "repair_rate", "value": 0.5})
    assert wanted.changes == (("repair_rate", 0.5),)
    assert changed(wanted, {"what": "clear", "name": "repair_rate"}) == YOUNG
    assert changed(wanted, {"what": "reset"}) == YOUNG
    assert changed(YOUNG, {"what": "luck"}).seed == YOUNG.seed + 1
    assert changed(wanted, {"what": "scenario", "value": "erratic"}) == Choice("erratic", age=3)


def test_the_page_has_the_colours_of_the_figures():
    text = (Path(stylesheet.STATIC) / "custom.css").read_text(encoding="utf-8")
    for name in ("attunement", "rupture", "repair", "distress"):
        assert f"var(--{name})" in text
        assert f"--{name}:" not in text  # it is set from the colours of figures
        assert f"--{name}: {getattr(style, name.upper())};" in style.variables()


OWN_FILE = """
title = "Mine"
seed = 5
[parameters]
repair_rate = 0.9
"""


def test_an_own_file_is_loaded_and_saved():
    mine = changed(YOUNG, {"what": "load", "value": OWN_FILE})
    assert (mine.scenario, mine.seed, mine.preset().title) == ("own", 5, "Mine")
    assert moments.traits(mine)["repair_rate"] == 0.9
    again = changed(YOUNG, {"what": "load", "value": state(mine, False)["toml"]})
    assert again.built() == mine.built()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ", "not valid TOML"),
        ("[parameters]\nrepair_rate = 7", "repair_rate = 7 is not a number from 0 to 1"),
        ("colour = 1", "there is no key 'colour'"),
        ("a" * 100_000, "larger than 64 kB"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused_in_a_sentence(text, said):
    with pytest.raises(InputError, match=said):
        changed(YOUNG, {"what": "load", "value": text})


def test_it_is_said_whose_year_is_shown():
    assert "random seed 4;" in first_years.whose(Choice(scenario="mixed-population", seed=4))
    exact = Choice(scenario="attuned-throughout", seed=4)
    assert first_years.whose(exact) == "Their temperament was drawn with random seed 4."
    settled = exact.with_changes({"reactivity": 1.0, "soothability": 1.0})
    assert first_years.whose(settled) == ""
