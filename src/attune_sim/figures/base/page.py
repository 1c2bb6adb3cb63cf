"""One HTML page with figures, complete in itself: it asks nothing of the network.

Plotly's script stands in the page once. Every figure has its title and caption as text, and below
it the table of numbers that it shows, for readers who do not see the picture.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from attune_sim.figures.base import layout, metadata, style
from attune_sim.figures.base.page_parts import footer, listed, paragraphs, section
from attune_sim.textfiles.writing import write_text

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
    " img-src data: blob:; font-src data:"
)
"""What the page may load: nothing but itself."""

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="$policy">
<title>$title</title>
<style>
$css</style>
</head>
<body>
<header>
<h1>$title</h1>
$text
<noscript>The pictures need JavaScript; the tables of numbers do not.</noscript>
</header>
<main>
$sections
</main>
$footer
<script id="figures" type="application/json">$figures</script>
<script>$plotly</script>
<script>
$recolour</script>
<script>
$js</script>
</body>
</html>
""")


def write_html(
    figures: Sequence[go.Figure],
    path: str | Path,
    title: str,
    *,
    text: str = "",
    provenance: Mapping[str, Any] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Path:
    """Write figures as one page that opens anywhere, offline; whole or not at all.

    Args:
        figures: of this package (others have no table).
        path: of the HTML file; one that is there is replaced.
        title: of the page; any text.
        text: an introduction; empty lines part its paragraphs.
        provenance: as `attune_sim.provenance.provenance` gives it, set in small print.
        tables: further tables below the figures, by title.

    Returns:
        The path.

    Raises:
        InputError: the file cannot be written.
    """
    out = Path(path)
    write_text(out, page(figures, title, text=text, provenance=provenance, tables=tables))
    return out


def page(
    figures: Sequence[go.Figure],
    title: str,
    *,
    text: str = "",
    provenance: Mapping[str, Any] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    script: str | None = None,
) -> str:
    """The same as text.

    Args:
        figures: as for `write_html`, as are the next four.
        title: of the page.
        text: an introduction.
        provenance: in small print.
        tables: by title.
        script: what stands in place of plotly's own script, for a reader that puts it in.
    """
    return _PAGE.substitute(
        title=html.escape(title),
        policy=POLICY,
        text="\n".join(f"<p>{html.escape(part)}</p>" for part in paragraphs(text)),
        sections="\n".join(
            [
                *(section(figure, k) for k, figure in enumerate(figures)),
                *(listed(name, table) for name, table in (tables or {}).items()),
            ]
        ),
        footer=footer(provenance or {}),
        figures=_data(figures),
        plotly=_plotly() if script is None else script,
        css=_asset("page.css"),
        recolour=_asset("recolour.js"),
        js=_asset("page.js"),
    )


def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs()).replace("</script", "<\\/script")


def _asset(name: str) -> str:
    return (resources.files("attune_sim.figures.base") / name).read_text(encoding="utf-8")


def _data(figures: Sequence[go.Figure]) -> str:
    """Figures, their layouts and both templates as JSON that may stand in a script element."""
    held = {
        "narrow": layout.NARROW,
        "templates": {
            shade: pio.templates[style.template(shade == "dark")].to_plotly_json()
            for shade in ("light", "dark")
        },
        "dark": style.swaps(),
        "figures": [_figure(f, k) for k, f in enumerate(figures)],
    }
    # "<" could end the script element or begin a comment in it.
    return json.dumps(held, cls=_Encoder, allow_nan=False).replace("<", "\\u003c")


class _Encoder(json.JSONEncoder):
    def default(self, o: Any) -> Any:
        return o.to_plotly_json() if hasattr(o, "to_plotly_json") else super().default(o)


def _figure(figure: go.Figure, k: int) -> dict[str, Any]:
    light = style.styled(figure)
    whole = json.loads(light.to_json())
    bare = metadata.without_heading(go.Figure(layout=light.layout))  # quicker without traces
    name = (light.layout.meta or {}).get("title", "")
    return {
        "data": whole["data"],
        "layout": _layout(json.loads(bare.to_json())),
        "saved": _layout(whole),  # with its title
        "layouts": (light.layout.meta or {}).get("layouts"),
        "file": _file_name(name) or f"figure-{k + 1}",
    }


def _layout(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in figure["layout"].items() if k not in ("template", "meta")}


def _file_name(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
