"""Who sits before a page: a browser, by its cookie, and the network address it comes from."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import solara
import solara.lab

HEADER = "x-attune-address"
"""In which the server hands the address on to the pages; one that a browser sends is dropped."""
IPV6_NETWORK = 64
"""Leading bits of a public IPv6 address that one household or school has to itself."""


@dataclass(frozen=True)
class Visitor:
    """One visitor.

    Attributes:
        browser: a text that a browser keeps until its cookies are cleared.
        address: the network address; a whole school may share one. Empty if unknown.
    """

    browser: str
    address: str = ""


def visitor() -> Visitor:
    """The visitor of the page that asks."""
    given = (solara.lab.headers.peek() or {}).get(HEADER, [""])
    return Visitor(str(solara.get_session_id()), given[0])


def network(host: str) -> str:
    """What of an address is one visitor's: all of it, but of public IPv6 only the network."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        if address.is_global:
            return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
    return str(address)


Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


class AddressHeader:
    """Adds the network address of whoever connects to the headers that pages can read."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Handle one connection."""
        if scope["type"] == "websocket":
            client = scope.get("client") or ("",)
            name = HEADER.encode()
            headers = [pair for pair in scope["headers"] if pair[0] != name]
            headers.append((name, network(str(client[0])).encode()))
            scope = {**scope, "headers": headers}
        await self.app(scope, receive, send)
