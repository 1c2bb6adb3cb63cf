"""What people read of a calibration."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from attune_sim.cli.terminal.text import notes

PINNED = (
    "Found: how often intervals of 90 % held a known value. Pinned: the interval is clearly"
    " narrower than the range before; what is not pinned could be otherwise and fit as well."
)


def summary_of_calibration(summary: dict[str, Any]) -> RenderableType:
    """Constants with their intervals, and how well each figure is fitted.

    Args:
        summary: of the calibration.
    """
    found = f"{summary['cases']} cases recovered; intervals of 90 % held "
    found += "nothing yet" if summary["coverage"] is None else f"{summary['coverage']:.0%}"
    parts = [
        Text("Free constants", style="bold"),
        _constants(summary["constants"]),
        Text(),
        Text("Fitted figures, as emulated", style="bold"),
        _fits(summary["fits"]),
        notes(f"{found} of the true values.".replace("%", " %"), PINNED, _best(summary["best"])),
    ]
    return Group(*parts)


def _best(best: dict[str, Any]) -> str:
    def told(x: float | None) -> str:
        return "impossible (a figure is undefined)" if x is None else f"{x:.1f}"

    return (
        f"Best as simulated: log likelihood {told(best['log_likelihood'])}; the defaults:"
        f" {told(best['of_defaults'])}."
    )


def _table(*columns: str) -> Table:
    grid = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for k, name in enumerate(columns):
        grid.add_column(name, justify="left" if k == 0 else "right", no_wrap=True)
    return grid


def _constants(constants: list[dict[str, Any]]) -> Table:
    grid = _table("constant", "before", "90 % interval", "median", "found", "pinned")
    for c in constants:
        grid.add_row(
            c["name"],
            f"{c['prior'][0]:g} to {c['prior'][1]:g}",
            f"{c['low']:.2g} to {c['high']:.2g}",
            f"{c['median']:.2g}",
            "" if c["recovered"] is None else f"{c['recovered']:.0%}".replace("%", " %"),
            "yes" if c["pinned_down"] else "no",
        )
    return grid


def _fits(fits: list[dict[str, Any]]) -> Table:
    grid = _table("figure", "published", "90 % interval", "median")
    for f in fits:
        aim = {1: "above 0", -1: "below 0"}.get(f["direction"]) or f"{f['target']:.2f}"
        grid.add_row(f["id"], aim, f"{f['low']:.2f} to {f['high']:.2f}", f"{f['median']:.2f}")
    return grid
