"""A link as a QR code, for a page and for a terminal."""

from __future__ import annotations

import io

import segno


def svg(link: str) -> str:
    """The code as an SVG element, dark on white in any look, as large as its container."""
    drawn = segno.make(link, micro=False, error="m")
    return str(drawn.svg_inline(omitsize=True, dark="#000", light="#fff", border=3))


def text(link: str) -> str:
    """The code as lines of half blocks, without colours."""
    written = io.StringIO()
    segno.make(link, micro=False, error="l").terminal(out=written, compact=True, border=2)
    return written.getvalue()
