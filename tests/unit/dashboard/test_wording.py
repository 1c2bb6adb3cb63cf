"""What studies found stands in whole words."""

import re

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute import lesson_runs
from attune_dashboard.wording import row_in_words, whole_words
from attune_sim.evidence import claims, published

SHOWN = sorted(
    {key for lesson in lesson_runs.shelf()[0].values() for key in lesson.evidence}
    | {key for claim in claims() for key in claim.evidence}
)


@pytest.mark.parametrize("key", SHOWN)
def test_no_row_that_is_shown_abbreviates(key):
    finding, figure, _, _ = row_in_words(published()[key])
    assert not re.search(r"->|\b(?:[A-Z]{2,}|[B-Z]|mo|vs|n\.s\.)(?![\w'])", finding + figure)
    assert not re.search(r"\b[A-Z]\b", finding[2:])


def test_a_figure_says_what_it_is():
    assert row_in_words(published()["10.03a"])[1] == "\N{MINUS SIGN}0.001, Hedges' g"
    assert row_in_words(published()["4.02a"])[1] == "0.25 (0.22 to 0.28), r"
    assert row_in_words(published()["2.02"])[1] == "\N{EN DASH}"  # a direction, told in its finding


def test_what_was_not_replicated_is_told_in_words():
    text = whole_words("NON-REPLICATION: D increase not replicated; RSA at REUNION")
    assert text == (
        "Not replicated: the rise in disorganized infants not replicated; respiratory sinus"
        " arrhythmia at reunion"
    )
