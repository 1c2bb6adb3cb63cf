"""The controls of one scenario, made from the declarations of parameters and presets."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import anywidget
import solara
import traitlets

from attune_dashboard.components.messages import listener
from attune_dashboard.components.script import script
from attune_dashboard.compute import finished_sweeps, moments
from attune_dashboard.state.choice import MOST_DAYS, MOST_SEED, OFFERED, VIEWS, Choice
from attune_dashboard.state.code import command, python
from attune_dashboard.state.code import spec as spec_of
from attune_dashboard.state.own_file import OWN, read_own, written
from attune_dashboard.state.scenario_groups import grouped, known
from attune_sim.errors import InputError
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS, Parameter
from attune_sim.scenario import Distribution

OPEN = ("caregiver",)
"""Groups of parameters that are unfolded at first."""
STEPS = 100


class ControlsWidget(anywidget.AnyWidget):
    """Its browser side is static/controls.js. `sent` comes from there, the rest goes there.

    The rest is JSON text: reacton would walk through every piece of it.
    """

    _esm = script("controls.js")
    spec = traitlets.Unicode().tag(sync=True)
    state = traitlets.Unicode().tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)


@solara.component
def Controls(
    choice: Choice,
    on_choice: Callable[[Choice], None],
    *,
    on_undo: Callable[[], None],
    can_undo: bool = False,
    heading: str = "Set up",
    view: bool = False,
    age: bool = False,
    luck: bool = True,
    story: bool = False,
    grid: bool = False,
    bench: bool = False,
) -> None:
    """Sliders and lists for a choice.

    Args:
        choice: what is shown.
        on_choice: called with another one.
        on_undo: called when the last change is to be taken back.
        can_undo: whether there is one.
        heading: over the controls.
        view: whether what is filmed can be chosen.
        age: whether the infant's age can be chosen.
        luck: whether other luck can be asked for.
        story: whether the preset's story is told.
        grid: whether the map's parameters and measure can be chosen.
        bench: whether settings can be searched, and stand with their meaning.
    """
    problem, set_problem = solara.use_state("")

    def answer(sent: dict[str, Any]) -> None:
        if sent.get("what") == "undo":
            on_undo()
            return
        try:
            wanted = changed(choice, sent)
            wanted.built()
        except InputError as error:
            set_problem(str(error))
            return
        set_problem("")
        on_choice(wanted)

    ControlsWidget.element(
        spec=json.dumps(
            spec(
                heading,
                view,
                age,
                luck,
                story,
                grid,
                finished_sweeps.names() if grid else (),
                bench=bench,
            )
        ),
        state=json.dumps(state(choice, can_undo, problem=problem, grid=grid)),
        on_sent=listener(answer),
    )


def changed(choice: Choice, sent: dict[str, Any]) -> Choice:
    """The choice after one message from the browser; the same if the message makes no sense.

    Raises:
        InputError: a value that is not allowed.
    """
    if any(isinstance(part, list | dict) for part in sent.values()):
        return choice
    if choice.result and sent.get("what") not in ("measure", "result"):
        choice = replace(choice, result="")  # what a sweep shows was set when it was run
    what, value, name = sent.get("what"), sent.get("value"), str(sent.get("name"))
    if what == "scenario" and (value in known() or (value == OWN and choice.own)):
        return replace(choice, scenario=str(value), changes=(), caregiver=0)
    if what == "load" and isinstance(value, str):
        held = read_own(value)
        return replace(
            choice, scenario=OWN, own=written(held), changes=(), caregiver=0, seed=held.seed
        )
    if what == "view" and value in VIEWS:
        return replace(choice, view=str(value), second=None)
    if what == "caregiver" and str(value).isdigit():
        last = len(choice.built().caregivers) - 1
        return replace(choice, caregiver=min(int(str(value)), last))
    if what == "age" and isinstance(value, int | float) and 0 <= value <= MOST_DAYS:
        return replace(choice, age=int(value))
    if what == "value" and isinstance(value, int | float):
        return choice.with_value(name, float(value))
    if what in ("x", "y") and value in OFFERED:
        whole = [(key, text) for key, text in choice.extra if key[:2] not in ("x_", "y_")]
        choice = replace(choice, extra=tuple(whole))  # ends were those of another parameter
        swapped = {"x": choice.y, "y": choice.x} if value == getattr(choice, _twin(what)) else {}
        return replace(choice, **(swapped | {what: str(value)}))
    if what == "measure" and value in OUTCOMES:
        return replace(choice, measure=str(value))
    if what == "result" and value in ("", *finished_sweeps.names()):
        return replace(choice, result=str(value))
    if what == "clear":
        return choice.without(name)
    if what == "reset":
        return choice.with_changes({})
    if what == "seed" and str(value).isdecimal() and int(str(value)) <= MOST_SEED:
        return replace(choice, seed=int(str(value)))
    if what == "luck":
        return replace(choice, seed=choice.seed % MOST_SEED + 1)
    return choice


def _twin(what: str) -> str:
    return "y" if what == "x" else "x"


@cache
def spec(
    heading: str,
    view: bool,
    age: bool,
    luck: bool,
    story: bool,
    grid: bool,
    sweeps: tuple[str, ...] = (),
    *,
    bench: bool = False,
) -> dict[str, Any]:
    """What the controls are: lists, and sliders with label, range, step and help."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for parameter in OFFERED.values():
        groups.setdefault(parameter.group, []).append(_slider(parameter))
    return {
        "heading": heading,
        "presets": list(grouped().items()),
        "bench": bench,
        "views": [list(pair) for pair in VIEWS.items()] if view else [],
        "luck": luck,
        "extra": _grid(sweeps) if grid else [],
        "story": story,
        "age": {
            "label": "Age of the infant",
            "low": 0,
            "high": MOST_DAYS,
            "step": 5,
            "whole": True,
            "unit_short": " days",
            "help": "How many days the two have lived together before they are filmed. The infant"
            " learns after every episode of every day.",
        }
        if age
        else None,
        "groups": [
            {"title": title.capitalize(), "open": title in OPEN, "items": items}
            for title, items in groups.items()
        ],
    }


