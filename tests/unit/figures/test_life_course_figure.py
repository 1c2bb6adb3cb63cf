"""Families over days in a figure: lines, spread, the same families without the events."""

import numpy as np
import pandas as pd

from attune_sim.figures import numbers
from attune_sim.figures.families.life_course import life_course_figure, summary
from attune_sim.intervals import wilson

DAYS = (0, 28, 300)


def followed(shift=0.0):
    rows = [
        {"day": day, "infant": infant, "caregiver": c, "load": infant + c + shift,
         "mood": np.nan, "bond_strength": 0.5, "turned_to": 0.5, "felt_security": 0.1 * infant}
        for day in DAYS for infant in range(5) for c in (0, 1)
    ]  # fmt: skip
    patterns = ["secure", "secure", "avoidant", "secure", "resistant"]
    seen = [
        {"infant": infant, "caregiver": c, "pattern": patterns[infant], "age": 300}
        for infant in range(5)
        for c in (0, 1)
    ]
    return pd.DataFrame(rows), pd.DataFrame(seen)


def test_lines_are_means_and_bands_hold_the_middle_half(in_palette):
    figure = life_course_figure(summary(*followed()), names=["one", "other"])
    line = next(t for t in figure.data if t.name == "other")
    np.testing.assert_array_equal(line.x, DAYS)
    np.testing.assert_array_equal(line.y, [3.0] * 3)
    table = numbers(figure)
    load = table[(table["Measure"] == "Load") & (table["Caregiver"] == "other")]
    assert set(load["From"]) == {2.0}
    assert set(load["To"]) == {4.0}
    assert in_palette(figure)


def test_the_axis_of_a_long_life_has_few_marks():
    lines, seen = followed()
    for last, step in ((300, 90), (730, 90), (1825, 365), (6570, 730)):
        longer = lines.assign(day=lines["day"].replace(300, last))
        figure = life_course_figure(summary(longer, seen), names=["one", "other"])
        assert list(figure.layout.xaxis.tickvals) == list(range(0, last + 1, step))


def test_shares_secure_have_their_interval_and_what_is_unknown_has_no_panel():
    table = numbers(life_course_figure(summary(*followed()), names=["one", "other"]))
    secure = table[table["Measure"] == "Observed security"].iloc[0]
    assert secure["Mean"] == 0.6
    assert (secure["From"], secure["To"]) == wilson(3, 5)
    assert "Mood" not in set(table["Measure"])


def test_the_same_families_stand_behind_in_grey():
    figure = life_course_figure(
        summary(*followed()), names=["one", "<b>"], without=summary(*followed(-1.0)),
        grey="without <i>", age=280,
        events=[28],
    )  # fmt: skip
    names = [t.name for t in figure.data if t.showlegend]
    assert sorted(names) == ["&lt;b&gt;", "one", "without &lt;i&gt;"]
    table = numbers(figure)
    load = table[table["Measure"] == "Load"]
    np.testing.assert_allclose(load["Mean without <i>"], load["Mean"] - 1.0)
    assert "random numbers, without <i>." in figure.layout.meta["caption"]
    assert {s.x0 for s in figure.layout.shapes} == {28, 280}


def test_the_band_and_the_grey_line_are_those_of_the_caregiver_looked_at():
    figure = life_course_figure(
        summary(*followed()), names=["one", "other"], without=summary(*followed(-1.0)), looked_at=1
    )
    load = [t for t in figure.data if t.yaxis == "y"]
    bands = [t for t in load if t.fill == "toself"]
    (drawn,) = ([y for y in band.y if y is not None] for band in bands)
    assert max(drawn) == 4.0  # upper quartile of 1 to 5
    grey = [t for t in load if t.legendgroup == "grey"]
    assert [list(t.y) for t in grey] == [[2.0] * 3]
    assert "families (with other)" in figure.layout.meta["caption"]
