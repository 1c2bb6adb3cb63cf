"""Running a sweep: the same rows however it is run, stopped and gone on with."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from attune_sim import run
from attune_sim.errors import InputError
from attune_sim.scenario import CaregiverSpec, Scenario
from attune_sim.sweep import (
    Level,
    SweepSpec,
    load_spec,
    plan,
    planning,
    read,
    read_series,
    run_sweep,
    runner,
)
from attune_sim.sweep.batches import BLOCK_INFANTS, batch, compute, replication_seed
from attune_sim.sweep.design import points, scenario_at

SHORT = {"episodes_per_day": 1, "episode_seconds": 20}


def parts(out):
    return {p.name: p.read_bytes() for p in sorted((out / "runs").glob("*"))}


def test_a_row_a_run(small, tmp_path):
    result = run_sweep(small, tmp_path / "out")
    assert (result.rows_written, result.rows_total, result.already_there) == (12, 12, 0)
    rows = read(result.out)
    assert list(rows.columns) == [
        "run", "point", "replication", "seed", "scenario", "responsiveness", "consistency",
        "infants", "days", "felt_security", "self_regulation",
    ]  # fmt: skip
    assert list(rows["run"]) == list(range(12))
    assert list(rows["point"]) == [k // 2 for k in range(12)]
    assert list(rows["replication"]) == [0, 1] * 6
    assert list(rows["consistency"][:6]) == [0.1, 0.1, 0.5, 0.5, 0.9, 0.9]
    assert set(rows["infants"]) == {3}
    assert np.isfinite(rows["felt_security"]).all()
    assert len(rows["felt_security"].unique()) > 1


@pytest.mark.slow
def test_the_same_files_whatever_the_number_of_processes(small, tmp_path, three_a_batch):
    for jobs in (1, 2):
        assert run_sweep(small, tmp_path / f"{jobs}", jobs=jobs).rows_written == 12
    alone, together = parts(tmp_path / "1"), parts(tmp_path / "2")
    assert len(alone) == 4
    assert alone == together


def test_the_same_rows_whatever_the_batches(small, tmp_path, monkeypatch):
    run_sweep(small, tmp_path / "one")
    monkeypatch.setattr(planning, "BATCH_SECONDS", 1e-9)
    run_sweep(small, tmp_path / "many")
    assert len(parts(tmp_path / "many")) == 12
    assert_frame_equal(read(tmp_path / "one"), read(tmp_path / "many"), rtol=1e-12)


def test_short_runs_in_one_block_are_as_each_run_by_itself():
    two = (CaregiverSpec("one", 0.7), CaregiverSpec("other", 0.3, {"responsiveness": 0.2}))
    spec = SweepSpec(
        "x",
        (Scenario("a", infants=2, days=1), Scenario("b", infants=3, days=2, caregivers=two)),
        replications=2,
        vary={"home_minutes": (5, 6), "episode_seconds": (20, 30)},
        fixed={"episodes_per_day": 1},
        levels=(Level("calm", {"distress_share": 0.0}), Level("cry", {"distress_share": 1.0})),
    )
    design = points(spec)
    whole = batch(spec, design, len(design) * spec.replications, 0)
    rows, series = compute(spec, whole)
    assert series is None
    assert len(rows) == 32
    for row in rows.iloc[::3].to_dict("records"):
        alone = scenario_at(spec, design[row["point"]])
        table, _ = run.infants(alone, seed=row["seed"], measures=spec.measures)
        wanted = run.summarise(table, spec.measures)
        np.testing.assert_allclose(
            [row[name] for name in wanted], list(wanted.values()), rtol=1e-9, atol=1e-12
        )


def test_runs_with_more_infants_than_a_block_are_run_by_themselves():
    scenario = Scenario(infants=BLOCK_INFANTS + 1, days=0, parameters=SHORT)
    spec = SweepSpec("x", (scenario,), replications=2, measures=["felt_security", "policy"])
    rows, _ = compute(spec, batch(spec, points(spec), 2, 0))
    assert list(rows["infants"]) == [BLOCK_INFANTS + 1] * 2


def luck(kind):
    # The coder's error has no part in felt security: points differ by luck only.
    return SweepSpec(
        "x",
        (Scenario(infants=2, days=3, parameters=SHORT),),
        replications=2,
        measures=("felt_security",),
        vary={"coder_error": (0.1, 0.5, 1.0)},
        luck=kind,
    )


def test_common_luck_pairs_the_points(tmp_path):
    rows = read(run_sweep(luck("common"), tmp_path / "out").out)
    same = ["seed", "felt_security"]
    assert (
        len(rows[same].drop_duplicates())
        == len(rows[["replication", *same]].drop_duplicates())
        == 2
    )


def test_independent_luck_does_not(tmp_path):
    rows = read(run_sweep(luck("independent"), tmp_path / "out").out)
    assert rows["seed"].nunique() == 6
    assert rows["felt_security"].nunique() == 6


def test_seeds_follow_from_the_sweeps_seed_and_the_replication_only():
    common = luck("common")
    seeds = {replication_seed(common, r, point=0) for r in range(200)}
    assert len(seeds) == 200
    assert all(0 <= s < 2**63 for s in seeds)
    assert max(seeds) > 2**60
    assert replication_seed(common, 5, point=3) == replication_seed(common, 5, point=0)
    other = SweepSpec("x", common.scenarios, seed=2)
    assert replication_seed(other, 5, point=0) != replication_seed(common, 5, point=0)


def test_more_replications_leave_the_earlier_ones_as_they_are(tmp_path):
    scenario = Scenario(infants=2, days=2, parameters=SHORT)
    few, many = (
        read(
            run_sweep(
                SweepSpec(
                    "x", (scenario,), replications=n, measures=("felt_security",),
                    vary={"responsiveness": (0.2, 0.8)},
                ),
                tmp_path / str(n),
            ).out
        ).set_index(["point", "replication"])["felt_security"]
        for n in (2, 3)
    )  # fmt: skip
    np.testing.assert_allclose(few, many.loc[few.index], rtol=1e-12)


def test_levels_and_scenarios_are_columns(tmp_path):
    spec = SweepSpec(
        "x",
        (Scenario("a", infants=2, days=2), Scenario("b", infants=3, days=2)),
        fixed=SHORT,
        measures=("policy_turning_away",),
        levels=(Level("full"), Level("frozen", {"learning_rate": 0.0})),
    )
    rows = read(run_sweep(spec, tmp_path / "out").out)
    assert list(rows["scenario"]) == ["a", "a", "b", "b"]
    assert list(rows["level"]) == ["full", "frozen"] * 2
    assert list(rows["infants"]) == [2, 2, 3, 3]
    assert "learning_rate" not in rows
    by_level = rows.pivot_table(index="scenario", columns="level", values="policy_turning_away")
    assert by_level["frozen"]["a"] == pytest.approx(by_level["frozen"]["b"], rel=1e-12)
    assert (abs(by_level["full"] - by_level["frozen"]) > 1e-9).all()


def test_a_time_series_goes_to_its_own_parts(spec_file, tmp_path, three_a_batch):
    spec = load_spec(spec_file(replace={"days = 2": "days = 5\nseries = 2"}))
    result = run_sweep(spec, tmp_path / "out")
    series = read_series(result.out)
    assert (series.groupby("run")["day"].unique().map(list) == [[2, 4, 5]] * 12).all()
    assert list(series.columns[:7]) == [
        "run", "point", "replication", "seed", "scenario", "responsiveness", "consistency",
    ]  # fmt: skip
    rows = read(result.out).set_index("run")
    last = series[(series["day"] == 5) & (series["measure"] == "felt_security")].set_index("run")
    np.testing.assert_allclose(last["mean"], rows["felt_security"], rtol=1e-12)
    assert set(last["n"]) == {3}
    assert len(list((result.out / "series").iterdir())) == 4
    for path in (result.out / "series").iterdir():
        if path.name.endswith("2.parquet"):
            path.unlink()
    assert run_sweep(spec, result.out).rows_written == 3
    assert_frame_equal(read_series(result.out), series)


def test_without_a_time_series_there_is_none_to_read(small, tmp_path):
    out = run_sweep(small, tmp_path / "out").out
    assert not (out / "series").exists()
    with pytest.raises(InputError, match="series = 7"):
        read_series(out)


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 0xFF
    path.write_bytes(bytes(content))


DAMAGE = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "one byte changed": flip,
    "another part": lambda path: path.write_bytes(
        path.with_name("part-000000.parquet").read_bytes()
    ),
    "another table": lambda path: pd.DataFrame({"run": [3, 4, 5]}).to_parquet(path),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_part_is_mended_and_said(small, tmp_path, three_a_batch, how):
    run_sweep(small, tmp_path / "out")
    before = parts(tmp_path / "out")
    DAMAGE[how](tmp_path / "out" / "runs" / "part-000001.parquet")
    told = []
    result = run_sweep(small, tmp_path / "out", report=told.append)
    assert (result.rows_written, result.already_there) == (3, 9)
    assert result.recomputed == (() if how == "deleted" else ("part-000001.parquet",))
    assert parts(tmp_path / "out") == before
    assert told[0] == pytest.approx(0.75)
    assert sum(told) == pytest.approx(1.0)


def test_a_finished_sweep_is_left_as_it_is(small, tmp_path, monkeypatch):
    run_sweep(small, tmp_path / "out")
    before = parts(tmp_path / "out")
    monkeypatch.setattr(runner, "compute", None)  # nothing may be computed
    result = run_sweep(small, tmp_path / "out")
    assert (result.rows_written, result.rows_total, result.already_there) == (0, 12, 12)
    assert parts(tmp_path / "out") == before


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_stop_keeps_what_is_finished(small, tmp_path, three_a_batch, jobs):
    told = []

    def stop(share):
        told.append(share)
        if sum(told) > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_sweep(small, tmp_path / "out", jobs=jobs, report=stop)
    kept = parts(tmp_path / "out")
    assert 1 <= len(kept) < 4
    assert all(name.startswith("part-") for name in kept)
    assert len(read(tmp_path / "out")) == 3 * len(kept)
    result = run_sweep(small, tmp_path / "out")
    assert result.already_there == 3 * len(kept)
    run_sweep(small, tmp_path / "undisturbed")
    assert parts(tmp_path / "out") == parts(tmp_path / "undisturbed")


def test_a_begun_folder_keeps_its_batches(small, tmp_path, three_a_batch, monkeypatch):
    run_sweep(small, tmp_path / "out")
    before = parts(tmp_path / "out")
    (tmp_path / "out" / "runs" / "part-000003.parquet").unlink()
    monkeypatch.setattr(planning, "BATCH_SECONDS", 1e-9)
    run_sweep(small, tmp_path / "out")
    assert parts(tmp_path / "out") == before


@pytest.mark.parametrize("jobs", [0, -2, 1.5, True, 100_000])
def test_jobs_is_a_whole_number(small, tmp_path, jobs):
    with pytest.raises(InputError, match="jobs = "):
        run_sweep(small, tmp_path / "out", jobs=jobs)
    assert not (tmp_path / "out").exists()


def test_a_plan_counts_and_weighs_the_work(small):
    planned = plan(small)
    assert (planned.points, planned.runs) == (6, 12)
    scenario = Scenario(infants=60, days=365)
    year = SweepSpec("x", (scenario,), replications=100, measures=("felt_security",))
    twice = SweepSpec("x", (scenario.with_(infants=120),), replications=100, measures=year.measures)
    assert plan(twice).seconds == pytest.approx(2 * plan(year).seconds, rel=0.02)
    assert plan(year).batches * plan(year).runs_per_batch >= 100
    assert plan(twice).runs_per_batch <= plan(year).runs_per_batch
    daily = SweepSpec(
        "x", (Scenario(infants=1, days=3650, parameters=SHORT),), replications=1000, series=1,
        measures=("felt_security",),
    )  # fmt: skip
    assert plan(daily).runs_per_batch * 36_500 <= planning.SERIES_ROWS
