"""What stands between the dashboard and a browser: it works there, or a sentence says why not."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from proxy import How, proxied

from attune_dashboard.testing import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNDER = "/user/ada/proxy"
PROXIES = {
    "host kept": How(),
    "prefix taken off, and told": How(UNDER, strip=True, headers=(("X-Forwarded-Prefix", UNDER),)),
    "prefix taken off, and not told": How(UNDER, strip=True),
}


@pytest.fixture
def visit(browser, visitors):
    """Open an address; gives the page, which may have faults.

    All are pages of one visitor, unless told of another, or of a browser that is set otherwise.
    """
    pages, contexts = [], []

    def visit(address, before="", visitor=0, **settings):
        if settings:
            contexts.append(browser.new_context(**settings))
        page = (contexts[-1] if settings else visitors(visitor, {})).new_page()
        page.set_default_timeout(60_000)
        pages.append(page)
        if before:
            page.add_init_script(before)
        page.goto(address)
        return page

    yield visit
    for one in (*pages, *contexts):
        one.close()
    visitors.forget()


def ready(page):
    page.wait_for_selector(".at-view[data-ready=yes]")


def trouble(page):
    page.wait_for_selector("#at-trouble")
    return page.inner_text("#at-trouble")


def goes_round(page, address):
    """The front page, another one by the bar, back, and again after reloading."""
    ready(page)
    page.click(".at-nav >> text=Lessons")
    page.wait_for_selector(".at-lesson >> text=Teach one with a class")
    assert page.url.startswith(f"{address}/lessons?")
    page.reload()
    page.wait_for_selector(".at-lesson >> text=Teach one with a class")
    page.click("text=Teach one with a class")
    page.wait_for_selector("h1 >> text=With a class")
    assert page.url.startswith(f"{address}/class?")
    page.go_back()
    page.wait_for_selector(".at-lesson >> text=Teach one with a class")
    page.click(".at-nav >> text=Moment")
    ready(page)
    page.wait_for_function("address => location.href.startsWith(address)", arg=f"{address}/?")
    assert page.locator("#at-trouble").count() == 0


@pytest.mark.parametrize("how", PROXIES.values(), ids=PROXIES)
def test_it_works_behind_a_proxy(server, visit, how):
    with proxied(server, how) as address:
        goes_round(visit(f"{address}/"), address)


def test_it_works_where_jupyter_passes_the_path_on_whole(server, visit):
    port = server.rpartition(":")[2]
    how = How(f"/user/ada/proxy/absolute/{port}")
    with proxied(server, how) as address:
        goes_round(visit(f"{address}/"), address)


def test_where_the_host_is_lost_a_sentence_says_how_to_mend_it(server, visit):
    with proxied(server, How(keep_host=False)) as address:
        said = trouble(visit(address))
    assert "proxy_set_header Host" in said
    assert f"--address {address}" in said


def test_where_websockets_are_blocked_a_sentence_says_so(server, visit):
    with proxied(server, How(websockets=False)) as address:
        assert "WebSocket" in trouble(visit(address))


DENIED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {
    get() { throw new DOMException("denied", "SecurityError"); }, configurable: true });"""


def test_it_works_where_the_browser_keeps_nothing(server, visit):
    page = visit(server, before=DENIED)
    ready(page)
    assert page.locator("#at-trouble").count() == 0


def test_no_widget_gives_up_on_itself_on_a_slow_machine(server, visit):
    """Widgets ask for this signal when they begin, with two seconds for it."""
    page = visit(server)
    ready(page)
    later = "s => new Promise(done => setTimeout(() => done(s.aborted), 2_500))"
    assert page.evaluate(f"({later})(AbortSignal.timeout(2_000))") is False


def test_without_javascript_a_sentence_says_so(server, visit):
    page = visit(server, java_script_enabled=False)
    assert "needs JavaScript" in page.inner_text("body")


@contextmanager
def other_site(html):
    """A page of another site; gives its address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_):
            pass

    # To browsers this is another site than localhost.
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()


FRAME = '<iframe style="width: 900px; height: 700px" src="{}" {}></iframe>'


def test_a_page_of_another_site_shows_a_sentence_instead(server, visit):
    with other_site(FRAME.format(server, "")) as site:
        inside = visit(site).frame_locator("iframe")
        inside.locator("text=not shown within pages of other sites").wait_for()
        assert site.partition("//")[2] in inside.locator("code").inner_text()


def test_a_chosen_site_shows_the_dashboard(server, visit):
    with other_site("") as site, served("--allow-embedding", site) as chosen:
        frame = FRAME.format(chosen.address, "")
        page = visit(site)
        page.set_content(frame)
        page.frame_locator("iframe").locator(".at-view[data-ready=yes]").wait_for()
        page.set_content(FRAME.format(chosen.address, 'sandbox="allow-scripts"'))
        said = page.frame_locator("iframe").locator("#at-trouble")
        said.wait_for()
        assert "sandbox" in said.inner_text()


OPENED = """url => new Promise((resolve) => {
  const socket = new WebSocket(url);
  socket.onopen = () => resolve("open");
  socket.onerror = () => resolve("refused");
})"""


def test_a_page_of_another_site_opens_no_websocket(server, visit):
    socket = f"{server.replace('http', 'ws')}/jupyter/api/kernels/x/channels?session_id=y"
    with other_site("<p>another site</p>") as site:
        assert visit(site).evaluate(OPENED, socket) == "refused"
    assert visit(f"{server}/readyz").evaluate(OPENED, socket) == "open"


def test_a_link_typed_by_hand_leads_to_the_class(server, visit):
    teacher = visit(f"{server}/class")
    teacher.click("text=Open a class >> nth=0")
    link = teacher.inner_text("#at-link").strip()
    code = link.rpartition("/")[2]
    student = visit(f"{server}/Class/{code.upper()}.", visitor=1)
    student.wait_for_selector("input[type=radio]")
    assert student.url.startswith(f"{server}/class/{code}")
    teacher.click("text=End the class")
    teacher.click("text=Really end?")
    teacher.wait_for_selector("h1 >> text=With a class")
