"""Judgements of claims, held against the tables of experiments/README.md that they name.

What follows from patterns needs no test here. A judgement was made by a person who read a table;
when the tables are made anew, these tests say which judgement has to be made anew as well.
"""

from __future__ import annotations

import pytest
from science.experiments import later_life
from science.experiments.readme_tables import centre, high_end, low_end, mean, table

from attune_sim.evidence import Claim, claims

NEITHER = {"built in", "not examined"}  # verdicts that rest on no table


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
    assert low_end(asked["secure"]) > 0
    assert high_end(asked["felt security"]) < 0 < low_end(asked["reunion physiological"])


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
        assert low_end(much[name]["as it is, strain high"]) > 0
        assert low_end(much[name]["high minus low"]) > 0
    assert centre(much["felt security"]["load and mood touch no care, strain high"]) == 0
    other = rows.loc["little, and another carer"]
    assert abs(centre(other["load"]["as it is, strain high"])) < 0.1
    for name in ("felt security", "secure"):
        assert abs(centre(other[name]["as it is, strain high"])) < 0.05
    levels = table("support").set_index(["model", "money strain", "support"])["secure"]["as it is"]
    assert levels["high"]["much"] > levels["low"]["little"] - 0.05


def parental_leave() -> None:
    rows = table("leave").set_index("back to work")
    for column in (name for name in rows if name.startswith("felt security")):
        assert rows[column].diff().abs().max() < 0.05  # no day at which it leaps
    slope = table("leave-slope").set_index("ten months more at home")
    assert -0.05 < low_end(slope["secure"]["paid"]) < 0 < high_end(slope["secure"]["paid"]) < 0.05
    assert high_end(slope["secure"]["unpaid"]) < 0
    assert high_end(slope["felt security"]["unpaid"]) < low_end(slope["felt security"]["paid"])


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
    assert high_end(taken) < 0
    assert centre(by_own) < 3 * centre(taken)
    assert low_end(as_it_is.loc[second]["avoidance"]) > 0
    assert low_end(as_it_is.loc[second]["secure"]) < 0 < high_end(as_it_is.loc[second]["secure"])
    both = effects.loc[("nothing shared", "second rejecting, not responsive; first rejecting")]
    assert high_end(both["felt security"]) < 0
    unlearnt = effects.loc[("nothing shared", second)]["felt security"]
    assert centre(unlearnt) < centre(taken) / 2  # most of it is not learnt of people


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
    assert high_end(rows["0 d after"]["highest third"]) < 0
    low, high = (rows["56 d after"][f"{name} third"] for name in ("lowest", "highest"))
    assert low_end(low) < centre(high) < high_end(low)  # neither sooner nor later than the others


def open_to_change() -> None:
    rows = table("rebound").set_index(["with the bad time minus without", "memory"])
    felt = rows.loc[("felt security", "as it is")]
    assert high_end(felt["0 d after"]) < -0.05
    assert abs(centre(felt["112 d after"])) < abs(centre(felt["0 d after"])) / 2
    avoidance = rows.loc[("avoidance", "as it is")]
    assert low_end(avoidance["220 d after"]) > 0
    assert high_end(rows.loc[("secure", "as it is")]["112 d after"]) < 0


def leans_to_recovery() -> None:
    kept = table("change-of-care").set_index(["memory", "change"]).loc["as it is"]
    lost, left = kept.loc["good-enough to rejecting"], kept.loc["rejecting to good-enough"]
    for days in ("56 d", "112 d", "224 d", "365 d"):
        assert lost[days] < left[days] + 0.02


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
    "seventy-percent": later_life.seventy_percent,
    "cycles-can-be-broken": later_life.cycles,
    "all-life-long": later_life.all_life_long,
    "pursue-and-withdraw": later_life.pursue_and_withdraw,
    "security-is-catching": later_life.security_is_catching,
    "stress-from-outside": later_life.stress_from_outside,
    "break-ups-foretold": later_life.break_ups,
    "independence-from-security": later_life.independence,
    "pushed-to-independence": later_life.no_pushing,
    "distress-lasts": later_life.distress_lasts,
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
    assert mean("0.18: 0.33 ± 0.04") == 0.33
    assert mean("0.33 ± 0.04") == 0.33
    assert mean("−0.05 ± 0.00") == -0.05
    assert mean("learns in play") == "learns in play"
