"""Calibration: known constants are found again, and work on a folder can resume."""

import json
import shutil
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.evidence import findings, read_findings
from attune_sim.evidence.calibration import posterior
from attune_sim.evidence.calibration.constants import DYAD
from attune_sim.evidence.calibration.simulations import design
from attune_sim.evidence.calibration.targets import Target, compared, log_likelihood, target
from attune_sim.parameters import PARAMETERS

pytest.importorskip("sklearn")
pytest.importorskip("emcee")

from attune_sim.evidence.calibration import calibration
from attune_sim.evidence.calibration.calibration import Settings, calibrate
from attune_sim.evidence.calibration.emulator import fit, fit_all, predict
from attune_sim.evidence.calibration.likeliest import try_likeliest
from attune_sim.evidence.calibration.mcmc import sample
from attune_sim.evidence.calibration.recovery import as_if_found, recover

K = len(DYAD.members)


# --- constants and targets ----------------------------------------------------------------------


@pytest.mark.parametrize("constant", DYAD.members, ids=lambda c: c.name)
def test_ranges_lie_within_the_declared_bounds_and_hold_the_default(constant):
    spec = PARAMETERS[constant.name]
    assert spec.low <= constant.low < constant.high <= spec.high
    assert constant.low <= spec.default <= constant.high


@given(st.lists(st.floats(0, 1), min_size=K, max_size=K))
def test_unit_and_value_are_two_names_for_one_point(point):
    point = np.array([point])
    assert DYAD.units(DYAD.values(point)) == pytest.approx(point, abs=1e-9)


def test_every_fitted_finding_has_a_target():
    for finding in findings():
        if finding.fitted:
            aim = target(finding)
            assert (aim.direction in (1, -1)) != np.isfinite(aim.value)
            assert aim.sd >= 0


@given(st.floats(-2, 2), st.floats(0.01, 1), st.floats(0, 1), st.floats(0.01, 3))
def test_nearer_is_likelier(value, sd, known, off):
    aim = [Target("x", value, sd, None)]
    mean = np.array([[value], [value + off]])
    near, far = log_likelihood(aim, mean, np.full((2, 1), known))
    assert near > far


def test_times_and_ratios_are_compared_by_their_logarithms():
    (latency,) = [p for p in findings() if p.id == "response-latency"]
    aim = target(latency)
    assert aim.log
    assert aim.back(aim.value) == pytest.approx(1.5)
    seen = compared([aim], pd.DataFrame({"response-latency": [1.5, 3.0, 0.0]}))[:, 0]
    assert seen[:2] - aim.value == pytest.approx([0.0, np.log(2)])
    assert np.isnan(seen[2])


@pytest.mark.parametrize("direction", [-1, 1])
def test_of_a_direction_only_the_side_counts(direction):
    aim = [Target("x", np.nan, 0.05, direction)]
    far, much_farther, wrong = log_likelihood(
        aim, direction * np.array([[1.0], [2.0], [-1.0]]), np.full((3, 1), 0.01)
    )
    assert far == pytest.approx(0.0, abs=1e-6) == much_farther
    assert wrong < -100


def test_the_design_is_even_and_its_beginning_does_not_depend_on_its_length():
    points = design(K, 64, 3)
    assert np.array_equal(design(K, 40, 3), points[:40])
    assert np.abs(points.mean(axis=0) - 0.5).max() < 0.02


# --- emulator, posterior, recovery on a world that is known -------------------------------------


def world(points, luck, noise=0.05):
    """Three statistics that depend on the first two constants only."""
    a, b = points[:, 0], points[:, 1]
    clean = np.column_stack([a, b**2, a * b])
    return clean + noise * luck.standard_normal(clean.shape)


def simulated(constants):
    """Points, their statistics, and emulators of these, in a world of so many constants."""
    luck = np.random.default_rng(1)
    points = design(constants, 800, 1)  # as many as a calibration simulates
    table = world(points, luck)
    return points, table, fit_all(points, table)


@pytest.fixture(scope="module")
def known():
    return simulated(K)


