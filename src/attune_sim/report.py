"""One page on a sweep: what was asked, its design, figures, numbers, where it comes from.

The page is complete in itself and asks nothing of the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go

from attune_sim.errors import InputError, listed
from attune_sim.figures.base import labels
from attune_sim.figures.base.page import write_html
from attune_sim.figures.sweep.chart_choice import FEW, choose, levels_of
from attune_sim.figures.sweep.courses import courses_figure
from attune_sim.figures.sweep.parallel import parallel_figure
from attune_sim.figures.sweep.sensitivity_pages import figures_of_sensitivity
from attune_sim.figures.sweep.sweep import sweep_figure
from attune_sim.outcomes import GROUPS
from attune_sim.sweep import (
    SweepSpec,
    comparisons,
    dataset,
    effects,
    open_spec,
    read,
    read_series,
    sensitivity,
)
from attune_sim.sweep.folder.results import manifest
from attune_sim.sweep.sensitivity_analysis import ANALYSES
from attune_sim.sweep.vocabulary import Range

EFFECTS = (
    "Effects over the whole range of each parameter, and against the first level or scenario;"
    " × is an interaction"
)
MOST_RUNS = 200_000
MOST_COURSES = 3  # figures of time courses, one for each factor
PARALLEL_FROM = 3  # varied columns that need parallel coordinates


def write_report(folder: str | Path, path: str | Path, *, note: str = "") -> Path:
    """Write the page on a finished or unfinished sweep.

    Args:
        folder: of its results.
        path: of the HTML file; one that is there is replaced.
        note: a paragraph on how to read it.

    Returns:
        The path.

    Raises:
        InputError: the folder is not a sweep's, holds no rows or too many, or a part is damaged.
    """
    spec, held = open_spec(folder), manifest(folder)
    if held["runs"] > MOST_RUNS:
        raise InputError(
            f"{folder} has {held['runs']:,} runs, more than the {MOST_RUNS:,} that a page can show;"
            " export it, or read it part by part"
        )
    rows = read(folder)
    if rows.empty:
        raise InputError(f"{folder} holds no rows yet; run the sweep first")
    title = spec.question or spec.name
    text = [asked(spec), *_state(spec, rows, held["runs"]), note]
    return write_html(
        [*figures(spec, rows), *_courses(spec, folder, rows)],
        path,
        title,
        text="\n\n".join(part for part in text if part),
        provenance={**_settings(spec), **held["provenance"]},
        tables=_effects(spec, rows),
    )


def _effects(spec: SweepSpec, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What the factors do to each measure that was asked for, as a table."""
    found = effects(spec, rows)
    found = found[found["measure"].isin(spec.asked or spec.measures)]
    if found.empty:
        return {}
    table = pd.DataFrame(
        {
            "Measure": [labels.label(name) for name in found["measure"]],
            "Effect of": [labels.term(term) for term in found["term"]],
            "Effect": found["effect"],
            "95% from": found["low"],
            "95% to": found["high"],
            "Replications": found["replications"],
        }
    )
    return {EFFECTS: table}


def figures(spec: SweepSpec, rows: pd.DataFrame) -> list[go.Figure]:
    """The figures of a sweep's page, but for time courses.

    The answer to the question; heat maps where two numbers were varied; pattern shares; which
    parameters matter, for a design that tells; parallel coordinates for three columns or more.
    """
    varied, kind = list(spec.varied), spec.design.kind
    out = [sweep_figure(rows, varied, spec.measures, "Means over replications", design=kind)]
    shares = GROUPS["patterns"]
    levels = levels_of(rows, varied)
    pair = [name for name in levels if _is_number(levels[name])][:2]
    if kind == "grid" and len(pair) == 2 and choose(levels).kind != "heat":
        title = f"Means over {_and(pair)}{_averaged_over(levels, pair)}"
        table = _averaged(rows, pair, spec.measures)
        out.append(sweep_figure(table, pair, spec.measures, title, heat_map=True))
    few = [name for name in levels if len(levels[name]) <= 2 * FEW][:1]
    if kind == "grid" and few and set(shares) <= set(spec.measures) and len(levels) > 1:
        title = f"Pattern shares over {_and(few)}{_averaged_over(levels, few)}"
        out.append(sweep_figure(_averaged(rows, few, shares), few, shares, title))
    if kind in ANALYSES:
        with suppress(InputError):  # not finished: the text says so
            out += figures_of_sensitivity(sensitivity(spec, rows), "Which parameters matter")
    if len(levels) >= PARALLEL_FROM:
        out.append(parallel_figure(rows, list(levels), spec.measures, "All points at once"))
    return out


