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
        [cell.strip() for cell in line[1:-1].split("|")] for line in block[1].splitlines()
    )
    return pd.DataFrame([map(_mean, row) for row in rows], columns=head)


def _mean(cell: str) -> float | str:
    """0.33 of '0.33 ± 0.04' and of '0.18: 0.33 ± 0.04'; text as it is."""
    try:
        return float(cell.split(": ")[-1].split(" ± ")[0].replace(MINUS, "-"))
    except ValueError:
        return cell


def _low(cell: str) -> float:
    """0.09 of '0.15 (0.09 to 0.21)'."""
    return float(cell.split("(")[1].split(" to ")[0].replace(MINUS, "-"))


def _high(cell: str) -> float:
    """0.21 of '0.15 (0.09 to 0.21)'."""
    return float(cell.split(" to ")[1].rstrip(")").replace(MINUS, "-"))


def _middle(cell: str) -> float:
    """0.15 of '0.15 (0.09 to 0.21)'."""
    return float(cell.split(" (")[0].replace(MINUS, "-"))


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
    raised = dose[dose["level"].isin(["learns in play", "learns in both"])]
    gained = raised.groupby(["level", "responsiveness"])["secure"].agg(["first", "last"])
    assert (gained["last"] > gained["first"]).all()
    alike = dose[dose["attuned share"].between(0.29, 0.34)]["secure"]
    assert alike.min() < 0.3 < 0.9 < alike.max()
    effects = table("dose-effects").set_index(["learning", "measure"])
    for learning in ("learns in play", "learns in both"):
        row = effects.loc[(learning, "patterns secure")]
        assert row["responsiveness"] > 2 * row["responsiveness_in_play"] > 0.05


def repair_counts() -> None:
    rows = table("repair").set_index(["level", "scenario"])
    quick, slow = (rows.loc[("as it is", f"{name}-repair")] for name in ("quick", "slow"))
    assert quick["attuned share"] < slow["attuned share"] + 0.03
    assert quick["expected relief"] > slow["expected relief"] + 0.05
    assert quick["secure"] > slow["secure"] + 0.1
    rates = table("repair-rate").set_index("repair_rate")
    assert (rates.loc[0.9] > rates.loc[0.0] + 0.15).all()
    assert all((rates[level].diff().dropna() > -0.02).all() for level in rates)
    effects = table("dose-effects").set_index(["learning", "measure"])
    effects = effects.loc[("learns in distress", "patterns secure")]
    assert effects["repair_rate"] > 2 * effects["turn_rate"]
    asked = table("repair-effects").set_index("effect of")
    asked = asked.loc["repair_rate × responsiveness"]
    assert _low(asked["secure"]) > 0
    assert _high(asked["felt security"]) < 0 < _low(asked["reunion physiological"])


def optimal_stress() -> None:
    rows = table("throughout").set_index(["level", "scenario"])
    as_it_is, without = rows.loc["as it is"], rows.loc["self-regulation does not grow by use"]
    body = "separation physiological"
    gained = without[body] - as_it_is[body]
    assert (gained[["good-enough", "responsive"]] > 0.05).all()
    assert (abs(gained[["attuned-throughout", "hardly-there"]]) < 0.05).all()
    throughout = as_it_is.loc["attuned-throughout"]
    for name in ("good-enough", "responsive"):
        others = as_it_is.loc[name]
        assert throughout[body] > others[body] + 0.03
        assert throughout["reunion physiological"] < others["reunion physiological"]
        assert throughout["felt security"] > others["felt security"]
        assert throughout["secure"] > others["secure"]


def good_enough() -> None:
    rows = table("patterns").set_index("scenario")
    ordinary, responsive = (rows.loc[name]["secure"] for name in ("good-enough", "responsive"))
    assert 0.5 < ordinary < responsive - 0.05
    grid = table("care-map")
    neither = grid[grid["level"] == "neither"].set_index("responsiveness")["secure"]
    assert 0.0 < neither[0.9] - neither[0.7] < 0.1 < 0.3 < neither[0.7] - neither[0.3]
    relief = table("throughout").set_index(["level", "scenario"]).loc["as it is"]
    assert relief.loc["responsive"]["felt security"] > relief.loc["good-enough"]["felt security"]


