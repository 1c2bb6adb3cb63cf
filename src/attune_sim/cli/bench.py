"""`attune-sim bench`: how fast this machine simulates, beside plain Mesa."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attune_sim.cli import options
from attune_sim.cli.console import print_json, show
from attune_sim.cli.engine import announce
from attune_sim.cli.progress import progress


def bench(as_json: options.Json = False, quiet: options.Quiet = False) -> None:
    """Measure how fast this machine simulates, beside plain Mesa."""
    from attune_sim.bench import run_bench

    announce(quiet)
    with progress("Measuring", quiet) as report:
        figures = run_bench(report=report)
    if as_json:
        print_json(figures)
        return
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for words, figure in _flat(figures):
        table.add_row(words, figure)
    show(table)


def _flat(figures: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Each figure with the words of the keys that lead to it."""
    for key, figure in figures.items():
        words = f"{above} {key.replace('_', ' ')}".strip()
        if isinstance(figure, Mapping):
            yield from _flat(figure, words)
        elif isinstance(figure, float):
            yield words, f"{figure:,.4g}" if abs(figure) < 1000 else f"{figure:,.0f}"
        else:
            yield words, str(figure)
