"""Runs that are kept in a tab."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.state import runs
from attune_dashboard.state.choice import Choice


def run(seed, secure=0.5):
    return runs.Run(Choice(seed=seed).with_value("repair_rate", 0.1), 100, (("secure", secure),))


def test_each_run_is_kept_once_and_old_ones_go():
    kept = runs.with_runs((run(1),), (run(2), run(1)))
    assert [r.choice.seed for r in kept] == [1, 2]
    many = runs.with_runs(kept, [run(k) for k in range(3, 3 + runs.MOST)])
    assert len(many) == runs.MOST
    assert many[-1].choice.seed == 2 + runs.MOST


def test_the_table_of_runs_says_what_ran_and_how_to_run_it_again():
    table = runs.table([run(1), run(2, 0.25)])
    assert list(table["secure"]) == [0.5, 0.25]
    assert table.loc[0, "title"] == "Good enough, repair rate 0.1"
    assert table.loc[1, "command"] == (
        "attune-sim run good-enough --days 365 --seed 2 --repair-rate 0.1 --infants 100"
    )
