"""Tables of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from attune_dashboard.components.html import element, markup, whole


def table(head: Sequence[str], rows: Sequence[Sequence[Any]], *, label: str, name: str = "") -> Any:
    """A table that scrolls sideways where it must.

    Args:
        head: titles of the columns; all empty where the rows say enough.
        rows: text, `markup`, or elements; the first of each row names it. With an element among
            them each cell is a widget.
        label: what it is, for screen readers.
        name: its classes.
    """
    only_text = all(isinstance(cell, str) for row in rows for cell in row)
    part, outer = (markup, whole) if only_text else (element, element)
    if not only_text:
        rows = [[whole("span", c) if isinstance(c, Markup) else c for c in row] for row in rows]
    titles = part("tr", *(part("th", t, scope="col") for t in head))
    top = [part("thead", titles)] if any(head) else []
    body = part(
        "tbody",
        *(
            part(
                "tr",
                part("th", row[0], scope="row"),
                *(
                    part("td", cell, data_label=title)
                    for title, cell in zip(head[1:], row[1:], strict=True)
                ),
            )
            for row in rows
        ),
    )
    return outer(
        "div",
        part("table", *top, body),
        name=f"at-table {name}".strip(),
        tabindex="0",
        role="region",
        aria_label=label,
    )