def test_an_emulator_tells_the_function_from_the_luck(known):
    _, _, emulators = known
    points = np.random.default_rng(2).random((500, K))
    clean = world(points, np.random.default_rng(3), noise=0.0)
    means, sds = predict(emulators, points)
    for column, mean, sd, emulator in zip(clean.T, means.T, sds.T, emulators, strict=True):
        assert np.sqrt(np.mean((mean - column) ** 2)) < 0.035
        assert emulator.noise == pytest.approx(0.05, rel=0.25)
        # 95% intervals of the mean; a share of 500 with strong dependence
        assert np.mean(np.abs(mean - column) < 2 * sd + 0.01) > 0.85


def test_what_is_undefined_is_left_out(known):
    points, table, _ = known
    holes = table[:, 0].copy()
    holes[::5] = np.nan
    mean, _ = predict([fit(points, holes)], points)
    assert np.corrcoef(mean[:, 0], points[:, 0])[0, 1] > 0.98


def test_what_the_findings_say_something_about_is_pinned_down(known):
    _, _, emulators = known
    aims = [Target("a", 0.3, 0.05, None), Target("b", 0.25, 0.05, None)]
    chains = sample(aims, emulators[:2], K, draws=1000, steps=600, seed=1)
    draws = chains.draws
    assert 500 < chains.effective <= 64 * 300
    assert draws[:, 0].mean() == pytest.approx(0.3, abs=0.04)
    assert draws[:, 0].std() < 0.09
    # nothing is known of the last one: even over its range
    assert draws[:, -1].mean() == pytest.approx(0.5, abs=0.08)
    assert draws[:, -1].std() == pytest.approx(12**-0.5, abs=0.05)


def test_chains_are_the_same_for_the_same_seed(known):
    _, _, emulators = known
    aims = [Target("a", 0.3, 0.05, None)]
    one, two = (sample(aims, emulators[:1], K, draws=50, steps=40, seed=7).draws for _ in range(2))
    assert np.array_equal(one, two)


def test_intervals_hold_the_truth_as_often_as_they_say():
    # Of six constants two are known of: were there more, they would hide how these two fare.
    names = DYAD.names[:6]
    _, _, emulators = simulated(len(names))
    aims = [Target(str(k), 0.0, 0.1, None) for k in range(3)]
    cases = np.random.default_rng(11).random((30, len(names)))
    found = recover(
        aims,
        emulators,
        names,
        cases,
        world(cases, np.random.default_rng(12)),
        steps=150,
        seed=5,
    )
    # Cases are independent, constants nearly: 4 standard errors.
    assert found["inside"].mean() == pytest.approx(0.9, abs=4 * (0.9 * 0.1 / cases.size) ** 0.5)
    width = (found["high"] - found["low"]).groupby(found["constant"]).mean()
    assert width[names[0]] < 0.5 * width[names[-1]]


def test_the_luck_of_the_families_is_an_error_of_a_finding_like_any_other():
    aims = [Target("a", 0.3, 0.03, None), Target("b", np.nan, 0.0, 1)]
    found = [as_if_found(aims, np.array([0.5, -0.2]), [0.04, 0.1], seed) for seed in range(400)]
    values = np.array([one[0].value for one in found])
    assert values.mean() == pytest.approx(0.5, abs=4 * 0.03 / 20)
    assert {one[0].sd for one in found} == {0.05}  # 3, 4, 5
    assert {(one[1].direction, one[1].sd) for one in found} == {(-1, 0.1)}


def test_what_is_tried_is_ordered_by_what_the_model_does_not_by_what_surfaces_say(known):
    points, table, _ = known
    aims = [Target(str(k), value, 0.05, None) for k, value in enumerate([0.4, 0.3, 0.2])]
    flattering = fit_all(points, table + 0.2)  # they foretell too much everywhere
    draws = np.repeat(np.random.default_rng(4).random((100, K)), 2, axis=0)
    seen = []

    def simulate(chosen):
        seen.append(chosen)
        clean = world(np.nan_to_num(chosen), np.random.default_rng(0), noise=0.0)
        frame = pd.DataFrame(DYAD.values(chosen), columns=DYAD.names)
        return frame.assign(point=range(len(chosen)), **{str(k): clean[:, k] for k in range(3)})

    tried = try_likeliest(aims, flattering, draws, 10, 0.2, simulate)
    assert len(seen[0]) == len(tried) == 11
    assert len(np.unique(seen[0], axis=0)) == 11
    assert np.isnan(seen[0][0]).all()  # as the model is declared
    assert tried[["emulated", *DYAD.names]].iloc[0].isna().all()
    assert tried["log_likelihood"].iloc[1:].is_monotonic_decreasing
    off = np.abs(tried[["0", "1", "2"]].iloc[1:] - [0.4, 0.3, 0.2]).sum(axis=1)
    assert off.iloc[0] < off.iloc[-1]


