"""A visitor in one partner's place: what comes back, and what there was in the end."""

from dataclasses import replace

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import json

from attune_dashboard.components.script import STATIC
from attune_dashboard.compute.partner_visit import DOES, LASTS, PartnerVisit, counted, own
from attune_dashboard.pages import place as places
from attune_dashboard.pages.partner_place import PartnerPlace, compared
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.couples import couple_choice
from attune_sim.couples.pairs import form
from attune_sim.couples.scenario import load


@pytest.fixture(scope="module")
def looks():
    return {0: form(load("anxious-avoidant"), range(2))}


@pytest.fixture(scope="module")
def wanted():
    return replace(couple_choice(Choice()), pair=1, day=0)


def lived(looks, wanted, act):
    visit = PartnerVisit(looks, wanted)
    while not visit.over:
        visit.act(act)
    return counted(visit.seen, wanted.place)


def test_whoever_pauses_leaves_the_other_upset_for_longer_than_whoever_meets_them(looks, wanted):
    paused, met = (lived(looks, wanted, act) for act in ("pause", "repair"))
    assert paused["alone"] > met["alone"]
    assert paused["inside"] > met["inside"]


def test_each_of_the_two_places_can_be_taken(looks, wanted):
    first = replace(wanted, place=0)
    visit = PartnerVisit(looks, first)
    visit.act("complain")
    mine, theirs = visit.seen
    assert mine["display"][0] == 0.8
    assert theirs["display"].notna().sum() == 1
    assert PartnerPlace(looks, first).names == ("You", "Sam")
    assert counted(own(looks, first), 0) != counted(own(looks, wanted), 1)


def test_seconds_come_one_by_one_and_the_whole_at_the_end(looks, wanted, monkeypatch):
    monkeypatch.setattr(places, "SOONEST_S", 0.0)
    place = PartnerPlace(looks, wanted)
    film = json.loads(place.taken()["film"])
    assert (film["seconds"], film["names"], film["can_sit"]) == (LASTS, ["Alex", "You"], True)
    assert place.second("nonsense") is None
    answer = place.second("ask")
    assert answer["elapsed"] == 1
    assert answer["camera"]["display"][1] is None
    assert answer["other"]["display"][0] == 0.35
    while not place.visit.over:
        answer = place.second("")
    assert json.loads(answer["film"])["events"]
    assert len(answer["summary"]["rows"]) == 4
    assert "Alex was upset for all to see for" in answer["summary"]["told"]


def test_who_asks_too_soon_waits(looks, wanted, monkeypatch):
    place = PartnerPlace(looks, wanted)
    assert place.second("ask")["what"] == "second"
    monkeypatch.setattr(places, "SOONEST_S", 600.0)
    assert place.second("ask")["what"] == "wait"


def test_what_is_said_in_the_end_neither_praises_nor_blames():
    you = {"upset": 10, "alone": 2, "answered": 80, "inside": 30}
    own_ = {"upset": 50, "alone": 40, "answered": 60, "inside": 60}
    said = compared(you, own_, "Alex")
    assert "upset for all to see for 10 of 120 seconds" in said["told"]
    assert "distress was 30% instead of 60%" in said["told"]
    assert said["rows"][1][1:] == [2, 40]


def test_the_browser_knows_every_act():
    script = (STATIC / "view" / "places.js").read_text("utf-8")
    for name in DOES:
        assert f'["{name}", ' in script
