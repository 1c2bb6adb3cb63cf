"""Sensitivity: the analyses find what is known of test functions, and say what cannot be told."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import morris as salib_morris

from attune_sim.errors import InputError
from attune_sim.scenario import Scenario
from attune_sim.sweep import Design, Level, Range, SweepSpec, read, run_sweep, sensitivity
from attune_sim.sweep.designs import count
from attune_sim.sweep.sampling import problem, unit
from attune_sim.sweep.sensitivity_analysis import ANALYSES, CONSTANT, SECOND, UNDEFINED, WIDE

NAMES = ("responsiveness", "consistency", "rejection")
MORRIS, SOBOL = Design("morris", trajectories=30), Design("sobol", samples=1024)


def spec_of(design, **more):
    return SweepSpec(
        "x",
        more.pop("scenarios", (Scenario(),)),
        design=design,
        vary={name: Range(0.0, 1.0) for name in NAMES},
        measures=("felt_security", "self_regulation"),
        seed=4,
        **more,
    )


def rows_of(spec, response, other=0.2):
    """Rows as if the felt security were a function of the point in the unit cube."""
    x = unit(spec.design, len(NAMES), spec.seed)
    return pd.DataFrame(
        {"point": range(len(x)), "felt_security": response(x), "self_regulation": other}
    )


def found(table, statistic, measure="felt_security"):
    part = table[(table["measure"] == measure) & (table["statistic"] == statistic)]
    return part.set_index("parameter").loc[list(NAMES)]


def ishigami(x):
    """Ishigami & Homma (1990), whose indices are known."""
    z = np.pi * (2 * x - 1)
    return np.sin(z[:, 0]) + 7 * np.sin(z[:, 1]) ** 2 + 0.1 * z[:, 2] ** 4 * np.sin(z[:, 0])


def linear(x):
    return 3 * x[:, 0] - 1 * x[:, 1]


def test_sobol_indices_of_the_ishigami_function():
    table = sensitivity(spec_of(SOBOL), rows_of(spec_of(SOBOL), ishigami))
    for statistic, known in (("first_order", [0.3139, 0.4424, 0]),
                             ("total_order", [0.5576, 0.4424, 0.2437])):  # fmt: skip
        part = found(table, statistic)
        np.testing.assert_allclose(part["value"], known, atol=0.08)
        assert ((part["low"] - 0.02 <= known) & (known <= part["high"] + 0.02)).all()


def test_elementary_effects_of_a_line_are_its_slopes():
    table = sensitivity(spec_of(MORRIS), rows_of(spec_of(MORRIS), linear))
    for statistic, known in (("mu_star", [3, 1, 0]), ("mu", [3, -1, 0]), ("sigma", [0, 0, 0])):
        part = found(table, statistic)
        np.testing.assert_allclose(part["value"], known, atol=1e-9)
        np.testing.assert_allclose(part["low"], known, atol=1e-9)


def test_effects_that_differ_from_place_to_place_have_a_spread_and_an_interval():
    spec = spec_of(MORRIS)
    rows = rows_of(spec, ishigami)
    part = found(sensitivity(spec, rows), "mu_star")
    known = salib_morris.analyze(
        problem(list(NAMES)), unit(spec.design, 3, spec.seed), rows["felt_security"].to_numpy(),
        num_levels=4, num_resamples=1000, seed=1,
    )  # fmt: skip
    np.testing.assert_allclose(part["value"], known["mu_star"])
    half = (part["high"] - part["low"]) / 2
    np.testing.assert_allclose(half, known["mu_star_conf"], rtol=0.25, atol=1e-9)


@pytest.mark.parametrize("design", [MORRIS, SOBOL])
def test_a_constant_output_is_said_to_be_so(design):
    table = sensitivity(spec_of(design), rows_of(spec_of(design), linear))
    constant = table[table["measure"] == "self_regulation"]
    assert set(constant["remark"]) == {CONSTANT}
    assert set(constant["statistic"]) == set(ANALYSES[design.kind])
    assert CONSTANT not in set(table[table["measure"] == "felt_security"]["remark"])


def test_an_interval_wider_than_the_effect_is_pointed_out():
    spec = spec_of(SOBOL)
    part = found(sensitivity(spec, rows_of(spec, ishigami)), "first_order")
    assert part.loc["rejection", "remark"] == WIDE
    assert part.loc["consistency", "remark"] == ""


@pytest.mark.parametrize("design", [MORRIS, SOBOL])
def test_undefined_points_are_left_out_with_their_trajectory_or_sample(design):
    spec = spec_of(design)
    rows = rows_of(spec, linear)
    rows.loc[[0, 1], "felt_security"] = np.nan
    table = sensitivity(spec, rows)
    part = table[table["measure"] == "felt_security"]
    groups = design.trajectories or design.samples
    np.testing.assert_allclose(part["used"], 1 - 1 / groups)
    largest = found(table, "mu_star" if design.trajectories else "total_order")["value"]
    assert largest.idxmax() == "responsiveness"
    rows["felt_security"] = np.nan
    assert set(sensitivity(spec, rows)["remark"]) == {UNDEFINED, CONSTANT}


def test_replications_are_averaged_and_levels_analysed_apart():
    spec = spec_of(
        Design("morris", trajectories=8), replications=2,
        levels=(Level("steep"), Level("flat", {"repair_rate": 0.1})),
    )  # fmt: skip
    x = unit(spec.design, 3, spec.seed)
    rows = pd.concat(
        pd.DataFrame({"point": k * len(x) + np.arange(len(x)), "self_regulation": 0.0,
                      "felt_security": slope * x[:, 0] + noise})
        for k, slope in enumerate((2.0, 0.5)) for noise in (-0.3, 0.3)
    )  # fmt: skip
    table = sensitivity(spec, rows)
    mu = table[(table["statistic"] == "mu") & (table["parameter"] == "responsiveness")]
    mu = mu[mu["measure"] == "felt_security"].set_index("level")["value"]
    assert mu.to_dict() == pytest.approx({"steep": 2.0, "flat": 0.5})


def test_other_designs_and_unfinished_sweeps_are_refused():
    grid = SweepSpec("x", (Scenario(),), vary={"responsiveness": (0.1, 0.9)})
    with pytest.raises(InputError, match=r'grid design has no sensitivity .*kind = "sobol"'):
        sensitivity(grid, pd.DataFrame({"point": [0]}))
    spec = spec_of(MORRIS)
    with pytest.raises(InputError, match=r"119 of 120 points .* not finished"):
        sensitivity(spec, rows_of(spec, linear).iloc[:-1])


def test_of_the_model_what_is_held_by_construction_comes_out(tmp_path):
    """The coder's error has no part in what is read off the model; responsiveness has."""
    spec = SweepSpec(
        "x",
        (Scenario(infants=4, days=10, parameters={"episodes_per_day": 2, "episode_seconds": 60}),),
        design=Design("morris", trajectories=4),
        vary={"responsiveness": Range(0.1, 0.9), "coder_error": Range(0.1, 1.0)},
        measures=("felt_security",),
    )
    table = sensitivity(spec, read(run_sweep(spec, tmp_path / "out").out))
    effects = table[table["statistic"] == "mu_star"].set_index("parameter")["value"]
    assert effects["coder_error"] == 0.0
    assert effects["responsiveness"] > 0.05


