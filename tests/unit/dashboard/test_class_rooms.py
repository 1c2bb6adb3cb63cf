"""Rooms of class mode: who may open one, whose predictions count, what is told."""

import csv
import threading

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")

from fixtures.coroutines import finished

from attune_dashboard import addresses, serving
from attune_dashboard.compute import lesson_runs
from attune_dashboard.pages.class_mode.address import links, reach
from attune_dashboard.pages.class_mode.parts import saved, shifted
from attune_dashboard.pages.class_mode.projector import shared
from attune_dashboard.pages.class_mode.snapshot import snapshot
from attune_dashboard.state import classroom
from attune_dashboard.state.session import Session
from attune_dashboard.state.visitor import HEADER, AddressHeader, Visitor, network

TEACHER = Visitor("teacher", "10.0.0.1")


def student(name, home="10.0.0.9"):
    return Visitor(str(name), home)


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch):
    monkeypatch.setattr(classroom, "_rooms", {})


@pytest.fixture
def room():
    return classroom.open_room("02-repair", 3, TEACHER)


def test_a_room_tallies_one_prediction_a_browser(room):
    assert classroom.predict(room, student("a"), 1) == classroom.COMMITTED
    assert classroom.predict(room, student("a"), 2) == classroom.TWICE
    assert classroom.predict(room, student("b"), 1) == classroom.COMMITTED
    assert classroom.predict(room, student("c"), 3) == classroom.SENSELESS
    assert classroom.predict(room, student("c"), -1) == classroom.SENSELESS
    assert room.tally() == [0, 2, 0]


def test_nothing_of_a_browser_or_an_address_is_kept(room):
    classroom.predict(room, student("browser-of-anna", "192.168.7.7"), 0)
    assert "anna" not in repr(room)
    assert "192.168" not in repr(room)
    assert "10.0.0.1" not in repr(room)
    other = classroom.open_room("02-repair", 3, TEACHER)
    assert other.seat("browser-of-anna") != room.seat("browser-of-anna")


def test_when_the_result_is_shown_it_is_too_late(room):
    version = room.version
    classroom.show(room, classroom.SHOW)
    assert classroom.predict(room, student("a"), 1) == classroom.CLOSED
    classroom.clear(room)
    assert room.stage == classroom.PREDICT
    assert classroom.predict(room, student("a"), 1) == classroom.COMMITTED
    assert room.version > version


def test_a_second_vote_is_counted_beside_the_first_and_both_can_be_gone_back_to(room):
    for name, option in (("a", 0), ("b", 1), ("c", 1)):
        classroom.predict(room, student(name), option)
    classroom.show(room, classroom.TALLY)
    assert classroom.predict(room, student("d"), 1) == classroom.CLOSED
    classroom.show(room, classroom.AGAIN)
    assert room.predicted(room.seat("a")) is None  # everyone votes anew
    assert classroom.predict(room, student("a"), 1) == classroom.COMMITTED
    assert classroom.predict(room, student("a"), 0) == classroom.TWICE
    assert classroom.predict(room, student("b"), 1) == classroom.COMMITTED
    assert (room.tally(0), room.tally(1), room.tally()) == ([1, 2, 0], [0, 2, 0], [0, 2, 0])
    assert room.shift() == (2, 1)
    classroom.show(room, classroom.SHOW)
    assert [room.predicted(room.seat(name)) for name in "abcd"] == [1, 1, 1, None]
    classroom.show(room, classroom.TALLY)
    assert room.tally() == [1, 2, 0]
    classroom.show(room, classroom.PREDICT)
    assert classroom.predict(room, student("d"), 2) == classroom.COMMITTED
    classroom.clear(room)
    assert (room.tally(0), room.tally(1)) == ([0, 0, 0], [0, 0, 0])


def test_without_a_second_vote_the_first_one_stands_at_the_result(room):
    classroom.predict(room, student("a"), 2)
    classroom.show(room, classroom.SHOW)
    assert room.tally() == [0, 0, 1]
    assert snapshot(room).tallies == {"In the class": (0, 0, 1)}
    assert shifted(*snapshot(room).shift) == ""


def test_the_shift_of_votes_is_told_and_all_votes_can_be_saved():
    lesson = lesson_runs.shelf()[0]["02-repair"]
    found = classroom.open_room(lesson.name, len(lesson.options), TEACHER)
    for option in (0, 1):
        classroom.predict(found, student(option), option)
    classroom.show(found, classroom.AGAIN)
    for name in (0, 1):
        classroom.predict(found, student(name), 1)
    now = snapshot(found)
    assert shifted(*now.shift) == "Of 2 who voted twice, 1 changed their prediction."
    came = [False, True, *[None] * (len(lesson.options) - 2)]
    rows = list(csv.DictReader(saved(lesson, now, came).splitlines()))
    assert [row["prediction"] for row in rows] == [option.text for option in lesson.options]
    assert [(r["first_vote"], r["second_vote"], r["happened"]) for r in rows[:2]] == [
        ("1", "0", "no"),
        ("1", "2", "yes"),
    ]
    assert {row["happened"] for row in csv.DictReader(saved(lesson, now, None).splitlines())} == {
        ""
    }


def test_only_the_key_opens_the_teachers_side(room):
    assert classroom.room(room.code.upper()) is room
    assert classroom.taught(room.code, room.key) is room
    assert classroom.taught(room.code, "wrong") is None
    assert classroom.taught(room.code, "schlüssel") is None
    classroom.end(room)
    assert classroom.room(room.code) is None
    assert room.votes == {}
    assert classroom.predict(room, student("a"), 1) == classroom.CLOSED


