"""docs/records.py runs what is due, in order, and what was finished not again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script as a module, for a project of its own whose steps write a line when they run."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("records", DOCS / "records.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "records", module)
    spec.loader.exec_module(module)
    steps = (
        module.Step("first", "first.py", ("*.toml",)),
        module.Step("second", "second.py", ()),
        module.Step("tables", "tables.py", None),
    )
    for step in steps:
        (tmp_path / step.script).write_text(
            f"open('ran.txt', 'a').write('{step.name} ')\n", encoding="utf-8"
        )
    (tmp_path / "data.toml").write_text("a = 1\n", encoding="utf-8")
    state = tmp_path / "results" / "records.json"
    for name, value in {"ROOT": tmp_path, "STATE": state, "STEPS": steps}.items():
        monkeypatch.setattr(module, name, value)
    return module


def ran(module: ModuleType) -> list[str]:
    """What ran since it was last asked."""
    told = module.ROOT / "ran.txt"
    words = told.read_text(encoding="utf-8").split() if told.exists() else []
    told.unlink(missing_ok=True)
    return words


def test_steps_are_there_and_read_files_that_are_there(records: ModuleType) -> None:
    import runpy

    real = runpy.run_path(str(DOCS / "records.py"))
    for step in real["STEPS"]:
        assert (DOCS.parent / step.script).is_file()
        for pattern in step.reads or ():
            assert list(DOCS.parent.glob(pattern)), f"{step.name}: {pattern}"
    changing = (DOCS / "changing.md").read_text(encoding="utf-8")
    told = [f"| `{step.name}` | `{step.script}` |" for step in real["STEPS"]]
    assert [changing.index(line) for line in told] == sorted(map(changing.index, told))


def test_what_was_finished_is_not_run_again(records: ModuleType) -> None:
    records.main([])
    assert ran(records) == ["first", "second", "tables"]
    records.main([])
    assert ran(records) == ["tables"]
    (records.ROOT / "data.toml").write_text("a = 2\n", encoding="utf-8")
    records.main([])
    assert ran(records) == ["first", "tables"]
    with (records.ROOT / "second.py").open("a", encoding="utf-8") as script:
        script.write("# changed\n")
    records.main([])
    assert ran(records) == ["second", "tables"]


def test_another_model_makes_all_due(records: ModuleType, monkeypatch) -> None:
    records.main([])
    ran(records)
    monkeypatch.setattr(records, "MODEL", records.MODEL + 1)
    records.main([])
    assert ran(records) == ["first", "second", "tables"]


def test_after_a_failure_it_goes_on_there(records: ModuleType, capfd) -> None:
    script = records.ROOT / "second.py"
    well = script.read_text(encoding="utf-8")
    script.write_text("raise SystemExit(3)\n", encoding="utf-8")
    with pytest.raises(SystemExit) as failed:
        records.main([])
    assert failed.value.code == 3
    assert "second: failed after" in capfd.readouterr().err
    script.write_text(well, encoding="utf-8")
    ran(records)
    records.main([])
    assert ran(records) == ["second", "tables"]


def test_steps_can_be_named(records: ModuleType, capfd) -> None:
    records.main(["--only", "second"])
    records.main(["--only", "second"])
    assert ran(records) == ["second", "second"]
    records.main(["--from", "second"])
    assert ran(records) == ["tables"]
    records.main(["--list"])
    assert ran(records) == []
    out = capfd.readouterr().out
    assert "first: due" in out
    assert "second: finished on" in out


def test_a_lost_list_makes_all_due(records: ModuleType) -> None:
    records.main([])
    records.STATE.write_text("{", encoding="utf-8")
    ran(records)
    records.main([])
    assert ran(records) == ["first", "second", "tables"]


def test_golden_numbers_are_recorded_only_for_another_model(
    records: ModuleType, monkeypatch
) -> None:
    golden = records.ROOT / "numbers.json"
    monkeypatch.setattr(records, "GOLDEN", golden)
    step = replace(records.STEPS[0], name="golden")
    golden.write_text(json.dumps({"model": records.MODEL}), encoding="utf-8")
    assert records.why_not(step, {})
    golden.write_text(json.dumps({"model": records.MODEL - 1}), encoding="utf-8")
    assert not records.why_not(step, {})


def test_times_are_told_in_words(records: ModuleType) -> None:
    assert [records.in_words(t) for t in (12.3, 259.6, 11_100)] == [
        "12 s",
        "4 min 20 s",
        "3 h 05 min",
    ]