def _grid(sweeps: tuple[str, ...]) -> list[list[Any]]:
    """The lists that say what the map shows: key, label, options."""
    parameters = [[p.name, p.label] for p in OFFERED.values()]
    outcomes = [[o.name, o.label] for o in OUTCOMES.values()]
    shown = [["", "Computed here"], *([name, f"Sweep {name}"] for name in sweeps)]
    return [
        *([["result", "What the map shows", shown]] if sweeps else []),
        ["x", "Across", parameters],
        ["y", "Up", parameters],
        ["measure", "Measure", outcomes],
    ]


def _slider(p: Parameter) -> dict[str, Any]:
    usual = (
        f"{p.default:g}"
        if p.default_from is None
        else f"the same as {PARAMETERS[p.default_from].label.lower()}"
    )
    unit = f" Unit: {p.unit}." if p.unit else ""
    return {
        "name": p.name,
        "label": p.label,
        "low": p.low,
        "high": p.high,
        "step": 1 if p.whole else (p.high - p.low) / STEPS,
        "whole": p.whole,
        "help": f"{p.meaning}{unit} From {p.low:g} to {p.high:g}; default {usual}."
        f" Source: {p.source}.",
    }


def state(
    choice: Choice, can_undo: bool, *, problem: str = "", grid: bool = False
) -> dict[str, Any]:
    """What the controls show.

    Args:
        choice: whose values.
        can_undo: whether there is a change to take back.
        problem: why the last change could not be made.
        grid: whether the two parameters of the map are set by the map.
    """
    scenario, preset = choice.built(), choice.preset()
    return {
        "scenario": choice.scenario,
        "story": " ".join(preset.story.split()),
        "look_for": " ".join(preset.look_for.split()),
        "view": choice.view,
        "x": choice.x,
        "y": choice.y,
        "measure": choice.measure,
        "result": choice.result,
        "age": choice.age,
        "seed": str(choice.seed),  # a number of the browser has 53 bits
        "caregivers": [c.name for c in scenario.caregivers],
        "caregiver": choice.caregiver,
        "values": moments.traits(choice),
        "notes": {
            name: "this infant's value, drawn from a distribution"
            for name in PARAMETERS
            if isinstance(scenario.value(name, choice.caregiver), Distribution)
        }
        | (dict.fromkeys((choice.x, choice.y), "set by the map") if grid else {}),
        "changed": [name for name, _ in choice.changes],
        "can_undo": can_undo,
        "problem": problem,
        "own": choice.own and choice.preset().title,
        "toml": scenario.to_toml(),
        "code": {"spec": spec_of(choice), "command": command(choice), "python": python(choice)},
    }
