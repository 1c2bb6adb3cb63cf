"""`attune-sim outcomes`: everything that a run measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import print_json, show
from attune_sim.codebook import of_outcome
from attune_sim.outcomes import DECLARED, EVERYDAY, PROCEDURE_TITLES, SERIES, Outcome

if TYPE_CHECKING:
    from rich.console import RenderableType

STATE = "Read from the model, not observed"
ONLY_SERIES = "Only in the time series of a sweep"


def outcomes(as_json: options.Json = False) -> None:
    """List every outcome: its scale, its meaning, and the procedure that measures it."""
    if as_json:
        print_json([asdict(o) | {"series": name in SERIES} for name, o in DECLARED.items()])
        return
    show(*_listing())


def _listing() -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    groups: dict[str, list[Outcome]] = {title: [] for title in PROCEDURE_TITLES.values()}
    for outcome in DECLARED.values():
        groups.setdefault(_group(outcome), []).append(outcome)
    for title, members in groups.items():
        yield Text(f"\n{title}", style="bold")
        for outcome in members:
            entry = of_outcome(outcome)
            scale = "; ".join(part for part in (entry.unit, entry.scale) if part)
            words = Text.assemble(
                (outcome.name, "cyan"), f"  {outcome.label}", (f" ({scale})" if scale else "", "")
            )
            yield Padding(words, (0, 0, 0, 2))
            yield Padding(Text(outcome.meaning, style="dim"), (0, 0, 0, 6))


def _group(outcome: Outcome) -> str:
    if outcome.name in EVERYDAY:
        return ONLY_SERIES
    return PROCEDURE_TITLES[outcome.needs] if outcome.needs else STATE
