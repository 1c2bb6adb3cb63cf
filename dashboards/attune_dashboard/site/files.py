"""The files of the site: a page and its data for each address, and what all pages share."""

from __future__ import annotations

import html
import shutil
from importlib import resources
from pathlib import Path
from string import Template

from attune_dashboard.components.bar import BarWidget
from attune_dashboard.components.lesson_sliders import KnobsWidget
from attune_dashboard.components.prediction import AskWidget
from attune_dashboard.components.print_button import PrintWidget
from attune_dashboard.components.script import STATIC, script
from attune_dashboard.components.view import ViewWidget
from attune_dashboard.site.packing import packed
from attune_sim.figures.base import style

WIDGETS = (BarWidget, ViewWidget, AskWidget, KnobsWidget, PrintWidget)
"""Those that a page of files may have."""
PARTS = ("packing", "sharing", "events", "model", "drawing", "page")
OWN = tuple(f"site/{name}.js" for name in PARTS)
LOOKS = ("site/reset.css", "custom.css", "classroom.css", "scene.css", "site/site.css")
EXPORT = "export default { render };"
SHARED = {"plotly.min.js", "look.js", "site.js", "widgets.js", "site.css"}
POLICY = (
    "connect-src 'none'; font-src 'none'; media-src 'none'; object-src 'none'; frame-src 'none';"
    " worker-src 'none'; form-action 'none'; img-src data: blob:"
)
"""What a page may load: its own scripts and style, and nothing by itself."""
_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="$policy">
<title>$title</title>
<link rel="stylesheet" href="${up}shared/site.css">
<link rel="later" id="at-plotly" href="${up}shared/plotly.min.js">
<script src="${up}shared/look.js"></script>
</head>
<body>
<noscript><p>This page needs JavaScript, which your browser has switched off.</p></noscript>
<div id="at-root"></div>
<script src="${up}shared/site.js"></script>
<script src="${up}shared/widgets.js"></script>
<script src="${up}data/$data.js"></script>
</body>
</html>
""")


def write_shared(folder: Path) -> None:
    """Write what all pages share: scripts, style, plotly."""
    there = folder / "shared"
    there.mkdir()
    looks = [style.variables(), *((STATIC / name).read_text("utf-8") for name in LOOKS)]
    texts = {
        "site.css": "\n".join(looks),
        "look.js": (STATIC / "custom.js").read_text("utf-8"),
        "site.js": _closed(script(*OWN)),
        "widgets.js": "\n".join(_classic(widget) for widget in WIDGETS),
    }
    for name, text in texts.items():
        _write(there / name, text)
    plotly = resources.files("plotly") / "package_data" / "plotly.min.js"
    shutil.copyfile(Path(str(plotly)), there / "plotly.min.js")


def write_page(folder: Path, file: str, title: str, up: str, data: str) -> None:
    """Write a page and its data.

    Args:
        folder: of the site.
        file: of the page.
        title: of the browser's window.
        up: how addresses on this page begin.
        data: as `sharing.shared` gives it.
    """
    path = folder / file
    text = _PAGE.substitute(
        title=html.escape(title), policy=html.escape(POLICY), up=up, data=path.stem
    )
    for place, content in ((path, text), (folder / "data" / f"{path.stem}.js", _script(data))):
        place.parent.mkdir(exist_ok=True)
        _write(place, content)


def _script(data: str) -> str:
    length, text = packed(data)
    return f'attune.page({length}, "{text}");\n'


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _classic(widget: type) -> str:
    """A widget's browser side as a script that is no module: files cannot load modules."""
    source = str(widget.__dict__["_esm"])
    if EXPORT not in source:
        raise ValueError(f"the script of {widget.__name__} does not end with {EXPORT!r}")
    closed = source.replace(EXPORT, "return { render };")
    return f'attune.widgets.{widget.__name__} = (() => {{\n"use strict";\n{closed}\n}})();'


def _closed(source: str) -> str:
    return f'(() => {{\n"use strict";\n{source}\n}})();\n'
