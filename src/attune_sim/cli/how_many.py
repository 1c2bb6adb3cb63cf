"""`attune-sim how-many`: from a pilot, how many replications and infants a precision takes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import print_json, show
from attune_sim.cli.terminal.text import column_heading, is_share
from attune_sim.errors import InputError, near
from attune_sim.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

    from attune_sim.sweep import SweepSpec

NOTES = {
    "difference": "The SD of a difference is taken over replications: in each, two points are"
    " compared.",
    "interaction": "An interaction is how much one factor's effect, from its lowest to its highest"
    " value, changes over the range of the other. Its SD is taken over replications; of several"
    " interactions, that of the one that varies most.",
}

LEFT_OUT = "Left out, because such a precision says nothing about them:"


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
    interaction: Annotated[
        str | None,
        typer.Option(
            metavar="X",
            help="Smallest interaction that should be detected: how much one factor's effect"
            " changes over the range of another.",
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
    the measure's own unit; of a share it may be written 5%, which is 0.05.
    """
    from attune_sim.sweep import needed, open_spec, read

    spec, rows = open_spec(folder), read(folder)
    asked = {"within": within, "difference": difference, "interaction": interaction}
    given = [(option, text) for option, text in asked.items() if text is not None]
    if len(given) != 1:
        raise InputError(
            "give one of --within X (of a mean), --difference X (of two points) and --interaction X"
        )
    ((option, text),) = given
    strength = _number("power", power)
    amount = _number(option, text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    for name in measure or []:
        if name not in spec.measures:
            raise InputError(f"the sweep has no measure '{name}'; {near(name, spec.measures)}")
    wanted, left_out = _fitting(option, text, amount, measure, spec, rows)
    table = needed(spec, rows, **{option: amount}, power=strength)
    table = table[table["measure"].isin(wanted)]
    if as_json:
        from attune_sim.cli.terminal.as_json import rows_json

        print_json({"sweep": spec.name, **dict.fromkeys(asked), option: amount,
                    "power": strength, "needed": rows_json(table),
                    "left_out": left_out})  # fmt: skip
    else:
        show(_told(spec, table, option, text, strength, left_out))


def _number(name: str, text: str) -> float:
    value = options.number(text)
    if not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        raise InputError(f"{name} = {text!r} is not a number above 0")
    return float(value)


def _fitting(
    option: str,
    text: str,
    amount: float,
    named: list[str] | None,
    spec: SweepSpec,
    rows: pd.DataFrame,
) -> tuple[list[str], list[str]]:
    """Measures for which the wanted precision makes sense, and those that are left out.

    Per cent are of shares only, and no precision is as wide as all that a measure can be.

    Raises:
        InputError: it makes no sense for one that was named, or for none at all.
    """
    wanted: list[str] = []
    left_out: list[str] = []
    for name in named or spec.measures:
        fault = _fault(name, text, amount, rows)
        if fault and named:
            raise InputError(f"{option} = {text}: {fault}")
        (left_out if fault else wanted).append(name)
    if not wanted:
        raise InputError(
            f"{option} = {text}: {_fault(left_out[0], text, amount, rows)}, and so with every"
            " other measure of this sweep"
        )
    return wanted, left_out


def _fault(name: str, text: str, amount: float, rows: pd.DataFrame) -> str:
    """Why a precision makes no sense for a measure; empty if it does."""
    outcome, share = OUTCOMES[name], is_share(name)
    label = column_heading(name).removesuffix(" %")
    if text.endswith("%") and not share and outcome.unit != "difference":
        return f"{label} is not a share, so it cannot be given in per cent"
    low, high = outcome.low, outcome.high
    if low is None or high is None:
        low, high = 0.0, float(rows[name].abs().max())
    if amount >= high - low:
        known = "all that it can be" if outcome.high is not None else "its largest mean here"
        hint = "; write 5% for five points" if share and not text.endswith("%") else ""
        return f"{label} would be known no better than to within {known}{hint}"
    return ""


def spread_of(name: str, sd: float) -> str:
    """A standard deviation in the measure's unit: in percentage points for a share."""
    if is_share(name) and math.isfinite(sd):
        return f"{numbers.significant(100 * sd)} points"
    return numbers.significant(sd)


def _told(
    spec: SweepSpec,
    table: pd.DataFrame,
    option: str,
    text: str,
    power: float,
    left_out: list[str],
) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding

    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import MODEL, notes, prose

    within = option == "within"
    if within:
        spread, factor = "one run's SD", 1.0
        asked = f"To know a point's mean to within {text} (95% interval)"
    else:
        # The table's is that of each point's part in a difference, and a difference has two.
        spread, factor = f"the {option}'s SD", math.sqrt(2.0)
        what = "a difference" if option == "difference" else "an interaction"
        where = " between two points" if option == "difference" else ""
        asked = f"To detect {what} of {text}{where} {numbers.percent(power)} of the time"
    shown = Grid(
        Column("measure", words=True),
        *(Column(title, right=True) for title in (spread, "replications", "infants in all")),
        gap=3,
    )
    for row in table.to_dict("records"):
        fine = math.isfinite(row["replications"])
        shown.add(
            column_heading(row["measure"]).removesuffix(" %"),
            spread_of(row["measure"], factor * row["sd"]),
            numbers.decimals(row["replications"], 0) if fine else "cannot be told",
            numbers.decimals(row["infants"], 0) if fine else "",
        )
    return Group(
        Padding(prose(asked, style="bold"), (1, 0, 1, 0)),
        shown,
        Padding("", (0, 0, 0, 0)),
        notes(
            f"At each point, with as many infants a run as in the pilot ({spec.name},"
            f" {spec.replications} replications). Only the total number of infants counts: half the"
            " replications with twice the infants are as precise.",
            *([NOTES[option]] if option in NOTES else []),
            *([f"{LEFT_OUT} {numbers.count(len(left_out), 'measure')}."] if left_out else []),
            "Planned with the upper end of the SD's one-sided 80% interval (Browne 1995),"
            " because a pilot's SD is itself uncertain.",
            MODEL,
        ),
    )
