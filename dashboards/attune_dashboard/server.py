"""The web server's application: solara's, with a page for addresses at which there is none."""

from __future__ import annotations

from typing import Any

from solara.server.starlette import app
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from attune_dashboard.not_found import nowhere

ANYWIDGET = 'define(["nbextensions/anywidget/index"], (frame) => frame);'
"""What a slow browser finds where it looks for the components' frame before it was told where.

Were nothing there, it would ask on the internet. It is the frame itself and no second one: models
of the one would be unknown to the other.
"""


def _missing(request: Request, fault: Any) -> HTMLResponse:
    root = str(request.scope.get("root_path", ""))
    return HTMLResponse(nowhere(request.url.path, request.url.query, root), status_code=404)


def _anywidget(request: Request) -> Response:
    return Response(ANYWIDGET, media_type="text/javascript")


app.add_exception_handler(404, _missing)
app.routes.insert(0, Route("/jupyter/anywidget.js", _anywidget))
