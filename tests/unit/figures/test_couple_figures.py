"""Couples in figures: who demands in a conversation, and years with and without what happens."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.couples.conversations import code, record
from attune_sim.couples.pairs import form
from attune_sim.couples.scenario import load
from attune_sim.figures.base.metadata import numbers
from attune_sim.figures.base.plotly_draft import as_plotly
from attune_sim.figures.couples.conversation import (
    bouts,
    conversation_draft,
    demanding,
    turned,
)
from attune_sim.figures.couples.course import couple_course_draft, summary
from attune_sim.intervals import wilson


def shown(**fields):
    usual = {"infant_engagement": 0.0, "attending": 0.0, "display": 0.0}
    return pd.DataFrame(usual | fields, index=range(4))


def test_who_demands_is_upset_while_the_other_neither_looks_nor_answers():
    upset = shown(display=[0.9, 0.9, 0.9, 0.0], attending=[0.0, 1.0, 0.0, 0.0])
    other = shown(infant_engagement=[0.0, 0.0, 0.9, 0.0])
    np.testing.assert_array_equal(turned(other, upset), [False, True, True, False])
    np.testing.assert_array_equal(demanding(upset, other), [True, False, False, False])
    assert not demanding(other, upset).any()


def test_what_is_drawn_as_demanding_is_what_is_measured():
    couples = form(load("anxious-avoidant"), range(8))
    film = record(couples, "conflict", day=0)
    coded = code(film)
    pairs = [tuple(pd.DataFrame(part[k]) for part in film.both) for k in range(8)]
    drawn = [[demanding(one, other).mean(), demanding(other, one).mean()] for one, other in pairs]
    measured = np.transpose([coded["demand_withdraw_one"], coded["demand_withdraw_other"]])
    np.testing.assert_allclose(drawn, measured)
    assert measured.max() > 0.1


def test_a_conversation_has_a_line_a_partner_and_says_how_often_who_demands():
    upset, other = shown(display=[0.9, 0.9, 0.0, 0.0]), shown()
    figure = conversation_draft(upset, other, ("Alex", "Sam"), title="Talk")
    assert "Alex is upset while Sam has turned away in 50%" in figure.layout["meta"]["caption"]
    named = [t["name"] for t in figure.data]
    assert "Alex upset, Sam turned away" in named
    assert "Sam upset, Alex turned away" not in named
    assert bouts(demanding(upset, other)) == [(0, 2)]


def lived(shift=0.0):
    return pd.DataFrame(
        [
            {"day": day, "couple": c, "partner": p, "together": not (day and c == 3),
             "quality": 0.1 * c + p + shift, "expected_relief": 0.5, "demands": 0.1}
            for day in (0, 365) for c in range(4) for p in (0, 1)
        ]
    )  # fmt: skip


def test_who_has_parted_counts_in_living_together_only():
    table = summary(lived()).set_index(["day", "partner", "measure"])
    assert table.loc[(0, 1, "quality"), "mean"] == pytest.approx(1.15)
    assert table.loc[(365, 1, "quality"), "mean"] == pytest.approx(1.1)
    assert table.loc[(365, 0, "together"), "mean"] == 0.75
    low, high = wilson(3, 4)
    assert table.loc[(365, 0, "together"), "low"] == low
    assert table.loc[(365, 0, "together"), "high"] == high


def test_the_same_couples_without_what_happens_are_grey():
    draft = as_plotly(couple_course_draft)(
        summary(lived()), ["Alex", "Sam"], without=summary(lived(0.5)), events=[100], day=365
    )
    grey = [t for t in draft.data if t.name == "without what happens"]
    assert len(grey) == 7  # a line a partner, and one for both together
    found = numbers(draft)
    row = found[
        (found["Measure"] == "Quality, as each partner feels it") & (found["Partner"] == "Sam")
    ]
    np.testing.assert_allclose(row["Mean without what happens"] - row["Mean"], [0.5, 0.5])
    bare = couple_course_draft(summary(lived()), ["Alex", "Sam"])
    assert not [t for t in bare.data if t.get("name") == "without what happens"]
