"""Sweeps and runs of the experiments, kept in results/, as Markdown tables.

Each cell is the mean over replications with their standard deviation; random numbers are common to
all cells of a replication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from attune_sim import numbers
from attune_sim.identity import MODEL, defaults
from attune_sim.provenance import provenance
from attune_sim.sweep import factor_effects, load_spec, read, run_sweep

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results"


def markdown(table: pd.DataFrame) -> str:
    """A DataFrame as a Markdown table, its index first."""
    table = table.reset_index()
    lines = ["| " + " | ".join(map(str, table.columns)) + " |", "|" + "---|" * table.shape[1]]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in table.itertuples(index=False)]
    return "\n".join(lines)


def cell(values: pd.Series) -> str:
    """Mean and standard deviation over replications."""
    values = values.dropna()
    if not len(values):
        return "–"
    digits = 2 if abs(values.mean()) < 10 else 1
    mean, sd = (numbers.decimals(x, digits) for x in (values.mean(), values.std(ddof=1)))
    return f"{mean} ± {sd}"


def rows(name: str) -> pd.DataFrame:
    """The rows of a sweep, run now if it is not there yet."""
    spec = load_spec(HERE / f"{name}.toml")
    out = RESULTS / name
    run_sweep(spec, out, jobs=-1)
    return read(out)


def made_once(name: str, asked: object, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A table of results/, made now if it is not there yet for this model and these defaults."""
    what = provenance([MODEL, defaults(), asked], 0)["hash"]
    path = RESULTS / f"{name}-{what}.parquet"
    if path.exists():
        return pd.read_parquet(path)
    path.parent.mkdir(exist_ok=True)
    table = make()
    table.to_parquet(path)
    return table


def by(name: str, factors: Sequence[str], measures: Sequence[str], **only: object) -> str:
    """A row per combination of factors, a column per measure."""
    table = rows(name)
    for column, value in only.items():
        table = table[table[column] == value]
    cells = table.groupby(list(factors), sort=False)[list(measures)].agg(cell)
    return markdown(cells.rename(columns=label))


def crossed(name: str, down: str, across: str, measure: str, **only: object) -> str:
    """One measure over two factors."""
    table = rows(name)
    for column, value in only.items():
        table = table[table[column] == value]
    cells = table.pivot_table(
        index=down, columns=across, values=measure, aggfunc=cell, sort=False
    ).rename(columns=lambda level: f"{across} {level}")
    return markdown(cells)


def effects(name: str, measures: Sequence[str]) -> str:
    """Main effects and interactions of a sweep's factors, with 95% intervals over replications."""
    table = factor_effects.effects(load_spec(HERE / f"{name}.toml"), rows(name))
    table = table[table["measure"].isin(measures)]
    ends = zip(table["low"], table["high"], strict=True)
    told = [numbers.interval(numbers.decimals(a), numbers.decimals(b)) for a, b in ends]
    means = map(numbers.decimals, table["effect"])
    table = table.assign(told=[f"{mean} ({ends})" for mean, ends in zip(means, told, strict=True)])
    cells = table.pivot_table(
        index="term", columns="measure", values="told", aggfunc="first", sort=False
    )
    return markdown(cells[list(measures)].rename(columns=label).rename_axis("effect of"))


def label(measure: str) -> str:
    """A measure's label, short for patterns."""
    return measure.removeprefix("patterns_").replace("_", " ")
