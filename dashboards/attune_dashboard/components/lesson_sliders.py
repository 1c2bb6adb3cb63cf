"""A few sliders and a button that runs with them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import solara
import traitlets

from attune_dashboard.components.messages import listener
from attune_dashboard.components.script import script
from attune_sim.parameters.declaration import Parameter

STEPS = 100
STOPS = 5
"""Values of a slider that has few."""


class KnobsWidget(anywidget.AnyWidget):
    """Its browser side is static/knobs.js. `sent` comes from there, the rest goes there."""

    _esm = script("knobs.js")
    knobs = traitlets.Unicode("[]").tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)


@solara.component
def Knobs(
    parameters: Mapping[str, Parameter],
    begin: Mapping[str, float],
    on_run: Callable[[dict[str, float]], None],
    *,
    few: bool = False,
) -> None:
    """Sliders for parameters.

    Args:
        parameters: by name.
        begin: their values at first.
        on_run: called with all values, each within its parameter's range.
        few: whether there are only a few values of each slider, and one is moved at a time.
    """

    def heard(sent: dict[str, Any]) -> None:
        given = sent.get("values")
        if isinstance(given, dict):
            on_run({n: allowed(p, given.get(n), begin[n]) for n, p in parameters.items()})

    knobs: list[dict[str, Any]] = []
    for name, p in parameters.items():
        knobs.append(
            {
                "name": name,
                "label": p.label,
                "low": p.low,
                "high": p.high,
                "step": 1 if p.whole else (p.high - p.low) / STEPS,
                "whole": p.whole,
                "value": begin[name],
                "help": p.meaning,
            }
        )
        if few:
            knobs[-1]["stops"] = stops(p, begin[name])
    KnobsWidget.element(knobs=json.dumps(knobs), on_sent=listener(heard))


def allowed(p: Parameter, value: Any, otherwise: float) -> float:
    """A value from the browser, within the parameter's range."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    found = float(value) if number and math.isfinite(value) else float(otherwise)
    found = min(max(found, p.low), p.high)
    return round(found) if p.whole else found


def stops(p: Parameter, begin: float) -> list[float]:
    """A few values of a parameter, evenly over its range, but for where its slider begins."""
    steps = [p.low + (p.high - p.low) * k / (STOPS - 1) for k in range(STOPS)]
    if p.whole:
        steps = [float(round(value)) for value in steps]
    nearest = min(range(STOPS), key=lambda k: abs(steps[k] - begin))
    steps[nearest] = begin
    return sorted(set(steps))
