"""What was found: the record that ships, and how a record is made, written, read and told."""

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from attune_sim.errors import InputError
from attune_sim.evidence.calibration.constants import DYAD
from attune_sim.evidence.robustness import report
from attune_sim.evidence.robustness.alternatives import Alternative
from attune_sim.evidence.robustness.conclusions import Conclusion
from attune_sim.evidence.robustness.record import (
    Found,
    Standing,
    asked,
    read_robustness,
    record,
)
from attune_sim.parameters import PARAMETERS

CHOICE = Alternative(id="other", title="another choice", kind="choice", parameters={"borne_s": 0.0})
NULL = Alternative(
    id="frozen",
    title="learning frozen",
    kind="null",
    parameters={"learning_rate": 0.0},
    there="so it is born with it",
    not_there="so it learns it",
)


def small(**keys):
    raw = {
        "id": "mine",
        "statement": "So it is.",
        "experiments": (),
        "days": 1,
        "families": 10,
        "expected": "a above b",
        "of": ("self_regulation",),
        "a": {"population": "good-enough", "parameters": {"self_regulation_start": 0.009}},
        "b": {"population": "good-enough"},
    }
    return Conclusion.model_validate(raw | keys)


@pytest.fixture(scope="module")
def made():
    draws = pd.DataFrame(DYAD.values(np.full((2, len(DYAD.names)), 0.5)), columns=DYAD.names)
    return record([small(), small(id="yours")], [CHOICE, NULL], draws, 3)


# --- the record that ships ----------------------------------------------------------------------


# --- making, writing, reading -------------------------------------------------------------------


def test_a_record_holds_every_condition(made, tmp_path):
    one = made.standings[0]
    assert (made.draws, made.disturbances, made.families) == (2, 3, 40)
    assert set(one.alternatives) == {"other", "frozen"}
    assert one.default.verdict == "stands"
    assert one.default == made.standings[1].default
    path = tmp_path / "record.json"
    path.write_text(made.text(), encoding="utf-8")
    assert read_robustness(path).text() == made.text()


def test_what_is_undefined_is_null_in_the_file(made, tmp_path):
    raw = json.loads(made.text())
    raw["standings"][0]["default"] |= {"value": None, "low": None, "verdict": "undefined"}
    path = tmp_path / "record.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    found = read_robustness(path)
    assert math.isnan(found.standings[0].default.value)
    assert json.loads(found.text()) == raw


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r: r.pop("date"), ["date"]),
        (lambda r: r["standings"][1].pop("draws"), ["standings.1.draws"]),
        (lambda r: r["standings"][0]["default"].update(verdict="fine"), ["default.verdict"]),
        (lambda r: r["standings"][0]["default"].update(more=1), ["default.more"]),
    ],
)
def test_a_damaged_record_names_file_and_entry(made, tmp_path, change, told):
    raw = json.loads(made.text())
    change(raw)
    path = tmp_path / "record.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_robustness(path)
    for part in ["record.json", *told]:
        assert part in str(error.value)


def test_a_file_that_is_no_record_is_told(tmp_path):
    path = tmp_path / "record.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"record\.json is not"):
        read_robustness(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_robustness(tmp_path / "none.json")


def test_words_change_no_hash_and_contrasts_do():
    before = asked([small()], [CHOICE])
    assert asked([small(statement="It is so.", experiments=("dose",))], [CHOICE]) == before
    assert asked([small(families=11)], [CHOICE]) != before
    assert asked([small()], [CHOICE, NULL]) != before


def test_a_record_of_other_defaults_is_not_of_these(monkeypatch):
    before = asked([small()], [CHOICE])
    tolerance = PARAMETERS["tolerance"]
    monkeypatch.setitem(PARAMETERS, "tolerance", replace(tolerance, default=0.3))
    assert asked([small()], [CHOICE]) != before


def test_a_new_parameter_counts_only_if_its_default_does_something(monkeypatch):
    before = asked([small()], [CHOICE])
    new = replace(PARAMETERS["tolerance"], name="new", default=0.0, inert=0.0)
    monkeypatch.setitem(PARAMETERS, "new", new)
    assert asked([small()], [CHOICE]) == before
    monkeypatch.setitem(PARAMETERS, "new", replace(new, default=0.4))
    assert asked([small()], [CHOICE]) != before


# --- in words -----------------------------------------------------------------------------------


def found(verdict, value=0.3):
    return Found(value=value, low=value - 0.1, high=value + 0.1, verdict=verdict)


def standing(default="stands", draws=(), disturbed=(), other="stands", frozen="gone"):
    return Standing(
        id="mine",
        default=found(default),
        draws=tuple(map(found, draws)),
        disturbed=tuple(map(found, disturbed)),
        alternatives={"other": found(other), "frozen": found(frozen)},
    )


@pytest.mark.parametrize(
    ("one", "group"),
    [
        (standing(), report.THROUGHOUT),
        (standing(other="weaker", frozen="reversed"), report.THROUGHOUT),
        (standing(draws=["stands"] * 9 + ["gone"]), report.THROUGHOUT),
        (standing(draws=["stands"] * 8 + ["gone"] * 2), report.HANG),
        (standing(disturbed=["stands"] * 8 + ["reversed"] * 2), report.HANG),
        (standing(other="gone"), report.HANG),
        (standing(other="cannot tell"), report.OPEN),
        (standing(draws=["stands"] * 8 + ["cannot tell"] * 2), report.OPEN),
        (standing(default="gone"), report.NOT_FOUND),
        (standing(default="cannot tell"), report.NOT_FOUND),
    ],
)
def test_groups(one, group):
    assert report.group(one, [CHOICE, NULL]) == group


def test_what_a_conclusion_hangs_on_is_said():
    one = standing(draws=["stands", "cannot tell", "gone"], other="gone")
    text = " ".join(report.in_sentences(small(), one, [CHOICE, NULL]))
    for part in (
        "it holds: +0.30 (+0.20 to +0.40)",
        "1 of 3 (1 cannot tell) draws of the posterior",
        "It is not there with another choice.",
        "learning frozen: so it learns it",
    ):
        assert part in text
    assert "disturbances" not in text


def test_what_a_null_model_says_depends_on_what_it_leaves():
    text = " ".join(report.in_sentences(small(), standing(frozen="stands"), [CHOICE, NULL]))
    assert "so it is born with it" in text
    nothing = small(expected="no difference", margin=0.1)
    text = " ".join(report.in_sentences(nothing, standing(frozen="stands"), [CHOICE, NULL]))
    assert "born with it" not in text


def test_cells_of_tables():
    assert report.cell(None) == "–"
    assert report.cell(found("weaker")) == "weaker +0.30"
    assert report.cell(Found(value=None, low=None, high=None, verdict="undefined")) == "undefined"
    assert report.counted([]) == "–"


def test_every_conclusion_is_in_one_group(made):
    by_group = report.grouped([small(), small(id="yours")], [CHOICE, NULL], made)
    assert sum(map(len, by_group.values())) == 2
