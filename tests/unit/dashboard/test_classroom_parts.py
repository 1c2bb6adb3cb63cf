"""Rooms, settings, lessons and what pages compute, without a browser."""

import threading
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")

from attune_dashboard.components.lesson_parts import verdict
from attune_dashboard.components.lesson_sliders import allowed
from attune_dashboard.components.report import PLOTLY, report
from attune_dashboard.compute import families, lesson_runs, procedures, rerun_evidence
from attune_dashboard.compute.lesson_stages import begins
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages import population as population_page
from attune_dashboard.pages.strange_situation import EPISODES, agreement, episode_at
from attune_dashboard.state import page_settings
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import from_query, to_query
from attune_dashboard.state.session import Session
from attune_dashboard.units import WORDS, unit
from attune_sim.evidence import stored_validation
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.lessons.run import Part
from attune_sim.life.course import Cancelled
from attune_sim.parameters import PARAMETERS
from attune_sim.procedures.strange_situation import SCRIPT

# --- settings and lessons -----------------------------------------------------------------------


def test_settings_of_a_page_stand_in_the_link():
    choice = Choice(extra=page_settings.with_value((), "noise", "0.5"))
    assert "noise=0.5" in to_query(choice)
    assert from_query(to_query(choice))[0] == choice
    assert to_query(Choice(extra=page_settings.with_value(choice.extra, "noise", "1"))) == to_query(
        Choice()
    )


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("population=mixd", "population = 'mixd' is not known; did you mean mixed?"),
        ("sample=5", "sample = '5' is not a whole number from 10 to 200."),
        ("noise=nan", "noise = 'nan' is not a number from 0 to 3."),
        ("draw=1e300", "draw = '1e300' is not a whole number from 1 to 9999."),
    ],
)
def test_a_setting_that_is_not_allowed_is_told(query, problem):
    choice, _, problems = from_query(query)
    assert problems == [problem]
    assert choice == Choice()


def test_own_lessons_stand_beside_the_shipped_and_faulty_ones_are_named(tmp_path, monkeypatch):
    shipped, faults = lesson_runs.shelf()
    assert faults == []
    text = (lesson_runs.SHIPPED / "02-repair.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    (tmp_path / "faulty.toml").write_text("minutes = 1\n", encoding="utf-8")
    monkeypatch.setenv("ATTUNE_LESSONS", str(tmp_path))
    found, faults = lesson_runs.shelf()
    assert set(found) == {*shipped, "mine"}
    assert [f.file for f in faults] == ["faulty.toml"]
    (tmp_path / "faulty.toml").write_text(text.replace("Repair,", "Two,"), encoding="utf-8")
    assert lesson_runs.shelf()[0]["faulty"].title == "Two, not perfection"


def test_many_who_ask_for_one_run_wait_for_it(monkeypatch):
    lesson = lesson_runs.shelf()[0]["02-repair"]
    calls = []

    def ran(asked, numbers, cancelled):
        calls.append(numbers)
        needed = {arm.measure for arm in asked.arms} | set(asked.beside)
        columns = {name: np.zeros(len(numbers)) for name in needed}
        return Part(replace(asked, number=len(numbers)), {arm.key: columns for arm in asked.arms})

    monkeypatch.setattr(lesson_runs, "run_part", ran)
    for kept in (lesson_runs._part, lesson_runs._joined):
        kept.cache.clear()
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(lesson_runs.found(lesson))) for _ in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [number for numbers in calls for number in numbers] == list(range(lesson.number))
    assert all(result is found[0] for result in found)  # whose picture is drawn once
    assert found[0].lesson == lesson
    shown = [result.lesson.number for result in lesson_runs.growing(lesson)]
    assert shown == sorted(shown)
    assert len(shown) > 1  # watching replaces waiting
    pictures = []
    assert lesson_runs.watched(lesson, lambda: False, pictures.append) is found[0]
    assert pictures == []  # what is done already is not shown part by part
    monkeypatch.setattr(lesson_runs, "PAUSE_S", -1.0)
    lesson_runs.watched(lesson, lambda: False, pictures.append)
    assert [result.lesson.number for result in pictures] == shown
    for kept in (lesson_runs._part, lesson_runs._joined):
        kept.cache.clear()


