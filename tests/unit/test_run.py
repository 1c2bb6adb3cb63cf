"""From a scenario to one row of outcomes."""

import json
import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import psutil
import pytest

from attune_sim import run
from attune_sim.errors import InputError
from attune_sim.life.course import Cancelled, Progress, live
from attune_sim.measurement import inner_state, observe
from attune_sim.outcomes import GROUPS, OUTCOMES, PATTERNS, SERIES, chosen
from attune_sim.population import populate
from attune_sim.scenario import load

SMALL = load("mixed-population").with_(infants=7, days=4)
PAIR = load("two-caregivers").with_(infants=3, days=4)


@pytest.fixture(scope="module")
def table():
    return run.infants(SMALL)[0]


def equal(one, other):
    """The same, bit for bit."""
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def close(one, other):
    """The same up to the order in which numbers are added."""
    pd.testing.assert_frame_equal(one, other, rtol=1e-12, atol=1e-12)


# --- the table ----------------------------------------------------------------------------------


def test_a_row_per_infant_holds_every_outcome_on_its_scale(table):
    assert len(table) == 7
    assert table["infant"].tolist() == list(range(7))
    assert (table["caregiver"] == 0).all()
    assert set(chosen(None)) <= set(table.columns)
    assert set(table["pattern"]) <= set(PATTERNS)
    for name in chosen(None):
        outcome = OUTCOMES[name]
        values = table[name].to_numpy(float)
        values = values[~np.isnan(values)]
        assert np.isfinite(values).all(), name
        if outcome.low is not None:
            assert (values >= outcome.low - 1e-9).all(), name
        if outcome.high is not None:
            assert (values <= outcome.high + 1e-9).all(), name


def test_two_caregivers_give_two_rows_an_infant():
    table = run.infants(PAIR)[0]
    assert table["infant"].tolist() == [0, 0, 1, 1, 2, 2]
    assert table["caregiver"].tolist() == [0, 1] * 3
    shared = table.groupby("infant")[
        ["prototype_relief", "prototype_alarm", "self_regulation"]
    ].nunique()
    assert (shared == 1).all(axis=None)
    own = table.groupby("infant")[
        ["expected_relief", "felt_security", "policy_display_gain"]
    ].nunique()
    assert (own == 2).all(axis=None)


def test_only_what_is_wanted_is_filmed(table, same):
    few = run.infants(SMALL, measures=["attuned_share", "policy"])[0]
    assert {"attuned_share", "attuned_share_surrogate", "policy_display_gain"} <= set(few.columns)
    assert not {"avoidance", "sensitivity_rating", "gaze_effect"} & set(few.columns)
    equal(few, table[few.columns])


def test_an_unknown_measure_is_refused():
    with pytest.raises(InputError, match="did you mean attuned_share"):
        run.infants(SMALL, measures=["atuned_share"])


def test_the_patterns_columns_say_what_the_pattern_says(table):
    for k in PATTERNS:
        assert (table[f"patterns_{k}"] == (table["pattern"] == k)).all()
    assert (
        table["attuned_share_above_chance"]
        == table["attuned_share"] - table["attuned_share_surrogate"]
    ).all()


def test_zero_days_are_lived_by_newborns(same):
    table, series = run.infants(SMALL.with_(days=0))
    assert series is None
    assert (table["policy_display_gain"] == 1).all()
    assert (table["expected_alarm"] == 0).all()
    row = run.summarise(table)
    assert set(row) == set(chosen(None))


def test_one_infant_of_one_day_is_enough():
    row = run.summarise(run.infants(SMALL.with_(infants=1, days=1))[0])
    assert set(row) == set(chosen(None))


def test_observing_changes_nobody_and_can_be_repeated(same):
    population = populate(SMALL)
    before = population.infants.tobytes(), population.bonds.tobytes()
    first, again, other = (observe(population, 30, repetition=r) for r in (0, 0, 1))
    assert (population.infants.tobytes(), population.bonds.tobytes()) == before
    equal(first, again)
    assert (other["attuned_share"] != first["attuned_share"]).mean() > 0.5
    assert (other["expected_relief"] == first["expected_relief"]).all()


def test_one_caregiver_is_observed_as_among_all():
    population = run.grown(PAIR.with_(infants=3, days=20))
    whole = observe(population, 20, measures=["attuned_share"])
    second = observe(population, 20, measures=["attuned_share"], caregivers=[1])
    expected = whole[whole["caregiver"] == 1].reset_index(drop=True)
    pd.testing.assert_frame_equal(second, expected)


def test_self_regulation_is_told_at_the_infants_age():
    population = populate(SMALL.with_(maturation=1.0))
    young, old = (inner_state(population, age)["self_regulation"] for age in (0, 365))
    assert (young < 0.6 * old).all()
    assert old == pytest.approx(population.infants["self_regulation"], rel=0.02)


