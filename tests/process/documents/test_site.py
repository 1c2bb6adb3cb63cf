"""The documentation site is built without a warning, and is complete in itself."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("sphinx")
pytest.importorskip("myst_parser")

DOCS = Path(__file__).parents[3] / "docs"
MODULE = re.compile(r"^\.\. automodule:: (\S+)$", re.MULTILINE)
TREE = re.compile(r"```\{toctree\}\n.*?\n\n(.*?)```", re.DOTALL)


class Loaded(HTMLParser):
    """Addresses of all that a browser loads with a page, and of all that it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(held.get("href", ""))
        elif tag == "link" and held.get("rel") not in ("index", "search", "prev", "next"):
            self.loads.append(held.get("href", ""))
        elif "src" in held:
            self.loads.append(held["src"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going"]
    # No proxy can be reached: whoever asks the network fails, and so does the build.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9")
    command += ["-d", str(out.with_name("doctrees")), str(DOCS), str(out)]
    done = subprocess.run(
        command, env=os.environ | nowhere, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return out


def test_every_page_is_in_a_table_of_contents() -> None:
    listed = set()
    for page in [*DOCS.glob("*.md"), *DOCS.glob("reference/*.md")]:
        for tree in TREE.findall(page.read_text(encoding="utf-8")):
            listed |= {(page.parent / f"{name}.md").resolve() for name in tree.split()}
    there = {*DOCS.glob("*.md"), *DOCS.glob("reference/*.md")} - {DOCS / "index.md"}
    assert {path.resolve() for path in there} == listed


def test_the_reference_has_modules_that_are_there_once_each() -> None:
    named = [
        name
        for page in sorted(DOCS.glob("reference/*.md"))
        for name in MODULE.findall(page.read_text(encoding="utf-8"))
    ]
    assert len(named) == len(set(named)) > 30
    for name in named:
        assert (importlib.import_module(name).__doc__ or "").strip(), name


@pytest.mark.slow
def test_it_is_built_without_a_warning_and_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = [*site.glob("*.html"), *site.glob("reference/*.html")]
    assert len(pages) > 30
    for page in pages:
        found = Loaded(page.read_text(encoding="utf-8"))
        for address in found.loads:
            assert not urlsplit(address).netloc, f"{page.name} loads {address}"
        for address in found.links:
            url = urlsplit(address)
            if not url.scheme and url.path:
                assert (page.parent / unquote(url.path)).exists(), f"{page.name}: {address}"


@pytest.mark.slow
def test_compiled_functions_and_declared_classes_tell_what_they_are(site: Path) -> None:
    engine = (site / "reference" / "engine.html").read_text(encoding="utf-8")
    from attune_sim.dyad import interaction

    said = (interaction.answer_chance.__doc__ or "").split("\n")[0].split("`")[0].strip()
    assert said
    assert 'id="attune_sim.dyad.interaction.answer_chance"' in engine
    assert said in unescape(re.sub(r"<[^>]+>", "", engine))
    scenario = (site / "reference" / "scenario.html").read_text(encoding="utf-8")
    assert 'id="attune_sim.scenario.Scenario.with_"' in scenario
    code = re.findall(r"<pre>(.*?)</pre>", scenario, re.DOTALL)
    assert any("[[events]]" in re.sub(r"<[^>]+>", "", block) for block in code)
