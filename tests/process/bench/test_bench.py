"""The bench runs, says what it measured, and compares like with like. No time is asserted."""

import json
import sys

import numpy as np
import pytest
from rich.console import Console

from attune_sim.bench import append_record, run_bench
from attune_sim.bench.plain_mesa import PlainMesa
from attune_sim.cli.bench import table
from attune_sim.dyad import days
from attune_sim.population import populate
from attune_sim.scenario import load

SIZES = (1, 3)


@pytest.fixture(scope="module")
def measured():
    """A result of the smallest bench, and what was reported meanwhile."""
    reported = []
    result = run_bench(
        reported.append,
        sizes=SIZES,
        dyads=4,
        turns=1,
        mesa_seconds=150,
        engine_seconds=1_000,
        days=1,
        runs=10,
        long_runs=1,
        many_runs=20,
    )
    return result, reported


def test_every_figure_is_there(measured):
    result, _ = measured
    sizes = {str(size) for size in SIZES}
    for figure in ("ratio_to_mesa", "mesa_dyad_seconds_per_s", "engine_dyad_seconds_per_s"):
        assert result[figure].keys() == sizes
        assert all(isinstance(x, float) and x > 0 for x in result[figure].values())
    assert isinstance(result["all_cores_ratio"], float)
    assert result["lanes_ratio"].keys() == {"good-enough", "mixed-population"}
    assert all(ratio > 0 for ratio in result["lanes_ratio"].values())
    assert result["family_ratio"] > 0
    assert result["couple_ratio"] > 0
    assert result["growth_ratio"] > 0
    assert 0 <= result["outside_kernel_share"] <= 1
    assert result["dyad_year_ms"] > 0
    assert result["bond_bytes"] > 500
    assert result["sweep_ratio"] > 0
    assert result["sweep_cores_ratio"] > 0
    assert result["start_ratio"] > 1
    assert result["first_use_ratio"] > 1
    if sys.platform != "win32":
        assert 0.5 < result["memory_ratio"] < 2
    assert result["measured"]["turns"] == 1
    assert result["machine"]["cores"] >= 1
    assert {"python", "numba", "mesa"} <= result["machine"].keys()


def test_a_ratio_is_made_of_the_two_speeds(measured):
    result, _ = measured
    for size, ratio in result["ratio_to_mesa"].items():
        speeds = [result[f"{side}_dyad_seconds_per_s"][size] for side in ("engine", "mesa")]
        assert ratio == pytest.approx(speeds[0] / speeds[1], rel=0.01)


def test_what_is_measured_is_reported_in_words(measured):
    _, reported = measured
    assert len(reported) == len(SIZES) + 10
    assert all(isinstance(words, str) and words for words in reported)


def test_the_table_shows_every_figure(measured):
    result, _ = measured
    console = Console(width=200)
    with console.capture() as capture:
        console.print(table(result))
    text = capture.get()
    for words in (
        "1 dyad",
        "3 dyads",
        "all cores",
        "side by side, mixed-population",
        "outside the engine",
        "year",
        "bytes",
        "a sweep",
        "help",
        "first use",
        "as many runs",
    ):
        assert words in text


def test_records_are_added_line_by_line(measured, tmp_path):
    result, _ = measured
    path = tmp_path / "kept" / "history.jsonl"
    append_record(result, path)
    append_record(result, path)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(records) == 2
    for record in records:
        assert record.pop("when").startswith("20")
        assert record == result


# --- plain Mesa does the same as the engine -------------------------------------------------------


@pytest.fixture(scope="module")
def two_ways():
    """Forty families that lived a day as plain Mesa agents, and in the engine."""
    population = populate(load("good-enough").with_(infants=40))
    plain = PlainMesa(population, day=180, rng=3)
    mechanism = population.mechanisms[0]
    for _ in range(mechanism["episode_seconds"] * mechanism["episodes_per_day"]):
        plain.step()
    days.live(population.rows, 180, 1)
    return list(plain.agents), population


def test_plain_agents_live_whole_days_and_learn(two_ways):
    dyads, population = two_ways
    assert len(dyads) == len(population)
    assert {(d.day, d.episode, d.seconds_left) for d in dyads} == {(181, 0, 0)}
    assert sum(dyad.infant.log_display_gain != 0.0 for dyad in dyads) > len(dyads) / 2
    for dyad, infant in zip(dyads, population.infants, strict=True):
        assert dyad.infant.number == infant["number"]
        assert dyad.infant.capacity == infant["capacity"]


@pytest.mark.parametrize("tally", ["day_attuned", "day_ruptures", "day_distress", "day_display"])
def test_plain_agents_and_engine_agree_but_for_their_luck(two_ways, tally):
    dyads, population = two_ways
    bonds = population.bonds
    engine = bonds[tally] / bonds["day_seconds"]
    plain = np.array([getattr(d.caregivers[0], tally) / d.caregivers[0].day_seconds for d in dyads])
    # Means of so many families differ by chance; four standard errors of the difference.
    error = np.sqrt(engine.var() / len(engine) + plain.var() / len(plain))
    assert abs(plain.mean() - engine.mean()) < 4 * error


def test_an_infant_of_two_caregivers_is_with_one_at_a_time():
    population = populate(load("two-caregivers").with_(infants=2, episode_seconds=10))
    plain = PlainMesa(population, day=180)
    for _ in range(10 * int(population.mechanisms["episodes_per_day"][0])):
        plain.step()
    for dyad in plain.agents:
        seconds = [caregiver.day_seconds for caregiver in dyad.caregivers]
        assert sum(seconds) == 10 * dyad.infant.episodes_per_day
        assert all(s % 10 == 0 for s in seconds)


def test_the_families_it_begins_with_are_left_as_they_were(same):
    population = populate(load("good-enough").with_(infants=2))
    before = population.copy()
    PlainMesa(population).step()
    same(population.infants, before.infants)
    same(population.bonds, before.bonds)


def test_plain_dyads_share_their_constants():
    one, other = PlainMesa(populate(load("good-enough").with_(infants=2))).agents
    assert one.infant.need_relief is other.infant.need_relief
    assert one.caregivers[0].following is other.caregivers[0].following
