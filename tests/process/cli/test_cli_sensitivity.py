from __future__ import annotations

import json

import pandas as pd
import pytest

from attune_sim import sweep

SPEC = """
question = "Which of these matters?"
scenario = "good-enough"
infants = 2
days = 2
measures = ["felt_security", "policy_turning_away", "attuned_share"]
[design]
{design}
[vary]
responsiveness = {{ from = 0.1, to = 0.9 }}
coder_error = {{ from = 0.1, to = 1.0 }}
[fixed]
episodes_per_day = 1
episode_seconds = 30
"""
MORRIS = 'kind = "morris"\ntrajectories = 5'
SOBOL = 'kind = "sobol"\nsamples = 8'


@pytest.fixture
def spec_file(tmp_path):
    def write(design):
        path = tmp_path / "which.toml"
        path.write_text(SPEC.format(design=design))
        return path

    return write


@pytest.mark.parametrize(("design", "head"), [(MORRIS, "μ*"), (SOBOL, "total order")])
def test_it_runs_analyses_and_writes_figure_and_tables(attune, spec_file, tmp_path, design, head):
    answer = attune("sensitivity", spec_file(design), "--jobs", 1)
    assert answer.code == 0, answer.err
    assert "Which of these matters?" in answer.out
    assert head in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    folder = tmp_path / "results" / "which"
    table = pd.read_csv(folder / "sensitivity.csv", keep_default_na=False, na_values=[""])
    assert len(pd.read_parquet(folder / "sensitivity.parquet")) == len(table)
    assert set(table["parameter"]) == {"responsiveness", "coder_error"}
    page = (folder / "sensitivity.html").read_text()
    assert "<h1>Which of these matters?</h1>" in page
    assert "95% interval from bootstrap samples" in page


def test_second_order_shares_are_printed_drawn_and_written(attune, spec_file, tmp_path):
    answer = attune("sensitivity", spec_file(f"{SOBOL}\nsecond_order = true"), "--jobs", 1)
    assert answer.code == 0, answer.err
    assert "48 points, 48 runs" in answer.out
    assert "Responsiveness × Coder's error" in answer.out
    folder = tmp_path / "results" / "which"
    assert "responsiveness × coder_error" in set(
        pd.read_csv(folder / "sensitivity.csv")["parameter"]
    )
    assert "Interactions of two parameters" in (folder / "sensitivity.html").read_text()


def test_json_has_every_effect_and_runs_are_not_run_again(attune, spec_file):
    path = spec_file(MORRIS)
    first = json.loads(attune("sensitivity", path, "--jobs", 1, "--json").out)
    again = json.loads(attune("sensitivity", path, "--jobs", 1, "--json").out)
    assert (first["rows_written"], again["rows_written"]) == (15, 0)
    assert again["effects"] == first["effects"]
    # Four measures, as the attuned share brings its surrogate; two parameters; three statistics.
    assert len(first["effects"]) == 4 * 2 * 3
    known = {(e["measure"], e["parameter"], e["statistic"]): e for e in first["effects"]}
    assert known["felt_security", "coder_error", "mu_star"]["value"] == 0.0
    assert known["felt_security", "responsiveness", "mu_star"]["value"] > 0.0


def test_a_constant_output_is_pointed_out(attune, tmp_path):
    path = tmp_path / "constant.toml"
    text = SPEC.format(design=MORRIS)
    path.write_text(text.replace("responsiveness = { from = 0.1", "observer_error = { from = 0.1"))
    answer = attune("sensitivity", path, "--jobs", 1)
    assert "the same at all points" in answer.out


def test_other_designs_are_refused_before_any_run(attune, spec_file, tmp_path):
    path = spec_file(MORRIS)
    path.write_text(path.read_text().replace(MORRIS, 'kind = "latin-hypercube"\npoints = 9'))
    answer = attune("sensitivity", path)
    assert answer.code == 2
    assert "no sensitivity analysis" in answer.err
    assert [p.name for p in tmp_path.iterdir()] == ["which.toml"]


@pytest.mark.parametrize(
    ("design", "told"),
    [
        ('kind = "morris"\ntrajectories = 3', "trajectories = 3 is too few"),
        ('kind = "sobol"\nsamples = 2', "samples = 2 is too few"),
    ],
)
def test_too_small_a_design_is_refused_before_any_run(attune, spec_file, tmp_path, design, told):
    answer = attune("sensitivity", spec_file(design))
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "takes 4" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["which.toml"]


def test_the_fewest_that_are_allowed_are_analysed(attune, spec_file):
    answer = attune("sensitivity", spec_file('kind = "morris"\ntrajectories = 4'), "--jobs", 1)
    assert answer.code == 0, answer.err
    assert "no result" not in answer.out
    assert "μ*" in answer.out


def test_only_an_output_that_is_undefined_is_said_to_be_so(attune, spec_file, monkeypatch):
    real = sweep.read

    def without_security(folder):
        return real(folder).assign(felt_security=float("nan"))

    monkeypatch.setattr(sweep, "read", without_security)
    answer = attune("sensitivity", spec_file(MORRIS), "--jobs", 1)
    assert answer.code == 0, answer.err
    security, others = answer.out.split("Felt security")[1].split("\n\n", 1)
    assert "undefined at too many points" in security
    assert "undefined at too many points" not in others
