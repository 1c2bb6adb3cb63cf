"""Every picture of the project, for reports, the dashboard and the command line alike.

Pure functions from tables and arrays to plotly figures, in one look (`base.style`). Each figure
carries its title, caption, table of numbers and a layout for narrow windows (`base.metadata`). Only
`base.page` writes a file.

    figure = moment_figure(trace, tolerance=0.1)
    write_html([figure], "moment.html", "A moment", provenance=...)
"""

from attune_sim.figures.base.metadata import numbers, without_heading
from attune_sim.figures.base.page import write_html
from attune_sim.figures.base.style import styled
from attune_sim.figures.families.development import development_figure
from attune_sim.figures.families.patterns import pattern_figure
from attune_sim.figures.film.moment import filmed, moment_figure
from attune_sim.figures.film.time_axis import Span
from attune_sim.figures.sweep.sweep import sweep_figure

__all__ = [
    "Span",
    "development_figure",
    "filmed",
    "moment_figure",
    "numbers",
    "pattern_figure",
    "styled",
    "sweep_figure",
    "without_heading",
    "write_html",
]
