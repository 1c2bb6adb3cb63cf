"""A figure while it is made: plain dictionaries, which plotly checks once, at the end, or never.

Every property that is set on a plotly figure is checked as it is set, which takes far longer than
all the drawing. A draft is filled without checks. `figure()` gives the plotly figure, checked once,
for reports and people; the dashboard sends `plain()` to the browser as it is.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

import numpy as np
import plotly.graph_objects as go

from attune_sim.figures.base import style

Arguments = ParamSpec("Arguments")
DIGITS = 6
"""Decimal places of the numbers in `plain`."""


class Draft:
    """Traces and layout of a figure, as plotly has them in JSON; arrays may stay arrays.

    Attributes:
        data: the traces.
        layout: with `shapes`, `annotations` and `meta`.
        template: name of the look.
    """

    def __init__(self) -> None:
        self.data: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {"shapes": [], "annotations": []}
        self.template = style.template()

    @classmethod
    def of(cls, figure: go.Figure) -> Draft:
        """A plotly figure of this package as a draft."""
        out = cls()
        out.data = [trace.to_plotly_json() for trace in figure.data]
        out.layout |= figure.layout.to_plotly_json()
        out.layout.pop("template", None)
        return out

    def _add(self, kind: str, settings: Mapping[str, Any]) -> None:
        self.data.append({"type": kind} | {k: v for k, v in settings.items() if v is not None})

    def add_scatter(self, **settings: Any) -> None:
        """Add a trace of points and lines."""
        self._add("scatter", settings)

    def add_bar(self, **settings: Any) -> None:
        """Add a trace of bars."""
        self._add("bar", settings)

    def add_heatmap(self, **settings: Any) -> None:
        """Add a trace of coloured cells."""
        self._add("heatmap", settings)

    def add_shape(self, **settings: Any) -> None:
        """Add a shape."""
        self.layout["shapes"].append(settings)

    def add_annotation(self, **settings: Any) -> None:
        """Add a text."""
        self.layout["annotations"].append(settings)

    def update_layout(self, settings: Mapping[str, Any] | None = None, **more: Any) -> None:
        """Change properties of the layout; dictionaries are merged, None takes a property away."""
        _merge(self.layout, {**(settings or {}), **more})

    def relayout(self, changes: Mapping[str, Any]) -> None:
        """What `Plotly.relayout` does: change properties of the layout by their paths."""
        for path, value in changes.items():
            at: Any = self.layout
            if path.startswith("annotations["):
                number, _, path = path.removeprefix("annotations[").partition("].")
                at = at["annotations"][int(number)]
            *steps, last = path.split(".")
            for step in steps:
                at = at.setdefault(step, {})
            at[last] = value

    def enlarged(self) -> Draft:
        """A copy in the look for a projector."""
        out = Draft()
        out.data = [_copy(trace) for trace in self.data]
        out.layout = _copy(self.layout)
        out.template = style.template(projector=True)
        style.rescale(out.data, out.layout, style.PROJECTOR)
        return out

    def figure(self) -> go.Figure:
        """The plotly figure, in the light look.

        Raises:
            ValueError: a property that plotly does not know.
        """
        return go.Figure(self.data, {**self.layout, "template": self.template})

    def plain(self) -> dict[str, Any]:
        """Traces and layout for JSON: lists of rounded numbers, and null for missing values.

        A trace without points has one that is null: a browser would leave it out of the legend, and
        leave its points standing where it had some before.
        """
        data = [_plain(trace) for trace in self.data]
        for trace in data:
            if trace["type"] == "scatter" and not len(trace.get("x", [None])):
                trace |= {"x": [None], "y": [None]}
        return {"data": data, "layout": _plain(self.layout)}


def as_plotly(draw: Callable[Arguments, Draft]) -> Callable[Arguments, go.Figure]:
    """The function that draws the same, with the same arguments, as a plotly figure."""

    @wraps(draw)
    def figure(*args: Arguments.args, **kwargs: Arguments.kwargs) -> go.Figure:
        return draw(*args, **kwargs).figure()

    figure.__name__ = figure.__qualname__ = draw.__name__.replace("_draft", "_figure")
    signature = inspect.signature(draw).replace(return_annotation=go.Figure)
    vars(figure)["__signature__"] = signature
    return figure


def _merge(into: dict[str, Any], changes: Mapping[str, Any]) -> None:
    for key, value in changes.items():
        if isinstance(value, Mapping):
            if not isinstance(into.get(key), dict):
                into[key] = {}
            _merge(into[key], value)
        elif value is None:
            into.pop(key, None)
        else:
            into[key] = value


def _copy(value: Any) -> Any:
    """A copy of dictionaries and lists that shares their contents."""
    if isinstance(value, dict):
        return {key: _copy(v) for key, v in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_copy(v) for v in value]
    return value


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return round(float(value), DIGITS) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        numbers = value.round(DIGITS)
        if not np.isfinite(value).all():
            numbers = numbers.astype(object)
            numbers[~np.isfinite(value)] = None
        return numbers.tolist()
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuU":
        return value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return _plain(value.tolist())  # other arrays, and numpy's numbers
