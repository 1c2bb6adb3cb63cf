"""A sweep that keeps the tidy table of every run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from attune_sim import run
from attune_sim.codebook import entries_of
from attune_sim.errors import InputError
from attune_sim.infant_table import tidy
from attune_sim.scenario import CaregiverSpec, Distribution, Scenario
from attune_sim.sweep import Level, SweepSpec, batch, read, read_infants, run_sweep, workload
from attune_sim.sweep.folder import manifest
from attune_sim.sweep.folder.results import dataset
from attune_sim.sweep.points import points, scenario_at

SHORT = {"episode_seconds": 20, "episodes_per_day": 1, "home_minutes": 5}
TWO = (CaregiverSpec("Ada", 0.7), CaregiverSpec("Ben", 0.3, {"consistency": 0.2}))


def asked(**more) -> SweepSpec:
    usual = {
        "scenarios": (Scenario("a", infants=3, days=1, parameters=SHORT, caregivers=TWO),),
        "replications": 2,
        "vary": {"responsiveness": (0.2, 0.8)},
        "measures": ["felt_security", "sensitivity_rating"],
        "per_infant": True,
    }
    return SweepSpec("x", **{**usual, **more})


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    out = tmp_path_factory.mktemp("sweep") / "out"
    run_sweep(asked(), out)
    return out


def test_each_run_has_a_row_per_infant_and_caregiver_by_name(done):
    table, rows = read_infants(done), read(done)
    assert len(table) == 4 * 3 * 2
    assert list(table["caregiver"].unique()) == ["Ada", "Ben"]
    assert set(table.loc[table["caregiver"] == "Ben", "consistency"]) == {0.2}
    assert set(table["responsiveness"]) == {0.2, 0.8}
    means = table.groupby("run")["sensitivity_rating"].mean()
    np.testing.assert_allclose(means, rows.set_index("run")["sensitivity_rating"])


def test_runs_in_one_block_have_the_rows_of_each_by_itself(done):
    spec = asked()
    table = read_infants(done)
    for row in read(done).to_dict("records"):
        scenario = scenario_at(spec, points(spec)[row["point"]])
        alone, _ = run.infants(scenario, seed=row["seed"], measures=spec.measures)
        own = table[table["run"] == row["run"]]
        np.testing.assert_allclose(own["felt_security"], alone["felt_security"], rtol=1e-9)


def test_a_block_of_runs_is_put_together_at_once(done, tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(batch, "tidy", lambda *a, **k: made.append(tidy(*a, **k)) or made[-1])
    run_sweep(asked(), tmp_path / "out")
    assert [len(table) for table in made] == [len(read_infants(done))]


def test_large_runs_give_the_same_table_as_small_ones(done, tmp_path, monkeypatch):
    monkeypatch.setattr("attune_sim.sweep.batch.BLOCK_INFANTS", 1)
    run_sweep(asked(), tmp_path / "alone")
    pd.testing.assert_frame_equal(read_infants(tmp_path / "alone"), read_infants(done))


def test_the_codebook_explains_all_columns(done):
    codebook = pd.read_csv(done / "codebook.csv")
    assert set(codebook["column"]) == {*read(done), *read_infants(done)}
    assert entries_of(codebook["column"])


def test_the_codebook_says_where_a_distribution_is_cut_off(tmp_path):
    cut = Distribution("normal", mean=0.9, sd=0.5)
    two = (
        Scenario("plain", infants=1, days=0, parameters=SHORT),
        Scenario("cut", infants=1, days=0, parameters=SHORT | {"consistency": cut}),
    )
    levels = (Level("as it is", {}), Level("quick", {"repair_rate": cut}))
    spec = asked(scenarios=two, levels=levels, replications=1, vary={"responsiveness": [0.5]})
    run_sweep(spec, tmp_path / "out")
    meanings = pd.read_csv(tmp_path / "out" / "codebook.csv").set_index("column")["meaning"]
    assert (
        "In this sweep (cut, as it is): normal with mean 0.9 and SD 0.5, cut off"
        in meanings["consistency"]
    )
    assert "(plain, quick)" in meanings["repair_rate"]
    assert "(plain, as it is)" not in meanings["repair_rate"]
    assert "In this sweep" not in meanings["responsiveness"]


def test_a_stopped_sweep_goes_on_and_a_damaged_part_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(workload, "INFANT_ROWS", 6)  # a run in each batch
    run_sweep(asked(), tmp_path / "out")
    whole = read_infants(tmp_path / "out")
    parts = sorted((tmp_path / "out" / "infants").iterdir())
    assert len(parts) == 4
    parts[1].write_bytes(b"damaged")
    parts[2].unlink()
    again = run_sweep(asked(), tmp_path / "out")
    assert (again.rows_written, again.already_there) == (2, 2)
    pd.testing.assert_frame_equal(read_infants(tmp_path / "out"), whole)


def test_without_it_there_is_none_and_it_says_how_to_have_one(tmp_path):
    run_sweep(asked(per_infant=False), tmp_path / "out")
    assert "infants" not in {path.name for path in (tmp_path / "out").iterdir()}
    with pytest.raises(InputError, match="per_infant = true"):
        dataset(tmp_path / "out", "infants")


def test_another_value_than_true_and_false_is_refused():
    with pytest.raises(InputError, match="per_infant = 1 is not true or false"):
        asked(per_infant=1)


def test_a_spec_without_it_is_what_it_was():
    assert "per_infant" not in asked(per_infant=False).as_dict()
    assert manifest.others(asked(per_infant=False)) == {}
