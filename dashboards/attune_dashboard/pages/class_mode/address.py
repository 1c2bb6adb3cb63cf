"""Who can open the link of a class, and what that link is."""

from __future__ import annotations

from attune_dashboard import addresses, serving


def reach() -> str:
    """Who can open a link, in a sentence."""
    told = serving.current()
    if not told.address and told.host in addresses.LOCAL:
        return (
            "Only this machine can open it now. So that students can, end the dashboard and start"
            " it again with: attune-sim dashboard --host 0.0.0.0"
        )
    return "Students in the same network can open it; so can everyone else in that network."


def links(code: str) -> list[str]:
    """The links for students, likeliest first: a machine may have several addresses."""
    told = serving.current()
    if told.address:
        found = [told.address]
    else:
        found = addresses.others(told.host, told.port) or [addresses.own(told.host, told.port)]
    return [f"{address.rstrip('/')}/class/{code}" for address in found]