def patterns_fit_the_care() -> None:
    rows = table("patterns-nulls").set_index("kind of care: pattern")
    frozen, as_it_is = rows["learning frozen"], rows["as it is"]
    assert frozen["rejecting: avoidant"] < 0.1 < 0.4 < as_it_is["rejecting: avoidant"]
    assert abs(frozen["erratic: resistant"] - as_it_is["erratic: resistant"]) < 0.1
    assert frozen["alarming: disorganized"] > as_it_is["alarming: disorganized"] + 0.2
    gain = table("consistency-nulls").set_index(["level", "consistency", "loudness_contingency"])
    gain = gain["policy display gain"]
    for consistency in (0.02, 0.98):  # at birth, and with learning frozen, it is 1
        quiet, loud = (gain[("as it is", consistency, x)] for x in (0.0, 1.0))
        assert quiet < 0.5 < 1.3 < loud


def rejection_avoidance() -> None:
    rows = table("patterns-nulls").set_index("kind of care: pattern").loc["rejecting: avoidant"]
    assert rows["as it is"] > 0.4
    assert rows["learning frozen"] < 0.1
    assert rows["turning away shuts nothing out"] < rows["as it is"] / 2


def early_destiny() -> None:
    raised = table("whose").set_index("measure")
    assert (raised["raised"] > 2 * raised["there"]).all()
    kept = table("change-of-care")
    kept = kept[kept["memory"] == "as it is"]
    assert (kept["56 d"] < 0.5).all()
    assert (kept["365 d"] < 0.45).all()
    again = table("same-family").set_index("seen again")["same pattern"]
    assert again["other random numbers, at one year"] < 0.6
    trace = table("trace-of-a-year").set_index(["memory", "change"])["alarm, prototype"]
    began = trace["as it is"]
    assert began["alarming to good-enough"] > began["good-enough to rejecting"] + 0.05


def second_chance() -> None:
    kept = table("change-of-care").set_index(["memory", "change"]).loc["as it is"]
    better = kept.loc[[name for name in kept.index if name.endswith("to good-enough")]]
    assert (better["28 d"] > 0.3).all()
    assert (better["56 d"] < 0.5).all()
    assert (better["365 d"] < better["28 d"]).all()


def support_under_load() -> None:
    rows = table("support-effects").set_index(["support", "effect"])
    much = rows.loc["much"]
    for name in ("sensitivity rating", "felt security", "secure"):
        assert _low(much[name]["as it is, strain high"]) > 0
        assert _low(much[name]["high minus low"]) > 0
    assert _middle(much["felt security"]["load and mood touch no care, strain high"]) == 0
    other = rows.loc["little, and another carer"]
    assert abs(_middle(other["load"]["as it is, strain high"])) < 0.1
    for name in ("felt security", "secure"):
        assert abs(_middle(other[name]["as it is, strain high"])) < 0.05
    levels = table("support").set_index(["model", "money strain", "support"])["secure"]["as it is"]
    assert levels["high"]["much"] > levels["low"]["little"] - 0.05


def parental_leave() -> None:
    rows = table("leave").set_index("back to work")
    for column in (name for name in rows if name.startswith("felt security")):
        assert rows[column].diff().abs().max() < 0.05  # no day at which it leaps
    slope = table("leave-slope").set_index("ten months more at home")
    assert -0.05 < _low(slope["secure"]["paid"]) < 0 < _high(slope["secure"]["paid"]) < 0.05
    assert _high(slope["secure"]["unpaid"]) < 0
    assert _high(slope["felt security"]["unpaid"]) < _low(slope["felt security"]["paid"])


