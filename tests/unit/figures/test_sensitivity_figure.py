"""Which parameters matter, drawn: effects with intervals, σ over μ*, interactions."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.figures import numbers
from attune_sim.figures.sweep.elementary_effects import OTHERS, elementary_effects_figure
from attune_sim.figures.sweep.sensitivity import DRAWN, sensitivity_figure
from attune_sim.figures.sweep.sensitivity_pages import figures_of_sensitivity
from attune_sim.sweep.sensitivity_analysis import ANALYSES, CONSTANT, SECOND, STATISTICS, WIDE

PARAMETERS = ("responsiveness", "consistency", "reactivity.sd")


def table(kind, measures=("felt_security", "attuned_share"), **groups):
    """Effects as the analysis gives them, those of reactivity the largest."""
    rows = [
        {**groups, "measure": measure, "parameter": parameter, "statistic": statistic,
         "value": 0.1 + 0.2 * k, "low": 0.2 * k, "high": 0.3 + 0.2 * k, "used": 1.0, "remark": ""}
        for measure in measures for statistic in ANALYSES[kind]
        for k, parameter in enumerate(PARAMETERS)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize("kind", ANALYSES)
def test_a_panel_for_each_measure_with_the_largest_effect_on_top(kind, texts, in_palette):
    figure = sensitivity_figure(table(kind), "Which matter <most>?")
    assert len(figure.data) == 2 * len(DRAWN[kind])
    first = figure.data[0]
    np.testing.assert_allclose(first.x, [0.5, 0.3, 0.1])
    np.testing.assert_allclose(first.error_x.array, 0.2)
    np.testing.assert_allclose(first.error_x.arrayminus, 0.1)
    assert figure.layout.yaxis.ticktext[0] == "Reactivity, SD"
    assert first.y[0] < first.y[1]
    low, high = figure.layout.yaxis.range
    assert low > high  # from the top
    assert {t.name for t in figure.data} == {STATISTICS[s] for s in DRAWN[kind]}
    assert "Felt security" in texts(figure)
    assert in_palette(figure)
    assert len(numbers(figure)) == len(table(kind))


def test_levels_have_panels_of_their_own(texts):
    both = pd.concat([table("morris", level="full"), table("morris", level="no learning")])
    shown = texts(sensitivity_figure(both, ""))
    assert "full" in shown
    assert "no learning" in shown


def test_what_cannot_be_told_is_said_in_the_panel(texts):
    effects = table("sobol")
    effects.loc[[0, 1], "remark"] = WIDE
    constant = effects["measure"] == "attuned_share"
    effects.loc[constant, ["value", "low", "high"]] = np.nan
    effects.loc[constant, "remark"] = CONSTANT
    shown = texts(sensitivity_figure(effects, ""))
    assert "2 of 6 intervals wider than the effect" in shown
    assert "constant: nothing to tell" in shown


def points_of(figure):
    return [trace for trace in figure.data if trace.mode == "markers"]


def test_spread_is_drawn_over_the_mean_effect(texts, in_palette):
    effects = table("morris")
    effects.loc[effects["statistic"] == "sigma", ["value", "low", "high"]] = [0.3, 0.25, 0.4]
    figure = elementary_effects_figure(effects, "How evenly?")
    points = points_of(figure)
    assert [p.name for p in points[:3]] == ["Reactivity, SD", "Consistency", "Responsiveness"]
    assert [float(p.x[0]) for p in points[:3]] == pytest.approx([0.5, 0.3, 0.1])
    assert [float(p.y[0]) for p in points[:3]] == [0.3] * 3
    assert points[0].error_y.array[0] == pytest.approx(0.1)
    assert sum(p.showlegend for p in points) == 3  # once for all panels
    low, high = figure.layout.xaxis.range
    assert low < 0 < 0.7 < high  # the ends of all intervals
    assert "spread (σ)" in texts(figure)
    assert in_palette(figure)
    assert len(numbers(figure)) == len(effects)


def test_of_many_parameters_the_largest_have_names(texts):
    rows = [
        {"measure": "felt_security", "parameter": f"x{k}", "statistic": statistic,
         "value": k / 10, "low": 0.0, "high": k / 5, "used": 1.0, "remark": ""}
        for statistic in ANALYSES["morris"] for k in range(9)
    ]  # fmt: skip
    points = points_of(elementary_effects_figure(pd.DataFrame(rows), ""))
    assert len(points) == 9
    assert [p.name for p in points if p.showlegend] == [*(f"X{k}" for k in range(8, 3, -1)), OTHERS]


def test_a_page_has_the_figures_that_its_design_can_tell(texts):
    assert len(figures_of_sensitivity(table("morris"), "Which?")) == 2
    first_and_total = table("sobol")
    assert len(figures_of_sensitivity(first_and_total, "Which?")) == 1
    pairs = first_and_total[first_and_total["statistic"] == "first_order"].assign(
        statistic=SECOND, parameter="responsiveness × reactivity.sd"
    )
    figures = figures_of_sensitivity(pd.concat([first_and_total, pairs.iloc[::3]]), "Which?")
    assert len(figures) == 2
    assert len(figures[0].data) == 4  # nothing of pairs
    assert "Responsiveness × Reactivity, SD" in texts(figures[1])
