"""The web server's application: solara's, with a page for addresses at which there is none."""

from __future__ import annotations

from typing import Any

from solara.server.starlette import app
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from attune_dashboard.nowhere import nowhere


def _missing(request: Request, fault: Any) -> HTMLResponse:
    root = str(request.scope.get("root_path", ""))
    return HTMLResponse(nowhere(request.url.path, request.url.query, root), status_code=404)


def _anywidget(request: Request) -> RedirectResponse:
    root = str(request.scope.get("root_path", ""))
    return RedirectResponse(f"{root}/jupyter/nbextensions/anywidget/index.js")


app.add_exception_handler(404, _missing)
# Where a slow browser looks for the component's frame before it was told where that is; if it were
# not found there, it would be asked for on the internet.
app.routes.insert(0, Route("/jupyter/anywidget.js", _anywidget))
