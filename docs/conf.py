"""The documentation site: make docs. Nothing is fetched, neither at the build nor by a reader.

Pages are the Markdown files here, which read well by themselves too. What lies outside this folder
(the experiments, the changelog ...) has a page that includes it, and links to it lead to that page.
"""

from __future__ import annotations

import gc
import os
import re
from pathlib import Path
from typing import Any

os.environ["NUMBA_DISABLE_JIT"] = "1"  # compiled functions are plain ones, with their docstrings

from attune_sim import __version__

gc.disable()  # pages are held to the build's end: to look for garbage took a fifth of the time

project = "attune-sim"
author = "attune-sim contributors"
project_copyright = f"the {author}, MIT licence"
release = version = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["tables"]
# The name of a keyword may be that of several attributes; it is not meant to lead to one of them.
suppress_warnings = ["ref.python"]

myst_heading_anchors = 4
myst_enable_extensions = ["attrs_block", "colon_fence"]

default_role = "code"  # docstrings write names as Markdown does
smartquotes = False  # words stay as they were written
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_numpy_docstring = False
napoleon_use_ivar = True

html_theme = "pydata_sphinx_theme"
html_title = f"attune-sim {version}"
html_theme_options = {
    "show_prev_next": True,
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
html_show_sourcelink = False
html_copy_source = False

DOCS = Path(__file__).parent
OUTSIDE = {
    "../README.md": "index.md",
    "../CHANGELOG.md": "changes.md",
    "../CONTRIBUTING.md": "contributing.md",
    "../SECURITY.md": "contributing.md",
    "../benchmarks/README.md": "benchmarks.md",
    "../experiments/README.md": "experiments.md",
}
"""Files outside this folder, and the pages that show them."""

_LINK = re.compile(r"\[([^]]+)\]\((\.\./[^)#]+)(#[^)]*)?\)")
_ANCHOR = re.compile(r'^(#+ )<a id="([\w-]+)"></a>', re.MULTILINE)


def _as_site(app: Any, name: str, source: list[str]) -> None:
    """Links that lead out of this folder, and anchors in headings, as the site has them."""

    def inside(link: re.Match[str]) -> str:
        text, file, anchor = link[1], link[2], link[3] or ""
        if file in OUTSIDE:
            return f"[{text}]({'../' * name.count('/')}{OUTSIDE[file]}{anchor})"
        return link[0] if (DOCS / file).is_file() else text

    source[0] = _ANCHOR.sub(r"(\2)=\n\1", _LINK.sub(inside, source[0]))


def _as_rst(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Docstrings are written to be read: indented code is code, and a star is a star."""
    fresh: list[str] = []
    code = False
    for k, line in enumerate(lines):
        indented = line.startswith("    ")
        after_text = k > 1 and not lines[k - 1] and not lines[k - 2].startswith(" ")
        after_text = after_text and not lines[k - 2].endswith("::")
        if indented and not code and after_text:
            fresh += ["::", ""]
            code = True
        elif line and not indented:
            code = False
        fresh.append(line if code else _MARKUP.sub(r"\\\1", line))
    lines[:] = fresh


_MARKUP = re.compile(r"(?<![`\w])([*|]+)(?![^`]*`)")


def setup(app: Any) -> None:
    """Take links and docstrings as they are written."""
    app.connect("source-read", _as_site)
    app.connect("autodoc-process-docstring", _as_rst, priority=100)  # before napoleon
