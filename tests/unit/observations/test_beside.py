"""Real films beside simulated ones that are coded by the same rule."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from attune_sim.errors import InputError
from attune_sim.observations.beside import below, beside
from attune_sim.observations.compatible_traits import (
    SILENT,
    TELLS,
    UNKNOWN,
    checked,
    compatible,
    summaries,
    with_even_traits,
)
from attune_sim.observations.dyads import measured, values_of
from attune_sim.observations.simulated import check, coded, levels, seen
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import load

FINE = """
[infant]
tracks = ["infant"]
scale = [0, 20]
[caregiver]
tracks = ["caregiver"]
scale = [0, 20]
"""
ROUGH = """
[infant]
tracks = ["infant"]
codes = { up = 1.0, middle = 0.4, down = 0.0 }
[caregiver]
tracks = ["caregiver"]
codes = { up = 1.0, down = 0.0 }
"""


@pytest.fixture(scope="module")
def people():
    return load("mixed").with_(days=2)


@pytest.fixture(scope="module")
def played(people):
    """What a coder sees of thirty families in 90 seconds."""
    return seen(people.with_(infants=30), 90)


def as_csv(infant, caregiver, words):
    lines = ["onset,offset,infant,caregiver"]
    pairs = zip(infant, caregiver, strict=True)
    lines += [f"{k},{k + 1},{words(0, a)},{words(1, b)}" for k, (a, b) in enumerate(pairs)]
    return "\n".join(lines) + "\n"


def as_events(infant, caregiver, words):
    """Each stretch of the same code is an event, as coders write it."""
    lines = ["onset,offset,person,code"]
    for who, values in enumerate((infant, caregiver)):
        edges = [0, *(np.flatnonzero(np.diff(values)) + 1), len(values)]
        person = ("infant", "caregiver")[who]
        lines += [
            f"{start},{end},{person},{words(who, values[start])}"
            for start, end in itertools.pairwise(edges)
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("unit", [1, 1.5, 2, 5])
@pytest.mark.parametrize("rule", ["middle", "longest", "mean", "any"])
def test_a_simulated_film_is_coded_as_the_same_film_in_a_file(write, mapping, played, unit, rule):
    rules = mapping(f'unit = {unit}\nrule = "{rule}"', ROUGH)
    names = [{0.0: "down", 0.4: "middle", 1.0: "up"}, {0.0: "down", 1.0: "up"}]
    by_second = coded(played, mapping("", ROUGH), (played.infant[0], played.caregiver[0]))
    k = 3
    text = as_events(by_second[0][k], by_second[1][k], lambda who, v: names[who][round(v, 6)])
    (real,) = measured([write(text)], rules).series
    same = coded(played, rules, real)
    assert np.allclose(same[0][k], real[0], equal_nan=True)
    assert np.allclose(same[1][k], real[1], equal_nan=True)


def test_a_coder_writes_the_nearest_code(mapping, played):
    infant, caregiver = coded(played, mapping("", ROUGH), (played.infant[0], played.caregiver[0]))
    assert set(np.unique(infant)) <= {0.0, 0.4, 1.0}
    assert set(np.unique(caregiver)) <= {0.0, 1.0}
    assert np.array_equal(caregiver == 1.0, played.caregiver > 0.5)
    assert np.allclose(levels(mapping("", FINE).infant), np.linspace(0, 1, 21))


def test_gaps_are_kept(mapping, played):
    infant = np.full(90, 0.5)
    infant[10:30] = np.nan
    values, others = coded(played, mapping("", FINE), (infant, np.zeros(60)))
    assert np.isnan(values[:, 10:30]).all()
    assert np.isfinite(values[:, 30:]).all()
    assert others.shape == (30, 60)


@pytest.mark.parametrize(
    ("lines", "units", "said"),
    [("unit = 0.5", 100, "at least 1 s"), ("", 1801, "too long"), ("unit = 5", 400, "too long")],
)
def test_what_cannot_be_simulated_is_told(mapping, lines, units, said):
    with pytest.raises(InputError, match=said):
        check(mapping(lines), units)


def test_categories_have_no_place_beside_the_model(mapping):
    named = FINE.replace("scale = [0, 20]", 'codes = { up = "up", down = "down" }')
    with pytest.raises(InputError, match="give codes numbers"):
        check(mapping("", named), 100)


def test_places_of_families_of_the_same_scenario_are_spread_evenly(write, mapping, people, played):
    """Simulated films in place of real ones: their places are those of any family."""
    rules = mapping("", FINE)
    both = coded(played, rules, (played.infant[0], played.caregiver[0]))
    paths = [
        write(as_csv(a, b, lambda _, v: round(20 * v)), f"{k}.csv")
        for k, (a, b) in enumerate(zip(*both, strict=True))
    ]
    found = beside(measured(paths, rules), rules, people.with_(seed=77), families=200)
    places = found.table.pivot_table(index="dyad", columns="measure", values="below")
    for name in ("attuned_share", "transitions_per_min", "next_step_repair"):
        assert abs(places[name].mean() - 0.5) < 0.2, name
        assert places[name].min() < 0.3
        assert places[name].max() > 0.7
    inside = (found.table["families_low"] <= found.table["value"]) & (
        found.table["value"] <= found.table["families_high"]
    )
    assert 0.75 < inside.mean() < 0.99
    sample = found.sample.set_index("measure")
    assert sample.loc["attuned_share", "dyads"] == 30
    assert 0.5 < (sample["sd"] / sample["families_sd"]).median() < 2


def test_the_measures_are_those_of_measure(write, mapping, played):
    rules = mapping("", FINE)
    both = coded(played, rules, (played.infant[0], played.caregiver[0]))
    text = as_csv(both[0][0], both[1][0], lambda _, v: round(20 * v))
    table = measured([write(text)], rules).table
    for name, values in values_of(*both, rules.tolerance, 1.0).items():
        assert values[0] == pytest.approx(table[name][0], nan_ok=True)


def test_shares_below():
    simulated = np.array([1.0, 2.0, 2.0, 3.0])
    assert below(simulated, 2.0) == 0.5
    assert below(simulated, 0.0) == 0
    assert below(simulated, 9.0) == 1
    assert np.isnan(below(simulated, np.nan))
    assert np.isnan(below(simulated[:0], 1.0))


# --- traits ---------------------------------------------------------------------------------------


def toy(noise, count=3000, seed=5):
    """Films whose summaries follow two traits, with noise; drawn evenly from the whole range."""
    random = np.random.default_rng(seed)
    traits = {name: random.random(count) for name in ("repair_rate", "following")}
    clean = np.column_stack([traits["repair_rate"], traits["following"] ** 2, random.random(count)])
    return clean + noise * random.standard_normal(clean.shape), traits


def test_traits_that_films_show_are_recovered():
    films, traits = toy(0.05)
    real = np.array([0.3, 0.8**2, 0.5])
    found = compatible(films, traits, real).table.set_index("trait")
    for name, true in (("repair_rate", 0.3), ("following", 0.8)):
        row = found.loc[name]
        assert row["low"] < true < row["high"]
        assert row["high"] - row["low"] < 0.35
        assert row["recovered"] > 0.9
        assert 0.84 < row["covered"] < 0.97
        assert row["answer"] == TELLS


def test_films_that_show_nothing_tell_nothing():
    films, traits = toy(0.05)
    random = np.random.default_rng(8)
    found = compatible(random.standard_normal(films.shape), traits, np.zeros(3)).table
    assert set(found["answer"]) == {SILENT}
    assert (found["recovered"].abs() < 0.25).all()
    assert (found["high"] - found["low"] > 0.7).all()


def test_a_film_like_no_simulated_one_gets_no_values():
    films, traits = toy(0.05)
    found = compatible(films, traits, np.array([4.0, -3.0, 0.5]))
    assert found.unlike < 0.01
    assert set(found.table["answer"]) == {UNKNOWN}
    assert found.table[["low", "median", "high"]].isna().all(axis=None)


def test_intervals_stay_in_the_range():
    films, traits = toy(0.2)
    found = compatible(films, traits, np.array([0.02, 0.98, 0.5])).table
    assert (found["low"] >= 0).all()
    assert (found["high"] <= 1).all()


def test_summaries_tell_who_comes_first():
    random = np.random.default_rng(2)
    infant = random.random((4, 100))
    follower = np.roll(infant, 1, axis=1)
    forward, backward = summaries(infant, follower, 0.1, 1.0), summaries(follower, infant, 0.1, 1.0)
    assert np.isfinite(forward[:, :9]).all()
    assert not np.allclose(forward, backward)


def test_prior_values_are_spread_over_the_whole_range(people):
    names = checked(["repair_rate", "reactivity"])
    drawn = seen(with_even_traits(people, names).with_(infants=400), 5, traits=names).traits
    for name in names:
        low, high = PARAMETERS[name].low, PARAMETERS[name].high
        part = (drawn[name] - low) / (high - low)
        assert part.min() < 0.05
        assert part.max() > 0.95
        assert abs(part.mean() - 0.5) < 0.05


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["alarming_moments"], "taken for a verdict"),
        (["intrusiveness"], "taken for a verdict"),
        (["repair_rat"], "did you mean repair_rate"),
        (["repair_rate", "following", "misreading", "reactivity", "signal_clarity"], "at most 4"),
    ],
)
def test_traits_that_are_not_asked_about(names, said):
    with pytest.raises(InputError, match=said):
        checked(names)
