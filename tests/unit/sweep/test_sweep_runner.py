"""Running a sweep: the same rows however it is run, stopped and resumed."""

import time

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from attune_sim import run
from attune_sim.dyad import days
from attune_sim.errors import InputError
from attune_sim.scenario import CaregiverSpec, Scenario
from attune_sim.sweep import (
    Level,
    SweepSpec,
    Workers,
    load_spec,
    plan,
    read,
    read_series,
    run_sweep,
    workload,
)
from attune_sim.sweep.batch import BLOCK_INFANTS, batch, compute, replication_seed
from attune_sim.sweep.points import points, scenario_at
from attune_sim.sweep.pool import backends, base, local

SHORT = {"episodes_per_day": 1, "episode_seconds": 20}


def parts(out):
    return {p.name: p.read_bytes() for p in sorted((out / "runs").glob("*"))}


def test_a_row_a_run(small, tmp_path):
    result = run_sweep(small, tmp_path / "out")
    assert (result.rows_written, result.rows_total, result.already_there) == (12, 12, 0)
    rows = read(result.out)
    assert list(rows.columns) == [
        "run", "point", "replication", "seed", "scenario", "responsiveness", "consistency",
        "infants", "days", "error", "felt_security", "self_regulation",
    ]  # fmt: skip
    assert rows["error"].isna().all()
    assert list(rows["run"]) == list(range(12))
    assert list(rows["point"]) == [k // 2 for k in range(12)]
    assert list(rows["replication"]) == [0, 1] * 6
    assert list(rows["consistency"][:6]) == [0.1, 0.1, 0.5, 0.5, 0.9, 0.9]
    assert set(rows["infants"]) == {3}
    assert np.isfinite(rows["felt_security"]).all()
    assert len(rows["felt_security"].unique()) > 1


def test_the_same_rows_whatever_the_batches(small, tmp_path, monkeypatch):
    run_sweep(small, tmp_path / "one")
    monkeypatch.setattr(workload, "BATCH_SECONDS", 1e-9)
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
    whole = batch(spec, design, 0, range(len(design) * spec.replications))
    rows, series, infants = compute(spec, whole)
    assert series is None
    assert infants is None
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
    rows, *_ = compute(spec, batch(spec, points(spec), 0, range(2)))
    assert list(rows["infants"]) == [BLOCK_INFANTS + 1] * 2


def drawn(kind):
    # The coder's error has no part in felt security: points differ by chance only.
    return SweepSpec(
        "x",
        (Scenario(infants=2, days=3, parameters=SHORT),),
        replications=2,
        measures=("felt_security",),
        vary={"coder_error": (0.1, 0.5, 1.0)},
        random_numbers=kind,
    )


def test_common_luck_pairs_the_points(tmp_path):
    rows = read(run_sweep(drawn("common"), tmp_path / "out").out)
    same = ["seed", "felt_security"]
    assert (
        len(rows[same].drop_duplicates())
        == len(rows[["replication", *same]].drop_duplicates())
        == 2
    )


def test_independent_luck_does_not(tmp_path):
    rows = read(run_sweep(drawn("own"), tmp_path / "out").out)
    assert rows["seed"].nunique() == 6
    assert rows["felt_security"].nunique() == 6


def test_seeds_follow_from_the_sweeps_seed_and_the_replication_only():
    common = drawn("common")
    seeds = {replication_seed(common, r, point=0) for r in range(200)}
    assert len(seeds) == 200
    assert all(0 <= s < 2**53 for s in seeds)
    assert max(seeds) > 2**50
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
    monkeypatch.setattr(local, "compute", None)  # nothing may be computed
    result = run_sweep(small, tmp_path / "out")
    assert (result.rows_written, result.rows_total, result.already_there) == (0, 12, 12)
    assert parts(tmp_path / "out") == before


def test_a_begun_folder_keeps_its_batches(small, tmp_path, three_a_batch, monkeypatch):
    run_sweep(small, tmp_path / "out")
    before = parts(tmp_path / "out")
    (tmp_path / "out" / "runs" / "part-000003.parquet").unlink()
    monkeypatch.setattr(workload, "BATCH_SECONDS", 1e-9)
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
    assert plan(daily).runs_per_batch * 36_500 <= workload.SERIES_ROWS


# --- runs that fail -------------------------------------------------------------------------------


def poisoned(monkeypatch, bad, error):
    """Let the engine fail wherever an infant has this responsiveness."""
    live = days.live

    def fail(rows, *arguments, **more):
        if (rows.caregivers["responsiveness"] == bad).any():
            raise error
        return live(rows, *arguments, **more)

    monkeypatch.setattr(days, "live", fail)


@pytest.mark.parametrize("series", ["", "series = 1\n"])
def test_a_run_that_fails_is_recorded_and_the_others_go_on(
    spec_file, tmp_path, monkeypatch, three_a_batch, series
):
    spec = load_spec(spec_file(replace={"days = 2": f"days = 2\n{series}"}))
    whole = read(run_sweep(spec, tmp_path / "whole").out)
    with monkeypatch.context() as patch:
        poisoned(patch, 0.8, MemoryError("not\nenough"))
        result = run_sweep(spec, tmp_path / "out")
    assert (result.rows_written, result.failed) == (12, 6)
    rows = read(result.out)
    failed = rows["responsiveness"] == 0.8
    assert set(rows["error"][failed]) == {"MemoryError: not enough"}
    assert rows["error"][~failed].isna().all()
    assert rows.loc[failed, list(spec.measures)].isna().all(axis=None)
    assert_frame_equal(rows[~failed], whole[~failed], rtol=1e-12)
    if series:
        assert set(read_series(result.out)["run"]) == set(rows["run"][~failed])
    # Failed runs are finished, unless they are to be tried again.
    again = run_sweep(spec, result.out)
    assert (again.rows_written, again.failed) == (0, 6)
    again = run_sweep(spec, result.out, retry_failed=True)
    assert (again.failed, again.recomputed) == (0, ())
    assert 6 <= again.rows_written < 12
    assert_frame_equal(read(result.out), whole, rtol=1e-12)


def test_values_that_cannot_stand_together_fail_at_their_point_only(tmp_path, monkeypatch):
    spec = SweepSpec(
        "x", (Scenario(infants=1, days=0, parameters={"need_high": 0.6}),), replications=2,
        measures=("felt_security",), vary={"need_low": (0.2, 0.7)},
    )  # fmt: skip
    with pytest.raises(InputError, match=r"point 1 \(need_low = 0.7\): need_low = 0.7 is above"):
        run_sweep(spec, tmp_path / "out")
    monkeypatch.setattr(workload, "_sample", lambda count: [0])  # as in a large sweep
    rows = read(run_sweep(spec, tmp_path / "out").out)
    assert list(rows["error"].notna()) == [False, False, True, True]
    assert rows["error"][2].startswith("need_low = 0.7 is above need_high")
    assert list(rows["infants"]) == [1] * 4


def test_a_fault_in_one_of_many_short_runs_is_found_out(small, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        poisoned(patch, 0.2, ValueError("odd"))
        result = run_sweep(small, tmp_path / "out")
    assert result.failed == 6
    rows = read(result.out)
    assert (rows["error"] == "ValueError: odd").tolist() == [True] * 6 + [False] * 6


# --- who computes ---------------------------------------------------------------------------------


def test_threads_give_the_same_files(small, tmp_path, three_a_batch, monkeypatch):
    run_sweep(small, tmp_path / "alone")
    monkeypatch.setattr(backends, "HELD_UP", 3.0)
    monkeypatch.setattr(backends, "on_processes", None)
    told = []
    run_sweep(small, tmp_path / "threads", jobs=3, report=told.append)
    assert parts(tmp_path / "alone") == parts(tmp_path / "threads")
    assert sum(told) == pytest.approx(1.0)


def test_a_stop_ends_threads_within_their_batch(tmp_path, monkeypatch):
    spec = SweepSpec(
        "x", (Scenario(infants=60, days=3650),), replications=2, measures=("felt_security",)
    )
    monkeypatch.setattr(workload, "MOST_PARTS", 2)
    lived = []
    live = days.live

    def watched(*arguments, **more):
        done = live(*arguments, **more)
        if not done:
            lived.append("cancelled")
        return done

    monkeypatch.setattr(days, "live", watched)
    computed = backends.compute_all(
        Workers(2), spec, iter([batch(spec, points(spec), k, [k]) for k in (0, 1)]), 2, 0.01,
        lambda task, share: None,
    )  # fmt: skip

    def interrupted(futures, **_):
        while not all(future.running() for future in futures):
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr(base, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        next(computed)
    assert lived == ["cancelled"] * 2


def test_long_runs_go_to_threads_and_short_ones_to_processes():
    long = SweepSpec("x", (Scenario(infants=60, days=365),), measures=("felt_security",))
    short = SweepSpec("x", (Scenario(infants=1, days=1, parameters=SHORT),))
    assert plan(long).interpreted < 0.02
    assert plan(short).interpreted > 0.5


def test_a_small_sweep_has_many_batches_and_a_large_one_not_too_many():
    year = Scenario(infants=10, days=365)
    small = SweepSpec("x", (year,), replications=100, measures=("felt_security",))
    assert 20 <= plan(small).batches <= 100
    large = SweepSpec("x", (year.with_(infants=1000),), replications=900_000)
    assert plan(large).batches <= workload.MOST_PARTS
