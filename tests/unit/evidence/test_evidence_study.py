import numpy as np
import pandas as pd
import pytest

from attune_sim.evidence.studies import simulation
from attune_sim.evidence.studies.design import Group, Visit
from attune_sim.evidence.studies.simulation import Cohort, cohorts, live_through, samples, simulate
from attune_sim.scenario import Event

SEED = 3


def cohort(group, visits, families=300, **outcomes):
    return Cohort(group, visits, outcomes, families)


def test_findings_that_study_the_same_families_share_them(small):
    wanted = cohorts([*small.values(), small["link"]], 50)
    assert len(wanted) == 3
    assert {c.families for c in wanted.values()} == {50}
    mixed = wanted[simulation.group_key(small["link"].groups["families"])]
    assert sorted(v.age for v in mixed.visits.values()) == [0, 2, 3]
    assert mixed.days == 3
    assert mixed.outcomes["trait"] == ("responsiveness",)


def test_only_what_was_asked_for_is_kept(small):
    table = simulate(cohorts([small["share"]], 4), seed=SEED)
    assert [list(t.columns) for t in table.values()] == [
        [f"{simulation.visit_key(small['share'].visits['ssp'])}|secure"]
    ]


@pytest.mark.parametrize("chunk", [1, 5])
def test_chunks_change_no_number(small, monkeypatch, chunk):
    wanted = cohorts(list(small.values()), 6)
    whole = simulate(wanted, seed=SEED)
    monkeypatch.setattr(simulation, "CHUNK", chunk)
    cut = simulate(wanted, seed=SEED)
    for key, table in whole.items():
        pd.testing.assert_frame_equal(table, cut[key])


def test_progress_adds_up_to_one(small):
    told = []
    simulate(cohorts(list(small.values()), 3), seed=SEED, report=told.append)
    assert sum(told) == pytest.approx(1)


def test_families_are_looked_at_after_what_happens_on_that_day():
    event = Event(0, set={"maturation": 0.0}, share=0.25)
    c = cohort(Group("good-enough", events=(event,)), {"at": Visit(0)}, at=("self_regulation",))
    values = live_through(c, SEED, range(400), {})["at|self_regulation"]
    hit = values == values.max()
    assert hit.mean() == pytest.approx(0.25, abs=3 * np.sqrt(0.25 * 0.75 / 400))
    few = live_through(c, SEED, range(50), {})["at|self_regulation"]
    pd.testing.assert_series_equal(few, values[:50])


def test_families_of_a_study_live_by_a_class_of_ones_own(tmp_path):
    (tmp_path / "care.py").write_text(
        "from attune_sim import Caregiver\n"
        "class Away(Caregiver):\n"
        "    def begin_day(self):\n"
        "        self.responsiveness_today = 0.0\n"
    )
    groups = (Group("good-enough"), Group("good-enough", model=f"{tmp_path}/care.py:Away"))
    usual, away = (
        live_through(
            cohort(group, {"at": Visit(10)}, at=("expected_relief",)), SEED, range(20), {}
        )["at|expected_relief"]
        for group in groups
    )
    assert away.mean() < usual.mean() - 0.03


def test_cohorts_share_no_luck():
    never = Group("mixed", events=(Event(0, add={"reactivity": 0.0}),))
    drawn = [
        live_through(cohort(g, {}, trait=("responsiveness",)), SEED, range(400), {})
        for g in (Group("mixed"), never)
    ]
    r = np.corrcoef(*(d["trait|responsiveness"] for d in drawn))[0, 1]
    assert abs(r) < 3 / np.sqrt(400)


def test_settings_belong_to_one_visit_only():
    group = Group("good-enough")
    visits = {
        "strict": Visit(0, settings={"coding_tolerance": 0.01}),
        "loose": Visit(0, settings={"coding_tolerance": 0.5}),
        "usual": Visit(0),
    }
    names = dict.fromkeys(visits, ("attuned_share",))
    found = live_through(cohort(group, visits, **names), SEED, range(5), {}).mean()
    strict, loose, usual = (found[f"{v}|attuned_share"] for v in ("strict", "loose", "usual"))
    assert strict < usual < loose