def test_a_point_at_which_a_figure_is_undefined_comes_last(known):
    _, _, emulators = known
    aims = [Target(str(k), 0.2, 0.05, None) for k in range(3)]

    def simulate(chosen):
        frame = pd.DataFrame(DYAD.values(chosen), columns=DYAD.names).assign(point=0)
        return frame.assign(**{"0": 0.2, "1": 0.2, "2": [0.2, np.nan, 0.2, 0.2]})

    tried = try_likeliest(aims, emulators, np.random.default_rng(5).random((3, K)), 3, 1, simulate)
    assert tried["log_likelihood"].tolist()[-1] == -np.inf
    assert np.isfinite(tried["log_likelihood"].iloc[1])


# --- a calibration in its folder ----------------------------------------------------------------

LITTLE = """
[[finding]]
id = "share"
statement = "Pairs match in some share of play"
published = ["1.02"]
fitted = true
statistic = "share"
of = ["play.attuned_share"]
low = 0.2
high = 0.4
groups = { families = { population = "low-risk" } }
visits = { play = { age = 3 } }
"""
SMALL = Settings(
    points=48, rounds=2, more_points=16, families=20, recovered=4,
    draws=20, steps=30, tried=3, trial_families=30, seed=2,
)  # fmt: skip


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calibration")
    (folder / "findings.toml").write_text(LITTLE)
    found = read_findings(folder / "findings.toml")
    calibrate(folder / "whole", DYAD, found, SMALL)
    return folder / "whole", found


def test_what_is_left_of_an_interrupted_calibration_is_gone_on_with(fitted, tmp_path):
    whole, found = fitted
    again = tmp_path / "again"
    asked = []

    class Stop(Exception):  # noqa: N818
        pass

    def stop_at(what):
        asked.append(what)
        if what == "Simulating where plausible, round 2 of 2" and asked.count(what) == 1:
            raise Stop
        return nullcontext(None)

    with pytest.raises(Stop):
        calibrate(again, DYAD, found, SMALL, stage=stop_at)
    kept = {p: p.stat().st_mtime_ns for p in again.rglob("*.parquet")}
    sorted(again.glob("spread/*.parquet"))[0].unlink()  # a batch that was not finished
    calibrate(again, DYAD, found, SMALL, stage=stop_at)
    unchanged = [p for p, t in kept.items() if p.exists() and p.stat().st_mtime_ns == t]
    assert len(unchanged) == len(kept) - 1
    assert (again / "posterior.csv").read_text() == (whole / "posterior.csv").read_text()


def test_the_summary_says_what_came_out(fitted):
    whole, _ = fitted
    summary = json.loads((whole / "calibration.json").read_text())
    assert [c["name"] for c in summary["constants"]] == list(DYAD.names)
    for c in summary["constants"]:
        assert c["prior"][0] <= c["low"] <= c["median"] <= c["high"] <= c["prior"][1]
    assert [f["id"] for f in summary["fits"]] == ["share"]
    assert summary["cases"] == 4
    draws = posterior.posterior(whole)
    assert draws.shape == (20, K)
    best = summary["best"]["values"]
    tried = pd.read_csv(whole / "tried.csv")
    assert len(tried) == 4
    assert tried.loc[0, list(DYAD.names)].isna().all()
    assert tried.loc[1, list(DYAD.names)].to_dict() == pytest.approx(best)
    assert any(np.allclose(row, list(best.values()), rtol=1e-3) for row in draws.to_numpy())


