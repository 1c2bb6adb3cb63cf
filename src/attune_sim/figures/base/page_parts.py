"""The parts of a page: a section for each figure, tables of numbers, small print."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from attune_sim import numbers
from attune_sim.figures.base import metadata

MOST_ROWS = 500
"""Rows of a table that a page shows."""


def paragraphs(text: str) -> list[str]:
    """What empty lines part."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def section(figure: go.Figure, k: int) -> str:
    """Figure k with its title, caption and table of numbers; the browser draws it."""
    meta = figure.layout.meta or {}
    name, caption = meta.get("title", f"Figure {k + 1}"), meta.get("caption", "")
    table = metadata.numbers(figure)
    describes = f' aria-describedby="caption-{k}"' if caption else ""
    lines = [
        f'<section aria-labelledby="title-{k}">',
        f'<h2 id="title-{k}">{html.escape(name)}</h2>',
        f'<p class="caption" id="caption-{k}">{html.escape(caption)}</p>' if caption else "",
        f'<div class="figure" role="img" aria-labelledby="title-{k}"{describes}></div>',
        _table(table, name) if len(table.columns) else "",
        "</section>",
    ]
    return "\n".join(line for line in lines if line)


def listed(name: str, table: pd.DataFrame) -> str:
    """A table of its own, open."""
    unfolded = _table(table, name, summary="The table", is_open=True)
    return f"<section>\n<h2>{html.escape(name)}</h2>\n{unfolded}\n</section>"


def _table(
    table: pd.DataFrame,
    name: str,
    summary: str = "The numbers of this figure",
    is_open: bool = False,
) -> str:
    shown = table.head(MOST_ROWS)
    numeric = [pd.api.types.is_numeric_dtype(table[c]) for c in table.columns]
    kind = [' class="number"' if n else "" for n in numeric]
    head = "".join(
        f'<th scope="col"{k}>{html.escape(str(c))}</th>'
        for c, k in zip(table.columns, kind, strict=True)
    )
    body = "\n".join(
        f"<tr>{''.join(f'<td{k}>{_cell(v)}</td>' for v, k in zip(row, kind, strict=True))}</tr>"
        for row in shown.itertuples(index=False)
    )
    some = f", the first {MOST_ROWS} of {len(table)} rows" if len(table) > MOST_ROWS else ""
    label = html.escape(f"Numbers: {name}")
    return (
        f"<details{' open' if is_open else ''}><summary>{summary}{some}</summary>\n"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>\n'
        f"<caption>{html.escape(name)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table></div></details>"
    )


def _cell(value: Any) -> str:
    if pd.isna(value):
        return numbers.UNDEFINED
    if isinstance(value, float):
        return numbers.significant(value, 4)
    return html.escape(str(value))


def footer(provenance: Mapping[str, Any]) -> str:
    """Where the results come from, in small print."""
    if not provenance:
        return ""
    rows = "\n".join(
        f"<dt>{html.escape(key)}</dt><dd>{html.escape(value)}</dd>"
        for key, value in _flat(provenance)
    )
    return f"<footer>\n<h2>Where these results come from</h2>\n<dl>\n{rows}\n</dl>\n</footer>"


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield str(key), ", ".join(f"{name} {inner}" for name, inner in value.items())
        else:
            yield str(key), str(value)
