"""The page around the app: Solara's, with what it lacks, at each address a person may type."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

from solara.server import server, settings
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from attune_dashboard import prefix, preloads
from attune_dashboard.serving import Serving

SCRIPT = (Path(__file__).parent / "static" / "shell.js").read_text(encoding="utf-8")
NO_SCRIPT = """<noscript><p style="padding: 1rem 1.5rem; font: 1rem/1.5 system-ui, sans-serif">
This page needs JavaScript, which your browser has switched off. Allow it for this address and
reload the page. Nothing is loaded from other sites.</p></noscript>"""
FONTS = re.compile(r'<link href="[^"]*/dist/fonts\.css"[^>]*>(</link>)?')
"""Letters and icons that no page of ours shows, and that all scripts would wait for."""
FOREVER = "Fri, 01 Jan 2038 00:00:00 GMT"
IN_FRAME = ("iframe", "frame", "embed", "object")
STRANGER = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>attune-sim</title></head>
<body style="margin: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; background: white; color: #222">
<p>This dashboard is not shown within pages of other sites unless whoever runs it allows that.
<a href="" target="_blank" rel="noopener">Open it in a tab of its own</a>.</p>
<p>To allow it, start it with: <code>attune-sim dashboard --allow-embedding {host}</code></p>
</body></html>
"""
STRANGERS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"


class Shell:
    """Answers with the page, whatever address of the dashboard is asked for."""

    def __init__(self, serving: Serving, pages: tuple[str, ...]) -> None:
        """For a server that was told `serving`; pages: their names, as an address begins."""
        self.serving = serving
        self.pages = pages

    def __call__(self, request: Request) -> Response:
        """The page; elsewhere a redirection, a refusal or, as an exception, the status 404."""
        path = request.scope["path"]
        stranger = self._stranger(request)
        if stranger is not None:
            return HTMLResponse(
                STRANGER.format(host=html.escape(stranger or "HOST")),
                status_code=403,
                headers={"Content-Security-Policy": STRANGERS_POLICY},
            )
        under = request.headers.get(prefix.HEADER, "")
        wanted = self.meant(path)
        if wanted != path:
            up = "../" * (path.count("/") - 1)
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(up + quote(wanted.lstrip("/")) + query)
        content = server.read_root(path, under)
        if content is None:
            raise HTTPException(status_code=404)
        raw = request.scope.get("raw_path") or quote(path).encode()
        served = {"prefix": under, "path": raw.decode("ascii", "replace")}
        served["host"] = request.headers.get("host", "")
        dressed = _dressed(content, served, preloads.links(path, under))
        answer = HTMLResponse(dressed, headers={"Cache-Control": "no-cache"})
        self._remember(request, answer, under)
        return answer

    def meant(self, path: str) -> str:
        """The address that a person means who typed it with capitals, a dot or a blank too many."""
        parts = [part for part in path.split("/") if part.strip(" .")]
        if not parts or (name := parts[0].lower().strip(" .")) not in self.pages:
            return path
        if name == "class" and len(parts) == 2:
            code = re.sub(r"[^a-z]", "", parts[1].lower())
            wanted = [name, code or parts[1]]
        else:
            wanted = [name, *parts[1:]]
        return path if wanted == parts else "/" + "/".join(wanted)

    def _stranger(self, request: Request) -> str | None:
        """The host of another site whose page would show this one and may not; may be empty."""
        asked = request.headers
        inside = asked.get("sec-fetch-dest") in IN_FRAME
        if not inside or asked.get("sec-fetch-site") in ("same-origin", "none", None):
            return None
        parts = urlsplit(asked.get("referer", ""))
        if self.serving.embedding and (
            not parts.hostname or any(_matches(parts.netloc, p) for p in self.serving.embedding)
        ):
            return None  # browsers hold to the policy in the headers
        return parts.netloc

    def _remember(self, request: Request, answer: Response, under: str) -> None:
        """Give the browser the number by which it is known again; within frames too if allowed."""
        name = server.COOKIE_KEY_SESSION_ID
        forwarded = request.headers.get("x-forwarded-proto", request.scope["scheme"])
        secure = forwarded == "https" or request.url.hostname == "localhost"
        framed = bool(self.serving.embedding) and secure
        answer.set_cookie(
            name,
            server.get_session_id_cookie(request.cookies) or str(uuid4()),
            expires=FOREVER,
            path=f"{under}/",
            samesite="none" if framed else "lax",
            secure=framed,
            httponly=settings.session.http_only,
        )


def _matches(netloc: str, pattern: str) -> bool:
    host, _, port = pattern.rpartition("//")[2].partition(":")
    given, _, given_port = netloc.partition(":")
    below = given.endswith(host.removeprefix("*")) if host.startswith("*.") else given == host
    return below and port in ("*", given_port)


def _dressed(content: str, served: dict[str, str], links: str) -> str:
    """Solara's page with our script before all others, and a sentence where no script runs."""
    data = html.escape(json.dumps(served))
    head = f'<head>\n<script data-served="{data}">\n{SCRIPT}</script>\n{links}'
    dressed = FONTS.sub("", content).replace("<head>", head, 1)
    return re.sub(r"<body[^>]*>", lambda body: f"{body.group()}\n{NO_SCRIPT}", dressed, count=1)
