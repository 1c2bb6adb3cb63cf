"""`attune-sim how-many`: from a pilot, how many replications and infants a precision takes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import print_json, show
from attune_sim.errors import InputError, near

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

    from attune_sim.sweep import SweepSpec

DIFFERENCE = "The SD of a difference is taken over replications: in each, two points are compared."


def how_many(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The results of a small sweep: the pilot.")
    ],
    within: Annotated[
        str | None,
        typer.Option(metavar="X", help="Wanted half-width of the 95% interval of a mean."),
    ] = None,
    difference: Annotated[
        str | None,
        typer.Option(
            metavar="X",
            help="Smallest difference between two points that the design should detect.",
        ),
    ] = None,
    power: Annotated[
        str,
        typer.Option(metavar="P", help="How often such a difference should be detected (power)."),
    ] = "0.8",
    measure: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this measure; may be given several times."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Estimate from a pilot how many runs a wanted precision takes.

    The pilot is any finished sweep with two or more replications. X is in
    the measure's own unit: 0.05 of a share is five points.
    """
    from attune_sim.sweep import needed, open_spec, read

    spec = open_spec(folder)
    wanted = _number("within", within), _number("difference", difference)
    if (wanted[0] is None) == (wanted[1] is None):
        raise InputError("give either --within X (of a mean) or --difference X (of two points)")
    strength = _number("power", power)
    assert strength is not None
    table = needed(spec, read(folder), within=wanted[0], difference=wanted[1], power=strength)
    for name in measure or []:
        if name not in spec.measures:
            raise InputError(f"the sweep has no measure '{name}'; {near(name, spec.measures)}")
    if measure:
        table = table[table["measure"].isin(measure)]
    if as_json:
        from attune_sim.cli.terminal.as_json import rows_json

        print_json({"sweep": spec.name, "within": wanted[0], "difference": wanted[1],
                    "power": strength, "needed": rows_json(table)})  # fmt: skip
    else:
        show(_told(spec, table, wanted, strength))


def _number(name: str, text: str | None) -> float | None:
    if text is None:
        return None
    value = options.number(text)
    if not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        raise InputError(f"{name} = {text!r} is not a number above 0")
    return float(value)


def _told(
    spec: SweepSpec,
    table: pd.DataFrame,
    wanted: tuple[float | None, float | None],
    power: float,
) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding

    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import MODEL, column_heading, notes, prose

    within, difference = wanted
    if within is not None:
        spread, factor = "one run's SD", 1.0
        asked = f"To know a point's mean to within {within:g} (95% interval)"
    else:
        # The table's is that of each point's part in a difference, and a difference has two.
        spread, factor = "a difference's SD", math.sqrt(2.0)
        often = numbers.percent(power)
        asked = f"To detect a difference of {difference:g} between two points {often} of the time"
    shown = Grid(
        Column("measure", words=True),
        *(Column(title, right=True) for title in (spread, "replications", "infants in all")),
        gap=3,
    )
    for row in table.to_dict("records"):
        fine = math.isfinite(row["replications"])
        shown.add(
            column_heading(row["measure"]).removesuffix(" %"),
            numbers.significant(factor * row["sd"]),
            f"{row['replications']:,.0f}" if fine else "cannot be told",
            f"{row['infants']:,.0f}" if fine else "",
        )
    return Group(
        Padding(prose(asked, style="bold"), (1, 0, 1, 0)),
        shown,
        Padding("", (0, 0, 0, 0)),
        notes(
            f"At each point, with as many infants a run as in the pilot ({spec.name},"
            f" {spec.replications} replications). Only the total number of infants counts: half the"
            " replications with twice the infants are as precise.",
            *(() if within is not None else [DIFFERENCE]),
            "Planned with the upper end of the SD's one-sided 80% interval (Browne 1995),"
            " because a pilot's SD is itself uncertain.",
            MODEL,
        ),
    )
