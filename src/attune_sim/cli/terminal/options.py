"""Options that several commands share; one for each declared parameter.

A parameter's option takes its words from its declaration. Bounds are not checked here: the scenario
does it, in one sentence, for files and for the command line alike.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from attune_sim.csv_files import PLAIN, Dialect
from attune_sim.errors import InputError
from attune_sim.parameters import PARAMETERS, Parameter

if TYPE_CHECKING:
    from attune_sim.scenario import Scenario

Command = TypeVar("Command", bound=Callable[..., None])
Settings = TypeVar("Settings")
MOST_JOBS = 1024
CSV = "CSV files"
DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+")


def _scenario_names(incomplete: str) -> list[str]:
    from attune_sim.scenario import scenario_names

    return [name for name in scenario_names() if name.startswith(incomplete)]


ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario's name (attune-sim scenarios lists them) or a TOML file.",
        autocompletion=_scenario_names,
    ),
]
Infants = Annotated[
    str | None,
    typer.Option(metavar="N", help=r"How many infants. \[default: the scenario's, mostly 100]"),
]
Days = Annotated[
    str | None,
    typer.Option(metavar="N", help=r"Days from birth. \[default: the scenario's, mostly 365]"),
]
Seed = Annotated[
    str | None,
    typer.Option(
        metavar="N",
        help=r"Random seed: the same seed gives the same run."
        r" \[default: the scenario's, mostly 1]",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="FILE.py:CLASS",
        help="Your own class of caregiver, infant or model, which the families use.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress and no notes.")]
Processes = Annotated[
    str | None,
    typer.Option("--jobs", metavar="N", help=r"Number of processes to use. \[default: all cores]"),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TITLE",
        help="Leave out the scenario's event of this title; may be given several times.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace existing files.")]
OutFolder = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write results to this folder.")
]
Sep = Annotated[
    str,
    typer.Option(metavar="CHAR", help="Separator of values: , ; | or tab.", rich_help_panel=CSV),
]
Decimal = Annotated[
    str, typer.Option(metavar="CHAR", help="Decimal mark: . or a comma.", rich_help_panel=CSV)
]
Bom = Annotated[
    bool,
    typer.Option(
        "--bom",
        help="Begin with a byte order mark, so that Excel recognises UTF-8.",
        rich_help_panel=CSV,
    ),
]


def with_parameter_options(command: Command) -> Command:
    """Give a command one option per declared parameter, instead of its `**values`."""
    return with_options_of(command, PARAMETERS)


def with_options_of(command: Command, declared: Mapping[str, Parameter]) -> Command:
    """Give a command one option per parameter of these, instead of its `**values`."""
    return _with_options(command, {p.name: _option(p) for p in declared.values()})


def with_settings(declared: type[Any]) -> Callable[[Command], Command]:
    """Give a command an option per field of a dataclass, in place of its `**values`.

    Args:
        declared: its fields are whole numbers, with `low`, `high` and `meaning` as metadata.
    """
    options = {
        field.name: Annotated[
            str | None,
            typer.Option(
                metavar="N", help=rf"{field.metadata['meaning']} \[default: {field.default}]"
            ),
        ]
        for field in fields(declared)
    }
    return lambda command: _with_options(command, options)


def _with_options(command: Command, options: Mapping[str, Any]) -> Command:
    signature = inspect.signature(command, eval_str=True)
    own = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in options.items()
    ]
    command.__signature__ = signature.replace(parameters=[*own, *more])  # type: ignore[attr-defined]
    return command


def settings(declared: type[Settings], values: Mapping[str, str | None]) -> Settings:
    """The settings that were typed; the others keep their defaults.

    Raises:
        InputError: names what is not allowed.
    """
    bounds = {f.name: (f.metadata["low"], f.metadata["high"]) for f in fields(declared)}  # type: ignore[arg-type]
    given = {k: whole(k, text, *bounds[k]) for k, text in values.items() if text is not None}
    found = declared(**given)
    found.check()  # type: ignore[attr-defined]
    return found


def _option(p: Parameter) -> Any:
    words = f"{p.meaning} [{allowed_and_default(p)}]"
    return Annotated[
        str | None,
        typer.Option(
            f"--{p.name.replace('_', '-')}",
            metavar="N" if p.whole else "X",
            help=words.replace("[", r"\["),
            rich_help_panel=f"Parameters: {p.group}",
            hidden=p.is_fixed,  # they can be set; `attune-sim parameters` lists them
        ),
    ]


def allowed_and_default(p: Parameter) -> str:
    """A parameter's range, default and unit, in a few words."""
    default = f"as {p.default_from}" if p.default is None else f"{p.default:g}"
    unit = f"; {p.unit}" if p.unit else ""
    return f"{p.low:g} to {p.high:g}, default {default}{unit}"


def number(text: str) -> float | str:
    """The number that was typed; other text is passed on, for the scenario to refuse.

    Raises:
        InputError: a decimal comma.
    """
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    if DECIMAL_COMMA.fullmatch(text.strip()):
        raise InputError(f"{text!r} is not a number; write a point: {text.replace(',', '.')}")
    return text


def dialect(sep: str, decimal: str, bom: bool, **files: object) -> Dialect:
    """How CSV files are written.

    Args:
        sep: as typed.
        decimal: in numbers.
        bom: whether there is a byte order mark.
        files: the options by which such a file is written, of which one has to be given.

    Raises:
        InputError: it cannot be taken apart, or no such file is written.
    """
    found = Dialect(sep, decimal, bom)
    if found != PLAIN and not any(files.values()):
        names = " or ".join(f"--{name}" for name in files)
        raise InputError(f"--sep, --decimal and --bom go with {names}")
    return found


def assignment(option: str, text: str) -> tuple[str, str]:
    """The name and the value of NAME=X.

    Raises:
        InputError: it is not written so.
    """
    name, sign, value = text.partition("=")
    name, value = name.strip().replace("-", "_"), value.strip()
    if not sign or not name or not value:
        raise InputError(f"--{option} {text!r} is not written NAME=X, as responsiveness=0.4")
    return name, value


def whole(name: str, text: str, least: int, most: int) -> int:
    """The whole number that was typed.

    Raises:
        InputError: that names it and says what is allowed.
    """
    value = number(text)
    if not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"{name} = {value!r} is not a whole number from {least} to {most}")
    return value


def age(text: str | None) -> str | None:
    """The age in days that was typed, if any.

    Raises:
        InputError: it is none.
    """
    from attune_sim.scenario import MOST_DAYS

    return None if text is None else str(whole("age", text, 0, MOST_DAYS))


def scenario_with(name: str, changes: Mapping[str, str | None]) -> Scenario:
    """The scenario of this name or file, with what was given on the command line.

    Raises:
        InputError: unknown scenario, faulty file, or a value that is not allowed.
    """
    from attune_sim.couples.scenario import couple_scenarios
    from attune_sim.scenario import check_family_life, load

    if name in couple_scenarios():
        raise InputError(f"{name} is a scenario of couples; see attune-sim couple {name}")
    given: dict[str, Any] = {
        key: text if key == "model" else number(text)
        for key, text in changes.items()
        if text is not None
    }
    scenario = load(name).with_(**given)
    check_family_life(scenario)
    return scenario
