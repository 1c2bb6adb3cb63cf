"""What commands add to typer: a quiet Ctrl-C, a plainer help, and help under -OO."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from attune_sim.cli.terminal.console import note

INTERRUPTED = 130


class Command(TyperCommand):
    """A command whose help shows no type for a switch."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **_with_help(settings))

    def get_params(self, ctx: Any) -> Any:
        """Options and arguments; a switch takes no value, so none is shown."""
        return _plain_switches(super().get_params(ctx))


class Commands(TyperGroup):
    """Commands by name."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **_with_help(settings))

    def get_params(self, ctx: Any) -> Any:
        """As for a command."""
        return _plain_switches(super().get_params(ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Ctrl-C ends it with a message instead of a traceback."""
        try:
            return super().invoke(ctx)
        except BaseException as error:
            if not was_interrupted(error):
                raise
            note("Stopped; nothing was written.")
            raise typer.Exit(INTERRUPTED) from None


def was_interrupted(error: BaseException | None) -> bool:
    """Whether it was Ctrl-C, also where something complained about being interrupted.

    A Ctrl-C that comes while a thread's lock is being given back ends as a RuntimeError.
    """
    while isinstance(error, RuntimeError) and not isinstance(error, typer.Exit):
        error = error.__context__
    return isinstance(error, KeyboardInterrupt)


def _plain_switches(parameters: Any) -> Any:
    for parameter in parameters:
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""
    return parameters


def _with_help(settings: dict[str, Any]) -> dict[str, Any]:
    """The words of a command; from the source where Python was told to drop docstrings (-OO)."""
    if settings.get("help") or settings.get("callback") is None:
        return settings
    function = inspect.unwrap(settings["callback"])
    source = ast.parse(Path(inspect.getfile(function)).read_text(encoding="utf-8"))
    words = next(
        ast.get_docstring(node)
        for node in ast.walk(source)
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__
    )
    return {**settings, "help": words}
