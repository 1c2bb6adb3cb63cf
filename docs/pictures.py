"""Make the pictures of the documents with a headless Chromium: python docs/pictures.py [NAME ...].

Figures are exported by the browser's plotly. README shows the minute of play, experiments/README.md
repair, docs/validation.md the forest plots of the stored validation.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import plotly.graph_objects as go
from PIL import Image

from attune_sim.evidence import findings, stored_validation
from attune_sim.evidence.calibration.targets import is_of_dyads
from attune_sim.figures.base.style import styled
from attune_sim.figures.evidence.forest import forest_figure
from attune_sim.figures.film.moment import filmed, moment_figure
from attune_sim.figures.sweep.sweep import sweep_figure
from attune_sim.life.course import live
from attune_sim.population import populate
from attune_sim.procedures import free_play
from attune_sim.scenario import load
from attune_sim.sweep import load_spec, read, run_sweep

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
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


def repair() -> go.Figure:
    """Security over repair and responsiveness, by what is coded and by what is expected."""
    spec = load_spec(ROOT / "experiments" / "02-repair-rate.toml")
    out = ROOT / "results" / "02-repair-rate"
    run_sweep(spec, out, jobs=-1)
    return sweep_figure(
        read(out),
        spec.varied,
        ["patterns_secure", "felt_security", "reunion_physiological"],
        "Does repair matter more where fewer signals are answered?",
    )


def draw(figure: go.Figure, path: Path, width: int, height: int) -> None:
    """Write a figure as PNG; long ones with fewer points an inch, to keep the repository small."""
    scale = 1.5 if height < LONG_PX else 0.9
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
    with Image.open(path) as drawn:  # few colours, a third of the size
        drawn.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def stored_forest(fitted: bool, *, dyads: bool | None = None) -> go.Figure:
    """Published against model intervals of the stored validation.

    Args:
        fitted: those used to fit, or those kept back.
        dyads: those of infants and caregivers alone, or those of family life; None for both.
    """
    of_dyads = {finding.id: is_of_dyads(finding) for finding in findings()}
    found = [
        c
        for c in stored_validation().comparisons
        if c.fitted is fitted and dyads in (None, of_dyads[c.id])
    ]
    title = "Findings used to fit" if fitted else "Findings kept back"
    about = {None: "", True: ", of infants and caregivers", False: ", of family life"}[dyads]
    return forest_figure(found, title=f"{title}{about}: published and model")


PICTURES = {
    "moment": moment,
    "repair": repair,
    "forest-fit": lambda: stored_forest(True),
    "forest-kept": lambda: stored_forest(False, dyads=True),
    "forest-family": lambda: stored_forest(False, dyads=False),
}


def main() -> None:
    """Make the pictures named on the command line, or all."""
    IMAGES.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PICTURES:
        figure = PICTURES[name]()
        draw(figure, IMAGES / f"{name}.png", 1100, int(figure.layout.height or 760))


if __name__ == "__main__":
    main()
