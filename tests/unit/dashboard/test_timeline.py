"""What a visitor does on the timeline, as another scenario; hostile messages change nothing."""

import json

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.components.timeline import fields_state, packed, timeline_state
from attune_dashboard.state import families
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import from_query, to_query
from attune_dashboard.state.own_file import OWN, read_own
from attune_dashboard.state.timeline import KINDS, care_at, edited, rescaled, without
from attune_sim.errors import InputError
from attune_sim.scenario import CaregiverSpec, Event, Scenario
from attune_sim.scenario import families as shipped

SPAN = 540
WORK = Event(
    180, latest=240, title="back to work", whom=("mother",), add={"work": 1.0},
    care={"mother": 0.5, "father": 0.2, "day-care": 0.3},
)  # fmt: skip
FAMILY = Scenario(
    title="A family",
    days=SPAN,
    parameters={"family_life": 1},
    caregivers=(
        CaregiverSpec("mother", 0.8),
        CaregiverSpec("father", 0.2),
        CaregiverSpec("day-care", 0.0),
    ),
    events=(WORK,),
)


def after(**sent):
    return edited(FAMILY, sent, SPAN)


def test_an_event_that_is_moved_keeps_its_spread_and_marks_the_title():
    moved = after(what="day", event=0, value=200)
    assert (moved.events[0].day, moved.events[0].latest) == (200, 260)
    assert moved.title == "A family, changed"
    again = edited(moved, {"what": "day", "event": 0, "value": 201}, SPAN)
    assert again.title == "A family, changed"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_can_be_placed(kind):
    event = after(what="add", value=kind, caregiver=0, day=90).events[1]
    assert event.day == 90
    assert event.care.get("mother", 0.0) == 0.0
    assert event.names or event.care


def test_fields_of_an_event_can_be_set_and_emptied():
    assert after(what="set", event=0, key="length", value=60).events[0].length == 60
    assert after(what="set", event=0, key="latest", value="").events[0].latest is None
    assert after(what="set", event=0, key="whom", value="father").events[0].whom == ("father",)
    assert after(what="amount", event=0, key="work", value=2).events[0].add == {"work": 2.0}
    both = after(what="amount", event=0, key="support", value=0.3).events[0].add
    assert both == {"work": 1.0, "support": 0.3}
    assert after(what="amount", event=0, key="work", value="").events[0].names == ()
    assert after(what="care", event=0, key="on", value=False).events[0].care == {}
    assert after(what="remove", event=0).events == ()


def test_shares_of_care_always_add_up():
    assert rescaled([0.8, 0.2, 0.0], 0, 0.5) == [0.5, 0.5, 0.0]
    assert rescaled([1.0, 0.0, 0.0], 0, 0.4) == [0.4, 0.3, 0.3]
    assert without([0.6, 0.3, 0.1], 0) == [0.0, 0.75, 0.25]
    with pytest.raises(InputError, match="alone has all"):
        rescaled([1.0], 0, 0.5)
    shares = [c.share for c in after(what="share", caregiver=2, value=0.333).caregivers]
    assert sum(shares) == pytest.approx(1.0, abs=1e-9)
    care = after(what="care", event=0, key="day-care", value=1).events[0].care
    assert care == {"mother": 0.0, "father": 0.0, "day-care": 1.0}


def test_care_over_days_is_the_mean_over_families():
    assert care_at(FAMILY, 100) == [0.8, 0.2, 0.0]
    assert care_at(FAMILY, 300) == pytest.approx([0.5, 0.2, 0.3])
    assert care_at(FAMILY, 210)[2] == pytest.approx(0.15, abs=0.02)


def test_people_come_go_and_change_their_names():
    more = after(what="person")
    assert more.caregivers[3].share == 0.0
    assert more.events[0].care["grandparent"] == 0.0
    named = after(what="name", caregiver=0, value="  Robin  X ")
    assert named.events[0].whom == ("Robin X",)
    assert "Robin X" in named.events[0].care
    gone = after(what="leave", caregiver=2)
    assert [c.name for c in gone.caregivers] == ["mother", "father"]
    assert sum(gone.events[0].care.values()) == pytest.approx(1.0)
    assert after(what="leave", caregiver=0).events == ()  # it was about them
    own = after(what="circumstance", caregiver=1, key="support", value=0.5)
    assert own.caregivers[1].parameters == {"support": 0.5}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"what": "day", "event": 0, "value": -1}, "day = -1 is not a whole number from 0 to 540"),
        ({"what": "day", "event": 0, "value": "x" * 99}, "day is not a number"),
        ({"what": "day", "event": 0, "value": [1]}, "day is not a number"),
        ({"what": "set", "event": 0, "key": "latest", "value": 10}, "latest = 10 is before day"),
        ({"what": "set", "event": 0, "key": "rise", "value": float("nan")}, "rise is not a number"),
        ({"what": "amount", "event": 0, "key": "nonsense", "value": 1}, "there is no parameter"),
        ({"what": "amount", "event": 0, "key": "work", "value": 1e8}, "work = 100000000"),
        ({"what": "share", "caregiver": 0, "value": 2}, "share = 2 is not a number from 0 to 1"),
        ({"what": "name", "caregiver": 0, "value": "father"}, "the same name"),
        ({"what": "circumstance", "caregiver": 0, "key": "work", "value": -3}, "work = -3"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_said_in_a_sentence(sent, said):
    with pytest.raises(InputError, match=said) as caught:
        edited(FAMILY, sent, SPAN)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "sent",
    [{}, {"what": "day", "event": 9, "value": 3}, {"what": None}, {"what": "add", "value": "x"},
     {"what": "share", "caregiver": "0", "value": 1}, {"what": ["day"], "event": {}},
     {"what": "care", "event": 0, "key": "nobody", "value": 1}],
)  # fmt: skip
def test_messages_that_make_no_sense_change_nothing(sent):
    assert edited(FAMILY, sent, SPAN) == FAMILY


def test_who_comes_without_a_family_meets_one_and_what_is_changed_stands_in_the_link():
    first = families.shown(Choice())
    assert first.scenario in shipped()
    moved = families.changed(
        first, {"what": "add", "value": "support", "caregiver": 0, "day": 30}, 540
    )
    assert moved.scenario == OWN
    assert families.shown(moved) == moved
    back, _, problems = from_query(to_query(moved))
    assert problems == []
    assert back.built() == moved.built()
    assert from_query(to_query(first))[0] == first


def test_the_families_in_grey_are_without_all_events_or_without_one():
    two = edited(FAMILY, {"what": "add", "value": "support", "caregiver": 0, "day": 30}, SPAN)
    choice = families.changed(
        Choice(OWN, own=two.to_toml()), {"what": "without", "value": "2"}, SPAN
    )
    held = families.without_events(choice)
    assert held.events[0] == two.events[0]
    assert held.events[1].add == {"support": 0.0}
    assert families.without_events(Choice(OWN, own=two.to_toml())).events == ()
    fewer = families.changed(choice, {"what": "remove", "event": 0}, SPAN)
    assert families.removed(fewer) is None


def test_what_the_browser_gets_is_plain_json():
    for name in shipped():
        scenario = Choice(name).built()
        line = json.loads(packed(timeline_state(scenario, 540, 365)))
        assert len(line["people"][0]["care"]) == len(line["days"])
        json.loads(packed(fields_state(scenario, 540, presets=[])))
    assert read_own(FAMILY.to_toml()).events == FAMILY.events
