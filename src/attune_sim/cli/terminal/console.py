"""Where text goes: results to standard output, everything else to standard error.

Rich leaves out colour where NO_COLOR is set, and every control character where the stream is no
terminal. Consoles are made when they are used, so that they see the streams of that moment.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attune_sim.errors import InputWarning

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


PLAIN = {"−": "-", "–": "-", "·": "|", "…": "...", "’": "'", "●": "o", "◆": "+", "✗": "x",
         "μ": "mu", "σ": "sigma", "±": "+/-", "×": "x", "█": "#"}  # fmt: skip
"""Replacements for signs that an encoding lacks; above all, a minus must not get lost."""


def prepare_streams() -> None:
    """Set standard output and standard error up so that writing text never fails."""
    codecs.register_error("attune-sim", _plain)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # no console (pythonw, some schedulers): output is dropped
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="attune-sim")


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign, "?") for sign in signs), error.end


def results() -> Console:
    """The console for results."""
    from rich.console import Console

    return Console(highlight=False)


def show(*parts: RenderableType) -> None:
    """Print a result for people; without a terminal, also without blanks at the ends of lines."""
    console = results()
    if console.is_terminal:
        console.print(*parts, sep="\n")
        return
    with console.capture() as captured:
        console.print(*parts, sep="\n")
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def messages() -> Console:
    """The console for progress, notes and errors."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def note(text: str, quiet: bool = False) -> None:
    """Print a note on standard error, unless --quiet was given."""
    if not quiet:
        messages().print(text, style="dim", markup=False)


@contextmanager
def warnings_as_notes() -> Iterator[None]:
    """Print each warning about an input as a sentence on standard error, once."""
    told: set[str] = set()

    def show_warning(
        message: Warning | str, category: type[Warning], *where: Any, **more: Any
    ) -> None:
        if not issubclass(category, InputWarning):
            usual(message, category, *where, **more)
        elif str(message) not in told:
            told.add(str(message))
            messages().print(f"Note: {message}", markup=False, soft_wrap=True)

    with warnings.catch_warnings():
        usual = warnings.showwarning
        warnings.simplefilter("always", InputWarning)
        warnings.showwarning = show_warning
        yield


def fail(sentence: str, code: int) -> int:
    """Say on standard error what went wrong, unwrapped so that it can be searched; returns code."""
    from rich.text import Text

    messages().print(Text.assemble(("Error: ", "bold red"), sentence), soft_wrap=True)
    return code


def print_json(content: Any) -> None:
    """Print a result for other programs. NaN is refused: undefined values must be None."""
    print(json.dumps(content, indent=2, allow_nan=False))