@pytest.mark.parametrize("change", [{"seed": 3}, {"families": 21}])
def test_a_folder_of_another_calibration_is_refused(fitted, change):
    whole, found = fitted
    before = (whole / "posterior.csv").read_bytes()
    with pytest.raises(InputError, match="other settings"):
        calibrate(whole, DYAD, found, replace(SMALL, **change))
    assert (whole / "posterior.csv").read_bytes() == before


def test_a_folder_of_something_else_is_refused(fitted, tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(InputError, match="holds something else"):
        calibrate(tmp_path, DYAD, fitted[1], SMALL)


# --- a posterior that cannot be used ------------------------------------------------------------


@pytest.fixture
def copy(fitted, tmp_path):
    folder = tmp_path / "copy"
    folder.mkdir()
    for name in ("posterior.csv", "calibration.json"):
        (folder / name).write_bytes((fitted[0] / name).read_bytes())
    return folder


def edit(folder, **changes):
    path = folder / "calibration.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_posterior_of_another_model_is_refused_with_the_reason(copy):
    edit(copy, model=-1)
    with pytest.raises(InputError, match="is of model -1, this is model"):
        posterior.posterior(copy)


def test_a_posterior_made_with_other_defaults_is_refused_with_the_reason(copy):
    edit(copy, fixed=posterior.fixed_defaults(DYAD) | {"tolerance": 0.3})
    with pytest.raises(InputError, match=r"made with tolerance = 0\.3, which is 0\.1 now"):
        posterior.posterior(copy)


def test_a_posterior_outlives_a_new_parameter_with_an_inert_default(copy, monkeypatch):
    new = replace(PARAMETERS["tolerance"], name="new", default=0.0, inert=0.0)
    monkeypatch.setitem(PARAMETERS, "new", new)
    posterior.posterior(copy)
    monkeypatch.setitem(PARAMETERS, "new", replace(new, default=0.4))
    with pytest.raises(InputError, match=r"made with new = 0\.0, which is 0\.4 now"):
        posterior.posterior(copy)
    monkeypatch.setitem(PARAMETERS, "new", replace(new, default=0.4, inert=None))
    with pytest.raises(InputError, match=r"made without new, which is 0\.4 now"):
        posterior.posterior(copy)


def test_a_calibration_resumes_with_a_new_parameter_that_is_inert(fitted, tmp_path, monkeypatch):
    folder = tmp_path / "begun"
    shutil.copytree(fitted[0], folder)
    new = replace(PARAMETERS["tolerance"], name="new", default=0.0, inert=0.0)
    monkeypatch.setitem(PARAMETERS, "new", new)
    calibration._claim(folder, DYAD, fitted[1], SMALL)
    monkeypatch.setitem(PARAMETERS, "new", replace(new, default=0.4))
    with pytest.raises(InputError, match="calibration with other fixed"):
        calibration._claim(folder, DYAD, fitted[1], SMALL)


@pytest.mark.parametrize("value", [99.0, "much", np.nan])
def test_a_draw_that_is_out_of_range_is_refused_with_its_place(copy, value):
    table = pd.read_csv(copy / "posterior.csv").astype(object)
    table.loc[3, "soothing"] = value
    table.to_csv(copy / "posterior.csv", index=False)
    with pytest.raises(InputError, match=r"row 4: soothing = .* from 0.06 to 0.24"):
        posterior.posterior(copy)


def test_a_posterior_without_a_constant_is_refused(copy):
    pd.read_csv(copy / "posterior.csv").drop(columns="cry_lag").to_csv(
        copy / "posterior.csv", index=False
    )
    with pytest.raises(InputError, match="no column cry_lag"):
        posterior.posterior(copy)


@pytest.mark.parametrize("text", ["", "[]", "{", "{}"])
def test_a_summary_that_is_none_is_refused(copy, text):
    (copy / "calibration.json").write_text(text)
    with pytest.raises(InputError, match=r"calibration\.json"):
        posterior.posterior(copy)


def test_where_there_is_no_calibration_it_says_so(tmp_path):
    with pytest.raises(InputError, match="there is no calibration in"):
        posterior.posterior(tmp_path)
