"""Plain elements of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara
from markupsafe import Markup
from solara.widgets import HTML

from attune_dashboard.compute.background import Working


def element(tag: str, *children: Any, name: str = "", **attributes: str) -> Any:
    """One HTML element; text stays text.

    Args:
        tag: as in HTML.
        children: elements or text.
        name: its classes.
        attributes: others.

    Raises:
        TypeError: one of the children is `markup`, which only `whole` shows.
    """
    if any(isinstance(c, Markup) for c in children):
        raise TypeError("an element has elements and text in it; whole() shows markup")
    return solara.v.Html(
        tag=tag,
        class_=name,
        attributes={key.replace("_", "-"): value for key, value in attributes.items()},
        children=[c for c in children if c != ""],
    )


def markup(tag: str, *children: str, name: str = "", **attributes: str) -> Markup:
    """The HTML of an element, as text: for what has no button and needs no key.

    Each `element` is a widget, which costs the server about a millisecond and the browser two.

    Args:
        tag: as in HTML.
        children: text, which stays text, or more of these.
        name: its classes.
        attributes: others.
    """
    told = Markup("").join(Markup(' {}="{}"').format(*pair) for pair in _given(name, attributes))
    return Markup("<{0}{1}>{2}</{0}>").format(tag, told, Markup("").join(children))


def whole(tag: str, *children: str, name: str = "", **attributes: str) -> Any:
    """One widget that holds HTML: text, which stays text, and what `markup` gives.

    If any of it changes, all of it is made anew, and the focus within is lost. Arguments as there.
    """
    content = Markup("").join(children)
    return HTML.element(
        tag=tag, attributes=dict(_given(name, attributes)), unsafe_innerHTML=str(content)
    )


def _given(name: str, attributes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names and values of attributes, as HTML writes them."""
    others = [(key.replace("_", "-"), value) for key, value in attributes.items()]
    return [("class", name), *others] if name else others


def live(tag: str, text: str, *, name: str = "", **attributes: str) -> Any:
    """An element whose text changes while it is shown.

    A browser that translates the page puts nodes of its own in place of each text, and a text that
    is changed afterwards changes unseen. So another text is another element in here.

    Args:
        tag: as in HTML.
        text: what it says; may be empty.
        name: its classes.
        attributes: others; they may change, too.
    """
    return Live(tag, text, name, {"translate": "no"} | attributes)


@solara.component
def Live(tag: str, text: str, name: str, attributes: dict[str, str]) -> Any:
    """The same; a component, as keys are told apart within one."""
    held = [element("span", text).key(f"text {text}")] if text else []
    return element(tag, *held, name=name, **attributes)


def button(
    text: str, on_click: Callable[[], None], *, name: str = "at-button", **attributes: str
) -> Any:
    """A button; its text may change while it is shown.

    Args:
        text: what it says.
        on_click: called when it is pressed.
        name: its classes.
        attributes: of HTML.
    """
    return solara.Button(
        children=[Live("span", text, "", {})],
        on_click=on_click,
        classes=name.split(),
        text=True,
        attributes={key.replace("_", "-"): value for key, value in attributes.items()},
    )


def busy(work: Working) -> Any:
    """A line that says how the work is, for eyes and for screen readers."""
    text = work.error or ("Simulating …" if work.busy else "")
    return live(
        "p", text or "\N{NO-BREAK SPACE}", name="at-busy", role="status", data_busy=str(work.busy)
    )