# --- second order ---------------------------------------------------------------------------------

PAIRS = Design("sobol", samples=1024, second_order=True)


def test_second_order_indices_of_the_ishigami_function():
    spec = spec_of(PAIRS)
    rows = rows_of(spec, ishigami)
    assert len(rows) == 1024 * (2 * len(NAMES) + 2)
    assert count(spec.design, spec.vary) == len(rows)
    table = sensitivity(spec, rows)
    part = table[(table["statistic"] == SECOND) & (table["measure"] == "felt_security")]
    found = part.set_index("parameter")["value"]
    known = {f"{a} × {b}": 0.0 for a, b in combinations(NAMES, 2)}
    known["responsiveness × rejection"] = 0.2437  # the only interaction of that function
    for name, value in known.items():
        assert found[name] == pytest.approx(value, abs=0.08)
    assert len(found) == 3
    first = table[(table["statistic"] == "first_order") & (table["measure"] == "felt_security")]
    np.testing.assert_allclose(first["value"], [0.3139, 0.4424, 0], atol=0.08)


def test_a_constant_output_has_no_second_order_either():
    table = sensitivity(spec_of(PAIRS), rows_of(spec_of(PAIRS), ishigami))
    part = table[table["measure"] == "self_regulation"]
    assert set(part["remark"]) == {CONSTANT}
    assert len(part) == 2 * 3 + 3
    assert part["value"].isna().all()


@pytest.mark.parametrize(
    ("design", "said"),
    [
        (
            {"kind": "morris", "trajectories": 4, "second_order": True},
            "a morris design has no 'second_order'",
        ),
        ({"kind": "sobol", "samples": 4, "second_order": "yes"}, "is not true or false"),
    ],
)
def test_only_a_sobol_design_has_a_second_order(design, said):
    with pytest.raises(InputError, match=said):
        Design(**design)


def test_a_spec_says_whether_it_has_a_second_order():
    spec = spec_of(PAIRS)
    assert spec.as_dict()["design"] == {"kind": "sobol", "samples": 1024, "second_order": True}
    assert spec_of(SOBOL).as_dict()["design"] == {"kind": "sobol", "samples": 1024}
