"""The web server's application: solara's, with a page for addresses at which there is none."""

from __future__ import annotations

from typing import Any

from solara.server.starlette import app
from starlette.requests import Request
from starlette.responses import HTMLResponse

from attune_dashboard.nowhere import nowhere


def _missing(request: Request, fault: Any) -> HTMLResponse:
    root = str(request.scope.get("root_path", ""))
    return HTMLResponse(nowhere(request.url.path, request.url.query, root), status_code=404)


app.add_exception_handler(404, _missing)
