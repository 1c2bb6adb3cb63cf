"""Figures of procedures, lessons and populations: they show the numbers that they were given."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.figures import filmed, numbers
from attune_sim.figures.families.contrast import contrast_draft
from attune_sim.figures.families.population import correlated, drawn, samples_draft, security_draft
from attune_sim.figures.film.still_face import still_face_draft
from attune_sim.figures.film.strange_situation import coders_draft, strange_situation_draft
from attune_sim.lessons import Arm, Condition, Found, Lesson, Option, Teacher
from attune_sim.life.course import live
from attune_sim.population import populate
from attune_sim.procedures import still_face, strange_situation_explained
from attune_sim.procedures import strange_situation as ssp
from attune_sim.scenario import load


@pytest.fixture(scope="module")
def families():
    found = populate(load("good-enough"), numbers=range(3))
    live(found, 20)
    return found


@pytest.fixture(scope="module")
def film(families):
    return ssp.record(families, age=20)


def test_the_strange_situation_shows_which_seconds_count(film):
    trace, episodes = filmed(film, ssp.SCRIPT)
    earned = strange_situation_explained.earned(film)
    figure = strange_situation_draft(trace, episodes, earned).figure()
    lanes = figure.data[-1]
    shown = dict(zip(figure.layout.yaxis4.ticktext, np.isfinite(lanes.z), strict=True))
    for label, scale in (
        ("Contact maintaining", "contact_maintaining"),
        ("Avoidance", "avoidance"),
    ):
        count = sum(int(e.seconds.sum()) for e in earned if e.scale == scale)
        assert int(shown[label].sum()) == count
    outside = np.ones(len(trace), bool)
    for number in ssp.REUNIONS:
        e = episodes[number]
        outside[e.start : e.start + e.seconds] = False
    assert not any(lane[outside].any() for lane in shown.values())
    assert list(numbers(figure)["Episode"]) == [e.name for e in episodes]


def test_names_of_episodes_stand_below_the_title(film):
    trace, episodes = filmed(film, ssp.SCRIPT)
    figure = strange_situation_draft(trace, episodes, ()).figure()
    title = next(a for a in figure.layout.annotations if a.text.startswith("<b>Camera: distance"))
    names = [a.text for a in figure.layout.annotations if a.text[:1].isdigit()]
    assert len(names) == len(episodes)
    assert title.yshift >= 16 * max(name.count("<br>") + 1 for name in names)


def test_one_episode_can_be_looked_at_alone(film):
    trace, episodes = filmed(film, ssp.SCRIPT)
    figure = strange_situation_draft(trace, episodes, (), only=7).figure()
    low, high = figure.layout.xaxis.range
    assert (high - low) / 1000 == episodes[7].seconds


def test_each_coder_stands_at_its_ratings(film, families):
    codings = strange_situation_explained.codings(film, families, 3)
    figure = coders_draft(codings, without_error=codings[0].ratings).figure()
    for trace, coded in zip(figure.data, codings, strict=True):
        assert list(trace.x) == [coded.ratings[scale] for scale in ssp.SCALES]
        assert coded.pattern in trace.name


def test_the_still_face_draws_the_first_infant_in_front(families):
    codes = pd.DataFrame(still_face.code(still_face.record(families, age=20), families))
    table = codes.filter(regex="_(play|still|reunion)$")
    figure = still_face_draft(table, effects={"gaze": -1}).figure()
    front = [t for t in figure.data if t.line.width == 3]
    assert len(front) == 3
    first = table.iloc[0]
    assert list(front[0].y) == [first["gaze_play"], first["gaze_still"], first["gaze_reunion"]]
    assert len(figure.data) == 9


@pytest.fixture
def found():
    arms = tuple(Arm(k, k.title(), "good-enough", {}, "patterns_secure") for k in ("one", "two"))
    option = Option("x", (Condition("one", "two", "more"),))
    lesson = Lesson(
        "l", "A lesson", "s", 5, "p", "q", (option, option), "d", arms, ("resistance",), 4, 1, 1,
        0.1, "e", "c", (), (), "ch", "one", (), (), Teacher("a", "p", ("q",)),
    )  # fmt: skip
    values = {"one": np.array([1.0, 1, 1, 0]), "two": np.array([0.0, 0, 1, 0])}
    ratings = {"one": np.array([2.0, 3, 4, np.nan]), "two": np.array([1.0, 1, 1, 1])}
    return Found(lesson, values, {"resistance": ratings})


def test_arms_stand_at_their_means(found):
    figure = contrast_draft(found).figure()
    assert [list(t.x) for t in figure.data] == [[0.75, 0.25], [3.0, 1.0]]
    assert list(figure.layout.yaxis.ticktext) == ["One", "Two"]
    assert figure.data[0].text == ("75%", "25%")
    assert list(numbers(figure)["Infants"]) == [4, 4, 3, 4]
    assert figure.layout.meta["title"] == "q"  # the question that it answers


def test_correlations_are_pearsons_over_what_is_known():
    x, y = np.arange(40.0), np.arange(40.0) % 7
    y[3] = np.nan
    found = correlated(x, y)
    known = np.isfinite(y)
    assert found.r == pytest.approx(np.corrcoef(x[known], y[known])[0, 1])
    assert found.low < found.r < found.high
    assert found.n == 39
    assert np.isnan(correlated(x[:4], x[:4]).r)
    assert np.isnan(correlated(x, np.ones(40)).r)


def test_small_samples_scatter_more_than_large_ones():
    luck = np.random.default_rng(3)
    x = luck.normal(size=300)
    y = 0.3 * x + luck.normal(size=300)
    small, large = (drawn(x, y, n, 200, np.random.default_rng(1)) for n in (15, 150))
    assert small.std() > 2 * large.std()
    # a sample as large as all that is there still scatters as such samples of all families do
    whole = drawn(x, y, 300, 400, np.random.default_rng(1))
    assert whole.mean() == pytest.approx(np.corrcoef(x, y)[0, 1], abs=0.02)
    assert whole.std() == pytest.approx((1 - 0.29**2) / np.sqrt(299), rel=0.25)
    assert np.isnan(drawn(x[:5], y[:5], 15, 2, luck)).all()


def test_population_figures_show_what_they_are_given():
    luck = np.random.default_rng(4)
    table = pd.DataFrame(
        {"attuned_share": luck.random(100), "secure": (luck.random(100) > 0.4).astype(float)}
    )
    figure = security_draft(table, measures=["attuned_share"]).figure()
    shown = numbers(figure)
    assert shown["Families"].sum() == 100
    assert (shown["Share secure"] * shown["Families"]).sum() == pytest.approx(table["secure"].sum())
    found = np.array([0.1, 0.2, 0.2, np.nan])
    whole = correlated(table["attuned_share"].to_numpy(), table["secure"].to_numpy())
    samples = samples_draft(
        found, {10: found, 50: found}, size=10, whole=whole, published=(0.26, 0.22, 0.29)
    ).figure()
    assert sum(samples.data[0].y) == 3
    drawn_at = {shape.x0 for shape in samples.layout.shapes if shape.name == "published"}
    assert {0.22, 0.26} <= drawn_at
