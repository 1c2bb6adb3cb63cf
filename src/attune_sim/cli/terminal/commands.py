"""What commands add to typer: loading when used, a quiet Ctrl-C, a plainer help, help under -OO."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

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


class Unloaded(TyperCommand):
    """A command known by its name and what it does; its module is imported when it is used.

    Args:
        name: of the command, and of its module and what that declares: a function or a group.
        does: the first line of its help.
    """

    def __init__(self, name: str, does: str) -> None:
        super().__init__(name, help=does)

    def loaded(self) -> Any:
        """The command itself."""
        name = str(self.name).replace("-", "_")
        declared = getattr(importlib.import_module(f"attune_sim.cli.{name}"), name)
        if not isinstance(declared, typer.Typer):
            alone = typer.Typer(add_completion=False)
            alone.command(str(self.name), cls=Command)(declared)
            declared = alone
        return get_command(declared)

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        """Read the words that follow, as the command itself does."""
        return self.loaded().make_context(*arguments, **settings)


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
