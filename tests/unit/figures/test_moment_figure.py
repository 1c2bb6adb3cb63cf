import numpy as np
import pandas as pd
import pytest

from attune_sim import measures
from attune_sim.figures import Span, filmed, moment_figure, numbers
from attune_sim.figures.film.time_axis import MIDNIGHT, clock, ruptures
from attune_sim.procedures import still_face, strange_situation
from attune_sim.procedures.thresholds import GAZE


def trace_of(figure, name, **wanted):
    found = [t for t in figure.data if t.name == name and all(t[k] == v for k, v in wanted.items())]
    assert len(found) == 1
    return found[0]


def shaded(figure):
    """First and last second of each shaded stretch."""
    x = np.array(trace_of(figure, "Rupture").x, float)
    corners = (x.reshape(-1, 6)[:, :5] - MIDNIGHT) / 1000
    return [(int(c.min() + 0.5), int(c.max() - 0.5)) for c in corners]


def filled(figure, seconds):
    """Which seconds are filled in each lane of the strip."""
    strip = trace_of(figure, "Strip")
    lanes = len(figure.layout.yaxis3.tickvals)
    out = np.zeros((lanes, seconds), bool)
    corners = np.array(strip.x, float).reshape(-1, 6)[:, :5]
    middles = np.array(strip.y, float).reshape(-1, 6)[:, :4].mean(axis=1)
    for x, lane in zip((corners - MIDNIGHT) / 1000, middles, strict=True):
        out[round(lane), round(x.min() + 0.5) : round(x.max() + 0.5)] = True
    return out


def stretches(mask):
    """The same of a mask, by walking along it."""
    out, start = [], None
    for second, value in enumerate([*mask, False]):
        if value and start is None:
            start = second
        elif not value and start is not None:
            out.append((start, second - 1))
            start = None
    return out


@pytest.mark.parametrize("seconds", [60, 200, 600])
def test_what_is_drawn_is_what_was_given(record, seconds):
    series = record(seconds)
    figure = moment_figure(series, tolerance=0.1)
    thin = {"showlegend": False} if seconds > 400 else {}
    for name, field in (("Infant", "infant_engagement"), ("Caregiver", "caregiver_engagement")):
        np.testing.assert_array_equal(trace_of(figure, name, **thin).y, series[field])
    np.testing.assert_array_equal(trace_of(figure, "Distress, physiological").y, series["distress"])
    np.testing.assert_array_equal(trace_of(figure, "Distress, displayed").y, series["display"])
    np.testing.assert_array_equal(trace_of(figure, "Infant", **thin).x, clock(np.arange(seconds)))


@pytest.mark.parametrize("seconds", [80, 600])
def test_shading_is_the_ruptures_of_the_measures(record, seconds):
    gaps = np.random.default_rng(3).random(seconds)
    gaps[40:45] = np.nan
    series = record(seconds, caregiver_engagement=gaps)
    infant, caregiver = series["infant_engagement"], gaps
    mask, coded = measures.attuned(infant, caregiver, 0.2), measures.both_coded(infant, caregiver)
    drawn = shaded(moment_figure(series, tolerance=0.2))
    assert drawn == stretches(coded & ~mask)
    lengths = [last - first + 1 for first, last in drawn]
    assert lengths == measures.bout_lengths(coded & ~mask, coded).tolist()


def test_repairs_stand_at_the_step_back_with_their_latency():
    infant = np.full(12, 0.5)
    caregiver = np.array([0.0, 0.5, 0.5, 0.0, 0.0, 0.5, 0.5, np.nan, 0.0, 0.5, 0.0, 0.0])
    figure = moment_figure(
        {"infant_engagement": infant, "caregiver_engagement": caregiver}, tolerance=0.1
    )
    repairs = trace_of(figure, "Repair")
    np.testing.assert_array_equal(repairs.x, clock([1, 5, 9]))
    # Only of the second rupture was the beginning seen; the last was not repaired.
    assert list(repairs.customdata) == ["after 1 s or more", "after 2 s", "after 1 s or more"]


def test_known_latencies_are_those_of_the_measures(record):
    series = record(300)
    infant, caregiver = series["infant_engagement"], series["caregiver_engagement"]
    mask, coded = measures.attuned(infant, caregiver, 0.3), measures.both_coded(infant, caregiver)
    whole = [b.end - b.start for b in ruptures(mask, coded) if b.began and b.repaired]
    assert np.mean(whole) == pytest.approx(float(measures.repair_latency_s(mask, coded)))


