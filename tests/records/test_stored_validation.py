"""The stored validation: what comes with the package, and a record written and read."""

import json
import math

import pytest

from attune_sim.errors import InputError
from attune_sim.evidence import findings, stored_validation
from attune_sim.evidence.validation.record import FILE, read_validation


def test_the_record_holds_shipped_findings_in_words():
    shipped = {p.id: p for p in findings()}
    record = stored_validation()
    assert record.families >= 800
    assert len(record.by_id()) == len(record.comparisons) >= 35
    for c in record.comparisons:
        assert (c.finding, c.fitted) == (shipped[c.id].statement, shipped[c.id].fitted)
        assert math.isnan(c.published.value) == (c.direction is not None)


def test_the_verdicts_are_those_that_follow_from_the_stored_numbers():
    again = "run python docs/record_validation.py --judge"
    assert stored_validation() == stored_validation().judged(), again


def test_a_record_is_written_as_it_was_read():
    assert stored_validation().as_dict() == json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r: r.pop("date"), ["'date' is missing"]),
        (lambda r: r["comparisons"][1].pop("model"), ["comparison 2", "'model' is missing"]),
        (lambda r: r["comparisons"][0].pop("note"), ["comparison 1", "'note'"]),
        (lambda r: r["comparisons"][0].update(verdict="fine"), ["comparison 1", "'fine'"]),
        (lambda r: r["comparisons"][2]["model"].update(value="x"), ["comparison 3", "'x'"]),
        (lambda r: r.update(comparisons=3), ["not as a validation"]),
    ],
)
def test_a_damaged_record_names_file_and_entry(tmp_path, change, told):
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    change(raw)
    path = tmp_path / "record.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_validation(path)
    for words in ["record.json", *told]:
        assert words in str(error.value)


def test_a_file_that_is_no_record_is_told(tmp_path):
    path = tmp_path / "record.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"record\.json cannot be read"):
        read_validation(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_validation(tmp_path / "none.json")
