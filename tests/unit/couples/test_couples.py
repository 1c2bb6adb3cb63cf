"""Couples from grown children, their years, conversations and looks."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.couples.conversations import CONVERSATIONS, code, record, units
from attune_sim.couples.course import live_couples, usual_days
from attune_sim.couples.looks import STATES, check_days, looks, summary
from attune_sim.couples.pairs import form
from attune_sim.couples.scenario import CoupleScenario, Partner
from attune_sim.errors import InputError
from attune_sim.scenario import Event, load

PARTNERS = (Partner("Alex", "erratic"), Partner("Sam", "rejecting"))
SCENARIO = CoupleScenario(partners=PARTNERS, couples=9, days=60)


@pytest.fixture(scope="module")
def formed():
    return form(SCENARIO)


def lived(couples, scenario, *stops, threads=1):
    couples = couples.copy()
    assert list(live_couples(couples, scenario, stops, threads=threads)) == sorted(stops)
    return couples


def test_partners_are_what_they_learnt_and_know_nothing_of_each_other(formed):
    people, bonds = formed.people.infants, formed.people.bonds
    assert (people["turning_away"][::2].mean() < people["turning_away"][1::2].mean()).all()
    np.testing.assert_array_equal(bonds["expected_relief"], people["prototype_relief"])
    np.testing.assert_array_equal(bonds["caregiver"], np.arange(18) ^ 1)
    assert (bonds["gain_offset"] == 0.0).all()
    assert (formed.parted == -1).all()


def test_a_couple_is_the_same_whoever_else_is_there(formed):
    few = form(SCENARIO, [2, 7])
    for name in ("people", "quality"):
        whole, part = getattr(formed, name), getattr(few, name)
        rows = [4, 5, 14, 15]
        if name == "quality":
            np.testing.assert_array_equal(whole[rows], part)
        else:
            assert (whole.caregivers[rows] == part.caregivers).all()
            np.testing.assert_array_equal(
                whole.infants["prototype_relief"][rows], part.infants["prototype_relief"]
            )


def test_threads_and_stops_change_no_number(formed):
    one = lived(formed, SCENARIO, 60)
    for other in (lived(formed, SCENARIO, 60, threads=2), lived(formed, SCENARIO, 10, 33, 60)):
        np.testing.assert_array_equal(one.people.bonds, other.people.bonds)
        np.testing.assert_array_equal(one.quality, other.quality)
        np.testing.assert_array_equal(one.parted, other.parted)


@pytest.fixture
def short_childhoods(monkeypatch):
    """Partners are grown after two months: enough where it does not matter what they learnt."""
    monkeypatch.setattr("attune_sim.couples.pairs.GROWN", 60)


def test_mirroring_can_be_switched_off():
    drawn = form(SCENARIO.with_(mirroring=0.0))
    by_history = [
        np.corrcoef(c.people.infants["prototype_alarm"], c.people.caregivers["alarming_moments"])
        for c in (drawn, form(SCENARIO.with_(mirroring=1.0)))
    ]
    assert by_history[0][0, 1] < by_history[1][0, 1]


def test_adult_learning_can_be_switched_off(short_childhoods):
    frozen = SCENARIO.with_(adult_learning=0.0)
    before = form(frozen)
    after = lived(before, frozen, 60)
    for name in ("expected_relief", "gain_offset"):
        np.testing.assert_array_equal(before.people.bonds[name], after.people.bonds[name])


def test_events_change_whom_they_name_and_pass_off(short_childhoods):
    event = Event(10, title="work", whom=("Sam",), add={"work": 2.0}, length=20)
    scenario = CoupleScenario(partners=PARTNERS, couples=9, days=60, events=(event,))
    couples = form(scenario)
    found = {}
    for day in live_couples(couples, scenario, [5, 20, 40]):
        found[day] = couples.people.caregivers["work"].reshape(-1, 2).mean(axis=0).tolist()
    assert found == {5: [0.0, 0.0], 20: [0.0, 2.0], 40: [0.0, 0.0]}


def test_some_part_more_of_them_the_worse_it_is_and_they_stay_as_they_were(formed):
    often = SCENARIO.with_(breakup_rate=5.0, breakup_by_quality=0.0)
    couples = lived(formed, often, 7, 60)
    parted = couples.parted >= 0
    assert parted.any()
    assert (couples.parted[parted] % 7 == 0).all()
    first = lived(formed, often, 7)
    gone = np.flatnonzero(first.parted == 7)
    np.testing.assert_array_equal(
        first.people.bonds[2 * gone], couples.people.bonds[2 * gone]
    )  # nothing is lived any more
    never = SCENARIO.with_(breakup_rate=0.0)
    assert (lived(formed, never, 60).parted == -1).all()


@pytest.mark.parametrize("kind", list(CONVERSATIONS))
def test_a_conversation_is_filmed_and_coded(formed, kind):
    film = record(formed, kind, day=0)
    assert film.one.shape == (9, 60 * CONVERSATIONS[kind].minutes)
    coded = code(film)
    for name, values in coded.items():
        assert values.shape == (9,), name
    for name in ("attuned_share", "demand_withdraw_one", "flooded_share", "distress"):
        assert ((coded[name] >= 0) & (coded[name] <= 1)).all(), name
    again = record(formed, kind, day=0)
    np.testing.assert_array_equal(film.one, again.one)
    assert (record(formed, kind, day=0, repetition=1).one != film.one).any()
    assert (record(formed, kind, day=1).one != film.one).any()


def test_nobody_is_filmed_where_all_have_parted(formed):
    apart = formed.copy()
    apart.parted[:] = 7
    coded = code(record(apart, "conflict", day=14))
    assert all(values.shape == (0,) for values in coded.values())


def test_who_demands_is_upset_while_the_other_has_turned_away(formed):
    film = record(formed, "conflict", day=0)
    for films in film.both:
        films["display"], films["attending"], films["infant_engagement"] = 0.0, 1.0, 0.8
    film.one["display"][:, :90] = 0.6
    film.one["attending"][:, :90] = 0.0
    film.other["infant_engagement"][:, :45] = 0.1
    coded = code(film)
    np.testing.assert_allclose(coded["demand_withdraw_one"], 45 / 900)
    np.testing.assert_allclose(coded["demand_withdraw_other"], 0.0)


def test_units_of_six_seconds(formed):
    film = record(formed, "support", day=0)
    one, other = units(film)
    assert one.shape == other.shape == (9, 100)
    seconds = (film.one["affect"] - film.one["display"])[:, :6]
    np.testing.assert_allclose(one[:, 0], seconds.mean(axis=1))


def test_looks_are_tables_of_the_same_couples(short_childhoods):
    scenario = SCENARIO.with_(breakup_rate=3.0)
    found = looks(scenario, [60, 0], conversations=["conflict"])
    assert [day for day, _ in found] == [0, 60]
    for _, table in found:
        assert table["partner"].tolist() == ["Alex", "Sam"] * 9
        assert table["couple"].tolist() == np.repeat(range(9), 2).tolist()
        assert table[list(STATES)].notna().all().all()
        assert (table["conflict_attuned_share"].notna() == table["together"]).all()
    content = summary(scenario, found)
    assert content["looks"][0]["together"] == 1.0
    assert content["looks"][1]["together"] < 1.0
    assert set(content["looks"][0]["partners"]) == {"Alex", "Sam"}
    demands = found[0][1].groupby("partner")["conflict_demands"].mean()
    assert content["looks"][0]["partners"]["Alex"]["conflict_demands"] == pytest.approx(
        demands["Alex"]
    )
    again = looks(scenario, [0, 60], conversations=["conflict"])
    for (_, one), (_, other) in zip(found, again, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_days_of_looks_are_checked():
    assert usual_days(SCENARIO.with_(days=800)) == [0, 365, 730, 800]
    with pytest.raises(InputError, match="at = 10000"):
        check_days([10000])
    with pytest.raises(InputError, match="101 days"):
        check_days(range(101))


def test_adults_care_as_among_other_adults(formed):
    """No trait of a partner's care is out of the range that caregivers elsewhere have."""
    scenario = load("mixed-population")
    assert scenario.value("rejection").values
    assert set(np.unique(formed.people.caregivers["rejection"])) <= {0.0, 0.15, 0.4}