def test_what_is_read_off_the_model_is_a_copy():
    population = populate(SMALL)
    before = population.bonds.tobytes(), population.infants.tobytes()
    for values in inner_state(population, 10).values():
        values[:] = -1
    assert (population.bonds.tobytes(), population.infants.tobytes()) == before


# --- nothing depends on how the work is cut -----------------------------------------------------


def test_chunks_and_threads_change_no_number(table, monkeypatch):
    whole, series = run.infants(SMALL, series_every=2)
    monkeypatch.setattr(run, "CHUNK", 3)
    assert [len(numbers) for numbers in run.parts(SMALL)] == [3, 3, 1]
    cut, cut_series = run.infants(SMALL, series_every=2, threads=2)
    close(cut, whole)
    equal(whole, table)
    close(cut_series, series)


def test_a_row_is_the_same_for_fewer_infants(table):
    close(run.infants(SMALL.with_(infants=2))[0], table[:2])


def test_the_seed_may_be_given_beside_the_scenario(table):
    equal(run.infants(SMALL, seed=SMALL.seed)[0], table)
    other = run.infants(SMALL, seed=99)[0]
    equal(other, run.infants(SMALL.with_(seed=99))[0])
    assert (other["attuned_share"] != table["attuned_share"]).any()


def test_days_may_be_lived_in_parts(same):
    one, other = populate(SMALL), populate(SMALL)
    live(one, 5)
    live(other, 2)
    live(other, 5, from_day=2, threads=2)
    same(one.infants, other.infants)
    same(one.bonds, other.bonds)


# --- progress, cancelling, memory ---------------------------------------------------------------


@pytest.mark.parametrize("series_every", [None, 1, 3])
@pytest.mark.parametrize("threads", [1, 2])
def test_progress_adds_up_to_all(series_every, threads, monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 3)
    done = []
    run.infants(
        SMALL,
        measures=["felt_security"],
        threads=threads,
        progress=Progress(report=done.append),
        series_every=series_every,
    )
    assert sum(done) == pytest.approx(1)
    assert min(done) > 0
    assert len(done) >= 3


def test_a_run_is_cancelled_when_it_is_next_asked(monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 2)
    with pytest.raises(Cancelled):
        run.infants(SMALL, progress=Progress(cancelled=lambda: True))
    done = []
    with pytest.raises(Cancelled):
        run.infants(SMALL, progress=Progress(done.append, lambda: sum(done) > 0.5))
    assert 0.5 < sum(done) < 0.9
    progress = Progress(cancelled=lambda: True)
    with pytest.raises(Cancelled):
        live(populate(SMALL), 3, threads=2, progress=progress)


def test_a_long_run_can_be_cancelled_before_its_end():
    """Blocks are short: it is asked many times within a long life."""
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 2

    done = []
    with pytest.raises(Cancelled):
        run.infants(
            load("good-enough").with_(infants=400, days=3_650),
            progress=Progress(done.append, cancelled),
        )
    assert len(asked) == 3
    assert sum(done) < 0.05


def test_a_table_that_does_not_fit_is_refused_before_anything_is_lived(monkeypatch):
    scenario = PAIR.with_(infants=1_000_000)
    need = 1_000_000 * 2 * run.ROW_BYTES

    def free(bytes_):
        memory = SimpleNamespace(available=bytes_)
        monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)

    free(need * 2)
    run.check_memory(scenario)
    free(need)
    with pytest.raises(InputError, match=r"infants = 1000000 needs about 1\.2 GB"):
        run.check_memory(scenario)
    with pytest.raises(InputError, match="fewer infants"):
        run.infants(scenario)


# --- the time series ----------------------------------------------------------------------------


def test_a_series_has_a_row_per_time_caregiver_and_measure():
    table, series = run.infants(PAIR.with_(days=7), measures=["felt_security"], series_every=3)
    assert series["day"].unique().tolist() == [3, 6, 7]
    assert len(series) == 3 * 2 * len(SERIES)
    assert series["measure"].unique().tolist() == list(SERIES)
    assert list(series.columns) == ["day", "caregiver", "measure", "mean", "sd", "n"]
    last = series[(series["day"] == 7) & (series["measure"] == "felt_security")]
    for which, row in last.set_index("caregiver").iterrows():
        own = table[table["caregiver"] == which]["felt_security"]
        assert row["mean"] == pytest.approx(own.mean())
        assert row["sd"] == pytest.approx(own.std(ddof=0))
        assert row["n"] == 3


