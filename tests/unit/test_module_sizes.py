"""No module grows too long to be read in one go."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "dashboards", "docs", "experiments", "benchmarks")
KINDS = (".py", ".js", ".css")
MOST = 400


def test_no_module_has_more_than_400_lines():
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in KINDS
    }
    assert len(lines) > 400
    assert {name: count for name, count in lines.items() if count > MOST} == {}
