from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from attune_sim.figures.base.metadata import numbers
from attune_sim.figures.plan.designs import plan_figure
from attune_sim.plan.answers import Answer, Wanted
from attune_sim.plan.question import question
from attune_sim.scenario import load


@pytest.fixture
def asked():
    return question("correlation", ["attuned_share", "fuss_share"], load("mixed"))


def found(*dyads):
    rows, curves = [], []
    for k, count in enumerate(dyads, 1):
        rows.append(
            {"minutes": 3 * k, "visits": 1, "coders": 1, "reliability": 0.5, "scored": 1.0,
             "effect": 0.3, "effect_low": 0.2, "effect_high": 0.4, "dyads": count,
             "dyads_low": count / 2, "dyads_high": math.inf, "textbook": count, "cost": 7 * count}
        )  # fmt: skip
        sizes = np.array([10, 100])
        curves.append(pd.DataFrame({"minutes": 3 * k, "visits": 1, "coders": 1, "dyads": sizes,
                                    "power": [0.2, 0.9], "half_width": [0.6, 0.2]}))  # fmt: skip
    return Answer(pd.DataFrame(rows), pd.concat(curves))


def test_each_design_has_a_dot_a_bar_and_a_row(asked):
    figure = plan_figure(asked, found(40.0, 60.0, math.inf), Wanted())
    dots, bar = (next(t for t in figure.data if t.xaxis == x) for x in ("x", "x2"))
    assert list(dots.x) == [40, 60]
    assert list(bar.x) == [280, 420]
    assert list(figure.layout.yaxis.ticktext) == [
        "3 min, 1 visit, 1 coder",
        "6 min, 1 visit, 1 coder",
    ]
    table = numbers(figure)
    assert table["Dyads"].tolist()[:2] == [40, 60]
    assert pd.isna(table["Dyads"][2])


def test_curves_are_of_what_was_wanted(asked):
    for wanted, ends in ((Wanted(), [0.2, 0.9]), (Wanted(within=0.3), [0.6, 0.2])):
        figure = plan_figure(asked, found(40.0), wanted)
        curve = next(t for t in figure.data if t.xaxis == "x3")
        assert list(curve.y) == ends


def test_nothing_to_draw_is_no_error(asked):
    assert plan_figure(asked, found(math.inf), Wanted()).layout.meta["title"]
