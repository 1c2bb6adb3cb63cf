"""Every Python block of README.md and docs/ is run, those of a page one after the other.

A block whose first line is a comment with a file's name is also a file, which lies beside them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```\w+\n(# ([\w-]+\.\w+)\n.*?)^```", re.MULTILINE | re.DOTALL)
EXTRAS = {"solara", "altair", "matplotlib", "networkx", "duckdb"}


def blocks(page: Path) -> list[Any]:
    """A page's blocks, compiled; a traceback names the page and its line."""
    text = page.read_text(encoding="utf-8")
    return [
        compile("\n" * text.count("\n", 0, block.start(1)) + block[1], page, "exec")
        for block in BLOCK.finditer(text)
    ]


PAGES = [
    page
    for page in [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
    if BLOCK.search(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_blocks_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for file in FILE.finditer(page.read_text(encoding="utf-8")):
        Path(file[2]).write_text(file[1], encoding="utf-8")
    namespace: dict[str, Any] = {"__name__": page.stem}
    missing = None
    for block in blocks(page):
        try:
            exec(block, namespace)
        except ModuleNotFoundError as error:
            if error.name not in EXTRAS:
                raise
            missing = error.name
    if missing:
        pytest.skip(f"{missing} is not installed; the blocks that do without it ran")


def test_the_tutorial_is_among_them() -> None:
    assert ROOT / "docs" / "python.md" in PAGES


def test_a_traceback_names_the_line_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n```python\nx = 1\n1 / 0\n```\n")
    (block,) = blocks(page)
    with pytest.raises(ZeroDivisionError) as error:
        exec(block, {})
    assert (error.traceback[-1].path, error.traceback[-1].lineno) == (page, 4)  # from 0


def test_each_example_of_the_gallery_ends_with_a_figure() -> None:
    text = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    examples = BLOCK.findall(text)
    assert len(examples) == len(re.findall(r"^## \d\. ", text, re.MULTILINE)) == 8
    for example in examples:
        assert re.search(r"write_(html|report)\(", example)