def test_an_own_row_begins_as_its_arm_does():
    for lesson in lesson_runs.shelf()[0].values():
        begin = begins(lesson)
        given = lesson.arm(lesson.change_arm).parameters
        assert set(begin) == set(lesson.change_parameters)
        assert all(begin[k] == given[k] for k in begin if k in given)


@pytest.mark.parametrize(
    ("given", "value"), [(0.5, 0.5), (7, 1.0), (-1, 0.0), ("x", 0.3), (None, 0.3), (True, 0.3)]
)
def test_a_slider_gives_an_allowed_value_whatever_is_sent(given, value):
    assert allowed(PARAMETERS["repair_rate"], given, 0.3) == value


def test_a_prediction_is_told_without_praise():
    texts = {verdict(came, 0) for came in ([True], [False], [None])}
    assert len(texts) == 3
    assert not any(word in text for text in texts for word in ("right", "wrong", "well done"))


# --- procedures, families, evidence -------------------------------------------------------------


def test_episodes_are_found_by_their_seconds_and_told():
    found = procedures.situation(Choice())
    assert len(EPISODES) == len(SCRIPT)
    assert episode_at(found, None) is None
    for number, episode in enumerate(found.episodes):
        assert episode_at(found, episode.start) == number
        assert episode_at(found, episode.start + episode.seconds - 1) == number
    assert episode_at(found, 10**6) is None


@pytest.mark.parametrize(
    ("same", "told"),
    [(1, "1 agreed, 3 chose"), (3, "3 agreed, 1 chose")],
)
def test_agreement_is_told_in_the_right_number(same, told):
    class Coding:
        def __init__(self, pattern):
            self.pattern = pattern

    class Found:
        codings = tuple(Coding(p) for p in ["x", *["x"] * same, *["y"] * (4 - same)])

    assert told in agreement(Found())


def test_numbers_of_findings_have_their_unit():
    by_id = stored_validation().by_id()
    assert all(unit(c) for c in by_id.values())
    found = {name: unit(by_id[name]) for name in ("pace-of-play", "response-latency")}
    assert found == {"pace-of-play": "per minute", "response-latency": "seconds"}
    assert unit(by_id["attuned-above-chance"]) == "difference of shares"
    assert unit(by_id["coupling-above-chance"]) == "coefficient"
    assert unit(by_id["who-demands"]) == "difference of shares"
    assert set(WORDS) | {"mean"} == set(STATISTICS)


def test_other_luck_is_counted_row_by_row():
    found = procedures.Again(["secure"] * 3 + ["avoidant"], ["secure"], [])
    table = found.table()
    assert list(table["otherwise"].unique()) == list(found.groups())
    assert list(table["count"][:4]) == [3, 1, 0, 0]
    assert list(table["codings"]) == [4] * 4 + [1] * 4 + [0] * 4


def test_a_link_keeps_the_state_and_one_with_a_query_the_looks():
    here = Session(Choice("erratic", seed=3, projector=True), (Choice("alarming"),))
    choice, (other,), _ = from_query(here.link("/evidence/x").partition("?")[2])
    assert (choice, other.scenario) == (here.choice, "alarming")
    choice, (other,), problems = from_query(
        here.link("/compare?scenario=rejecting&other_scenario=erratic").partition("?")[2]
    )
    assert (choice, other.scenario) == (Choice("rejecting", projector=True), "erratic")
    assert problems == []


