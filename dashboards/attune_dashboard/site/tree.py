"""What a page shows as plain data, for the browser to draw (static/site/drawing.js).

A node is a text; an element {"t": tag, "a": attributes, "c": children}, or with "html" in place of
children; or a widget {"w": name, "h": its values, "j": those that it takes as JSON text}. A button
has the attribute `data-press`, by which it is pressed again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import ipyvuetify
import ipywidgets
from anywidget import AnyWidget
from solara.widgets import HTML

Node = str | dict[str, Any]
ASIDE = frozenset({"_esm", "_css", "_anywidget_id", "layout", "tabbable", "tooltip", "sent"})
"""Values of a widget that its browser side does not read."""
NOWHERE = re.compile(r'<a(?: [^>]*)? href=""[^>]*>[^<]*</a>')
"""A link to a page that needs the program, in HTML that `markup` made."""


def nodes(widget: Any) -> list[Node]:
    """The nodes of a widget of a page; none of what has no place on a page of files."""
    if isinstance(widget, str):
        return [widget]
    if isinstance(widget, AnyWidget):
        return [_widget(widget)]
    if isinstance(widget, ipyvuetify.Btn):
        return [_button(widget)]
    if isinstance(widget, HTML):
        html = NOWHERE.sub("", widget.unsafe_innerHTML)
        return [{"t": widget.tag, "a": dict(widget.attributes), "html": html}]
    if isinstance(widget, ipyvuetify.VuetifyTemplate):
        return []  # a style sheet
    if isinstance(widget, ipyvuetify.Html):
        return _element(widget)
    if isinstance(widget, ipyvuetify.Sheet | ipywidgets.Box):
        return [{"t": "div", "a": {"class": "at-column"}, "c": _children(widget)}]
    raise TypeError(f"a page of files cannot show a {type(widget).__name__}")


def text(widget: Any) -> str:
    """The text within a widget."""
    if isinstance(widget, str):
        return widget
    return "".join(text(child) for child in getattr(widget, "children", None) or ())


def label(button: Any) -> str:
    """What a button is called."""
    return str((button.attributes or {}).get("aria-label") or text(button))


def within(widget: Any) -> Iterator[Any]:
    """A widget and all in it."""
    yield widget
    for child in getattr(widget, "children", None) or ():
        if not isinstance(child, str):
            yield from within(child)


def _children(widget: Any) -> list[Node]:
    return [node for child in widget.children or () for node in nodes(child)]


def _element(widget: Any) -> list[Node]:
    attributes = dict(widget.attributes or {})
    if widget.class_:
        attributes["class"] = widget.class_
    if widget.style_:
        attributes["style"] = widget.style_
    children = _children(widget)
    nowhere = widget.tag == "a" and not attributes.get("href")
    empty = widget.tag == "li" and widget.children and not children
    if nowhere or empty:  # a link to a page that needs the program
        return []
    return [{"t": widget.tag, "a": attributes, "c": children}]


def _button(widget: Any) -> Node:
    classes = ["v-btn", "v-btn--disabled" if widget.disabled else "", widget.class_ or ""]
    attributes = {
        "type": "button",
        "data-press": label(widget),
        "class": " ".join(filter(None, classes)),
        **(widget.attributes or {}),
        **({"disabled": ""} if widget.disabled else {}),
    }
    content = {"t": "span", "a": {"class": "v-btn__content"}, "c": _children(widget)}
    return {"t": "button", "a": attributes, "c": [content]}


def _widget(widget: AnyWidget) -> Node:
    held, texts = {}, {}
    for name in widget.trait_names(sync=True):
        if name in ASIDE or name.startswith("_"):
            continue
        value = getattr(widget, name)
        if isinstance(value, str) and value[:1] in ("{", "["):
            texts[name] = _content(value)
        else:
            held[name] = value
    return {"w": type(widget).__name__, "h": held, "j": texts}


@lru_cache(32)
def _content(text: str) -> Any:
    """Of JSON text; a film that stands in many states is read once, and the same in all."""
    return json.loads(text)
