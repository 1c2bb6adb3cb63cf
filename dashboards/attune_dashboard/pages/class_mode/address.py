"""Who can open the link of a class, and what that link is."""

from __future__ import annotations

from attune_dashboard import addresses, serving
from attune_dashboard.state.session import Session


def reach(here: Session) -> str:
    """Who can open a link, in a sentence, for the teacher's tab."""
    told = serving.current()
    if not addresses.visitors(told, here.origin, here.prefix):
        if told.host not in addresses.LOCAL:
            return (
                "This computer does not seem to be on a network, so students cannot open the page"
                " yet."
            )
        return (
            "Only this computer can open the page now. To let students in, stop the dashboard and"
            " start it again with: attune-sim dashboard --host 0.0.0.0"
        )
    return "Students on the same network can open it, and so can everyone else on that network."


def links(code: str, here: Session) -> list[str]:
    """The links for students, likeliest first: a machine may have several addresses.

    Args:
        code: of the class.
        here: the teacher's tab; students can come the way that the teacher came.
    """
    told = serving.current()
    own = addresses.own(told.host, told.port).rstrip("/")
    found = addresses.visitors(told, here.origin, here.prefix) or [own]
    return [f"{address}/class/{code}" for address in found]
