"""A page's data as the text of its script: JSON, deflated (RFC 1951), in base64.

A page from a disk can read no file but scripts, so bytes have to stand in one as text. The browser
undoes it (static/site/packing.js).
"""

from __future__ import annotations

import base64
import zlib

RAW = -zlib.MAX_WBITS
"""Deflated bytes with nothing around them."""


def packed(text: str) -> tuple[int, str]:
    """A text as its length in bytes (UTF-8) and as base64 of these bytes, deflated."""
    plain = text.encode()
    squeezed = zlib.compress(plain, level=9, wbits=RAW)
    return len(plain), base64.b64encode(squeezed).decode("ascii")