@pytest.mark.parametrize("stop", [-1, 2.5, float("nan"), 10**9, "3", True])
def test_a_stop_is_a_day(formed, stop):
    couples = formed.copy()
    with pytest.raises(InputError, match="stops = "):
        list(live_couples(couples, SCENARIO, [7, stop]))
    np.testing.assert_array_equal(couples.people.bonds, formed.people.bonds)


def test_without_stops_nobody_lives(formed):
    assert list(live_couples(formed.copy(), SCENARIO, [])) == []
    assert list(live_couples(formed.copy(), SCENARIO, [0, 0])) == [0]


def test_looks_refuse_what_nobody_can_see():
    for days, also, told in (
        ([0.5], {}, "at = 0.5"),
        ([-1], {}, "at = -1"),
        ([0], {"conversations": ["quarrel"]}, "no conversation 'quarrel'"),
        ([0], {"numbers": range(0)}, "numbers is empty"),
    ):
        with pytest.raises(InputError, match=told):
            looks(SCENARIO, days, **also)
    with pytest.raises(InputError, match="numbers is empty"):
        form(SCENARIO, [])


def test_partners_whose_days_are_not_alike_are_refused(tmp_path):
    short = tmp_path / "short.toml"
    short.write_text('extends = "erratic"\ntitle = "Short"\n[parameters]\nepisode_seconds = 60\n')
    pair = CoupleScenario(partners=(Partner("Alex", str(short)), Partner("Sam", "rejecting")))
    with pytest.raises(InputError, match=r"episode_seconds is 60 in .*short.toml and 120 in rej"):
        form(pair, [0])


def test_tables_too_large_for_the_memory_are_refused(monkeypatch):
    monkeypatch.setattr("attune_sim.memory.available", lambda *_: 10**5)
    with pytest.raises(InputError, match="couples = 9 needs about"):
        looks(SCENARIO, range(0, 60, 6))
