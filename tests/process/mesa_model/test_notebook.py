"""Mesa's batch_run on two processes from a real notebook kernel: it answers, or says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("ipykernel")
manager = pytest.importorskip("jupyter_client.manager")

RUN = """
import mesa
rows = mesa.batch_run(
    {model}, {{"infants": 1, "days": 1, "rng": [1, 2]}}, number_processes=2, display_progress=False
)
print("rows", len(rows), sorted(row["seed"] for row in rows))
"""
OWN = """
from attune_sim import AttunementModel, Caregiver


class Away(Caregiver):
    def begin_day(self):
        self.responsiveness_today = 0.0


class AwayModel(AttunementModel):
    caregiver_class = Away
"""
SWEEP = """
from pathlib import Path
from attune_sim.sweep import load_spec, plan, read, run_sweep
Path("spec.toml").write_text('''
scenario = "good-enough"
infants = 1
days = 1
replications = 3
measures = ["expected_relief"]
[vary]
responsiveness = { from = 0.01, to = 0.99, steps = 99 }
''')
spec = load_spec("spec.toml")
assert plan(spec).batches > 1 and plan(spec).interpreted > 0.2  # else one process computes all
print("rows", len(read(run_sweep(spec, "out", jobs=2).out)))
"""
Cell = Callable[[str], str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebook")


@pytest.fixture(scope="module")
def cell(folder: Path) -> Iterator[Cell]:
    """Run a cell in a kernel; what it printed, or its error."""
    kernel, client = manager.start_new_kernel(startup_timeout=120, cwd=str(folder))

    def run(code: str) -> str:
        said: list[str] = []

        def hear(message: dict) -> None:
            content = message["content"]
            said.append(content.get("text") or "\n".join(content.get("traceback", ())))

        client.execute_interactive(code, timeout=180, output_hook=hear)
        return re.sub(r"\x1b\[[0-9;]*m", "", "".join(said))

    yield run
    client.stop_channels()
    kernel.shutdown_kernel(now=True)


def test_a_model_from_a_cell_is_refused_at_once(cell: Cell) -> None:
    said = cell(OWN + RUN.format(model="AwayModel"))
    assert "InputError: AwayModel was made in a notebook or at the prompt" in said
    assert "write it in a file of its own" in said


def test_a_model_from_a_file_runs(cell: Cell, folder: Path) -> None:
    (folder / "my_models.py").write_text(OWN)
    said = cell("from my_models import AwayModel" + RUN.format(model="AwayModel"))
    assert "rows 2 [1, 2]" in said


def test_the_packages_own_model_runs(cell: Cell) -> None:
    said = cell("from attune_sim import AttunementModel" + RUN.format(model="AttunementModel"))
    assert "rows 2 [1, 2]" in said


def test_a_sweep_runs_as_it_stands(cell: Cell) -> None:
    assert "rows 297" in cell(SWEEP)
