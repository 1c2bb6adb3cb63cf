"""The timeline of a family, and beside it the same in fields: people, events, the age looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anywidget
import solara
import traitlets

from attune_dashboard.components.messages import listener
from attune_dashboard.components.script import STATIC, script
from attune_dashboard.state.timeline import KINDS, LEVERS, care_at
from attune_sim.figures.base import style
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution, Scenario

CARE_EVERY, POINTS = 7, 200
"""Days between two points of the shares of care that are drawn, and the most points."""

Sent = Callable[[dict[str, Any]], None]


class TimelineWidget(anywidget.AnyWidget):
    """Its browser side is static/family/timeline.js."""

    _esm = script("family/age.js", "family/timeline.js")
    state = traitlets.Unicode().tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)


class FamilyWidget(anywidget.AnyWidget):
    """Its browser side is static/family/fields.js."""

    _esm = script("family/age.js", "family/fields.js")
    state = traitlets.Unicode().tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)


@solara.component
def Timeline(state: str, on_sent: Sent) -> None:
    """The timeline.

    Args:
        state: of `timeline_state`, as JSON.
        on_sent: called with what was done.
    """
    TimelineWidget.element(state=state, on_sent=listener(on_sent))


@solara.component
def FamilyFields(state: str, on_sent: Sent) -> None:
    """The fields.

    Args:
        state: of `fields_state`, as JSON.
        on_sent: called with what was done.
    """
    FamilyWidget.element(state=state, on_sent=listener(on_sent))


def timeline_state(scenario: Scenario, span: int, age: int) -> dict[str, Any]:
    """What the timeline shows.

    Args:
        scenario: whose people and events.
        span: days shown.
        age: day that is looked at.
    """
    days = sorted({*range(0, span, max(CARE_EVERY, span // POINTS)), span})
    shares = [care_at(scenario, day) for day in days]
    return {
        "span": span,
        "age": age,
        "days": days,
        "people": [
            {
                "name": c.name,
                "care": [round(at[k], 3) for at in shares],
                "colour": style.level(k)["colour"],
            }
            for k, c in enumerate(scenario.caregivers)
        ],
        "events": [
            {
                "title": e.title or "a change",
                "day": e.day,
                "latest": e.latest,
                "until": None if e.length is None else e.day + e.length + e.fade,
                "whom": list(e.whom),
            }
            for e in scenario.events
        ],
    }


def fields_state(
    scenario: Scenario, span: int, *, presets: list[list[Any]], **more: Any
) -> dict[str, Any]:
    """What the fields show.

    Args:
        scenario: whose people and events.
        span: days shown.
        presets: groups of pairs of name and title.
        more: further values.
    """
    return {
        "presets": presets,
        "span": span,
        "kinds": [[name, kind.title] for name, kind in KINDS.items()],
        "levers": [_lever(name) for name in LEVERS],
        "people": [
            {
                "name": c.name,
                "share": round(c.share, 4),
                "own": {n: _number(c.parameters[n]) for n in LEVERS if n in c.parameters},
                "usual": {n: _usual(scenario, n, k) for n in LEVERS},
            }
            for k, c in enumerate(scenario.caregivers)
        ],
        "events": [
            {
                **{key: getattr(e, key) for key in ("title", "day", "latest", "rise", "fade")},
                "length": e.length,
                "share": e.share,
                "whom": e.whom[0] if len(e.whom) == 1 else "",
                "several": len(e.whom) > 1,
                "amounts": [
                    [name, _said(name, table), value]
                    for table, held in e.changes.items()
                    for name, value in held.items()
                ],
                "care": dict(e.care),
            }
            for e in scenario.events
        ],
        **more,
    }


_HOW = {"add": "added", "multiply": "times", "set": "set to"}


def _said(name: str, table: str) -> str:
    return f"{PARAMETERS[name].label}, {_HOW[table]}"


def _lever(name: str) -> dict[str, Any]:
    p = PARAMETERS[name]
    unit = f" ({p.unit})" if p.unit else ""
    return {"name": name, "label": p.label, "low": p.low, "high": p.high,
            "help": f"{p.meaning} From {p.low:g} to {p.high:g}{unit}."}  # fmt: skip


def _number(value: Any) -> float | None:
    return None if isinstance(value, Distribution) else float(value)


def _usual(scenario: Scenario, name: str, person: int) -> str:
    value = scenario.value(name, person)
    return "differs" if isinstance(value, Distribution) else f"{value:g}"


def packed(state: dict[str, Any]) -> str:
    """As the browser gets it."""
    return json.dumps(state, allow_nan=False)


@solara.component
def FamilyLook() -> None:
    """Adds the style sheet of the page."""
    solara.Style(STATIC / "family" / "family.css")
