"""Show measurements of speed, and keep them one line each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.table import Table


def table(result: Mapping[str, Any]) -> Table:
    """What `run_bench` returned, for a terminal: what, how much, and what that means."""
    measured, machine = result["measured"], result["machine"]
    versions = ", ".join(
        f"{name} {machine[name]}" for name in ("python", "attune-sim", "numba", "numpy", "mesa")
    )
    shown = Table(
        title=f"{machine['cores']} cores, {machine['processor']}; {versions}",
        title_justify="left",
        title_style="dim",
        box=None,
        pad_edge=False,
        padding=(0, 3, 0, 0),
        header_style="dim",
    )
    shown.add_column("measure")
    shown.add_column("figure", justify="right")
    shown.add_column("meaning", style="dim")
    for size, ratio in result["ratio_to_mesa"].items():
        speeds = [
            f"{result[side][size] / 1e6:,.3g}"
            for side in ("engine_dyad_seconds_per_s", "mesa_dyad_seconds_per_s")
        ]
        shown.add_row(
            f"against plain Mesa, {_dyads(int(size))}",
            f"{ratio:,.0f} x",
            f"{speeds[0]} against {speeds[1]} million dyad-seconds per second, one thread",
        )
    shown.add_row(
        "all cores",
        f"{result['all_cores_ratio']:.2f} x",
        f"speed over that on one thread, {_dyads(measured['dyads'])}",
    )
    shown.add_row(
        "outside the engine",
        f"{100 * result['outside_kernel_share']:.1f} %",
        f"of the time of a Mesa model with {_dyads(measured['dyads'])}, data collected daily",
    )
    shown.add_row("a dyad's year", f"{result['dyad_year_ms']:.1f} ms", "on one thread")
    shown.add_row(
        "a dyad", f"{result['bond_bytes']:,} bytes", "state and parameters of infant and bond"
    )
    return shown


def _dyads(number: int) -> str:
    return f"{number:,} {'dyad' if number == 1 else 'dyads'}"


def append_record(result: Mapping[str, Any], path: str | Path) -> None:
    """Add a line of JSON with what `run_bench` returned, and when, to a file."""
    record = {"when": datetime.now(UTC).isoformat(timespec="seconds"), **result}
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, allow_nan=False) + "\n")
