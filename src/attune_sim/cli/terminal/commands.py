"""What this program's commands do besides typer's: near names, a calm Ctrl-C, a calm help."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from attune_sim.cli.terminal.console import note
from attune_sim.errors import InputError, near

INTERRUPTED = 130


class Command(TyperCommand):
    """A command whose help names no type beside a switch."""

    def get_params(self, ctx: Any) -> Any:
        """Options and arguments; a switch takes no value, so none is shown."""
        return _plain_switches(super().get_params(ctx))


class Commands(TyperGroup):
    """Commands by name; a misspelt one is answered with the near ones."""

    def get_params(self, ctx: Any) -> Any:
        """As for a command."""
        return _plain_switches(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, or an InputError with the near names."""
        if cmd_name in self.commands or ctx.resilient_parsing:
            return super().get_command(ctx, cmd_name)
        raise InputError(f"there is no command '{cmd_name}'; {near(cmd_name, self.commands)}")

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Ctrl-C ends it with a word instead of a traceback."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            note("Stopped; nothing was written.")
            raise typer.Exit(INTERRUPTED) from None


def _plain_switches(parameters: Any) -> Any:
    for parameter in parameters:
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""
    return parameters