def test_the_still_face_is_held_beside_published_directions():
    found = procedures.face(Choice())
    effects = procedures.effects(found)
    assert [e.direction for e in effects] == [-1, -1, 1, -1, 1]
    own = found.codes.iloc[0]
    assert effects[0].own == own["gaze_still"] - own["gaze_play"]
    assert all(0 <= e.going[0] <= e.going[1] == procedures.AGAIN for e in effects)
    assert found.codes["gaze_play"].nunique() > 3  # the others have other luck


def test_noise_blurs_what_families_show(monkeypatch):
    monkeypatch.setattr(families, "FAMILIES", 2 * families.PART)
    monkeypatch.setattr(families, "AGE", 30)
    families._part.cache.clear()
    families._observed.cache.clear()
    *_, sure = families.observed("mixed", 3, 0.0, lambda: False)
    parts = list(families.observed("mixed", 3, 3.0, lambda: False))
    assert [len(part) for part in parts] == [families.PART, 2 * families.PART]
    noisy = parts[-1]
    assert np.array_equal(sure["infant"], noisy["infant"])
    assert not np.array_equal(sure["sensitivity_rating"], noisy["sensitivity_rating"])
    close = sure["sensitivity_rating"].corr(noisy["sensitivity_rating"])
    assert 0.1 < close < 0.95
    found = families.study(noisy, 30, 1, "x")
    other = families.study(noisy, 30, 2, "x")
    assert found.whole == other.whole
    assert 0 <= found.clear <= 1
    families._part.cache.clear()
    families._observed.cache.clear()


def test_families_without_a_rating_are_counted_and_explained():
    table = pd.DataFrame(
        {
            "attuned_share": np.linspace(0.1, 0.9, 40),
            "sensitivity_rating": [np.nan, *np.linspace(1, 9, 39)],
            "secure": [0.0, 1.0] * 20,
            "pattern": ["avoidant", "secure"] * 20,
        }
    )
    found = families.study(table, 20, 1, "Made up")
    words = population_page.told(found, 20)
    assert words.startswith("In 39 families,")
    assert "1 of the 40 has no rating: during the home visit the infant sent no signal." in words
    whole = families.study(table.fillna(5.0), 20, 1, "Made up")
    assert population_page.told(whole, 20).startswith("In all 40 families,")


def test_families_can_be_given_up():
    with pytest.raises(Cancelled):
        next(families.observed("mixed", 9, 1.0, lambda: True))


def test_a_design_runs_again_and_can_be_given_up(monkeypatch):
    monkeypatch.setattr(rerun_evidence, "FAMILIES", 12)
    rerun_evidence._again.cache.clear()
    with pytest.raises(Cancelled):
        rerun_evidence.again(["still-face-gaze"], lambda: True)
    (found,) = rerun_evidence.again(["still-face-gaze"], lambda: False)
    assert (found.id, found.model.n) == ("still-face-gaze", 12)
    rows = rerun_evidence.both([found], [found]).figure().layout.meta["numbers"]["rows"]
    assert len(rows) == 2


# --- the page as a file -------------------------------------------------------------------------


@pytest.mark.parametrize("projector", [False, True])
def test_a_report_has_figures_words_and_tables_and_asks_nothing_of_the_network(projector):
    figure = packed(
        procedures.disagreement_figure(procedures.situation(Choice())), projector=projector
    )
    said = {
        "title": "A <b>page</b>",
        "text": "One.\n\nTwo <script>",
        "tables": [
            {"title": "T", "columns": ["a", "b"], "rows": [["1", "<i>"]]},
            {"title": "no table", "columns": ["a"], "rows": [["1", "2"]]},
            "nonsense",
        ],
    }
    html = report([figure], said, Choice(projector=projector))
    assert html.count(PLOTLY) == 1
    assert "A &lt;b&gt;page" in html
    assert "<p>Two &lt;script&gt;</p>" in html
    assert "&lt;i&gt;" in html
    assert "no table" not in html
    assert "The same film, several coders" in html
    assert not any(tag in html for tag in ("<script src", "<link", "<img", "<iframe"))
    assert report([], {"tables": 3}, Choice())  # whatever the browser says
