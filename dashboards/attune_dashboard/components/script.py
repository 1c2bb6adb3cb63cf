"""The browser side of components: one script each, put together from the files in static/."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"


def script(*parts: Path | str) -> str:
    """The source of a component: what all of them use, and its own parts in order.

    Args:
        parts: names of files in static/, or paths. They share one scope; the last one exports.
    """
    return "\n".join((STATIC / part).read_text("utf-8") for part in ("make.js", *parts))
