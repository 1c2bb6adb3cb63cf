"""Pictures of designs other than grids: points that lie anywhere, one at a time, parallel axes."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.figures import numbers, sweep_figure
from attune_sim.figures.sweep.chart_choice import choose
from attune_sim.figures.sweep.parallel import THIRDS, parallel_figure
from attune_sim.figures.sweep.points import BINS, MOST_DOTS

NAMES = ["responsiveness", "consistency", "reactivity.sd"]


def drawn(count, replications=1, seed=1, level=None):
    """Rows of a sampled design; felt security rises with responsiveness."""
    rng = np.random.default_rng(seed)
    x = rng.random((count, len(NAMES))).repeat(replications, axis=0)
    table = pd.DataFrame(x, columns=NAMES)
    table["point"] = np.arange(count).repeat(replications)
    table["felt_security"] = table["responsiveness"] + rng.normal(0, 0.02, len(table))
    table["resistance"] = rng.random(len(table))
    return table.assign(infants=20) if level is None else table.assign(infants=20, level=level)


def traces(figure, mode, axis=""):
    return [t for t in figure.data if t.mode == mode and (t.xaxis or "x") == f"x{axis}"]


def test_drawn_points_are_dots_with_the_means_of_bins(texts, in_palette):
    rows = drawn(80, replications=2)
    figure = sweep_figure(rows, NAMES, ["felt_security"], "", design="latin-hypercube")
    (dots,) = traces(figure, "markers")
    assert len(dots.x) == 80
    (line,) = traces(figure, "lines+markers")
    assert len(line.x) == BINS
    np.testing.assert_allclose(line.y, line.x, atol=0.02)
    assert (np.diff(line.x) > 0).all()
    shown = texts(figure)
    for words in ("Responsiveness", "Consistency", "Reactivity, SD"):
        assert words in shown
    assert len(numbers(figure)) == 80
    assert in_palette(figure)


def test_levels_of_a_sampled_design_are_lines_of_their_own():
    rows = pd.concat([drawn(20, level="full"), drawn(20, seed=2, level="frozen")])
    figure = sweep_figure(rows, ["level", *NAMES], ["felt_security"], "", design="sobol")
    assert len(traces(figure, "lines+markers")) == 2
    assert {t.name for t in figure.data if t.showlegend} == {"full", "frozen"}


def test_of_very_many_points_some_are_drawn():
    figure = sweep_figure(drawn(5_000), NAMES, ["felt_security"], "", design="sobol")
    assert len(traces(figure, "markers")[0].x) <= MOST_DOTS


def test_few_values_are_bins_of_their_own():
    rows = drawn(60)
    rows["responsiveness"] = (rows["responsiveness"] * 3).round() / 3
    figure = sweep_figure(rows, NAMES, ["felt_security"], "", design="morris")
    (line,) = traces(figure, "lines+markers")
    np.testing.assert_allclose(line.x, [0, 1 / 3, 2 / 3, 1])


def star(values=(0.1, 0.5, 0.9)):
    """One parameter at a time around (0.65, 0.75); interactions would show as a wrong mean."""
    base = {"responsiveness": 0.65, "consistency": 0.75}
    points = [base, *({**base, name: v} for name in base for v in values)]
    rows = [{**p, "point": k, "replication": r, "felt_security": p["responsiveness"]
             + 10 * (p["consistency"] - 0.75) + 0.01 * r}
            for k, p in enumerate(points) for r in range(3)]  # fmt: skip
    return pd.DataFrame(rows)


def test_one_at_a_time_leaves_the_others_as_they_are():
    figure = sweep_figure(
        star(), ["responsiveness", "consistency"], ["felt_security"], "", design="one-at-a-time"
    )
    (line,) = traces(figure, "lines+markers")
    np.testing.assert_allclose(line.x, [0.1, 0.5, 0.65, 0.9])
    np.testing.assert_allclose(line.y, np.array(line.x) + 0.01)
    (other,) = traces(figure, "lines+markers", "2")
    np.testing.assert_allclose(other.x, [0.1, 0.5, 0.75, 0.9])


def test_where_the_scenario_has_no_one_number_the_others_stay_too():
    rows = star()
    rows.loc[rows["consistency"] == 0.75, "consistency"] = np.nan  # a distribution in the scenario
    figure = sweep_figure(
        rows, ["responsiveness", "consistency"], ["felt_security"], "", design="one-at-a-time"
    )
    (line,) = traces(figure, "lines+markers")
    np.testing.assert_allclose(line.x, [0.1, 0.5, 0.65, 0.9])
    (other,) = traces(figure, "lines+markers", "2")
    np.testing.assert_allclose(other.x, [0.1, 0.5, 0.9])


@pytest.mark.parametrize(
    ("design", "kind"), [("list", "points"), ("sobol", "points"), ("one-at-a-time", "star")]
)
def test_the_picture_follows_the_design(design, kind):
    picture = choose({"scenario": ["a", "b"], "responsiveness": [0.1, 0.9]}, design)
    assert (picture.kind, picture.by) == (kind, "scenario")
    assert choose({"scenario": ["a", "b"]}, design).kind == "dots"


def test_two_numbers_of_few_values_can_be_a_heat_map(sweep_rows):
    rows = sweep_rows({"responsiveness": [0.1, 0.9], "consistency": [0.1, 0.5]}, ["felt_security"])
    names = ["responsiveness", "consistency"]
    assert not [t for t in sweep_figure(rows, names, None, "").data if t.type == "heatmap"]
    figure = sweep_figure(rows, names, ["felt_security"], "", heat_map=True)
    assert [t.type for t in figure.data] == ["heatmap"]


def test_parallel_axes_have_a_line_for_each_point_in_thirds(in_palette):
    rows = drawn(30, replications=2)
    figure = parallel_figure(rows, NAMES, ["felt_security", "resistance"], "All at once")
    assert [t.name for t in figure.data] == list(THIRDS)
    counts = [sum(v is None for v in t.y) for t in figure.data]
    assert sum(counts) == 30
    assert max(counts) - min(counts) <= 1
    # The first third is lowest on the axis of the measure that it is a third of.
    place = 3
    heights = [np.mean([y for x, y in zip(t.x, t.y, strict=True) if x == place])
               for t in figure.data]  # fmt: skip
    assert heights == sorted(heights)
    for trace in figure.data:
        found = [v for v in trace.y if v is not None]
        assert 0 <= min(found) <= max(found) <= 1
    assert len(numbers(figure)) == 30
    assert in_palette(figure)


def test_a_point_without_the_first_measure_is_not_drawn_and_said():
    rows = drawn(10)
    rows.loc[0, "felt_security"] = np.nan
    figure = parallel_figure(rows, NAMES, ["felt_security", "resistance"], "")
    assert "9 of 10 points are drawn" in figure.layout.meta["caption"]
