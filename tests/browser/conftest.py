"""One server and one browser for all tests of the dashboard; no page may err or leave localhost."""

import itertools
import os
import re
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from attune_dashboard.testing import served

SHIPPED = Path(str(resources.files("attune_sim.lessons") / "shipped"))
CHROMIUM = (
    os.environ.get("ATTUNE_CHROMIUM")
    or shutil.which("chromium-headless-shell")  # the same without a window: a quarter less work
    or shutil.which("chromium")
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages of one visitor share what the browser has made of their scripts: it is most of the work.
    "--process-per-site",
    "--js-flags=--no-flush-bytecode",
    # Which it would not ask for if it compiled each script anew while it is fetched.
    "--disable-features=ScriptStreaming",
]
PATIENCE_MS = 90_000
SLOWDOWN = float(os.environ.get("ATTUNE_BROWSER_SLOWDOWN", "1"))
"""How many times slower pages run than this machine could run them, to look for races."""
# What plays is drawn anew with each frame, most of which no test looks at.
FEW_FRAMES = """{
  const soon = requestAnimationFrame.bind(window);
  const waiting = new Map();
  let last = 0;
  window.requestAnimationFrame = (then) => {
    const id = ++last;
    const ask = () => soon((now) => waiting.delete(id) && then(now));
    waiting.set(id, setTimeout(ask, 60));
    return id;
  };
  window.cancelAnimationFrame = (id) => {
    clearTimeout(waiting.get(id));
    waiting.delete(id);
  };
}"""
SETTLED = "document.getAnimations().every(a => !(a instanceof CSSTransition))"
PROGRAM = str(Path(__file__).with_name("program.py"))
"""The program, with few families on pages."""
# Said by solara's own page in the browser, whatever the app is.
SHELL_SAYS = ("Failed to evaluate Vue script",)


@pytest.fixture(scope="session")
def lessons(tmp_path_factory):
    """A folder with the lessons that come along, but of few families: in place of those."""
    folder = tmp_path_factory.mktemp("lessons")
    for path in SHIPPED.glob("*.toml"):
        few = re.sub(r"^infants = \d+$", "infants = 10", path.read_text("utf-8"), flags=re.M)
        (folder / path.name).write_text(few, "utf-8")
    return folder


@pytest.fixture(scope="session")
def server(sweeps, lessons):
    """The address of a running dashboard."""
    pytest.importorskip("solara", reason="needs the extra 'dashboard'")
    options = ["--results", str(sweeps), "--lessons", str(lessons)]
    with served(*options, program=[sys.executable, PROGRAM]) as here:
        yield here.address


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        needed = "needs Chromium (or its path in ATTUNE_CHROMIUM)"
        (pytest.fail if os.environ.get("ATTUNE_REQUIRE_BROWSER") else pytest.skip)(needed)
    playwright.expect.set_options(timeout=PATIENCE_MS)
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visitors(browser, server):
    """Visitors with a browser of their own each, by number and what it is set to.

    They stay for all tests, since a browser's first page takes it several times as long as others.
    """
    known, used = {}, set()

    def visitor(number, settings):
        key = (number, *sorted(settings.items()))
        used.add(key)
        if key not in known:
            context = browser.new_context(**settings)
            context.set_default_timeout(PATIENCE_MS)
            context.add_init_script(FEW_FRAMES)
            staying = context.new_page()  # while one page is open, scripts are kept
            staying.goto(f"{server}/readyz")
            known[key] = context, staying
        return known[key][0]

    def forget():
        while used:
            context, staying = known[used.pop()]
            context.clear_cookies()
            staying.evaluate("localStorage.clear()")

    visitor.forget = forget
    return visitor


@pytest.fixture
def open_page(server, visitors):
    """Open an address of the dashboard and wait for its figure; watches every page to its end.

    Pages of one test are one visitor's, unless they are to be `alone`.
    """
    pages, faults, count = [], [], itertools.count(1)

    def open_page(
        path="/", *, width=1280, height=900, figures=1, alone=False, media=None, **settings
    ):
        context = visitors(next(count) if alone else 0, settings)
        page = context.new_page()
        pages.append(page)
        if media:
            page.emulate_media(**media)
        page.set_viewport_size({"width": width, "height": height})
        if SLOWDOWN != 1:
            slow = {"rate": SLOWDOWN}
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", slow)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))

        def said(message):
            if message.type == "error" and not message.text.startswith(SHELL_SAYS):
                faults.append(f"console: {message.text} ({message.location.get('url')})")

        def asked(request):
            url = request.url
            if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:")):
                faults.append(f"request: {url}")

        page.on("console", said)
        page.on("request", asked)

        def failed(request):
            if "ERR_ABORTED" not in (request.failure or ""):  # left with the page: no fault
                faults.append(f"failed: {request.url}")

        page.on("requestfailed", failed)
        page.goto(server + path)
        if figures:
            ready(page, figures)
        return page

    def ready(page, figures=1):
        page.wait_for_function(
            "n => document.querySelectorAll('.at-view[data-ready=yes]').length >= n", arg=figures
        )

    open_page.ready = ready
    yield open_page
    for page in pages:
        page.close()
    visitors.forget()
    assert faults == []


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """The source of axe-core, fetched by npm for these tests only."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm, to fetch axe-core")
    folder = tmp_path_factory.mktemp("axe")
    command = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(folder),
        "axe-core@4.14.1",
    ]
    try:
        subprocess.run(command, capture_output=True, check=True, timeout=60)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("axe-core cannot be fetched")
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def serious(axe):
    """Tells the serious violations that axe-core finds on a page as it is."""

    def found(page, options="{}"):
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe)
        page.wait_for_function(SETTLED)
        options = f"{{ resultTypes: ['violations'], preload: false, ...{options} }}"
        return [
            (v["id"], [n["html"][:200] for n in v["nodes"][:4]])
            for v in page.evaluate(f"axe.run({options}).then(r => r.violations)")
            if v["impact"] in ("serious", "critical")
        ]

    return found


@pytest.fixture
def serious_in_either_look(serious):
    """The same, and with the page turned dark, where only contrast can have changed."""

    def found(page):
        light = serious(page)
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        return light + serious(page, "{ runOnly: ['color-contrast'] }")

    return found
