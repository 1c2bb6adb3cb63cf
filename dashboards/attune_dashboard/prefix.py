"""The path under which a proxy serves the dashboard, such as `/attune` or `/user/ada/proxy/8765`.

A proxy may pass the path on with the prefix or without it, and may name the prefix in a header or
not. Where nothing tells it, the page finds it in its own address (static/shell.js) and says so in
a cookie, which the browser sends to that path only.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from attune_dashboard.serving import Serving

COOKIE = "attune-prefix"
HEADER = "x-attune-prefix"
"""In which the parts of the server find the prefix; what a visitor sends in it is dropped."""
TOLD_IN = ("x-forwarded-prefix", "x-script-name", "script-name", "x-forwarded-context")
"""Headers in which proxies tell it, JupyterHub's and Traefik's among them."""
SAFE = re.compile(r"(/[\w.~@%+-]+){1,16}", re.ASCII)
JUPYTER = r"(/.+)?/proxy/(absolute/)?{port}(?=/|$)"
"""How the path begins where Jupyter's proxy passes it on whole."""


def prefix_of(asked: HTTPConnection, serving: Serving) -> str:
    """The prefix for a request, without a slash at its end; empty if there is none.

    Args:
        asked: the request or the websocket's beginning.
        serving: what the start of the server was told.
    """
    path = asked.scope["path"]
    declared = serving.prefix
    host = asked.headers.get("x-forwarded-host") or asked.headers.get("host", "")
    if declared and (_under(path, declared) or host == urlsplit(serving.address).netloc):
        return declared
    jupyter = re.match(JUPYTER.format(port=serving.port), path)
    told = [
        jupyter.group() if jupyter else "",
        asked.cookies.get(COOKIE, ""),
        *(asked.headers.get(name, "") for name in TOLD_IN),
    ]
    for text in told:
        wanted = text.rstrip("/")
        if SAFE.fullmatch(wanted) and "/.." not in wanted:
            return wanted
    return ""


def _under(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")


class Prefix:
    """Takes the prefix off the path, and tells it to the parts of the server in HEADER."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        """Around an application."""
        self.app = app
        self.serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        prefix = prefix_of(HTTPConnection(scope), self.serving)
        path = scope["path"]
        if prefix and path == prefix and scope["type"] == "http":
            last = prefix.rpartition("/")[2]
            query = scope["query_string"].decode("ascii", "ignore")
            answer = RedirectResponse(f"{last}/{'?' if query else ''}{query}")
            await answer(scope, receive, send)
            return
        scope = {**scope, "headers": list(scope["headers"])}
        if prefix and _under(path, prefix):
            scope["path"] = path.removeprefix(prefix)
            raw = scope.get("raw_path")
            if raw is not None:
                scope["raw_path"] = raw.removeprefix(prefix.encode())
        MutableHeaders(scope=scope)[HEADER] = prefix
        await self.app(scope, receive, send)
