"""What the server tells browsers about its pages: what they may load, and who may show them."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from attune_dashboard.serving import Serving

PLAIN_HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?", re.ASCII)


def policy(host: str, serving: Serving) -> str:
    """The Content-Security-Policy of every answer.

    Nothing is loaded from elsewhere. Scripts need 'unsafe-eval', since Vue compiles templates in
    the browser, 'unsafe-inline', since Solara's page has scripts in it, and `blob:`, from where
    anywidget loads components.

    Args:
        host: as the visitor's browser named it.
        serving: what the start of the server was told.
    """
    # Older browsers do not count a websocket as 'self'.
    sockets = f" ws://{host} wss://{host}" if PLAIN_HOST.fullmatch(host) else ""
    frames = " ".join(("'self'", *serving.embedding))
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' data: blob:{sockets}",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frames}",
        )
    )


class Headers:
    """Adds them to every answer."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        """Around an application."""
        self.app = app
        self.serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = HTTPConnection(scope).headers.get("host", "")

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy(host, self.serving))
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"  # a teacher's link holds their key
                if not self.serving.embedding:  # it cannot name hosts
                    headers.setdefault("X-Frame-Options", "SAMEORIGIN")
            await send(message)

        await self.app(scope, receive, answer)
