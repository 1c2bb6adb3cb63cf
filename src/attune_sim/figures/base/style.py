"""The one place for looks: colours, fonts, light and dark templates, and the projector's scale.

Every colour that a figure sets reaches a contrast of 3:1 on white and on the dark paper, so the
same traces serve both; what has to differ (text, grid, paper, the scale of heat maps) stands in
the templates. Two lines that lie on shaded areas would be too faint there in one of the looks:
DARK has their lighter colour for the dark one. Nothing is shown by hue alone: dashes, markers, fill
patterns and direct labels say it too. Attunement, rupture, repair and distress have one colour
each, everywhere. The colours of patterns and of levels do not run from good to bad.

The templates are registered under names of our own; plotly's default is left alone.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from attune_sim.outcomes import PATTERNS as NAMES

ATTUNEMENT = "#0072B2"
RUPTURE = "#D55E00"
REPAIR = "#009E73"
DISTRESS = "#BC6499"
NEUTRAL = "#7D838B"
"""What serves for comparison: chance, absence, boundaries."""

DARK = {ATTUNEMENT: "#4BA9E3", DISTRESS: "#CC79A7"}
"""What stands for a colour in the dark look; no two are alike, so that it can be undone."""
SHADE, BAND, ABSENT = 0.2, 0.22, 0.18
"""How much comes through of ruptures, of the band of attunement and of absence, behind lines."""

PATTERNS = dict(zip(NAMES, ("#4A66D8", "#8F5A3C", "#A350A8", "#77700A"), strict=True))
"""The four patterns of attachment; white numbers on them reach 4.5:1."""
HATCHES = dict(zip(NAMES, ("", "/", ".", "x"), strict=True))
"""Fill patterns of the same, for bars."""

LEVELS = ("#2E88A8", "#B4527F", "#7C8014", "#7A63C9", "#B3652B", "#4F8F6E")
"""Levels of a second parameter, scenarios, caregivers."""
DASHES = ("solid", "dash", "dashdot", "longdash", "longdashdot", "dot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross")

SEQUENTIAL = ("#F3F0DC", "#B9D3CB", "#6FA8BA", "#2F7299", "#10314F")
"""Heat maps, from little to much: even steps of lightness, away from the paper."""
DIVERGING = ("#0B4F7D", "#5E9CC4", "#E6E4DE", "#E0935C", "#8F3D00")
"""Heat maps of differences, around zero."""

FONT = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans",'
    ' "Liberation Sans", Arial, sans-serif'
)
SIZE = 14
SMALL = 12
PROJECTOR = 1.5
"""How much larger everything is before a class."""

PAPER = {"light": "#FFFFFF", "dark": "#14181D"}
_INK = {"light": "#1D2329", "dark": "#E6E9EC"}
_SOFT = {"light": "#5B626B", "dark": "#A3ABB5"}
_GRID = {"light": "#E6E9EC", "dark": "#2A3138"}


def tint(colour: str, alpha: float) -> str:
    """A colour of this module, let through; for areas behind lines."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def swaps(dark: bool = True) -> dict[str, str]:
    """What to put for what at the beginning of a colour, to make light traces dark, or back."""
    pairs = DARK.items() if dark else [(there, here) for here, there in DARK.items()]
    return {
        write(here): write(there)
        for here, there in pairs
        for write in (str, lambda colour: tint(colour, 1).removesuffix("1)"))
    }


def variables() -> str:
    """The colours of attunement, rupture, repair and distress as CSS variables, in both looks."""
    roles = {"attunement": ATTUNEMENT, "rupture": RUPTURE, "repair": REPAIR, "distress": DISTRESS}

    def block(selector: str, colours: Mapping[str, str]) -> str:
        lines = (f"--{name}: {colour};" for name, colour in colours.items())
        return f"{selector} {{ {' '.join(lines)} }}"

    dark = {name: DARK[colour] for name, colour in roles.items() if colour in DARK}
    return "\n".join((block(":root", roles), block(':root[data-theme="dark"]', dark)))


def level(number: int) -> dict[str, str]:
    """Colour, dash and symbol of a level, scenario or caregiver; they repeat after the sixth."""
    return {
        "colour": LEVELS[number % len(LEVELS)],
        "dash": DASHES[number % len(DASHES)],
        "symbol": SYMBOLS[number % len(SYMBOLS)],
    }


def plain(text: object) -> str:
    """Text from people, made harmless: plotly reads some HTML in labels, links among it."""
    return html.escape(str(text), quote=False)


def wrapped(text: object, width: int) -> list[str]:
    """The same, in lines of at most this many characters."""
    return list(_wrapped(str(text), width))


@lru_cache(maxsize=1024)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    words = " ".join(text.split()).replace("■ ", "■\N{NO-BREAK SPACE}")
    lines = textwrap.wrap(words, width, break_on_hyphens=False)
    return tuple(plain(line.replace("\N{NO-BREAK SPACE}", " ")) for line in lines)


