"""The commands of docs/ work as they stand, each page's in a folder with the files it shows.

As they stand but for how many families there are, of which a command may take hundreds.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from fixtures.few_families import with_few

DOCS = Path(__file__).parents[3] / "docs"
FILE = re.compile(r"^```\w+\n(# ([\w-]+\.\w+)\n.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[list[str]]:
    text = "".join(SHELL.findall(page.read_text(encoding="utf-8")))
    return [shlex.split(line, comments=True) for line in text.splitlines() if line.strip()]


OWN_TEST = {"question", "multilevel"}  # pages that are run in another way
PAGES = [page for page in sorted(DOCS.glob("*.md")) if commands(page) and page.stem not in OWN_TEST]


def test_pages_that_show_how_to_have_some() -> None:
    assert {"start", "scenarios"} <= {page.stem for page in PAGES}


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.usefixtures("one_core", "few_families")
def test_commands_work_as_they_stand(page, tmp_path, attune, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for file in FILE.finditer(page.read_text(encoding="utf-8")):
        (tmp_path / file[2]).write_text(file[1], encoding="utf-8")
    for command in commands(page):
        assert command[0] == "attune-sim", "what is not to be run is no `sh` block but `text`"
        answer = attune(*with_few(command[1:]))
        assert answer.code == 0, f"{' '.join(command)}: {answer.err}"
        assert answer.out.strip(), command
