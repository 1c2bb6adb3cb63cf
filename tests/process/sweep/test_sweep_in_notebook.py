"""A sweep with two processes works from a notebook, whose cells no other process can import."""

import pytest

KERNEL_S = 120
CELLS = (
    """
from attune_sim.sweep import SweepSpec, plan, read, run_sweep
from attune_sim.scenario import Scenario

def spec_of(replications):  # a function of a cell
    values = {"responsiveness": tuple(k / 100 for k in range(1, 100))}
    return SweepSpec("cell", (Scenario(infants=1, days=1),), replications=replications, vary=values)

spec = spec_of(3)
assert plan(spec).batches > 1 and plan(spec).interpreted > 0.2  # so processes compute
""",
    "told = []; result = run_sweep(spec, 'out', jobs=2, report=told.append)",
    "print(result.rows_written, len(read('out')), round(sum(told), 6))",
)


def test_two_processes_from_a_notebooks_cell(tmp_path, monkeypatch):
    jupyter = pytest.importorskip("jupyter_client")
    pytest.importorskip("ipykernel")
    monkeypatch.chdir(tmp_path)
    printed = []
    manager = jupyter.KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=KERNEL_S)
        for cell in CELLS:
            reply = client.execute_interactive(
                cell,
                timeout=KERNEL_S,
                output_hook=lambda message: printed.append(message["content"].get("text", "")),
            )
            assert reply["content"]["status"] == "ok", reply["content"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert "".join(printed).splitlines()[-1] == "297 297 1.0"
