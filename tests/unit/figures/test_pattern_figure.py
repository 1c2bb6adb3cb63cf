import numpy as np
import pytest

from attune_sim.figures import numbers, pattern_figure
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import LINE_PX
from attune_sim.figures.families.patterns import NAMES, counts
from attune_sim.intervals import wilson
from attune_sim.outcomes import GROUPS

SHOWN = ["secure"] * 6 + ["avoidant"] * 3 + ["disorganized"]


def test_the_four_patterns_are_those_of_the_outcomes():
    assert tuple(f"patterns_{name}" for name in NAMES) == GROUPS["patterns"]


def test_shares_and_intervals_are_drawn(texts, in_palette):
    figure = pattern_figure({"ordinary": SHOWN})
    for trace, share, count in zip(figure.data, (0.6, 0.3, 0.0, 0.1), (6, 3, 0, 1), strict=True):
        low, high = wilson(count, 10)
        assert trace.x[0] == pytest.approx(share)
        assert trace.error_x.array[0] == pytest.approx(high - share)
        assert trace.error_x.arrayminus[0] == pytest.approx(share - low)
    assert "60%" in texts(figure)
    assert in_palette(figure)


def test_groups_may_be_patterns_or_counts(in_palette, texts):
    figure = pattern_figure({"one": SHOWN, "two <i>": counts(SHOWN)})
    secure = next(t for t in figure.data if t.name == "Secure")
    np.testing.assert_allclose(secure.x, [0.6, 0.6])
    assert list(secure.y) == [0, 1]
    assert "two &lt;i&gt;" in texts(figure)
    assert numbers(figure)["Infants"].tolist() == [6, 3, 0, 1] * 2
    assert in_palette(figure)


def test_patterns_differ_without_their_colour():
    figure = pattern_figure({"one": SHOWN, "two": SHOWN})
    assert len({t.marker.symbol for t in figure.data}) == 4


@pytest.mark.parametrize("groups", [{}, {"nobody": []}, {"nobody": [], "one": ["secure"]}])
def test_nobody_gives_a_figure(groups):
    assert pattern_figure(groups).layout.height > 0


def test_markers_at_the_ends_are_whole():
    figure = pattern_figure({"one": {"secure": 9}, "other": {"avoidant": 9}})
    assert {trace.cliponaxis for trace in figure.data} == {False}


def test_rows_are_as_high_as_their_names():
    name = "a family of whom so much was known that its name takes several lines"
    short, long = (pattern_figure({n: SHOWN, "one": SHOWN}).layout.height for n in ("two", name))
    assert long == short + 2 * LINE_PX * (len(style.wrapped(name, 26)) - 2)


def test_where_an_axis_has_no_title_in_a_narrow_window_that_of_the_wide_one_goes():
    layouts = pattern_figure({"one": SHOWN, "two": SHOWN}).layout.meta["layouts"]
    assert layouts["narrow"].keys() == layouts["wide"].keys()
    titles = {
        kind: [laid[f"xaxis{k}.title.text"] for k in ("", 2, 3, 4)]
        for kind, laid in layouts.items()
    }
    assert titles["wide"] == ["Share of infants"] * 4
    assert titles["narrow"] == [None, None, None, "Share of infants"]
