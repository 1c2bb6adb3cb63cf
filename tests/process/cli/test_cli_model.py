"""A class of one's own on the command line and in a sweep, and what is said of a wrong one."""

import json

import pytest

CARE = """
from attune_sim import Caregiver

class Away(Caregiver):
    def begin_day(self):
        self.responsiveness_today = 0.0
"""
SWEEP = """
question = "Who is there?"
scenario = "good-enough"
infants = 2
days = 20
replications = 2
measures = ["felt_security"]
[vary]
repair_rate = [0.2, 0.6]
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "care.py").write_text(CARE)
    return tmp_path


def felt(answer):
    assert answer.code == 0, answer.err
    return json.loads(answer.out)["felt_security"]


def test_a_run_lives_by_it(attune, here):
    few = ("--infants", 3, "--days", 30, "--json", "--quiet")
    own = attune("run", "good-enough", "--model", "care.py:Away", *few)
    assert felt(own) < felt(attune("run", "good-enough", *few)) - 0.05
    hashes = [json.loads(a.out)["provenance"]["hash"] for a in (own,)]
    (here / "care.py").write_text(CARE + "# another content\n")
    changed = attune("run", "good-enough", "--model", "care.py:Away", *few)
    assert json.loads(changed.out)["provenance"]["hash"] not in hashes
    assert felt(changed) == felt(own)


def test_a_sweep_lives_by_it_and_its_folder_can_be_run_again_alone(attune, here):
    (here / "away.toml").write_text('model = "care.py:Away"\n' + SWEEP)
    (here / "usual.toml").write_text(SWEEP)
    for name in ("away", "usual"):
        answer = attune("sweep", f"{name}.toml", "--jobs", 1, "--quiet")
        assert answer.code == 0, answer.err
    attune("export", "results/away", "--csv")
    attune("export", "results/usual", "--csv")
    away, usual = ((here / "results" / n / "rows.csv").read_text() for n in ("away", "usual"))
    assert away != usual
    (here / "care.py").unlink()
    answer = attune("sweep", "results/away/spec.toml", "--out", "again", "--jobs", 1, "--quiet")
    assert answer.code == 0, answer.err
    attune("export", "again", "--csv")
    assert (here / "again" / "rows.csv").read_text() == away


def test_a_sweep_with_a_changed_class_is_another_sweep(attune, here):
    (here / "away.toml").write_text('model = "care.py:Away"\n' + SWEEP)
    assert attune("sweep", "away.toml", "--jobs", 1, "--quiet").code == 0
    (here / "care.py").write_text(CARE.replace("0.0", "0.1"))
    answer = attune("sweep", "away.toml", "--jobs", 1, "--resume")
    assert answer.code == 2
    assert "holds another sweep" in answer.err


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("care.py", "care.py is not"),
        ("nowhere.py:Away", "nowhere.py cannot be read"),
        ("care.py:Awy", "did you mean Away"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_is_begun(attune, here, named, said):
    (here / "away.toml").write_text(f'model = "{named}"\n' + SWEEP)
    for words in (("run", "good-enough", "--model", named), ("sweep", "away.toml")):
        answer = attune(*words)
        assert answer.code == 2
        assert answer.err.count("\n") == 1
        assert "Traceback" not in answer.err
    assert not (here / "results").exists()
