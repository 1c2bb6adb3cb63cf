"""Judgements of claims, held against the tables of experiments/README.md that they name.

What follows from patterns needs no test here. A judgement was made by a person who read a table;
when the tables are made anew, these tests say which judgement has to be made anew as well.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from attune_sim.evidence import Claim, claims
from attune_sim.numbers import MINUS

README = (Path(__file__).parents[3] / "experiments" / "README.md").read_text(encoding="utf-8")
NEITHER = {"built in", "not examined"}  # verdicts that rest on no table


def table(name: str) -> pd.DataFrame:
    """A table of README: means as numbers, the rest as text."""
    block = re.search(rf"<!-- table: {name} -->\n\n(.*?)\n\n<!-- end", README, re.DOTALL)
    assert block, f"experiments/README.md has no table {name}"
    head, _, *rows = (
        [cell.strip() for cell in line.strip("| ").split("|")] for line in block[1].splitlines()
    )
    return pd.DataFrame([map(_mean, row) for row in rows], columns=head)


def _mean(cell: str) -> float | str:
    """0.33 of '0.33 ± 0.04' and of '0.18: 0.33 ± 0.04'; text as it is."""
    try:
        return float(cell.split(": ")[-1].split(" ± ")[0].replace(MINUS, "-"))
    except ValueError:
        return cell


def a_third_is_enough() -> None:
    dose = table("dose")
    low, middle, high = (
        dose[(dose["level"] == "learns in distress") & (dose["responsiveness_in_play"] == x)]
        for x in (0.1, 0.5, 0.95)
    )
    raised = high["attuned share"].to_numpy() - low["attuned share"].to_numpy()
    assert (raised > 0.05).all()
    for more in (middle, high):
        assert (abs(more["secure"].to_numpy() - low["secure"].to_numpy()) < 0.06).all()
    assert (low["secure"].max() - low["secure"].min()) > 0.5
    play = dose[dose["level"] == "learns in play"]
    assert (play["attuned share"] > 0.3).all()
    alike = play[play["attuned share"].between(0.41, 0.43)]["secure"]
    assert alike.min() < 0.05 < 0.95 < alike.max()
    effects = table("dose-effects").set_index(["learning", "measure"])
    effects = effects.loc[("learns in play", "patterns secure")]
    assert effects["responsiveness_in_play"] > 3 * effects["responsiveness"]
    sixths = table("marker")["attuned share"].to_numpy()
    assert sixths[1] - sixths[0] > sixths.max() - sixths[1]
    assert sixths[5] < sixths[1:5].min()


def repair_counts() -> None:
    rows = table("repair")
    rows = rows[rows["level"] == "as it is"]
    quick, slow = (rows[rows["scenario"] == f"{name}-repair"].iloc[0] for name in ("quick", "slow"))
    assert quick["attuned share"] < slow["attuned share"] + 0.03
    assert quick["expected relief"] > slow["expected relief"] + 0.05
    assert quick["secure"] > slow["secure"] + 0.03
    borne = table("repair").set_index(["level", "scenario"]).loc["mismatch does not distress"]
    quick, slow = (borne.loc[f"{name}-repair"] for name in ("quick", "slow"))
    assert quick["expected relief"] <= slow["expected relief"]
    assert quick["secure"] > slow["secure"] + 0.03
    rates = table("repair-rate").set_index("repair_rate")
    assert (rates.loc[0.9] > rates.loc[0.0] + 0.35).all()
    assert all((rates[level].diff().dropna() > -0.02).all() for level in rates)
    effects = table("dose-effects").set_index(["learning", "measure"])
    effects = effects.loc[("learns in distress", "patterns secure")]
    assert effects["repair_rate"] > 2 * effects["turn_rate"]


def optimal_stress() -> None:
    rows = table("throughout").set_index(["level", "scenario"])
    as_it_is, without = rows.loc["as it is"], rows.loc["self-regulation does not grow by use"]
    body = "separation physiological"
    gained = without[body] - as_it_is[body]
    assert (gained[["hardly-there", "good-enough", "responsive"]] > 0.05).all()
    assert abs(gained["attuned-throughout"]) < 0.02
    ordinary, responsive, throughout = (
        as_it_is.loc[name] for name in ("good-enough", "responsive", "attuned-throughout")
    )
    assert abs(throughout[body] - ordinary[body]) < 0.02
    assert 0 < throughout[body] - responsive[body] < 0.05
    for others in (ordinary, responsive):
        assert throughout["reunion physiological"] < others["reunion physiological"]
        assert throughout["felt security"] > others["felt security"]
        assert abs(throughout["secure"] - others["secure"]) < 0.05


def good_enough() -> None:
    rows = table("patterns").set_index("scenario")
    assert abs(rows.loc["responsive"]["secure"] - rows.loc["good-enough"]["secure"]) < 0.05
    grid = table("care-map")
    neither = grid[grid["level"] == "neither"].set_index("responsiveness")["secure"]
    assert neither[0.9] - neither[0.7] < 0.1 < neither[0.7] - neither[0.3]
    relief = table("throughout").set_index(["level", "scenario"]).loc["as it is"]
    assert relief.loc["responsive"]["felt security"] > relief.loc["good-enough"]["felt security"]


def patterns_fit_the_care() -> None:
    rows = table("patterns-nulls").set_index("kind of care: pattern")
    frozen, as_it_is = rows["learning frozen"], rows["as it is"]
    assert frozen["rejecting: avoidant"] < 0.1 < 0.5 < as_it_is["rejecting: avoidant"]
    assert abs(frozen["erratic: resistant"] - as_it_is["erratic: resistant"]) < 0.1
    assert as_it_is["erratic: resistant"] > 0.4
    assert frozen["alarming: disorganized"] > 0.5
    gain = table("consistency-nulls").set_index(["level", "consistency", "loudness_contingency"])
    gain = gain["policy display gain"]
    for consistency in (0.02, 0.98):  # at birth, and with learning frozen, it is 1
        quiet, loud = (gain[("as it is", consistency, x)] for x in (0.0, 1.0))
        assert quiet < 0.5 < 1.1 < loud


def rejection_avoidance() -> None:
    rows = table("patterns-nulls").set_index("kind of care: pattern").loc["rejecting: avoidant"]
    assert rows["as it is"] > 0.5
    assert rows["learning frozen"] < 0.1
    assert rows["turning away shuts nothing out"] < 0.1


JUDGED = {
    "a-third-is-enough": a_third_is_enough,
    "repair-counts": repair_counts,
    "optimal-stress": optimal_stress,
    "good-enough": good_enough,
    "patterns-fit-the-care": patterns_fit_the_care,
    "rejection-avoidance": rejection_avoidance,
}


def resistance_needs_loudness() -> None:
    rows = table("consistency").set_index("consistency").sort_index()
    alike, loud = (rows[f"loudness_contingency {x}"] for x in (0.0, 1.0))
    assert (alike < 0.1).all()
    assert (loud > 0.3).all()
    assert (loud > alike + 0.3).all()
    assert loud.iloc[0] > loud.iloc[1:].max() + 0.05 > alike.iloc[0] + 0.05


def play_counts_where_play_teaches() -> None:
    rows = table("dose-effects").set_index(["learning", "measure"])
    distress, play = (
        rows.loc[(f"learns in {kind}", "patterns secure")]["responsiveness_in_play"]
        for kind in ("distress", "play")
    )
    assert distress < 0.1 < play


CONDITIONS = {
    "inconsistency-resistance": resistance_needs_loudness,
    "distress-before-play": play_counts_where_play_teaches,
}


@pytest.mark.parametrize("name", JUDGED)
def test_a_judgement_holds_in_the_tables_it_names(name: str) -> None:
    JUDGED[name]()


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_a_claim_hangs_on_shows_in_the_tables_it_names(name: str) -> None:
    CONDITIONS[name]()


def test_every_judgement_that_rests_on_a_table_is_tested() -> None:
    judged = {c.id for c in claims() if c.judgement and c.judgement.verdict not in NEITHER}
    assert judged == set(JUDGED)
    assert all(c.experiments for c in claims() if c.id in {*JUDGED, *CONDITIONS})


@pytest.mark.parametrize("claim", [c for c in claims() if c.experiments], ids=lambda c: c.id)
def test_the_tables_of_a_claim_are_there(claim: Claim) -> None:
    for name in claim.experiments:
        assert len(table(name))


def test_a_cell_is_read_as_its_mean() -> None:
    assert _mean("0.18: 0.33 ± 0.04") == 0.33
    assert _mean("0.33 ± 0.04") == 0.33
    assert _mean("−0.05 ± 0.00") == -0.05
    assert _mean("learns in play") == "learns in play"
