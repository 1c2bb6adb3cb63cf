"""One HTML page with figures, complete in itself: it asks nothing of the network.

Plotly's script stands in the page once. Every figure has its title and caption as text, and below
it the table of numbers that it shows, for readers who do not see the picture.
"""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from attune_sim.errors import InputError
from attune_sim.figures.base import layout, metadata, style

MOST_ROWS = 500
"""Rows of a table that a page shows."""

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
) -> Path:
    """Write figures as one page that opens anywhere, offline; whole or not at all.

    Args:
        figures: of this package (others have no table).
        path: of the HTML file; one that is there is replaced.
        title: of the page; any text.
        text: an introduction; empty lines part its paragraphs.
        provenance: as `attune_sim.provenance.provenance` gives it, set in small print.

    Returns:
        The path.

    Raises:
        InputError: the file cannot be written.
    """
    out = Path(path)
    _write(out, page(figures, title, text=text, provenance=provenance))
    return out


def page(
    figures: Sequence[go.Figure],
    title: str,
    *,
    text: str = "",
    provenance: Mapping[str, Any] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> str:
    """The same as text.

    Args:
        figures: as for `write_html`, as are the next three.
        title: of the page.
        text: an introduction.
        provenance: in small print.
        tables: further tables below the figures, by title.
    """
    from plotly.offline import get_plotlyjs

    return _PAGE.substitute(
        title=html.escape(title),
        policy=POLICY,
        text="\n".join(f"<p>{html.escape(part)}</p>" for part in _paragraphs(text)),
        sections="\n".join(
            [
                *(_section(figure, k) for k, figure in enumerate(figures)),
                *(_listed(name, table) for name, table in (tables or {}).items()),
            ]
        ),
        footer=_footer(provenance or {}),
        figures=_data(figures),
        plotly=get_plotlyjs().replace("</script", "<\\/script"),
        css=_asset("page.css"),
        recolour=_asset("recolour.js"),
        js=_asset("page.js"),
    )


def _asset(name: str) -> str:
    return (resources.files("attune_sim.figures.base") / name).read_text(encoding="utf-8")


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _section(figure: go.Figure, k: int) -> str:
    meta = figure.layout.meta or {}
    name, caption = meta.get("title", f"Figure {k + 1}"), meta.get("caption", "")
    table = metadata.numbers(figure)
    describes = f' aria-describedby="caption-{k}"' if caption else ""
    lines = [
        f'<section aria-labelledby="title-{k}">',
        f'<h2 id="title-{k}">{html.escape(name)}</h2>',
        f'<p class="caption" id="caption-{k}">{html.escape(caption)}</p>' if caption else "",
        f'<div class="figure" role="img" aria-labelledby="title-{k}"{describes}></div>',
        _table(table, name) if len(table.columns) else "",
        "</section>",
    ]
    return "\n".join(line for line in lines if line)


def _listed(name: str, table: pd.DataFrame) -> str:
    """A table that stands for itself, unfolded."""
    folded = _table(table, name).replace("<details>", "<details open>", 1)
    folded = folded.replace("The numbers of this figure", "The table", 1)
    return f"<section>\n<h2>{html.escape(name)}</h2>\n{folded}\n</section>"


def _table(table: pd.DataFrame, name: str) -> str:
    shown = table.head(MOST_ROWS)
    numeric = [pd.api.types.is_numeric_dtype(table[c]) for c in table.columns]
    kind = [' class="number"' if n else "" for n in numeric]
    head = "".join(
        f'<th scope="col"{k}>{html.escape(str(c))}</th>'
        for c, k in zip(table.columns, kind, strict=True)
    )
    body = "\n".join(
        f"<tr>{''.join(f'<td{k}>{_cell(v)}</td>' for v, k in zip(row, kind, strict=True))}</tr>"
        for row in shown.itertuples(index=False)
    )
    some = f", the first {MOST_ROWS} of {len(table)} rows" if len(table) > MOST_ROWS else ""
    label = html.escape(f"Numbers: {name}")
    return (
        f"<details><summary>The numbers of this figure{some}</summary>\n"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>\n'
        f"<caption>{html.escape(name)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table></div></details>"
    )


def _cell(value: Any) -> str:
    if value is None or value != value:
        return "not defined"
    if isinstance(value, float):
        return f"{value:.4g}"
    return html.escape(str(value))


def _footer(provenance: Mapping[str, Any]) -> str:
    if not provenance:
        return ""
    rows = "\n".join(
        f"<dt>{html.escape(key)}</dt><dd>{html.escape(value)}</dd>"
        for key, value in _flat(provenance)
    )
    return f"<footer>\n<h2>Where these results come from</h2>\n<dl>\n{rows}\n</dl>\n</footer>"


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield str(key), ", ".join(f"{name} {inner}" for name, inner in value.items())
        else:
            yield str(key), str(value)


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
    name = (light.layout.meta or {}).get("title", "")
    return {
        "data": json.loads(light.to_json())["data"],
        "layout": _layout(metadata.without_heading(light)),
        "saved": _layout(light),  # with its title
        "layouts": (light.layout.meta or {}).get("layouts"),
        "file": _file_name(name) or f"figure-{k + 1}",
    }


def _layout(figure: go.Figure) -> dict[str, Any]:
    layout = json.loads(figure.to_json())["layout"]
    for key in ("template", "meta"):
        layout.pop(key, None)
    return dict(layout)


def _file_name(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")


def _write(path: Path, content: str) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
