"""The command that runs one run of a sweep again."""

import shlex
from pathlib import Path

import pytest

from attune_sim.errors import InputError
from attune_sim.scenario import Distribution, Scenario, load
from attune_sim.sweep import Level, SweepSpec
from attune_sim.sweep.batch import replication_seed
from attune_sim.sweep.rerun import command

HERE = Path("my results/x")


def asked(**more):
    usual = {
        "scenarios": (load("good-enough"), Scenario("own", infants=5, days=9)),
        "replications": 2,
        "infants": 3,
        "fixed": {"repair_rate": 0.3, "consistency": 0.9},
        "levels": (Level("plain", {}), Level("steady", {"consistency": 1.0})),
        "vary": {"responsiveness": (0.2, 0.8)},
    }
    return SweepSpec("x", **{**usual, **more})


def test_it_names_scenario_size_seed_and_all_values_that_are_set():
    spec = asked()
    first, last = (shlex.split(command(spec, run, HERE)) for run in (0, 15))
    assert first[:3] == ["attune-sim", "run", "good-enough"]
    assert last[:3] == ["attune-sim", "run", str(HERE / "scenarios" / "own.toml")]
    options = dict(zip(last[3::2], last[4::2], strict=True))
    assert options == {
        "--infants": "3",
        "--days": "9",
        "--seed": str(replication_seed(spec, 1, 7)),
        "--repair-rate": "0.3",
        "--consistency": "1.0",
        "--responsiveness": "0.8",
    }


def test_a_run_that_is_not_there_is_refused():
    for run in (-1, 16):
        with pytest.raises(InputError, match=f"has no run {run}; its runs are 0 to 15"):
            command(asked(), run, HERE)


@pytest.mark.parametrize(
    "more",
    [
        {"fixed": {"repair_rate": Distribution("uniform", low=0.2, high=0.4)}},
        {
            "scenarios": (
                Scenario("own", parameters={"repair_rate": Distribution("beta", mean=0.4, sd=0.1)}),
            ),
            "fixed": {},
            "vary": {"repair_rate.sd": (0.1, 0.2)},
        },
    ],
)
def test_a_distribution_that_the_sweep_sets_is_no_option(more):
    with pytest.raises(InputError, match="run 1 draws repair_rate from a distribution"):
        command(asked(**more), 1, HERE)
