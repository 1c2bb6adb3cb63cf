"""Sweeps: many runs over a design, streamed to Parquet, resumable.

    spec = load_spec("consistency.toml")
    result = run_sweep(spec, default_out(spec), jobs=2)
    rows = read(result.out)                  # a row per run
    means = summary(rows, spec)              # a row per point and measure

`spec` says what is asked, `design` which points that makes, `planning` how much work that is,
`batches` computes some runs, `runner` all of them, `store` keeps the folder, `summaries` condenses
replications.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attune_sim.sweep.planning import Plan, plan
    from attune_sim.sweep.runner import SweepResult, run_sweep
    from attune_sim.sweep.spec import Level, SweepSpec, default_out, load_spec
    from attune_sim.sweep.store import read, read_series
    from attune_sim.sweep.summaries import summary

# Loaded when first asked for: reading a spec needs no pandas, numba or pyarrow.
_FROM = {
    "Level": "spec",
    "Plan": "planning",
    "SweepResult": "runner",
    "SweepSpec": "spec",
    "default_out": "spec",
    "load_spec": "spec",
    "plan": "planning",
    "read": "store",
    "read_series": "store",
    "run_sweep": "runner",
    "summary": "summaries",
}

__all__ = [
    "Level",
    "Plan",
    "SweepResult",
    "SweepSpec",
    "default_out",
    "load_spec",
    "plan",
    "read",
    "read_series",
    "run_sweep",
    "summary",
]


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
