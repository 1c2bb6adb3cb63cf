"""The link by which students come to a class: to type, to scan, and others in case it fails."""

from __future__ import annotations

import solara

from attune_dashboard import addresses, qr, serving
from attune_dashboard.components.html import element
from attune_dashboard.state.session import Session, session

MOST_OTHERS = 4
"""Further addresses that are offered."""


def links(code: str, here: Session) -> list[str]:
    """The links to a class, likeliest first; this machine's own if no other can open one.

    Args:
        code: of the class.
        here: the teacher's tab.
    """
    told = serving.current()
    found = addresses.visitors(told, here.origin, here.prefix)
    own = addresses.own(told.host, told.port).rstrip("/")
    return [f"{address}/class/{code}" for address in found or [own]]


def reach(here: Session) -> str:
    """Who can open a link, in a sentence."""
    told = serving.current()
    if addresses.visitors(told, here.origin, here.prefix):
        return "Students who can reach this address can open it; so can everyone else who can."
    if told.host in addresses.LOCAL:
        return (
            "Only this machine can open it now. So that students can, end the dashboard and start"
            " it again with: attune-sim dashboard --host 0.0.0.0"
        )
    return "This machine seems to be in no network, so students cannot open it yet."


@solara.component
def ClassLink(code: str) -> None:
    """The link in large letters, with a code to scan."""
    first, *rest = links(code, solara.use_context(session))
    with element("div", name="at-join-box"):
        element("img", name="at-qr", src=qr.image(first), alt="QR code of the link")
        with element("div"):
            element(
                "p",
                "Open ",
                element("strong", first, name="at-code", id="at-link", translate="no"),
                name="at-lead at-join",
            )
            if rest:
                element(
                    "p",
                    "If that does not open: ",
                    element("span", " or ".join(rest[:MOST_OTHERS]), translate="no"),
                    name="at-caption",
                    id="at-other-links",
                )
