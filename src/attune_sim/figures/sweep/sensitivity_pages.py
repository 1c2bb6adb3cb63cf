"""All figures that tell which parameters matter, in the order in which a page shows them."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from attune_sim.figures.sweep.elementary_effects import elementary_effects_figure
from attune_sim.figures.sweep.sensitivity import sensitivity_figure
from attune_sim.sweep.sensitivity_analysis import SECOND


def figures_of_sensitivity(table: pd.DataFrame, title: str) -> list[go.Figure]:
    """Effects of each parameter; for a morris design σ over μ*; for a sobol one interactions.

    Args:
        table: as `attune_sim.sweep.sensitivity_analysis` gives it.
        title: of the first figure; any text.
    """
    second = table["statistic"] == SECOND
    out = [sensitivity_figure(table[~second], title)]
    if (table["statistic"] == "mu_star").any():
        out.append(elementary_effects_figure(table, "How much and how evenly: σ over μ*"))
    if second.any():
        out.append(sensitivity_figure(table[second], "Interactions of two parameters"))
    return out
