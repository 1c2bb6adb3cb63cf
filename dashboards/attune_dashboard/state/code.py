"""A choice as other ways in have it: a command, a few lines of Python, the SPEC of a sweep."""

from __future__ import annotations

from collections.abc import Sequence

from attune_dashboard.state.choice import FILMED, Choice
from attune_dashboard.state.own_file import OWN
from attune_sim.parameters import PARAMETERS

OWN_FILE = f"{OWN}.toml"
"""What a visitor's own scenario is called when it is saved."""
INFANTS = 60
"""Infants in each cell of a sweep."""
VALUES = 5
"""Values of each parameter that a sweep varies."""


def scenario_name(choice: Choice) -> str:
    """The scenario as a command or a file names it."""
    return OWN_FILE if choice.scenario == OWN else choice.scenario


def command(choice: Choice) -> str:
    """The command that films and codes this dyad; for everyday life, the one that runs it."""
    if choice.view in FILMED:
        words = ["attune-sim", "observe", FILMED[choice.view], scenario_name(choice)]
        words += ["--age", str(choice.age), "--infants", "1"]
    else:
        words = ["attune-sim", "run", scenario_name(choice), "--days", str(choice.age)]
    words += ["--seed", str(choice.seed)]
    for name, value in choice.changes:
        words += [f"--{name.replace('_', '-')}", f"{value:.6g}"]
    return " ".join(words)


def course(choice: Choice, ages: Sequence[int]) -> str:
    """The command that follows these families, and looks at them at some ages."""
    words = ["attune-sim", "course", scenario_name(choice)]
    words += [f"--at {age}" for age in ages]
    words += ["--seed", str(choice.seed)]
    for name, value in choice.changes:
        words += [f"--{name.replace('_', '-')}", f"{value:.6g}"]
    return " ".join(words)


def python(choice: Choice) -> str:
    """A model of the same scenario, run to the same age."""
    given = "".join(f", {name}={value:.6g}" for name, value in choice.changes)
    return (
        "from attune_sim import AttunementModel\n\n"
        f'model = AttunementModel("{scenario_name(choice)}", days={choice.age}{given},'
        f" rng={choice.seed})\n"
        "model.run_model()\n"
        "print(model.datacollector.get_model_vars_dataframe().tail())\n"
    )


def spec(choice: Choice) -> str:
    """A sweep over the map's two parameters, with everything else as it is here."""
    fixed = [(n, v) for n, v in choice.changes if n not in (choice.x, choice.y)]
    lines = [
        f'scenario = "{scenario_name(choice)}"',
        f"infants = {INFANTS}",
        "days = 365",
        f"seed = {choice.seed}",
        f'measures = ["{choice.measure}"]',
        "",
        "[vary]",
        *(f"{name} = {list(_values(name))}" for name in (choice.x, choice.y)),
    ]
    if fixed:
        lines += ["", "[fixed]", *(f"{name} = {value:.6g}" for name, value in fixed)]
    return "\n".join(lines) + "\n"


def _values(name: str) -> tuple[float, ...]:
    p = PARAMETERS[name]
    found = [p.low + (p.high - p.low) * k / (VALUES - 1) for k in range(VALUES)]
    return tuple(dict.fromkeys(round(v) if p.whole else float(f"{v:.6g}") for v in found))
