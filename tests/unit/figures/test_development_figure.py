import html

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from attune_sim.figures import development_figure, numbers
from attune_sim.figures.base.layout import LEGEND_LINE_PX, NAME_LETTERS
from attune_sim.intervals import wilson
from attune_sim.outcomes import OUTCOMES


def means(figure, name):
    return [t for t in figure.data if t.name == name and t.hovertemplate]


def test_lines_are_the_means_given(series, texts, in_palette):
    figure = development_figure(series, caregivers=["first", "second"])
    felt = series[(series["measure"] == "felt_security") & (series["caregiver"] == 1)]
    drawn = means(figure, "second")[0]
    np.testing.assert_array_equal(drawn.y, felt["mean"])
    np.testing.assert_array_equal(drawn.x, felt["day"])
    assert OUTCOMES["felt_security"].label in texts(figure)
    assert in_palette(figure)


def test_bands_are_one_sd_and_the_interval_of_the_mean(series):
    one = series[(series["measure"] == "felt_security") & (series["caregiver"] == 0)]
    figure = development_figure(one)
    wide, close = (np.array(t.y[:-1], float).reshape(2, 3) for t in figure.data[:2])
    np.testing.assert_allclose(wide[0], one["mean"] + 0.1)
    np.testing.assert_allclose(wide[1][::-1], one["mean"] - 0.1)
    low, high = stats.t.interval(0.95, 24, loc=one["mean"], scale=0.1 / np.sqrt(24))
    np.testing.assert_allclose(close[0], high)
    np.testing.assert_allclose(close[1][::-1], low)
    np.testing.assert_allclose(numbers(figure)["95% from"], low)


def test_display_is_drawn_over_distress(series):
    figure = development_figure(series)
    assert {t.xaxis for t in figure.data} == {"x", "x2"}
    assert numbers(figure)["Measure"].nunique() == 3


def test_measures_can_be_chosen_and_ordered(series, texts):
    figure = development_figure(series, measures=["distress_everyday", "felt_security"])
    assert texts(figure).index("Distress") < texts(figure).index("Felt security")
    # Displayed distress comes with distress.
    assert len(numbers(figure)) == len(series)


@pytest.mark.parametrize("rows", [0, 1])
def test_hardly_any_rows_give_a_figure(series, rows):
    assert development_figure(series.head(rows)).layout.height > 0


def test_undefined_means_give_a_figure(series):
    figure = development_figure(series.assign(mean=np.nan, sd=np.nan, n=0))
    assert "nan" not in figure.layout.meta["caption"]


def test_the_everyday_share_says_that_its_chance_level_is_elsewhere(series):
    caption = development_figure(series.assign(measure="attuned_share_everyday")).layout.meta[
        "caption"
    ]
    assert "chance" in caption
    assert "chance" not in development_figure(series).layout.meta["caption"]


def test_a_share_of_infants_has_its_wilson_interval_and_no_sd(series, texts):
    one = series[(series["measure"] == "felt_security") & (series["caregiver"] == 0)]
    shares = one.assign(measure="patterns_secure", mean=[0.0, 0.5, 1.0], sd=0.5, n=12)
    figure = development_figure(shares)
    (points,) = figure.data
    low, high = zip(*(wilson(count, 12) for count in (0, 6, 12)), strict=True)
    np.testing.assert_allclose(points.y + points.error_y.array, high)
    np.testing.assert_allclose(points.y - points.error_y.arrayminus, low)
    assert points.mode == "markers"  # each age is an observation of its own
    assert "Observed security" in texts(figure)
    assert list(numbers(figure)["95% to"]) == list(high)


def test_all_panels_share_the_axis_of_days(series):
    late = series[series["day"] == 30].assign(measure="patterns_secure")
    figure = development_figure(pd.concat([late, series]))
    ranges = {tuple(figure.layout[a].range) for a in ("xaxis", "xaxis2", "xaxis3")}
    assert len(ranges) == 1
    assert ranges.pop() == pytest.approx((0, 30.6))


def test_what_is_the_infants_own_is_drawn_once(series, texts):
    figure = development_figure(series, caregivers=["first", "second"], of_infant=["felt_security"])
    own = [t for t in figure.data if t.xaxis == "x" and t.hovertemplate]
    assert len(own) == 1
    assert "the infant's own" in texts(figure)
    legend = [t.name for t in figure.data if t.showlegend]
    assert legend == ["first", "second"]
    table = numbers(figure)
    rows = table[table["Measure"] == OUTCOMES["felt_security"].label]
    assert list(rows["Caregiver"]) == ["the infant's own"] * 3


def test_a_long_name_goes_on_in_another_line_of_the_legend(series, texts):
    long = "whoever is at home & has time for both of the children in the afternoon"
    few, more = (development_figure(series, caregivers=["first", n]) for n in ("second", long))
    lines = next(t.name for t in more.data if t.name and "afternoon" in t.name).split("<br>")
    assert html.unescape(" ".join(lines)) == long
    assert max(map(len, map(html.unescape, lines))) <= NAME_LETTERS
    for kind, further in (("narrow", len(lines)), ("wide", len(lines) - 1)):
        kept = [f.layout.meta["legend"][kind] for f in (few, more)]
        assert kept[1] == kept[0] + LEGEND_LINE_PX * further
