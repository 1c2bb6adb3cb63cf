import math

import numpy as np
import pytest

from attune_sim.evidence.validation.comparison import Comparison
from attune_sim.evidence.validation.judgement import Interval
from attune_sim.evidence.verdicts import INSIDE, VERDICTS, WRONG
from attune_sim.figures import numbers
from attune_sim.figures.base.layout import NARROW, Legend
from attune_sim.figures.evidence.forest import forest_figure
from attune_sim.figures.evidence.marks import COLOURS

NAN = math.nan


def comparison(number=0, **changes):
    values = {
        "id": f"finding-{number}",
        "finding": f"Finding number {number} <i>",
        "fitted": False,
        "topic": "",
        "statistic": "correlation",
        "scale": "r",
        "published": Interval(0.26, 0.22, 0.29, 100),
        "certainty": "abstract read",
        "citation": "Someone & Others 2020",
        "doi": "",
        "direction": None,
        "model": Interval(0.3, 0.2, 0.4, 500),
        "study": Interval(0.3, 0.1, 0.5, 100),
        "verdict": INSIDE,
        "note": "",
    }
    return Comparison(**(values | changes))


def marks(figure, verdict):
    symbol, colour = VERDICTS[verdict].shape, COLOURS[verdict]
    return [
        t
        for t in figure.data
        if t.marker.symbol == symbol and t.marker.color == colour and t.x[0] is not None
    ]


def test_published_and_model_intervals_are_drawn(in_palette):
    figure = forest_figure([comparison()])
    grey, model = figure.data[:2]
    assert (grey.x[0], model.x[0]) == (0.26, 0.3)
    assert grey.error_x.array[0] == pytest.approx(0.03)
    assert grey.error_x.arrayminus[0] == pytest.approx(0.04)
    assert model.error_x.array[0] == pytest.approx(0.1)
    assert "Someone &amp; Others 2020" in grey.hovertemplate
    assert in_palette(figure)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_is_told_by_colour_symbol_and_word(texts, verdict):
    figure = forest_figure([comparison(verdict=verdict)])
    assert len(marks(figure, verdict)) == 1
    assert verdict in texts(figure)
    assert VERDICTS.keys() == COLOURS.keys()
    for looks in ([v.shape for v in VERDICTS.values()], list(COLOURS.values())):
        assert len(set(looks)) == len(looks)


def test_used_to_fit_comes_first_and_each_scale_has_its_axis(texts):
    shown = texts(
        forest_figure(
            [
                comparison(1),
                comparison(2, scale="share"),
                comparison(3, scale="kappa", fitted=True),
                comparison(4, scale="d"),
            ]
        )
    )
    heads = ["Used to fit: correlations", "Kept back: shares", "Kept back: correl", "Kept back: st"]
    places = [shown.index(head) for head in heads]
    assert places == sorted(places)


def test_a_direction_is_drawn_to_its_side_only():
    for direction, sides in ((1, (True, False)), (-1, (False, True)), (0, (False, False))):
        found = comparison(direction=direction, published=Interval(NAN, NAN, NAN, None))
        grey = forest_figure([found]).data[0]
        assert grey.x[0] == 0
        assert (grey.error_x.array[0] > 0, grey.error_x.arrayminus[0] > 0) == sides


def test_own_units_are_multiples_of_the_published_value():
    found = comparison(
        scale="own", published=Interval(2.0, 1.0, 4.0, 9), model=Interval(3.0, 2.0, 6.0, 9)
    )
    figure = forest_figure([found])
    grey, model = figure.data[:2]
    assert (grey.x[0], model.x[0]) == (1.0, 1.5)
    assert figure.layout.xaxis.type == "log"
    low, high = np.power(10, figure.layout.xaxis.range)
    assert low < 1 < 3 < high


def test_a_direction_in_a_unit_of_its_own_fills_its_row():
    found = [
        comparison(k, scale="own", direction=1, model=Interval(0.5 * s, 0.2 * s, s, 9))
        for k, s in enumerate((0.001, 100))
    ]
    small, large = marks(forest_figure(found), INSIDE)
    assert small.x[0] == large.x[0] == 0.5


def test_how_a_figure_is_known_stands_beside_it(texts):
    shown = texts(forest_figure([comparison(certainty="unconfirmed (low confidence)")]))
    assert "[unconfirmed]" in shown
    assert "[" not in texts(forest_figure([comparison()]))


def test_undefined_numbers_draw_no_interval(in_palette):
    found = comparison(
        published=Interval(0.3, NAN, NAN, None), model=Interval(NAN, NAN, NAN, 4), verdict=WRONG
    )
    figure = forest_figure([found])
    assert [t.error_x.array[0] for t in figure.data[:2]] == [0, 0]
    assert numbers(figure)["Model"].isna().all()


def test_nothing_gives_a_figure():
    assert forest_figure([]).layout.height > 0


def test_the_table_has_every_number():
    table = numbers(forest_figure([comparison(1, fitted=True), comparison(2, direction=-1)]))
    assert table["Use"].tolist() == ["fit", "kept back"]
    assert table["Direction"].tolist() == ["", "below 0"]
    assert table["Model to"].tolist() == [0.4, 0.4]


@pytest.mark.parametrize("fitted", [True, False])
def test_a_use_that_is_not_there_is_not_counted(fitted):
    caption = forest_figure([comparison(fitted=fitted)]).layout.meta["caption"]
    assert "1 of 1 inside" in caption
    assert "0 of 0" not in caption
    assert caption.startswith("Used to fit" if fitted else "Kept back")


def test_many_rows_do_not_overlap_in_either_width():
    figure = forest_figure([comparison(k) for k in range(45)])
    places = figure.layout.yaxis.tickvals
    for width in ("wide", "narrow"):
        layout = figure.layout.meta["layouts"][width]
        lines = [t.count("<br>") + 1 for t in layout["yaxis.ticktext"]]
        assert min(np.diff(places)) >= 15 * max(lines)
        assert layout["height"] > places[-1]


@pytest.mark.parametrize("given", [list(VERDICTS)[:3], list(VERDICTS)[::-1]])
def test_the_legend_names_the_verdicts_there_are_in_their_order(given):
    figure = forest_figure([comparison(k, verdict=v) for k, v in enumerate(given)])
    names = [t.name for t in figure.data if t.showlegend is not False]
    assert names == ["published", *(v for v in VERDICTS if v in given)]


def test_a_few_verdicts_have_one_line_of_legend_in_every_wide_window():
    figure = forest_figure([comparison(k, verdict=v) for k, v in enumerate((INSIDE, WRONG))])
    names = [t.name for t in figure.data if t.showlegend is not False]
    assert Legend(names).beside(NARROW - figure.layout.margin.r)
    assert figure.layout.legend.x < 0  # so that plotly counts the room over the labels, too