def test_the_band_is_the_tolerance_around_the_infant(record):
    series = record(20)
    figure = moment_figure(series, tolerance=0.15)
    band = np.array(trace_of(figure, "Attuned within ±0.15").y[:-1], float).reshape(2, 20)
    infant = series["infant_engagement"]
    np.testing.assert_allclose(band[0], np.minimum(1, infant + 0.15))
    np.testing.assert_allclose(band[1][::-1], np.maximum(0, infant - 0.15))


def test_a_procedure_shows_its_episodes_absences_and_distance(families, texts, in_palette):
    population = families(1)
    film = strange_situation.record(population, age=365)
    trace, episodes = filmed(film, strange_situation.SCRIPT)
    assert len(trace) == film.lengths.sum()
    assert [e.seconds for e in episodes] == film.lengths[0].tolist()
    figure = moment_figure(trace, tolerance=0.1, episodes=episodes, distance=True)
    assert "caregiver and infant" in texts(figure)
    assert in_palette(figure)
    boundaries = {s.x0 for s in figure.layout.shapes if s.name == "boundary"}
    assert boundaries == set(clock(film.starts[0, 1:] - 0.5))
    absent = [s for s in figure.layout.shapes if s.name == "absent" and s.xref == "x"]
    away = stretches(trace["present"] == 0)
    assert [(s.x0, s.x1) for s in absent] == [
        tuple(clock([first - 0.5, last + 0.5])) for first, last in away
    ]
    drawn = np.array(trace_of(figure, "Distance").y, float)
    np.testing.assert_array_equal(np.isnan(drawn), trace["present"] == 0)
    assert list(numbers(figure)["Episode"]) == [e.name for e in strange_situation.SCRIPT]


def test_the_strip_has_the_phases_of_the_still_face_coding(families):
    film = still_face.record(families(1), age=150)
    trace, episodes = filmed(film, still_face.SCRIPT)
    figure = moment_figure(trace, tolerance=0.1, episodes=episodes)
    lanes = filled(figure, len(trace))
    for episode, span in enumerate(episodes):
        phases = still_face.phases(film, episode)[0]
        part = lanes[:5, span.start : span.start + span.seconds]
        np.testing.assert_array_equal(part.sum(axis=0), 1)
        np.testing.assert_array_equal(np.argmax(part, axis=0), phases)
    gaze = trace["infant_engagement"] >= GAZE
    np.testing.assert_array_equal(lanes[5], gaze)


def test_the_attuned_share_stands_beside_chance(record):
    series = record(120)
    caption = moment_figure(series, tolerance=0.1).layout.meta["caption"]
    share = measures.attuned_share(series["infant_engagement"], series["caregiver_engagement"], 0.1)
    assert f"{float(share):.0%} of 120 seconds" in caption
    assert "by chance" in caption


def test_alarming_moments_are_marked(record):
    alarm = np.zeros(50)
    alarm[[7, 30]] = 1
    figure = moment_figure(record(50, alarm=alarm), tolerance=0.1)
    np.testing.assert_array_equal(trace_of(figure, "Alarming moment").x, clock([7, 30]))


@pytest.mark.parametrize("seconds", [0, 1, 2])
def test_hardly_any_seconds_give_a_figure(record, seconds):
    figure = moment_figure(record(seconds), tolerance=0.1, episodes=[Span("play", 0, seconds)])
    assert len(trace_of(figure, "Infant").y) == seconds


def test_nothing_coded_gives_a_figure(record):
    blank = dict.fromkeys(record(30), np.full(30, np.nan))
    figure = moment_figure(blank, tolerance=0.1, distance=True)
    assert len(trace_of(figure, "Rupture").x) == 0
    assert "nan" not in figure.layout.meta["caption"]


def test_a_real_observation_needs_two_series_only():
    codes = pd.DataFrame({"infant_engagement": [0.5, 0.6], "caregiver_engagement": [0.5, 0.1]})
    figure = moment_figure(codes, tolerance=0.1, title="A <b>recording</b>")
    assert "&lt;b&gt;" in figure.layout.title.text
    assert shaded(figure) == [(1, 1)]