def _courses(spec: SweepSpec, folder: str | Path, rows: pd.DataFrame) -> list[go.Figure]:
    """Development over days for each factor of few levels, where a time series was kept."""
    if not spec.series or not dataset(folder, "series").count_rows():
        return []
    series = read_series(folder)
    levels = levels_of(rows, list(spec.varied)) if spec.design.kind == "grid" else {}
    factors = [name for name in levels if len(levels[name]) > 1][:MOST_COURSES]
    out = []
    for name in factors or [""]:
        over = _averaged_over(levels, [name]) if name else ""
        by = f" by {labels.label(name).lower()}" if name else ""
        out.append(courses_figure(series, name or None, f"Development over days{by}{over}"))
    return out


def _is_number(values: Sequence[object]) -> bool:
    return not any(isinstance(v, str) for v in values)


def _averaged(rows: pd.DataFrame, names: list[str], measures: Sequence[str]) -> pd.DataFrame:
    """Means over all that was varied but these columns, in each replication: a row for each."""
    groups = rows.groupby([*names, "replication"], sort=False, dropna=False)
    return groups[["infants", *measures]].mean().reset_index()


def _averaged_over(levels: Mapping[str, object], names: Sequence[str]) -> str:
    others = [name for name in levels if name not in names]
    return f", averaged over {_and(others)}" if others else ""


def _and(names: Sequence[str]) -> str:
    return listed([labels.label(name).lower() for name in names])


def asked(spec: SweepSpec) -> str:
    """What was asked, in a few sentences."""
    parts = []
    for name, values in spec.vary.items():
        if isinstance(values, Range):
            low, high = labels.value(values.low), labels.value(values.high)
            parts.append(f"{labels.label(name)} from {low} to {high}")
        else:
            shown = ", ".join(labels.value(v) for v in values[:12])
            more = f" and {len(values) - 12} more values" if len(values) > 12 else ""
            parts.append(f"{labels.label(name)} at {shown}{more}")
    scenarios = ", ".join(s.title or s.name for s in spec.scenarios)
    text = f"Scenario{'s' if len(spec.scenarios) > 1 else ''}: {scenarios}."
    text += f" Varied: {'; '.join(parts)}." if parts else ""
    if spec.levels:
        text += f" Levels: {', '.join(level.label for level in spec.levels)}."
    sizes = {name: value for name, value in spec.design.as_dict().items() if name != "kind"}
    design = ", ".join(f"{value} {name}" for name, value in sizes.items() if value is not None)
    text += f" Design: {spec.design.kind}{f' ({design})' if design else ''}."
    drawn = (
        "a replication has the same random numbers at all points, so that points are pairs"
        if spec.random_numbers == "common"
        else "every run has its own random numbers"
    )
    runs = f"{spec.replications} replication{'' if spec.replications == 1 else 's'} of each point"
    return f"{text} {runs}; {drawn}."


def _state(spec: SweepSpec, rows: pd.DataFrame, runs: int) -> list[str]:
    """What a reader must know: what is missing, what failed, which differences are too small."""
    out = []
    if len(rows) < runs:
        out.append(f"Not finished: {len(rows):,} of {runs:,} runs are there.")
    failed = int(rows["error"].notna().sum())
    if failed:
        first = rows["error"].dropna().iloc[0]
        out.append(f"{failed:,} runs failed and are left out; the first: {first}")
    weak = comparisons(spec, rows)
    weak = weak[weak["underpowered"]]
    if len(weak):
        names = ", ".join(labels.label(name).lower() for name in weak["measure"])
        out.append(
            "With this number of replications, the design would detect only differences larger than"
            f" any found here (80% power), in: {names}."
        )
    return out


def _settings(spec: SweepSpec) -> dict[str, object]:
    """What is fixed, for the small print."""
    out: dict[str, object] = {"sweep": spec.name, "replications": spec.replications}
    for key in ("infants", "days"):
        if getattr(spec, key) is not None:
            out[key] = getattr(spec, key)
    if spec.fixed:
        out["fixed"] = spec.as_dict()["fixed"]
    return out