def test_a_series_tells_how_many_met_that_day():
    """An infant may spend a day without one of its caregivers."""
    from attune_sim.scenario import CaregiverSpec

    seldom = PAIR.with_(
        infants=6,
        days=4,
        episodes_per_day=2,
        caregivers=(CaregiverSpec("often", 0.95), CaregiverSpec("seldom", 0.05)),
    )
    series = run.infants(seldom, measures=["felt_security"], series_every=1)[1]
    shares = series[series["measure"] == "attuned_share_everyday"]
    often, rare = (shares[shares["caregiver"] == k] for k in (0, 1))
    assert often["n"].mean() > 5
    assert rare["n"].mean() < 3
    assert (rare["mean"].isna() == (rare["n"] == 0)).all()
    assert (shares["mean"].dropna() <= 1).all()


def test_a_series_of_one_step_a_life_has_its_end():
    series = run.infants(SMALL, measures=["felt_security"], series_every=100)[1]
    assert series["day"].unique().tolist() == [4]


def test_a_series_of_newborns_is_their_birth():
    series = run.infants(SMALL.with_(days=0), measures=["felt_security"], series_every=1)[1]
    assert series["day"].unique().tolist() == [0]
    everyday = series[series["measure"].str.endswith("_everyday")]
    assert everyday["mean"].isna().all()
    assert (everyday["n"] == 0).all()


@pytest.mark.parametrize("series_every", [None, 2])
def test_what_is_observed_on_the_way_joins_the_series(series_every, monkeypatch):
    wanted = ["patterns_secure", "avoidance"]
    plain, regular = run.infants(PAIR, measures=wanted, series_every=series_every)
    monkeypatch.setattr(run, "CHUNK", 2)
    table, series = run.infants(
        PAIR, measures=wanted, series_every=series_every, observed_at=(1, PAIR.days, 400)
    )
    close(table, plain)
    seen = series["measure"].isin(wanted)
    if series_every:
        close(series[~seen].reset_index(drop=True), regular)
    else:
        assert seen.all()
        assert regular is None
    found = series[seen].set_index(["day", "caregiver", "measure"])
    assert set(found.index.get_level_values("day")) == {1, PAIR.days}
    young = populate(PAIR)
    live(young, 1)
    for day, rows in {1: observe(young, 1, measures=wanted), PAIR.days: table}.items():
        for caregiver, part in rows.groupby("caregiver"):
            for name in wanted:
                row = found.loc[day, caregiver, name]
                assert row["mean"] == pytest.approx(part[name].mean())
                assert row["sd"] == pytest.approx(part[name].std(ddof=0), abs=1e-6)
                assert row["n"] == len(part)


# --- one row ------------------------------------------------------------------------------------


def test_a_row_holds_means_and_shares(table):
    row = run.summarise(table)
    assert list(row) == list(chosen(None))
    assert row["attuned_share"] == pytest.approx(table["attuned_share"].mean())
    assert row["patterns_secure"] == (table["pattern"] == "secure").mean()
    assert sum(row[name] for name in GROUPS["patterns"]) == pytest.approx(1)


def test_a_row_of_chosen_measures_holds_those(table):
    row = run.summarise(table, ["patterns", "attuned_share"])
    assert tuple(row) == chosen(["patterns", "attuned_share"])
    assert "attuned_share_surrogate" in row


def test_what_is_undefined_for_some_is_the_mean_of_the_others_and_else_nan():
    table = pd.DataFrame(
        {
            "repair_latency_s": [2.0, math.nan, 4.0],
            "sensitivity_rating": [math.nan] * 3,
            "avoidance": [1.0, 2.0, 6.0],
        }
    )
    row = run.summarise(table)
    assert row["repair_latency_s"] == 3
    assert math.isnan(row["sensitivity_rating"])
    assert row["avoidance"] == 3
    assert len(row) == 3


def leaves(nested, path=()):
    for key, value in nested.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key)


def test_the_nested_row_has_every_outcome_in_its_place(table):
    row = run.summarise(table)
    nested = run.nested(row)
    assert set(leaves(nested)) == {OUTCOMES[name].path for name in chosen(None)}
    assert set(nested["patterns"]) == set(PATTERNS)
    assert set(nested["policy"]) == {"display_gain", "turning_away"}
    assert set(nested["distress"]) >= {"separation", "reunion"}
    assert set(nested["distress"]["separation"]) == {"physiological", "displayed"}
    assert nested["scales"]["avoidance"] == row["avoidance"]
    assert nested["attuned_share"] == row["attuned_share"]
    assert json.loads(json.dumps(nested, allow_nan=False)) == nested


def test_what_is_undefined_is_null():
    nested = run.nested({"repair_latency_s": math.nan, "patterns_secure": 0.5})
    assert nested == {"repair_latency_s": None, "patterns": {"secure": 0.5}}


# --- the story as a whole -----------------------------------------------------------------------
