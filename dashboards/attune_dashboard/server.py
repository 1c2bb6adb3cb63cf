"""The web server's application: Solara's, behind checks of who asks, and with pages of our own."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from solara.server import starlette as solara_server
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from attune_dashboard import serving
from attune_dashboard.components.bar import BESIDE, PAGES
from attune_dashboard.compute import engine
from attune_dashboard.headers import Headers
from attune_dashboard.log_limit import limit_log
from attune_dashboard.not_found import nowhere
from attune_dashboard.origin import Origin
from attune_dashboard.prefix import HEADER, Prefix
from attune_dashboard.sending import QueuedWebsocket
from attune_dashboard.shell import Shell
from attune_dashboard.state.visitor import AddressHeader

ANYWIDGET = 'define(["nbextensions/anywidget/index"], (frame) => frame);'
"""What a slow browser finds where it looks for the components' frame before it was told where.

Were nothing there, it would ask on the internet. It is the frame itself and no second one: models
of the one would be unknown to the other.
"""

# A Windows registry may call scripts text, which browsers then do not run.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/css", ".css")


def _missing(request: Request, fault: Any) -> HTMLResponse:
    root = request.headers.get(HEADER, "")
    return HTMLResponse(nowhere(request.url.path, request.url.query, root), status_code=404)


def _anywidget(request: Request) -> Response:
    return Response(ANYWIDGET, media_type="text/javascript")


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    # Not when this is imported: a process that ends while it compiles may be aborted.
    engine.warm_up()
    async with solara_server.lifespan(app):
        yield


def application(told: serving.Serving) -> Starlette:
    """The application of a server.

    Args:
        told: what its start was told.
    """
    names = tuple(path.strip("/") for path in PAGES | BESIDE if path != "/")
    kept = [
        route
        for route in solara_server.routes
        if getattr(route, "endpoint", None) is not solara_server.root
    ]
    return Starlette(
        routes=[
            Route("/jupyter/anywidget.js", _anywidget),
            *kept,
            Route("/{path:path}", Shell(told, names).__call__),
        ],
        middleware=[
            Middleware(Headers, serving=told),
            Middleware(Prefix, serving=told),
            Middleware(Origin, serving=told),
            Middleware(AddressHeader),
            *solara_server.middleware,
        ],
        exception_handlers={404: _missing},
        lifespan=_lifespan,
    )


limit_log()
solara_server.WebsocketWrapper = QueuedWebsocket
app = application(serving.current())
