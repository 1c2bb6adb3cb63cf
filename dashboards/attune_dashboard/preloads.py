"""What a page will need, named at its beginning.

Solara's page finds out bit by bit which scripts its components want, and asks for each when the
last one has come; plotly, the largest by far, would be asked for when everything else is there.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from solara.server import server

FRAMES = {
    "anywidget/extension.js": "anywidget/extension",
    "jupyter-vuetify/nodeps.js": "jupyter-vuetify/extension",
    "jupyter-vue/nodeps.js": "jupyter-vue/extension",
    "anywidget/index.js": "anywidget/extension",
}
"""Scripts of the components' frames, and the extension by whose hash a browser keeps them."""
PLOTLY = "at-plotly"
"""By which the browser's side finds the address of plotly (static/view/plotly.js)."""
LATER = ("lessons", "class", "evidence")
"""Pages that open without a figure, as their addresses begin."""


def links(path: str, under: str) -> str:
    """Lines for the head of a page.

    Args:
        path: of the page.
        under: the prefix under which a proxy serves it; often empty.
    """
    _, hashes = server.get_nbextensions()
    frames = [
        _link("preload", f"{under}/jupyter/nbextensions/{script}?{digest}")
        for script, extension in FRAMES.items()
        if (digest := hashes.get(extension))
    ]
    kind = "prefetch" if path.split("/")[1] in LATER else "preload"
    plotly = Path(str(resources.files("plotly") / "package_data" / "plotly.min.js"))
    address = f"{under}/static/assets/plotly.min.js?v={server.file_content_hash(plotly)}"
    return "\n".join([*frames, _link(kind, address, PLOTLY)])


def _link(kind: str, address: str, name: str = "") -> str:
    """A low priority: what the page is made of comes first."""
    named = f' id="{name}"' if name else ""
    return f'<link{named} rel="{kind}" as="script" fetchpriority="low" href="{address}">'