def _template(shade: str, scale: float) -> go.layout.Template:
    ink, soft, grid = _INK[shade], _SOFT[shade], _GRID[shade]
    size, small = round(SIZE * scale), round(SMALL * scale)
    axis: dict[str, Any] = {
        "gridcolor": grid,
        "gridwidth": scale,
        "linecolor": soft,
        "linewidth": scale,
        "tickcolor": soft,
        "tickfont": {"size": small, "color": soft},
        "title": {"font": {"size": round(13 * scale), "color": ink}, "standoff": 10 * scale},
        "zeroline": False,
        "automargin": True,
    }
    layout = {
        "font": {"family": FONT, "size": size, "color": ink},
        "paper_bgcolor": PAPER[shade],
        "plot_bgcolor": PAPER[shade],
        "colorway": [ink],
        "title": {
            "font": {"size": round(20 * scale), "color": ink, "weight": 600},
            "subtitle": {"font": {"size": round(13 * scale), "color": soft}},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 20 * scale, "t": 18 * scale, "b": 0, "r": 0},
        },
        "xaxis": axis
        | {"showgrid": False, "showline": True, "ticks": "outside", "ticklen": 5 * scale},
        "yaxis": axis | {"ticks": "", "ticklabelstandoff": round(6 * scale)},
        "legend": {
            "orientation": "h",
            "xanchor": "left",
            "x": 0,
            "yanchor": "bottom",
            "font": {"size": round(13 * scale), "color": ink},
            "title": {"font": {"size": round(13 * scale), "color": soft}},
            "itemsizing": "trace",
            "itemwidth": round(36 * scale),
            "bgcolor": "rgba(0,0,0,0)",
        },
        "hoverlabel": {
            "bgcolor": PAPER[shade],
            "bordercolor": soft,
            "font": {"family": FONT, "size": round(13 * scale), "color": ink},
            "align": "left",
        },
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": soft, "activecolor": ink},
        "annotationdefaults": {
            "font": {"size": size, "color": ink},
            "showarrow": False,
            "align": "left",
        },
        "coloraxis": {
            "colorscale": list(SEQUENTIAL if shade == "light" else SEQUENTIAL[::-1]),
            "colorbar": {
                "outlinewidth": 0,
                "ticks": "",
                "thickness": 10 * scale,
                "tickfont": {"size": small, "color": soft},
            },
        },
        "bargap": 0.28,
    }
    data = {
        "scatter": [{"line": {"width": 2 * scale}, "marker": {"size": 7 * scale}}],
        "bar": [{"marker": {"line": {"width": scale, "color": PAPER[shade]}}}],
    }
    return go.layout.Template(layout=layout, data=data)


def template(dark: bool = False, projector: bool = False) -> str:
    """The name under which plotly knows one of our templates, registered when first asked for."""
    name = "attune" + ("-dark" if dark else "") + ("-projector" if projector else "")
    if name not in pio.templates:
        pio.templates[name] = _template(
            "dark" if dark else "light", PROJECTOR if projector else 1.0
        )
    return name


def styled(figure: go.Figure, *, dark: bool = False, projector: bool = False) -> go.Figure:
    """A copy of a figure in one of the four looks; it may have any of them before.

    Args:
        figure: from this package, or any other.
        dark: light on dark.
        projector: everything half as large again, for a screen of 1920 pixels seen from afar.
    """
    out = go.Figure(_recoloured(figure.to_plotly_json(), swaps(dark)))
    meta = dict(out.layout.meta or {})
    old, new = float(meta.get("scale", 1.0)), PROJECTOR if projector else 1.0
    out.layout.template = template(dark, projector)
    out.layout.meta = meta
    if new != old:
        rescale(out.data, out.layout, new / old)
    return out


def _recoloured(value: Any, pairs: Mapping[str, str]) -> Any:
    """The same with other colours; as `recolour.js` has it for pages."""
    if isinstance(value, str):
        begins = next((one for one in pairs if value.startswith(one)), None)
        return value if begins is None else pairs[begins] + value.removeprefix(begins)
    if isinstance(value, dict):
        return {key: _recoloured(v, pairs) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [_recoloured(v, pairs) for v in value]
    return value


_TRACE_SIZES = (
    "line.width",
    "marker.size",
    "marker.line.width",
    "error_x.thickness",
    "error_x.width",
    "error_y.thickness",
    "error_y.width",
    "textfont.size",
)
_PIXELS = ("height", "margin.t", "margin.b", "margin.l", "margin.r", "heading")


def rescale(data: Iterable[Any], layout: Any, factor: float) -> None:
    """Multiply sizes in pixels that the template does not set, of plotly's objects or plain ones.

    Args:
        data: the traces; changed.
        layout: with its meta; changed.
        factor: how much larger.
    """

    def grow(thing: Any, paths: tuple[str, ...]) -> None:
        for path in paths:
            *steps, last = path.split(".")
            at = thing
            for step in steps:
                at = at[step] if step in at else {}  # noqa: SIM401 - plotly's have no get
            if last in at and isinstance(at[last], int | float):
                at[last] = at[last] * factor

    grow(layout, _PIXELS[:-1])
    for annotation in layout["annotations"]:
        grow(annotation, ("font.size", "xshift", "yshift"))
    for shape in layout["shapes"]:
        grow(shape, ("line.width",))
    for trace in data:
        grow(trace, _TRACE_SIZES)
    meta = dict(layout["meta"])
    for name, changes in meta.get("layouts", {}).items():
        meta["layouts"] = meta["layouts"] | {name: _grown(changes, factor)}
    if "heading" in meta:
        meta["heading"] = meta["heading"] * factor
    if "legend" in meta:
        meta["legend"] = {width: px * factor for width, px in meta["legend"].items()}
    layout["meta"] = meta | {"scale": meta.get("scale", 1.0) * factor}


def _grown(layout: Mapping[str, Any], factor: float) -> dict[str, Any]:
    return {
        key: value * factor if key in _PIXELS or key.endswith(("].xshift", "].yshift")) else value
        for key, value in layout.items()
    }
