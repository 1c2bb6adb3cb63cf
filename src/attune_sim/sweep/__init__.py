"""Sweeps: many runs over a design, streamed to Parquet, resumable.

    spec = load_spec("consistency.toml")
    result = run_sweep(spec, default_out(spec), jobs=2)
    rows = read(result.out)                             # a row per run
    means = summary(rows, spec.keys, spec.measures)     # a row per point and measure

In the order in which they know each other: `vocabulary` has the words, `moments` what of a
distribution can be varied, `sampling` and `designs` the values of a design, `checks` says what may
be asked, `spec` what is asked, `toml` reads it, `points` are what is run, `workload` says how much
work that is, `batch` computes some runs, `folder` keeps the results, `pool` has batches computed,
`runner` runs all of it, `summaries` condenses replications, `factor_effects` says what the factors
do, `sensitivity_analysis` what matters, `sample_size` how many runs are needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attune_sim.sweep.factor_effects import effects
    from attune_sim.sweep.folder.results import dataset, open_spec, read, read_infants, read_series
    from attune_sim.sweep.pool.base import WorkerError
    from attune_sim.sweep.pool.workers import Workers
    from attune_sim.sweep.runner import SweepResult, run_sweep
    from attune_sim.sweep.sample_size import comparisons, needed
    from attune_sim.sweep.sensitivity_analysis import sensitivity
    from attune_sim.sweep.spec import SweepSpec, default_out
    from attune_sim.sweep.summaries import summary
    from attune_sim.sweep.toml import load_spec
    from attune_sim.sweep.vocabulary import Design, Level, Range
    from attune_sim.sweep.workload import Plan, plan

# Loaded when first asked for: reading a spec needs no pandas, numba or pyarrow.
_FROM = {
    "Design": "vocabulary",
    "Level": "vocabulary",
    "Plan": "workload",
    "Range": "vocabulary",
    "SweepResult": "runner",
    "SweepSpec": "spec",
    "WorkerError": "pool.base",
    "Workers": "pool.workers",
    "comparisons": "sample_size",
    "dataset": "folder.results",
    "default_out": "spec",
    "effects": "factor_effects",
    "load_spec": "toml",
    "needed": "sample_size",
    "open_spec": "folder.results",
    "plan": "workload",
    "read": "folder.results",
    "read_infants": "folder.results",
    "read_series": "folder.results",
    "run_sweep": "runner",
    "sensitivity": "sensitivity_analysis",
    "summary": "summaries",
}

__all__ = [
    "Design",
    "Level",
    "Plan",
    "Range",
    "SweepResult",
    "SweepSpec",
    "WorkerError",
    "Workers",
    "comparisons",
    "dataset",
    "default_out",
    "effects",
    "load_spec",
    "needed",
    "open_spec",
    "plan",
    "read",
    "read_infants",
    "read_series",
    "run_sweep",
    "sensitivity",
    "summary",
]


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
    globals()[name] = value
    return value
