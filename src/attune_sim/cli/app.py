"""The commands together, and what happens when one of them fails."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any

import typer
from typer.main import get_command

from attune_sim import __version__
from attune_sim.cli.terminal.commands import Commands, Unloaded
from attune_sim.cli.terminal.console import fail, prepare_streams, warnings_as_notes
from attune_sim.errors import InputError, listed

PROGRAM = "attune-sim"
OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
OTHER_NAMES = {("observe", "--days"): "--age"}
"""Options that go by another name in one command: that name."""
MOST_NAMED = 3  # commands named that have an option; the others are counted

COMMANDS = {
    "run": "Simulate a scenario and show the results.",
    "compare": "Compare scenarios: the same infants, the same random numbers.",
    "course": "Follow families through a scenario, and report on them at several ages.",
    "generations": "Let grown children become parents, and see what passes on.",
    "couple": "Let two grown children live as a couple, and see how they talk.",
    "sweep": "Run a sweep: a row of results for each run, and a figure.",
    "sensitivity": "Run a Morris or Sobol design and show which parameters matter for which"
    " measures.",
    "how-many": "Estimate from a pilot how many runs a wanted precision takes.",
    "report": "Write one page on a sweep: question, design, figures, numbers, origin.",
    "export": "Write the rows of a sweep, or those finished so far, as one file.",
    "observe": "Observe infants and caregivers in one procedure, and code it.",
    "measure": "Measure coded films: matching compared with chance, rupture and repair.",
    "observations": "Look into a coded file of real people: attune-sim observations inspect FILE.",
    "plan": "Plan a study: how many dyads, minutes of film, visits and coders it takes, at what"
    " cost.",
    "validate": "Simulate published studies and show what the model reproduces.",
    "calibrate": "Fit the free constants of the model to the published figures meant for it.",
    "claims": "List claims about attunement and what the model does with them, or show one.",
    "scenarios": "List the scenarios, or show one: attune-sim scenarios show NAME.",
    "parameters": "List every parameter: default, range, meaning, and where its default comes"
    " from.",
    "outcomes": "List every outcome: its scale, its meaning, and the procedure that measures it.",
    "lesson": "Check or run a lesson of your own: attune-sim lesson check FILE.toml.",
    "dashboard": "Explore a dyad in the browser, with no network needed.",
    "web": "Write a site that needs no Python and no network: stage, guided path, lessons.",
    "bench": "Measure how fast this machine simulates, as ratios.",
    "cite": "Say how to cite this program, and what to name in a method section.",
}
"""What each command does, as its own help begins; `how-many` lies in `attune_sim.cli.how_many`."""


class Program(Commands):
    """All commands by one line each; the module of the one that is used is imported."""

    def __init__(self, **settings: Any) -> None:
        commands = {name: Unloaded(name, does) for name, does in COMMANDS.items()}
        super().__init__(**{**settings, "commands": commands})


app = typer.Typer(
    name=PROGRAM,
    cls=Program,
    context_settings={
        "help_option_names": ["-h", "--help"],
        # As in scenario files: --repair_rate is --repair-rate.
        "token_normalize_func": lambda token: token.replace("_", "-"),
    },
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def attune_sim(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """How caregivers and infants attune to each other, second by second: a simulation.

    Begin with: attune-sim run
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: the words after the program's name; those of the process if None.

    Returns:
        0 ok, 1 failed, 2 wrong use, 130 interrupted.
    """
    prepare_streams()
    try:
        _check_encoding(sys.argv[1:] if arguments is None else arguments)
        with warnings_as_notes():
            code = _commands()(arguments, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        return fail(str(error), WRONG_USE)
    except typer.TyperException as error:
        return fail(_wrong_use(error), error.exit_code)
    except SystemExit as end:  # the reader of a pipe has gone; nobody is left to be told
        return end.code if isinstance(end.code, int) else FAILED
    except Exception as error:
        return _failed(error)
    return code if isinstance(code, int) else OK


@cache
def _commands() -> Any:
    """All commands, put together once: a notebook may call the program many times."""
    return get_command(app)


def _check_encoding(words: Sequence[str]) -> None:
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            name = word.encode(errors="replace").decode()
            raise InputError(f"{name}: this name has bytes that are not UTF-8; rename it") from None


def _wrong_use(error: typer.TyperException) -> str:
    """One sentence, worded like an InputError."""
    near = getattr(error, "possibilities", None)
    if near is None:
        return error.format_message()
    name = getattr(error, "option_name", "")
    hint = f"did you mean {' or '.join(near)}?" if near else "see --help for the options there are"
    return f"there is no option '{name}'; {_elsewhere(error, name) or hint}"


def _elsewhere(error: typer.TyperException, option: str) -> str:
    """Where to find an option that this command lacks: under another name, or in other commands."""
    context = getattr(error, "ctx", None)
    own = getattr(context, "info_name", None) or ""
    if (own, option) in OTHER_NAMES:
        return f"in this command it is {OTHER_NAMES[own, option]}"
    others = [
        f"{PROGRAM} {name}"
        for name, command in _commands().commands.items()
        if any(option in p.opts for p in command.loaded().params)
    ]
    if not others:
        return ""
    if len(others) > MOST_NAMED:
        others[MOST_NAMED:] = [f"{len(others) - MOST_NAMED} more"]
    return f"{listed(others)} {'has' if len(others) == 1 else 'have'} it"


def _failed(error: Exception) -> int:
    if os.environ.get("ATTUNE_DEBUG"):
        traceback.print_exc()
        return FAILED
    if isinstance(error, OSError):
        _let_go_of_stdout(error)
        where = f"{error.filename}: " if error.filename else ""
        return fail(f"{where}{error.strerror or error}", FAILED)
    outside = _surroundings(error)
    if outside:
        return fail(outside, FAILED)
    return fail(
        f"{type(error).__name__}: {error}. This is a fault of the program;"
        " ATTUNE_DEBUG=1 before the command shows where it happened.",
        FAILED,
    )


def _surroundings(error: Exception) -> str:
    """What to say if the machine or its user caused the error; empty if the program did."""
    from concurrent.futures import BrokenExecutor

    if isinstance(error, MemoryError):
        return "there is not enough memory; simulate fewer infants at once"
    if isinstance(error, BrokenExecutor):
        return (
            "a computing process was ended from outside, often because memory ran out;"
            " fewer --jobs need less memory"
        )
    if isinstance(error, ImportError) and not (error.name or "").startswith("attune_"):
        return f"a required package cannot be loaded ({error}); install it again"
    if isinstance(error, RuntimeError) and "home directory" in str(error):
        return "this user has no home folder; set HOME to a folder"
    if isinstance(error, UnicodeEncodeError):
        return f"a name or text cannot be written in this encoding ({error.encoding})"
    return ""


def _let_go_of_stdout(error: OSError) -> None:
    """After a failed write to standard output, keep Python from trying again at its end."""
    if error.filename is None and sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
