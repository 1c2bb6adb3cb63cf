"""What importing loads, and what the dashboard requires: no more than is needed."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def printed(code: str) -> list[str]:
    """The words that a Python of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, attune_sim;"
        "heavy = {'mesa', 'numpy', 'numba', 'pandas', 'pydantic', 'scipy', 'plotly', 'pyarrow'};"
        "print(*heavy & set(sys.modules));"
        "from attune_sim import PARAMETERS, Scenario, load;"
        "print(*(heavy - {'pydantic'}) & set(sys.modules));"
        "from attune_sim.sweep import load_spec;"
        "print(*(heavy - {'pydantic', 'numpy'}) & set(sys.modules))"
    )
    assert printed(code) == []


def test_the_dashboard_loads_nothing_of_mesas_pages() -> None:
    pytest.importorskip("solara", reason="needs the extra 'dashboard'")
    code = (
        "import sys, attune_dashboard.app;"
        "print(*{'mesa.visualization', 'altair', 'matplotlib'} & set(sys.modules))"
    )
    assert printed(code) == []


def test_importing_the_dashboard_begins_no_work() -> None:
    """A process that ended while a thread of it compiled was aborted."""
    pytest.importorskip("solara", reason="needs the extra 'dashboard'")
    code = (
        "import threading, attune_dashboard.server;"
        "print(*(t.name for t in threading.enumerate() if t.name.startswith('attune')))"
    )
    assert printed(code) == []


def test_the_dashboard_requires_nothing_of_mesas_pages() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    dashboard = project["optional-dependencies"]["dashboard"]
    needed = [Requirement(line) for line in (*project["dependencies"], *dashboard)]
    assert [r.extras for r in needed if r.name == "mesa"] == [{"network"}]
    assert not {"altair", "matplotlib"} & {r.name for r in needed}
