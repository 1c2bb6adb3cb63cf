"""Save what stands on a page as one HTML file that opens anywhere, offline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import anywidget
import pandas as pd
import plotly.graph_objects as go
import solara
import traitlets

from attune_dashboard.components.messages import listener
from attune_dashboard.components.script import script
from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import Choice
from attune_sim.figures.base import style
from attune_sim.figures.base.page import page
from attune_sim.provenance import provenance

PLOTLY = "/* plotly.min.js */"
"""Where the browser, which has the script already, puts it in."""
LONGEST_TEXT, MOST_TABLES, MOST_ROWS = 20_000, 20, 400


@dataclass
class Place:
    """What a tab shows: figures as `view.packed` gives them, in order."""

    figures: dict[object, str] = field(default_factory=dict)


place = solara.create_context(Place())


def use_place(figure: str) -> None:
    """Let a figure be part of the report as long as it is shown."""
    here = solara.use_context(place)
    key = solara.use_memo(object, [])

    def change() -> None:
        here.figures[key] = figure

    def leave() -> Any:
        return lambda: here.figures.pop(key, None)

    solara.use_effect(change, [figure])
    solara.use_effect(leave, [])


class ReportWidget(anywidget.AnyWidget):
    """Its browser side is static/report.js."""

    _esm = script("report.js")
    sent = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)


@solara.component
def Report(choice: Choice) -> None:
    """The button.

    Args:
        choice: what is looked at, for the small print.
    """
    here = solara.use_context(place)
    widget = solara.use_ref(None)

    def heard(sent: dict[str, Any]) -> None:
        if widget.current is not None and sent.get("what") == "save":
            html = report(list(here.figures.values()), sent, choice)
            widget.current.answer = {"n": sent.get("n"), "html": html}

    element = ReportWidget.element(on_sent=listener(heard))

    def remember() -> None:
        widget.current = solara.get_widget(element)

    solara.use_effect(remember, [])


def report(figures: list[str], said: Mapping[str, Any], choice: Choice) -> str:
    """The page as HTML, with PLOTLY where plotly's script belongs.

    Args:
        figures: as `view.packed` gives them.
        said: what the browser reads off the page: `title`, `text`, and `tables`, each with `title`,
            `columns` and `rows`.
        choice: what is looked at.
    """
    scenario = choice.built()
    return page(
        [rebuilt(json.loads(figure), projector=choice.projector) for figure in figures],
        str(said.get("title") or "attune-sim")[:200],
        text=str(said.get("text") or "")[:LONGEST_TEXT],
        tables=_tables(said.get("tables")),
        provenance={"scenario": titled(choice), **provenance(scenario.as_dict(), scenario.seed)},
        script=PLOTLY,
    )


def rebuilt(held: Mapping[str, Any], *, projector: bool) -> go.Figure:
    """A figure from what the browser has of it."""
    meta = {key: held[key] for key in ("title", "caption", "numbers", "layouts", "heading")}
    layout = {
        **held["layout"],
        "meta": meta | {"scale": style.PROJECTOR if projector else 1.0},
        "template": style.template(projector=projector),
    }
    return go.Figure(held["data"], layout)


def _tables(given: Any) -> dict[str, pd.DataFrame]:
    """Tables from the page, as text; what is no table is left out."""
    out: dict[str, pd.DataFrame] = {}
    for one in given[:MOST_TABLES] if isinstance(given, list) else ():
        try:
            columns = [str(c)[:200] for c in one["columns"]]
            rows = [[str(cell)[:2000] for cell in row] for row in one["rows"][:MOST_ROWS]]
            table = pd.DataFrame(rows, columns=pd.Index(columns))
        except (KeyError, TypeError, ValueError):
            continue
        out[str(one.get("title", "Table"))[:200]] = table
    return out