def parents_stay_first() -> None:
    rows = table("groups")
    rows = rows[rows["model"] == "as it is"]
    assert (rows["mother: turned to"] > 0.5).all()
    assert (rows["mother: turned to"] > 4 * rows["carer: turned to"]).all()
    both = rows["mother: turned to"] + rows["carer: turned to"]
    second = 1.0 - both[rows["carers"] == "one"]  # what is left for the other parent
    assert (rows["carer: turned to"][rows["carers"] == "one"] > second).all()
    by_group = rows.groupby("carers")["mother: felt security"].agg(["min", "max"])
    assert (by_group["max"] - by_group["min"] < 0.05).all()


def care_elsewhere() -> None:
    effects = table("bond-effects").set_index(["shared", "effect on the bond with the first"])
    second = "second rejecting, not responsive; first good-enough"
    own = "first rejecting, not good-enough"
    as_it_is = effects.loc["as it is"]
    taken, by_own = (as_it_is.loc[name]["felt security"] for name in (second, own))
    assert _high(taken) < 0
    assert _middle(by_own) < 3 * _middle(taken)
    assert _low(as_it_is.loc[second]["avoidance"]) > 0
    assert _low(as_it_is.loc[second]["secure"]) < 0 < _high(as_it_is.loc[second]["secure"])
    both = effects.loc[("nothing shared", "second rejecting, not responsive; first rejecting")]
    assert _high(both["felt security"]) < 0
    unlearnt = effects.loc[("nothing shared", second)]["felt security"]
    assert _middle(unlearnt) < _middle(taken) / 2  # most of it is not learnt of people


def practices_unrelated() -> None:
    rows = table("confounded").set_index("odds of choosing it, per SD of responsiveness")
    crude, rated, trait = (
        rows[f"share secure, {how}"]
        for how in ("crude", "adjusted for rated sensitivity", "adjusted for the trait")
    )
    assert abs(crude.iloc[0]) < 0.03
    assert (crude.diff().dropna() > 0).all()
    assert (crude.iloc[1:] > rated.iloc[1:]).all()
    assert (rated.iloc[1:] > trait.iloc[1:].abs()).all()


def carrying() -> None:
    rows = table("carrying").set_index("practice")
    usual = rows.loc["not carried"]
    carried = rows.loc["carried: sooner and nearer"]
    weeks = "fuss share, six weeks"
    assert usual[weeks] - carried[weeks] < 0.05 * usual[weeks]
    more = rows.loc["carried, and more responsive"]
    assert 0.02 < usual[weeks] - more[weeks] < 0.43 * usual[weeks] / 2


def rebound() -> None:
    rows = table("rebound-by-start").set_index(["memory", "felt security before"])
    rows = rows.loc["as it is"]
    assert _high(rows["0 d after"]["highest third"]) < 0
    low, high = (rows["56 d after"][f"{name} third"] for name in ("lowest", "highest"))
    assert _low(low) < _middle(high) < _high(low)  # neither sooner nor later than the others


def open_to_change() -> None:
    rows = table("rebound").set_index(["with the bad time minus without", "memory"])
    felt = rows.loc[("felt security", "as it is")]
    assert _high(felt["0 d after"]) < -0.05
    assert abs(_middle(felt["112 d after"])) < abs(_middle(felt["0 d after"])) / 2
    avoidance = rows.loc[("avoidance", "as it is")]
    assert _low(avoidance["220 d after"]) > 0
    assert _high(rows.loc[("secure", "as it is")]["112 d after"]) < 0


def leans_to_recovery() -> None:
    kept = table("change-of-care").set_index(["memory", "change"]).loc["as it is"]
    lost, left = kept.loc["good-enough to rejecting"], kept.loc["rejecting to good-enough"]
    for days in ("56 d", "112 d", "224 d", "365 d"):
        assert lost[days] < left[days] + 0.02


