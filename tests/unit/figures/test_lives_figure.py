"""Generations in figures: a river of patterns, and one family on an axis of years."""

import pandas as pd
import pytest

from attune_sim.figures.base.metadata import numbers
from attune_sim.figures.base.plotly_draft import as_plotly
from attune_sim.figures.families.lives import family_draft, river_draft

SEEN = (
    ["secure", "secure", "avoidant", "resistant"],
    ["secure", "avoidant", "avoidant", "secure"],
    ["secure", "avoidant", "disorganized", "secure"],
)
TABLES = [
    pd.DataFrame({"pattern": seen, "sensitivity_rating": [4.0, 5.0, 6.0, 3.0], "security": 0.1 * g})
    for g, seen in enumerate(SEEN)
]


def test_streams_go_from_pattern_to_pattern_and_leave_nobody_out():
    draft = river_draft(TABLES)
    streams = [t for t in draft.data if len(t["x"]) > 10]
    heights = [t["y"][0] - t["y"][-2] for t in streams]
    assert sum(heights) == pytest.approx(2.0)  # all families, twice
    assert len(streams) == 4 + 3
    named = [t["name"] for t in draft.data if t.get("showlegend")]
    assert named == ["Secure", "Avoidant", "Resistant", "Disorganized"]


def test_the_table_says_what_chance_would_give():
    table = numbers(as_plotly(river_draft)(TABLES))
    row = table[
        (table["From"] == "First child: secure") & (table["To"] == "Their child: avoidant")
    ].iloc[0]
    assert row["Families"] == 1
    assert row["By chance"] == pytest.approx(1.0)
    assert table["Families"].sum() == 8


def test_one_family_has_a_point_a_generation():
    draft = family_draft(TABLES, 2)
    patterns = next(t for t in draft.data if t["mode"] == "markers+text")
    assert patterns["text"] == ["avoidant", "avoidant", "disorganized"]
    assert patterns["x"] == [1.0, 26.0, 51.0]
    points = [t for t in draft.data if t["mode"] == "lines+markers"]
    assert points[0]["y"] == [6.0, 6.0, 6.0]
