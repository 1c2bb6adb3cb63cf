import numpy as np
import pandas as pd
import pytest

from attune_sim.figures import numbers
from attune_sim.figures.sweep.sensitivity import DRAWN, sensitivity_figure
from attune_sim.sweep.sensitivity_analysis import ANALYSES, CONSTANT, STATISTICS, WIDE

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
