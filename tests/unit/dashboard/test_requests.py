"""Requests: under which path, from whom, and what browsers are told. Answered without a network."""

import json
import re
from types import SimpleNamespace

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from fixtures.coroutines import finished
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.routing import Route

from attune_dashboard import log_limit, preloads
from attune_dashboard.headers import Headers, policy
from attune_dashboard.not_found import nowhere
from attune_dashboard.origin import REFUSED, same_origin
from attune_dashboard.prefix import HEADER, Prefix, prefix_of
from attune_dashboard.serving import Serving, current
from attune_dashboard.shell import Shell

PORT = 8765


def asked(path="/", **headers):
    raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    return HTTPConnection({"type": "http", "path": path, "headers": raw})


DECLARED = Serving(address="https://school.example/attune")
PREFIXES = [
    ("/", {}, Serving(), ""),
    ("/lessons", {"x_forwarded_prefix": "/attune/"}, Serving(), "/attune"),
    ("/lessons", {"x_script_name": "/attune"}, Serving(), "/attune"),
    ("/", {"cookie": "attune-prefix=/user/ada@x/proxy/8765"}, Serving(), "/user/ada@x/proxy/8765"),
    ("/user/ada/proxy/absolute/8765/map", {}, Serving(), "/user/ada/proxy/absolute/8765"),
    ("/proxy/8765", {}, Serving(), "/proxy/8765"),
    ("/proxy/87654/map", {}, Serving(), ""),
    ("/attune/map", {"host": "127.0.0.1:8765"}, DECLARED, "/attune"),
    ("/map", {"host": "school.example"}, DECLARED, "/attune"),
    ("/map", {"host": "localhost:8765"}, DECLARED, ""),
    ("/attuned/map", {"host": "localhost:8765"}, DECLARED, ""),
    ("/", {"x_forwarded_prefix": '/x"><script>'}, Serving(), ""),
    ("/", {"x_forwarded_prefix": "//elsewhere.example"}, Serving(), ""),
    ("/", {"x_forwarded_prefix": "/a/../b"}, Serving(), ""),
    ("/", {"x_attune_prefix": "/forged"}, Serving(), ""),
]


@pytest.mark.parametrize(("path", "headers", "serving", "wanted"), PREFIXES)
def test_the_path_under_which_it_is_served_is_found(path, headers, serving, wanted):
    assert prefix_of(asked(path, **headers), serving) == wanted