def test_one_visitor_cannot_fill_all_rooms():
    mine = [classroom.open_room("x", 3, TEACHER) for _ in range(classroom.ROOMS_OF_BROWSER + 1)]
    assert mine[-1] is None
    assert classroom.opened_by(TEACHER) == mine[:-1]
    for number in range(classroom.MOST_ROOMS):  # with a new cookie each time
        classroom.open_room("x", 3, Visitor(f"private {number}", TEACHER.address))
    elsewhere = classroom.open_room("x", 3, Visitor("another teacher", "10.0.0.2"))
    assert elsewhere is not None
    classroom.end(mine[0])
    assert len(classroom.opened_by(TEACHER)) == classroom.ROOMS_OF_BROWSER - 1


def test_a_room_that_was_left_makes_room_and_one_that_is_shown_does_not(monkeypatch):
    monkeypatch.setattr(classroom, "MOST_ROOMS", 2)
    shown, left = (classroom.open_room("x", 3, student(k, str(k))) for k in range(2))
    assert classroom.open_room("x", 3, TEACHER) is None
    left.seen -= classroom.LEFT_S + 1
    shown.seen -= classroom.LEFT_S + 2
    classroom.look_at(shown)
    assert classroom.open_room("x", 3, TEACHER) is not None
    assert left.ended
    assert not shown.ended


def test_idle_rooms_are_forgotten(room, monkeypatch):
    monkeypatch.setattr(classroom, "IDLE_S", -1.0)
    assert classroom.open_room("02-repair", 3, TEACHER) is not None
    assert classroom.room(room.code) is None


def test_a_school_behind_one_address_predicts_without_being_refused(room):
    assert {classroom.predict(room, student(k), 0) for k in range(40)} == {classroom.COMMITTED}
    assert sum(room.tally()) == 40
    told = shared(snapshot(room))
    assert told.startswith("40 predictions came from one network connection.")
    assert "refused" not in told


def test_one_address_cannot_swamp_a_class_and_the_teacher_is_told(room):
    for k in range(classroom.USUAL):
        classroom.predict(room, student(f"new cookie {k}"), 2)
    assert classroom.predict(room, student("one too many"), 2) == classroom.CROWDED
    assert classroom.predict(room, student("b", "10.0.0.3"), 1) == classroom.COMMITTED
    assert room.tally() == [0, 1, classroom.USUAL]
    assert "1 prediction refused: at most 60 from one connection are" in shared(snapshot(room))
    classroom.take(room, classroom.ALL)  # a lecture hall behind one address
    assert classroom.predict(room, student("one too many"), 2) == classroom.COMMITTED
    assert "refused" not in shared(snapshot(room))


def test_a_teacher_can_count_one_prediction_an_address(room):
    for k in range(3):
        classroom.predict(room, student(k), k)
    classroom.predict(room, student("b", "10.0.0.3"), 1)
    classroom.take(room, classroom.ONE)
    assert room.tally() == [1, 1, 0]  # the first of each
    assert classroom.predict(room, student("again"), 2) == classroom.CROWDED
    told = shared(snapshot(room))
    assert "2 predictions not counted." in told
    assert "at most 1 from one connection is accepted" in told
    classroom.take(room, classroom.USUAL)
    assert room.tally() == [1, 2, 1]


def test_there_is_an_end_to_votes(room, monkeypatch):
    monkeypatch.setattr(classroom, "MOST_VOTES", 1)
    assert classroom.predict(room, student("a", "1"), 0) == classroom.COMMITTED
    assert classroom.predict(room, student("b", "2"), 0) == classroom.CROWDED


def test_thirty_who_predict_at_once_are_all_counted(room):
    threads = [
        threading.Thread(target=classroom.predict, args=(room, student(k), k % 3))
        for k in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert room.tally() == [10, 10, 10]


@pytest.mark.parametrize(
    ("host", "is_one"),
    [
        ("192.168.1.7", "192.168.1.7"),
        ("::ffff:192.168.1.7", "192.168.1.7"),
        ("2a00:1450:4001:82f::200e", "2a00:1450:4001:82f::/64"),  # a device changes the rest
        ("fe80::1%eth0", "fe80::1"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_one_visitors(host, is_one):
    assert network(host) == is_one


def test_a_browser_cannot_name_its_address_itself():
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope)

    scope = {
        "type": "websocket",
        "client": ("10.0.0.5", 4),
        "headers": [(HEADER.encode(), b"made up"), (b"host", b"h")],
    }
    finished(AddressHeader(app)(scope, None, None))
    assert seen["headers"] == [(b"host", b"h"), (HEADER.encode(), b"10.0.0.5")]


def test_the_link_for_students_can_be_reached_by_them(monkeypatch):
    monkeypatch.setattr(serving, "current", lambda: serving.Serving("localhost", 9000))
    assert links("abcde", Session()) == ["http://localhost:9000/class/abcde"]
    assert "--host 0.0.0.0" in reach(Session())
    monkeypatch.setattr(serving, "current", lambda: serving.Serving("0.0.0.0", 9000))
    monkeypatch.setattr(
        addresses, "others", lambda *_: ["http://10.0.0.4:9000/", "http://[2a::1]/"]
    )
    assert links("abcde", Session()) == [
        "http://10.0.0.4:9000/class/abcde",
        "http://[2a::1]/class/abcde",
    ]
    assert "--host" not in reach(Session())
    told = serving.Serving("localhost", 9000, "https://school.example/attune")
    monkeypatch.setattr(serving, "current", lambda: told)
    assert links("abcde", Session()) == ["https://school.example/attune/class/abcde"]
    assert "--host" not in reach(Session())
