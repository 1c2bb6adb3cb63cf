"""The guided path: what it shows is found in records, and told from them."""

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.app import arrived
from attune_dashboard.compute import guide, lesson_runs
from attune_dashboard.pages.guide import scenes
from attune_dashboard.pages.lessons import place
from attune_dashboard.state.link import from_query
from attune_dashboard.state.page_settings import value
from attune_dashboard.state.session import Session, off_path
from attune_sim import measures
from attune_sim.figures.families.population import Correlation
from attune_sim.figures.film.time_axis import Bout


def test_the_first_scene_holds_a_match_then_a_rupture_then_its_repair():
    found = guide.rupture(guide.PLAY)
    trace, bout = found.record.trace, found.bout
    mask = measures.attuned(
        *(trace[f"{who}_engagement"].to_numpy() for who in ("infant", "caregiver")), 0.1
    )
    assert mask[bout.start - found.match_s : bout.start].all()
    assert not mask[bout.start : bout.end].any()
    assert mask[bout.end]
    assert found.match_s >= 1
    assert found.who in ("by the infant", "by the caregiver", "by both")


@pytest.mark.parametrize(
    ("pressed", "words"),
    [
        (5.2, "So did you, at 0:05."),
        (1.0, "You pressed earlier, at 0:01"),
        (15, "You pressed later"),
    ],
)
def test_a_press_stands_beside_what_a_coder_marks(pressed, words):
    found = guide.Rupture(None, 3, Bout(5, 9, repaired=True, began=True), "by the infant")
    told = scenes.marked(found, pressed)
    assert "lose each other at 0:05" in told
    assert words in told
    assert "After 4 seconds it was repaired by the infant." in told


def test_distress_is_told_for_what_has_been_tried_and_the_other_is_asked_for():
    found = {act: guide.answered(guide.PLAY, act) for act in guide.ANSWERS}
    assert found["soothe"].fussing_s < found["wait"].fussing_s
    assert len(found["wait"].record.trace) == guide.ANSWER_S
    assert scenes.came_of({}) == ""
    assert "Now try the same minute with 'Wait'." in scenes.came_of({"soothe": found["soothe"]})
    both = scenes.came_of(found)
    assert both.endswith("were the same both times.")
    assert f"fusses for {found['wait'].fussing_s} seconds" in both


def test_a_life_ends_with_a_reunion_and_other_numbers_are_another_life():
    first, second = (guide.life(guide.FAMILY, number) for number in (0, 1))
    present = first.record.trace["present"].to_numpy()
    assert (present[: first.back_at] == 0).all()
    assert (present[first.back_at :] == 1).all()
    assert not first.record.trace.equals(second.record.trace)
    assert first.pattern in scenes.coded(first, "secure")


def test_years_and_studies_are_counted_in_words():
    assert scenes.in_all(["secure"]).startswith("The first time they were coded secure.")
    assert scenes.in_all(["secure", "avoidant", "secure"]).startswith(
        "Of 3 years: 2 secure, 1 avoidant."
    )
    assert scenes.in_all(["secure"] * 3).startswith("In all 3 years: secure.")
    whole = Correlation(0.2, 0.1, 0.3, 400)
    done = [Correlation(0.44, 0.1, 0.69, 30), Correlation(0.1, -0.27, 0.44, 30)]
    told = scenes.found_by(done, whole)
    assert told.startswith("Study 2: r = 0.10")
    assert "So far 1 of 2 studies report one." in told


def test_a_study_is_of_thirty_families_and_another_draws_others():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"sensitivity_rating": rng.random(200), "secure": rng.integers(0, 2, 200)})
    first, second = (guide.one_study(table, guide.STUDY, draw) for draw in (1, 2))
    assert first.n == second.n == guide.STUDY
    assert first.r != second.r
    assert first == guide.one_study(table, guide.STUDY, 1)


@pytest.mark.parametrize(
    ("path", "query", "scene"),
    [
        ("/", None, "1"),
        ("/", "?projector=1", "1"),
        ("/", "?scene=4", "4"),
        ("/", "?seed=2", "0"),
        ("/", "?scenario=good-enough", "0"),
        ("/first-year", None, "0"),
    ],
)
def test_who_asks_for_nobody_gets_the_path(path, query, scene):
    choice, _, problems = arrived(path, query, "")
    assert value(choice.extra, "scene") == scene
    assert problems == []


def test_links_to_other_pages_do_not_lead_back_to_the_path():
    choice, *_ = arrived("/", "?scene=3", "")
    assert "scene" not in Session(choice).link("/first-year")
    assert off_path(choice).extra == ()


def test_a_lesson_s_link_holds_its_step_and_the_prediction_and_skips_none():
    lesson = lesson_runs.shelf()[0]["02-repair"]
    for query, found in (
        ("", (0, None)),
        ("?step=3", (1, None)),
        ("?step=3&said=2", (3, 1)),
        ("?step=2&said=9", (1, None)),
    ):
        assert place(from_query(query)[0], lesson) == found
    choice = from_query("?step=3&said=2&seed=4")[0]
    assert (
        Session(choice)
        .link("/lessons/07-how-a-coder-sees")
        .endswith("?scenario=good-enough&seed=4")
    )
