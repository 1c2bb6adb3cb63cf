"""Time courses of a sweep: means over replications, a line for each level."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.figures import numbers
from attune_sim.figures.sweep.courses import courses_figure, shown_levels


@pytest.fixture
def kept():
    """A series of two levels, three replications, two caregivers and two days."""
    rows = [
        {"responsiveness": level, "replication": r, "day": day, "caregiver": caregiver,
         "measure": measure, "mean": level + 0.01 * r + 0.001 * day + 0.1 * caregiver}
        for level in (0.2, 0.8) for r in range(3) for day in (10, 20) for caregiver in (0, 1)
        for measure in ("felt_security", "distress_everyday", "display_everyday")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_a_line_for_each_level_with_the_mean_over_replications_and_caregivers(
    kept, texts, in_palette
):
    figure = courses_figure(kept, "responsiveness", "Over days")
    lines = [t for t in figure.data if t.mode == "lines+markers" and t.yaxis in (None, "y")]
    assert [line.name for line in lines] == ["0.2", "0.8"]
    np.testing.assert_allclose(lines[0].x, [10, 20])
    np.testing.assert_allclose(lines[0].y, [0.2 + 0.01 + 0.01 + 0.05, 0.2 + 0.01 + 0.02 + 0.05])
    assert "Felt security" in texts(figure)
    assert "Age (days)" in texts(figure)
    assert "3 replications" in figure.layout.meta["caption"]
    assert in_palette(figure)
    table = numbers(figure)
    assert list(table.columns[:2]) == ["Age", "Responsiveness"]
    assert len(table) == 2 * 2 * 3


def test_displayed_distress_comes_with_distress_and_one_line_needs_no_legend(kept):
    figure = courses_figure(kept[kept["responsiveness"] == 0.2], None, "")
    assert not figure.layout.showlegend
    assert len([t for t in figure.data if t.mode == "lines+markers"]) == 3
    assert len({t.yaxis for t in figure.data}) == 2


def test_one_replication_has_no_interval(kept):
    figure = courses_figure(kept[kept["replication"] == 0], "responsiveness", "")
    assert "no interval" in figure.layout.meta["caption"]


def test_of_many_levels_the_ends_and_the_middle_are_drawn():
    assert shown_levels([1, 2, 3]) == [1, 2, 3]
    assert shown_levels(list(range(9))) == [0, 4, 8]
