"""The packages that the dashboard needs, where a command is about to use it."""

from __future__ import annotations

from importlib.util import find_spec

from attune_sim.errors import InputError
from attune_sim.installation import install_line

NEEDED = ("solara", "anywidget", "ipyvuetify", "segno", "attune_dashboard")


def check(what: str) -> None:
    """See that they are installed.

    Args:
        what: needs them, in a sentence.

    Raises:
        InputError: one is missing.
    """
    if any(find_spec(package) is None for package in NEEDED):
        raise InputError(f"{what} needs more packages: {install_line('dashboard')}")
