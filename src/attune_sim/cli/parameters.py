"""`attune-sim parameters`: every parameter that can be set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import print_json, show
from attune_sim.parameters import PARAMETERS

if TYPE_CHECKING:
    from rich.console import RenderableType


def parameters(as_json: options.Json = False) -> None:
    """List every parameter: default, range, meaning, and where its default comes from."""
    if as_json:
        print_json([asdict(p) for p in PARAMETERS.values()])
        return
    show(*_listing())


def _listing() -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    for group in dict.fromkeys(p.group for p in PARAMETERS.values()):
        yield Text(f"\n{group.capitalize()}", style="bold")
        for p in PARAMETERS.values():
            if p.group == group:
                yield Padding(
                    Text.assemble((p.name, "cyan"), f"  {options.allowed_and_default(p)}"),
                    (0, 0, 0, 2),
                )
                yield Padding(
                    Text.assemble((p.meaning, ""), (f" Source: {p.source}.", "dim")), (0, 0, 0, 6)
                )