def test_overrides_hold_for_populations_but_not_over_what_sets_a_group_apart():
    group = Group("good-enough", {"responsiveness": 0.2})
    wanted = {"responsiveness": 0.9, "reactivity": 2.0}
    found = live_through(cohort(group, {}, trait=tuple(wanted)), SEED, range(1), wanted).iloc[0]
    assert found.to_dict() == {"trait|responsiveness": 0.2, "trait|reactivity": 2.0}


def test_pattern_columns_agree_with_each_other():
    names = ("secure", "insecure", "avoidant", "resistant", "disorganized", "organized", "pattern",
             "forced_secure", "forced_insecure", "forced_avoidant", "forced_resistant",
             "forced_pattern")  # fmt: skip
    c = cohort(Group("alarming"), {"ssp": Visit(60)}, ssp=names)
    t = live_through(c, SEED, range(30), {}).rename(columns=lambda n: n.removeprefix("ssp|"))
    assert (t["secure"] + t["avoidant"] + t["resistant"] + t["disorganized"] == 1).all()
    assert (t["secure"] + t["insecure"] == 1).all()
    assert (t["organized"] + t["disorganized"] == 1).all()
    assert t["disorganized"].any()
    assert (t["forced_secure"] + t["forced_avoidant"] + t["forced_resistant"] == 1).all()
    organized = t[t["organized"] == 1]
    pd.testing.assert_series_equal(
        organized["pattern"], organized["forced_pattern"], check_names=False
    )
    assert (t["pattern"] == t[list(names[2:5])].to_numpy() @ [1, 2, 3]).all()


def test_the_second_caregiver_is_seen_with_the_second_caregiver():
    visits = {"one": Visit(0), "two": Visit(0, caregiver=1)}
    c = cohort(
        Group("two-caregivers"), visits, one=("attuned_share",), two=("attuned_share",),
    )  # fmt: skip
    found = live_through(c, SEED, range(20), {})
    assert (found["one|attuned_share"] != found["two|attuned_share"]).any()


@pytest.mark.parametrize("reliability", [0.5, 0.8])
def test_a_rating_has_the_stated_share_of_true_variance(small, rng, reliability):
    finding = small["link"]
    key = simulation.group_key(finding.groups["families"])
    visit = simulation.visit_key(finding.visits["play"])
    true = rng.normal(0.5, 0.2, 4000)
    table = {key: pd.DataFrame({"trait|responsiveness": true, f"{visit}|attuned_share": true})}
    finding.reliability["trait.responsiveness"] = reliability
    rated = samples(finding, table, SEED)[0][:, 0]
    assert np.corrcoef(rated, true)[0, 1] ** 2 == pytest.approx(reliability, abs=0.03)


def test_ratings_of_two_traits_err_independently(finding_file, rng):
    from attune_sim.evidence import read_findings

    finding = read_findings(
        finding_file(
            replace={
                '["trait.responsiveness", "play.attuned_share"]': '["trait.responsiveness",'
                ' "trait.consistency"]',
                '{ "trait.responsiveness" = 0.7 }': '{ "trait.responsiveness" = 0.01,'
                ' "trait.consistency" = 0.01 }',
            }
        )
    )[1]
    key = simulation.group_key(finding.groups["families"])
    names = ("trait|responsiveness", "trait|consistency")
    table = {key: pd.DataFrame({n: rng.normal(size=2000) for n in names})}
    assert abs(np.corrcoef(samples(finding, table, SEED)[0].T)[0, 1]) < 3 / np.sqrt(2000)


def test_a_family_in_which_a_column_is_undefined_is_left_out(small):
    finding = small["share"]
    key = simulation.group_key(finding.groups["families"])
    column = f"{simulation.visit_key(finding.visits['ssp'])}|secure"
    table = {key: pd.DataFrame({column: [1.0, np.nan, 0.0]})}
    assert samples(finding, table, SEED)[0].tolist() == [[1.0], [0.0]]
