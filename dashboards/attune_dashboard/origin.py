"""Who may open the websocket: pages of the dashboard itself, and no other site's."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from attune_dashboard.addresses import DEFAULT_PORT
from attune_dashboard.serving import Serving

REFUSED = 1008
"""Code with which a websocket is closed that breaks a rule."""


def same_origin(asked: HTTPConnection, serving: Serving) -> bool:
    """Whether a page of the dashboard asks; programs, which send no Origin, may ask too.

    Args:
        asked: the websocket's beginning.
        serving: what the start of the server was told.
    """
    origin = asked.headers.get("origin")
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
        wanted = parts.hostname, parts.port or DEFAULT_PORT.get(parts.scheme)
    except ValueError:
        return False
    hosts = [asked.headers.get("host", ""), asked.headers.get("x-forwarded-host", "")]
    known = [f"{parts.scheme}://{host}" for text in hosts for host in text.split(",") if host]
    return bool(parts.hostname) and wanted in [
        _place(address) for address in (*known, serving.address) if address
    ]


def _place(address: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(address.replace(" ", ""))
        return parts.hostname, parts.port or DEFAULT_PORT.get(parts.scheme)
    except ValueError:
        return None, None


class Origin:
    """Refuses websockets that another site's page opens in a visitor's browser."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        """Around an application."""
        self.app = app
        self.serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] == "websocket" and not same_origin(HTTPConnection(scope), self.serving):
            await send({"type": "websocket.close", "code": REFUSED})
            return
        await self.app(scope, receive, send)
