"""The commands of README.md do what they say, as they stand, from a clone.

As they stand but for how many families there are. They are called within the process; that the
program starts as a shell starts it is tested in tests/process/cli.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from fixtures.few_families import with_few

ROOT = Path(__file__).parents[3]


def commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)).splitlines()
    return [line.split("#")[0].strip() for line in lines if line.startswith("attune-sim")]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the experiments of few families each, in place of those."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "experiments").mkdir()
    for path in (ROOT / "experiments").glob("*.toml"):
        few = re.sub(r"^infants = \d+$", "infants = 6", path.read_text("utf-8"), flags=re.M)
        (folder / "experiments" / path.name).write_text(few, "utf-8")
    return folder


def test_there_are_commands_to_run():
    assert len(commands()) >= 5


def test_the_environment_is_activated_before_a_bare_command():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"```(?:sh|text)\n(.*?)```", text, re.DOTALL))
    lines = [line.split("#")[0].strip() for line in blocks.splitlines()]
    bare = [k for k, line in enumerate(lines) if line.startswith(("attune-sim", "pip"))]
    assert lines.index(". .venv/bin/activate") < min(bare)
    assert r".venv\Scripts\activate" in blocks


@pytest.mark.parametrize("command", commands())
@pytest.mark.usefixtures("one_core", "few_families")
def test_a_command_works_as_it_stands(command, clone, attune, monkeypatch):
    monkeypatch.chdir(clone)
    answer = attune(*with_few(shlex.split(command)[1:]))
    assert answer.code == 0, answer.err
    assert answer.out.strip()
    if " sweep " in command:
        out = clone / "results" / Path(command.split()[-1]).stem
        assert list((out / "runs").glob("*.parquet"))
        assert (out / "figure.html").stat().st_size > 1_000_000
        assert (out / "manifest.json").exists()