def seventy_percent() -> None:
    rows = table("passed-on").set_index("mirroring")
    assert abs(rows["r, secure"][0.0]) < 0.03
    for name in ("r, secure", "r, alarm with disorganized"):
        assert (rows[name].diff().dropna() > 0).all()
    assert (rows["r, secure"] < 0.31).all()  # as in studies
    assert (rows["r, alarm with disorganized"] > rows["r, secure"]).all()
    assert (abs(rows["same of 4"] - rows["same of 4, by chance"]) < 0.1).all()


def cycles() -> None:
    rows = table("cycle").set_index(["parent", "second generation"])["disorganized"]
    harmed, others = rows["expects most alarm"], rows["others"]
    usual, afresh = harmed["as it is"], harmed["a parent drawn afresh"]
    assert others["as it is"] + 0.1 < usual < 0.5
    assert abs(afresh - others["a parent drawn afresh"]) < 0.05
    for name in ("therapy for the parent", "a responsive second caregiver"):
        assert afresh < harmed[name] < usual


def pursue_and_withdraw() -> None:
    name = "one demands, the other has turned away"
    rows = table("demands").set_index(["one raised", "other raised"])[name]
    meets = rows[("erratic", "rejecting")]
    assert meets > 2 * rows.drop(("erratic", "rejecting")).max()
    parts = table("parts").set_index("model")[name]
    assert parts["as it is"] == meets
    assert meets / 2 < parts["turning away costs no attention"] < meets


def all_life_long() -> None:
    seventy_percent()
    pursue_and_withdraw()


def security_is_catching() -> None:
    rows = table("with-a-partner").set_index(["day", "partner raised"])
    relief, alarm = rows["relief expected"], rows["alarm expected"]
    for other in ("erratic", "rejecting"):
        assert relief[1095, "responsive"] > relief[1095, other]
        assert alarm[1095, "responsive"] < alarm[1095, other]
    assert (relief[1095] <= relief[0]).all()


def stress_from_outside() -> None:
    rows = table("outside").set_index(["what", "day"]).loc[("stress", 700)]
    assert -0.1 < rows["quality"] < 0.0 < rows["conflict flooded share"]
    assert abs(rows["conflict distress"]) < 0.01
    assert abs(rows["quality"] - rows["change of quality from 350 to 700 without it"]) < 0.03


def break_ups() -> None:
    rows = table("forecast").set_index("known after one year")
    fitted, other = rows["told apart (AUC), in the half that was fitted"], rows["in the other half"]
    assert ((other > 0.5) & (other < fitted) & (fitted < 0.9)).all()
    assert other["both"] < other["what each expects and feels"]


JUDGED = {
    "a-third-is-enough": a_third_is_enough,
    "repair-counts": repair_counts,
    "optimal-stress": optimal_stress,
    "good-enough": good_enough,
    "patterns-fit-the-care": patterns_fit_the_care,
    "rejection-avoidance": rejection_avoidance,
    "early-destiny": early_destiny,
    "second-chance": second_chance,
    "support-under-load": support_under_load,
    "parental-leave": parental_leave,
    "parents-stay-first": parents_stay_first,
    "care-elsewhere-compensates": care_elsewhere,
    "practices-unrelated": practices_unrelated,
    "carrying-and-crying": carrying,
    "rebound": rebound,
    "open-to-change": open_to_change,
    "leans-to-recovery": leans_to_recovery,
    "seventy-percent": seventy_percent,
    "cycles-can-be-broken": cycles,
    "all-life-long": all_life_long,
    "pursue-and-withdraw": pursue_and_withdraw,
    "security-is-catching": security_is_catching,
    "stress-from-outside": stress_from_outside,
    "break-ups-foretold": break_ups,
}


def resistance_needs_loudness() -> None:
    rows = table("consistency").set_index("consistency").sort_index()
    alike, loud = (rows[f"loudness_contingency {x}"] for x in (0.0, 1.0))
    assert (alike < 0.1).all()
    assert (loud > 0.3).all()
    assert (loud > alike + 0.3).all()


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
