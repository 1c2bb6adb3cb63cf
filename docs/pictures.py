"""Make the pictures of the documents with a headless Chromium: python docs/pictures.py [NAME ...].

Figures are exported by the browser's plotly; the picture of a minute of play is what README shows,
the forest plots are what docs/validation.md shows of the stored validation.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import plotly.graph_objects as go

from attune_sim.evidence import stored_validation
from attune_sim.figures.base.style import styled
from attune_sim.figures.evidence.forest import forest_figure
from attune_sim.figures.film.moment import filmed, moment_figure
from attune_sim.life.course import live
from attune_sim.population import populate
from attune_sim.procedures import free_play
from attune_sim.scenario import load

IMAGES = Path(__file__).parent / "images"
LONG_PX = 2000
BROWSER = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=5000",
]


def moment() -> go.Figure:
    """One minute of free play of one infant with an ordinary caregiver."""
    families = populate(load("good-enough"), numbers=range(1))
    live(families, 365)
    record, _ = filmed(free_play.record(families, age=365), free_play.SCRIPT)
    return moment_figure(
        record[:60], tolerance=0.1, title="One minute of free play: in tune, out, and back again"
    )


def draw(figure: go.Figure, path: Path, width: int, height: int) -> None:
    """Write a figure as PNG; long ones with fewer points an inch, to keep the repository small."""
    scale = 1.5 if height < LONG_PX else 1.0
    figure = styled(figure)
    figure.update_layout(width=width, height=height)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "figure.html"
        html = figure.to_html(include_plotlyjs=True, config={"displayModeBar": False})
        page.write_text(html.replace("<body>", '<body style="margin:0">'), encoding="utf-8")
        size = f"--window-size={width},{height}"
        factor = f"--force-device-scale-factor={scale}"
        command = [BROWSER, *FLAGS, factor, size, f"--screenshot={path}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


def stored_forest(fitted: bool) -> go.Figure:
    """Published against model intervals of the stored validation, used to fit or kept back."""
    found = [c for c in stored_validation().comparisons if c.fitted is fitted]
    title = "Findings used to fit" if fitted else "Findings kept back"
    return forest_figure(found, title=f"{title}: published and model")


PICTURES = {
    "moment": moment,
    "forest-fit": lambda: stored_forest(True),
    "forest-kept": lambda: stored_forest(False),
}


def main() -> None:
    """Make the pictures named on the command line, or all."""
    IMAGES.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PICTURES:
        figure = PICTURES[name]()
        draw(figure, IMAGES / f"{name}.png", 1100, int(figure.layout.height or 760))


if __name__ == "__main__":
    main()
