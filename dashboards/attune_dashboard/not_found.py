"""The page shown when an address does not exist."""

from __future__ import annotations

import html
from string import Template

from attune_dashboard.components.bar import PAGES
from attune_sim.figures.base import style

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>No such page · attune-sim</title>
<link rel="stylesheet" href="$root/static/assets/custom.css">
<style>
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); font-family: var(--font); }
$colours
</style>
<script src="$root/static/assets/custom.js"></script>
</head>
<body>
<div class="at-app">
<header class="at-bar"><span class="at-name">attune-sim</span></header>
<main class="at-page">
<div class="at-head">
<h1>There is no such page</h1>
<p class="at-lead">Nothing is at $path. These pages are here:</p>
$proxy
</div>
<nav aria-label="Pages"><ul class="at-ways">
$links
</ul></nav>
</main>
</div>
</body>
</html>
""")


_PROXY = """<p class="at-lead">If a proxy passes this dashboard on under a path of its own,
whoever runs it can name that path: <code>attune-sim dashboard --address https://…/…</code></p>"""


def nowhere(path: str, query: str = "", root: str = "") -> str:
    """The page for an address at which there is none, in HTML.

    Args:
        path: of the address; any text.
        query: that the links to the pages keep, without '?'; any text.
        root: under which the dashboard is.
    """
    search = f"?{query}" if query else ""
    links = (
        f'<li><a href="{html.escape(root + page + search)}">{html.escape(label)}</a></li>'
        for page, label in PAGES.items()
    )
    behind = path.rstrip("/") != "" and path.count("/") > 1 and not root
    shown = path if len(path) < 80 else f"{path[:80]}…"
    return _PAGE.substitute(
        path=html.escape(shown),
        links="\n".join(links),
        root=html.escape(root),
        proxy=_PROXY if behind else "",
        colours=style.variables(),
    )
