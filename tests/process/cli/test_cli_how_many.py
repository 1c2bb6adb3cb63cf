from __future__ import annotations

import json
import math
import re

import pytest

from attune_sim.sweep import load_spec, read, run_sweep

SPEC = """
scenario = "good-enough"
infants = 5
days = 2
replications = {replications}
measures = ["felt_security", "attuned_share"]
[vary]
responsiveness = [0.2, 0.8]
"""


@pytest.fixture(scope="module")
def pilots(tmp_path_factory):
    """Sweeps of two points, by their number of replications."""
    folder = tmp_path_factory.mktemp("pilots")
    for replications in (1, 4):
        path = folder / f"{replications}.toml"
        path.write_text(SPEC.format(replications=replications))
        run_sweep(load_spec(path), folder / str(replications))
    return folder


@pytest.fixture
def pilot(pilots):
    """The folder of one with so many replications."""
    return lambda replications=4: pilots / str(replications)


def test_a_narrower_interval_takes_more(attune, pilot):
    folder = pilot()
    counts = []
    for wanted in (0.05, 0.01):
        got = json.loads(attune("how-many", folder, "--within", wanted, "--json").out)
        (row,) = (r for r in got["needed"] if r["measure"] == "attuned_share")
        assert row["infants"] == 5 * row["replications"]
        counts.append(row["replications"])
    assert 2 <= counts[0] < counts[1]


def test_words_for_people(attune, pilot):
    folder = pilot()
    told = attune("how-many", folder, "--difference", 0.1, "--measure", "felt_security").out
    assert "To detect a difference of 0.1 between two points 80% of the time" in told
    assert "Felt security" in told
    assert "Attuned" not in told
    assert "infants in all" in told


def test_the_spread_is_named_for_what_it_is(attune, pilot):
    folder = pilot()
    rows = read(folder).pivot(index="replication", columns="responsiveness", values="felt_security")
    only = ("--measure", "felt_security")
    mean = attune("how-many", folder, "--within", 0.1, *only).out
    assert "one run's SD" in mean
    assert f"{math.sqrt(rows.var().mean()):.3g}" in mean
    difference = attune("how-many", folder, "--difference", 0.1, *only).out
    assert "one run's SD" not in difference
    assert "the difference's SD" in difference
    assert f" {(rows[0.8] - rows[0.2]).std():.3g} " in difference


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "give one of --within X"),
        (["--within", "0.1", "--difference", "0.1"], "give one of --within X"),
        (["--within", "0"], "within = '0' is not a number above 0"),
        (["--within", "wide"], "within = 'wide'"),
        (["--within", "nan"], "within = 'nan'"),
        (["--difference", "0.1", "--power", "1"], "power = 1.0"),
        (["--within", "0.1", "--measure", "felt_securty"], "did you mean felt_security"),
    ],
)
def test_what_cannot_be_asked(attune, pilot, words, told):
    answer = attune("how-many", pilot(), *words)
    assert answer.code == 2
    assert told in answer.err


def test_a_pilot_of_one_replication_is_refused(attune, pilot):
    answer = attune("how-many", pilot(replications=1), "--within", "0.1")
    assert answer.code == 2
    assert "at least two replications" in answer.err


def test_per_cent_are_of_shares_only(attune, pilot):
    got = json.loads(attune("how-many", pilot(), "--within", "2%", "--json").out)
    same = json.loads(
        attune("how-many", pilot(), "--within", 0.02, "--measure", "attuned_share", "--json").out
    )
    assert got["within"] == same["within"] == 0.02
    assert same["needed"][0] in got["needed"]
    assert "felt_security" in got["left_out"]
    told = attune("how-many", pilot(), "--within", "2%").out
    assert "to within 2% (95% interval)" in told
    assert "points" in told
    assert "Left out" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--within", 300), "within = 300: .* and so with every other measure"),
        (("--within", 5, "--measure", "attuned_share"), "Attuned share would be .* write 5%"),
        (("--within", "2%", "--measure", "felt_security"), "Felt security is not a share"),
        (("--difference", "-1%"), "difference = '-1' is not a number above 0"),
    ],
)
def test_nonsense_is_refused(attune, pilot, words, said):
    answer = attune("how-many", pilot(), *words)
    assert answer.code == 2
    assert re.search(said, answer.err)


def test_an_interaction_is_planned_from_a_crossed_pilot(attune, tmp_path, pilot):
    path = tmp_path / "crossed.toml"
    path.write_text(SPEC.format(replications=3) + "repair_rate = [0.1, 0.5]\n")
    run_sweep(load_spec(path), tmp_path / "crossed")
    asked = ("--interaction", "0.1", "--measure", "felt_security")
    told = attune("how-many", tmp_path / "crossed", *asked)
    assert "To detect an interaction of 0.1 80% of the time" in told.out, told.err
    got = json.loads(attune("how-many", tmp_path / "crossed", *asked, "--json").out)
    assert got["interaction"] == 0.1
    assert got["needed"][0]["replications"] >= 2
    assert "cannot be told" in attune("how-many", pilot(), *asked).out