def answered(app, path, query="", **headers):
    """What an application answers: status, headers, text."""
    scope = asked(path, **headers).scope | {
        "method": "GET",
        "query_string": query.encode(),
        "server": ("localhost", PORT),
        "scheme": "http",
        "http_version": "1.1",
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    finished(app(scope, receive, send))
    begun, *rest = sent
    return SimpleNamespace(
        status=begun["status"],
        headers={k.decode(): v.decode() for k, v in begun["headers"]},
        text=b"".join(message["body"] for message in rest).decode(),
    )


def echo(request):
    return JSONResponse([request.url.path, request.headers.get(HEADER)])


def application(serving):
    return Starlette(
        routes=[Route("/{path:path}", echo)],
        middleware=[Middleware(Headers, serving=serving), Middleware(Prefix, serving=serving)],
    )


def test_the_prefix_is_taken_off_and_told():
    app = application(DECLARED)
    assert json.loads(answered(app, "/attune/map").text) == ["/map", "/attune"]
    assert json.loads(answered(app, "/map").text) == ["/map", ""]
    assert json.loads(answered(app, "/map", x_attune_prefix="/forged").text) == ["/map", ""]
    bare = answered(app, "/attune", "seed=2")
    assert bare.headers["location"] == "attune/?seed=2"


@pytest.mark.parametrize(
    ("headers", "serving", "may"),
    [
        ({"host": "localhost:8765", "origin": "http://localhost:8765"}, Serving(), True),
        ({"host": "localhost:8765"}, Serving(), True),
        ({"host": "localhost:8765", "origin": "http://localhost:9000"}, Serving(), False),
        ({"host": "localhost:8765", "origin": "http://evil.example"}, Serving(), False),
        ({"host": "localhost:8765", "origin": "null"}, Serving(), False),
        ({"host": "localhost:8765", "origin": "http://[bad"}, Serving(), False),
        ({"host": "[fd00::5]:8765", "origin": "http://[fd00::5]:8765"}, Serving(), True),
        ({"host": "school.example", "origin": "https://school.example"}, Serving(), True),
        ({"host": "school.example:443", "origin": "https://school.example"}, Serving(), True),
        ({"host": "127.0.0.1:8765", "origin": "https://school.example"}, Serving(), False),
        ({"host": "127.0.0.1:8765", "origin": "https://school.example"}, DECLARED, True),
        (
            {
                "host": "127.0.0.1:8765",
                "x_forwarded_host": "school.example",
                "origin": "https://school.example",
            },
            Serving(),
            True,
        ),
    ],
)
def test_only_pages_of_the_dashboard_open_its_websocket(headers, serving, may):
    assert same_origin(asked(**headers), serving) is may


def test_only_chosen_hosts_may_show_it_in_a_page():
    usual = answered(application(Serving()), "/").headers
    assert "frame-ancestors 'self';" in usual["content-security-policy"] + ";"
    assert usual["x-frame-options"] == "SAMEORIGIN"
    serving = Serving(embedding=("moodle.example", "https://*.example.org"))
    chosen = answered(application(serving), "/").headers
    assert chosen["content-security-policy"].endswith(
        "frame-ancestors 'self' moodle.example https://*.example.org"
    )
    assert "x-frame-options" not in chosen


@pytest.fixture(scope="module")
def whole():
    """The application that a server runs, with all that is around it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_limit, "limit_log", lambda: None)  # of a process that only serves
        from attune_dashboard import server
    return server.application(Serving())


@pytest.mark.parametrize("path", ["/readyz", "/jupyter/anywidget.js", "/static/assets/nowhere.js"])
def test_the_server_tells_browsers_whatever_it_answers(whole, path):
    told = answered(whole, path, host="localhost:8765").headers
    assert told["content-security-policy"] == policy("localhost:8765", Serving())
    assert told["x-frame-options"] == "SAMEORIGIN"
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:9000", "null"])
def test_the_server_opens_no_websocket_for_other_pages(whole, origin):
    def closed(origin):
        scope = asked("/nowhere", host="localhost:8765", origin=origin).scope
        sent = []

        async def receive():
            return {"type": "websocket.connect"}

        async def send(message):
            sent.append(message)

        finished(whole(scope | {"type": "websocket", "query_string": b""}, receive, send))
        (message,) = sent
        return message["code"]

    assert closed(origin) == REFUSED
    assert closed("http://localhost:8765") != REFUSED  # there is nothing at this path


def test_a_forged_host_gets_nothing_into_the_policy():
    assert "evil" not in policy("x; script-src evil.example", Serving())
    assert "ws://[fd00::5]:8765" in policy("[fd00::5]:8765", Serving())


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "preload"), ("/map", "preload"), ("/class/abcde", "prefetch"), ("/lessons", "prefetch")],
)
def test_a_page_names_the_figures_script_in_time(path, kind):
    links = preloads.links(path, "/attune").splitlines()
    assert all('href="/attune/jupyter/nbextensions/' in link for link in links[:-1])
    assert len(links) == 1 + len(preloads.FRAMES)
    assert f'rel="{kind}"' in links[-1]
    assert re.search(r'href="/attune/static/assets/plotly.min.js\?v=[0-9a-f]{32}"', links[-1])


TYPED = [
    ("/class/ABCDE", "/class/abcde"),
    ("/Class/abcde", "/class/abcde"),
    ("/CLASS/AbCdE.", "/class/abcde"),
    ("/class/abcde ", "/class/abcde"),
    ("/class/ab-cde", "/class/abcde"),
    ("/class/abcde/", "/class/abcde/"),
    ("//class//abcde", "//class//abcde"),
    ("/Class/abcde/KeY", "/class/abcde/KeY"),
    ("/Lessons/repair", "/lessons/repair"),
    ("/nothing/ABC", "/nothing/ABC"),
    ("/", "/"),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_a_link_typed_by_hand_is_understood(typed, meant):
    assert Shell(Serving(), ("class", "lessons")).meant(typed) == meant


def framed(serving, referer):
    shell = Shell(serving, ("class",))
    return answered(
        Starlette(routes=[Route("/{path:path}", shell.__call__)]),
        "/Class",  # leads on to the page, if it may be shown
        sec_fetch_dest="iframe",
        sec_fetch_site="cross-site",
        referer=referer,
    )


def test_a_page_of_another_site_gets_a_sentence():
    answer = framed(Serving(), "https://moodle.example/course")
    assert answer.status == 403
    assert "--allow-embedding moodle.example<" in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "<script>" not in framed(Serving(), "https://<script>/").text


@pytest.mark.parametrize(
    ("referer", "may"),
    [
        ("https://moodle.example/course", True),
        ("https://lms.example.org/", True),
        ("https://example.org/", False),
        ("https://evil-example.org/", False),
        ("https://other.example/", False),
        ("", True),  # not told: the browser holds to the policy
    ],
)
def test_a_chosen_host_may_show_the_page(referer, may):
    serving = Serving(embedding=("moodle.example", "https://*.example.org"))
    assert (framed(serving, referer).status != 403) is may


def test_an_unknown_path_names_the_way_out_where_a_proxy_may_stand():
    assert "--address" in nowhere("/attune/")
    assert "--address" in nowhere("/attune/lessons")
    assert "--address" not in nowhere("/lesson")
    assert "--address" not in nowhere("/attune/x", root="/attune")


def test_what_the_start_was_told_reaches_the_pages(monkeypatch):
    monkeypatch.delenv("ATTUNE_SERVING", raising=False)
    assert current() == Serving()
    told = Serving("::", 80, "https://school.example/attune", ("moodle.example",))
    monkeypatch.setenv("ATTUNE_SERVING", "")
    told.hand_over()
    assert current() == told
    assert current().prefix == "/attune"
