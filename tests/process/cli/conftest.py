"""The command line as a program of its own, end to end; `attune` calls it within the process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures.commands import Answer


@pytest.fixture(autouse=True)
def _a_folder_and_terminal_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "ATTUNE_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def attune_process(tmp_path: Path) -> Callable[..., Answer]:
    """Run the program as a shell would, in the test's folder."""

    def run(*words: object, env: dict[str, str] | None = None, **how: Any) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "attune_sim", *map(str, words)],
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=how.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=300,
            check=False,
            **how,
        )
        return Answer(done.returncode, done.stdout or "", done.stderr)

    return run


@pytest.fixture
def scenario_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a scenario file."""

    def write(text: str) -> Path:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
