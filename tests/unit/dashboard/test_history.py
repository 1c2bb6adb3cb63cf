"""What a visitor looked at before, so that it can be undone."""

from dataclasses import replace

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")

from attune_dashboard.state.choice import Choice
from attune_dashboard.state.history import MOST_PAST, History

FIRST = History(Choice(), ())


def test_each_change_can_be_undone_in_turn():
    held = FIRST
    for seed in (2, 3, 4):
        held = held.changed(replace(held.choice, seed=seed), held.others)
    held = held.changed(held.choice, (Choice(seed=9),))
    assert held.undone().others == ()
    assert held.undone().undone().choice.seed == 3
    for _ in range(9):
        held = held.undone()
    assert held == FIRST


def test_nothing_new_is_no_change():
    assert FIRST.changed(FIRST.choice, ()) is FIRST


def test_only_the_last_changes_are_kept():
    held = FIRST
    for seed in range(100, 110 + MOST_PAST):
        held = held.changed(replace(held.choice, seed=seed), ())
    assert len(held.past) == MOST_PAST
    for _ in range(2 * MOST_PAST):
        held = held.undone()
    assert held.choice.seed == 109
