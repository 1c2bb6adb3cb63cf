"""Work of many visitors: a few at once, in the order in which they came."""

import threading
import time

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import ipyvuetify
import solara

from attune_dashboard.compute import background, procedures, turns
from attune_dashboard.compute.background import growing, use_work
from attune_dashboard.compute.turns import Turns
from attune_dashboard.pages.still_face import StillFacePage
from attune_dashboard.pages.strange_situation import StrangeSituationPage
from attune_dashboard.state.session import Session, session
from attune_sim.errors import InputError

PATIENCE_S = 60


def until(what):
    deadline = time.monotonic() + PATIENCE_S
    while not what() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert what()


def waiting(places):
    return len(places._waiting)


class Visitors:
    """Threads that take a turn each, one after the other in the queue, and end when told."""

    def __init__(self, places):
        self.places, self.begun, self.may_end, self.threads = places, [], [], []

    def come(self, given_up=lambda: False):
        number, before = len(self.may_end), waiting(self.places)
        self.may_end.append(threading.Event())

        def one():
            with self.places.turn(given_up) as mine:
                if mine:
                    self.begun.append(number)
                    self.may_end[number].wait(PATIENCE_S)

        self.threads.append(threading.Thread(target=one, daemon=True))
        self.threads[-1].start()
        until(lambda: number in self.begun or waiting(self.places) > before)

    def end(self, *numbers):
        for number in numbers:
            self.may_end[number].set()
            self.threads[number].join(PATIENCE_S)
            assert not self.threads[number].is_alive()


def test_a_few_work_and_the_others_follow_in_their_order():
    visitors = Visitors(Turns(2))
    for _ in range(5):
        visitors.come()
    assert visitors.begun == [0, 1]
    for ended, begun in ((1, 2), (0, 3), (3, 4)):
        visitors.end(ended)
        until(lambda begun=begun: visitors.begun[-1] == begun)
    assert visitors.begun == [0, 1, 2, 3, 4]
    visitors.end(2, 4)


def test_long_work_keeps_nobody_waiting_and_gives_its_place_once(monkeypatch):
    monkeypatch.setattr(turns, "LONG_S", 0.01)
    visitors = Visitors(Turns(1))
    visitors.come()
    visitors.come()
    until(lambda: visitors.begun == [0, 1])  # both go on
    monkeypatch.setattr(turns, "LONG_S", 3600.0)
    visitors.end(0, 1)
    visitors.come()
    visitors.come()
    assert visitors.begun == [0, 1, 2]  # one place, as before
    visitors.end(2)
    until(lambda: visitors.begun[-1] == 3)
    visitors.end(3)


def test_who_gives_up_leaves_the_queue(monkeypatch):
    monkeypatch.setattr(turns, "LOOK_S", 0.01)
    visitors, unwanted = Visitors(Turns(1)), threading.Event()
    visitors.come()
    visitors.come(unwanted.is_set)
    visitors.come()
    unwanted.set()
    visitors.end(1)
    assert waiting(visitors.places) == 1
    visitors.end(0)
    until(lambda: visitors.begun == [0, 2])
    visitors.end(2)


def test_work_that_fails_gives_its_place_back():
    places = Turns(1)
    with pytest.raises(ZeroDivisionError), places.turn(lambda: False):
        _ = 1 / 0
    with places.turn(lambda: True) as mine:
        assert mine


def test_what_nobody_wants_any_more_is_not_begun_when_its_turn_comes(monkeypatch):
    places, done = Turns(1), []
    monkeypatch.setattr(background, "TURNS", places)

    @solara.component
    def Page(wanted):  # noqa: N802
        use_work(lambda job: done.append(wanted), wanted)
        return solara.Text("")

    with places.turn(lambda: False):
        _, rc = solara.render(Page("first"), handle_error=False)
        until(lambda: waiting(places) == 1)
        rc.render(Page("second"))
    until(lambda: done == ["second"])
    rc.close()


def test_work_of_several_parts_waits_for_a_turn_before_each(monkeypatch):
    places, done = Turns(1), []
    monkeypatch.setattr(background, "TURNS", places)
    go_on = threading.Event()

    def parts(name):
        for part in (1, 2):
            if name == "first" and part == 1:
                go_on.wait(PATIENCE_S)
            if name == "second" and part == 1:
                until(lambda: waiting(places) == 1)  # the first, for its second part
            done.append((name, part))
            yield name, part

    @solara.component
    def Page(name):  # noqa: N802
        use_work(growing(lambda _: parts(name), lambda part: part[1] == 2), name)
        return solara.Text("")

    _, first = solara.render(Page("first"), handle_error=False)
    until(lambda: len(places._working) == 1)
    _, second = solara.render(Page("second"), handle_error=False)
    until(lambda: waiting(places) == 1)
    go_on.set()
    until(lambda: len(done) == 4)
    assert done == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]
    first.close()
    second.close()


def test_what_is_wanted_again_is_busy_until_it_is_done_again():
    shown, may_end = [], threading.Event()
    begun = []

    def work(key):
        begun.append(key)
        if len(begun) > 1:
            may_end.wait(PATIENCE_S)
        if key == "other":
            raise InputError("no")
        return key

    @solara.component
    def Page(key):  # noqa: N802
        working = use_work(lambda job: work(key), key)
        shown.append((working.value, working.busy, working.error))
        return solara.Text("")

    _, rc = solara.render(Page("one"), handle_error=False)
    until(lambda: shown[-1] == ("one", False, ""))
    rc.render(Page("other"))
    until(lambda: begun == ["one", "other"])
    shown.clear()
    rc.render(Page("one"))
    until(lambda: len(begun) == 3)
    assert shown[-1][1:] == (True, "")
    may_end.set()
    until(lambda: shown[-1] == ("one", False, ""))
    rc.render(Page("other"))
    until(lambda: shown[-1][1:] == (False, "No."))
    may_end.clear()
    rc.render(Page("third"))
    assert shown[-1][1:] == (True, "")  # not the other's error
    may_end.set()
    until(lambda: shown[-1] == ("third", False, ""))
    rc.close()


@pytest.mark.parametrize("page", [StrangeSituationPage, StillFacePage])
def test_a_page_opens_before_its_procedure_is_simulated(page, monkeypatch):
    """Otherwise thirty visitors who open one at once would wait for all thirty simulations."""
    asked, go_on = threading.Event(), threading.Event()

    def simulated(choice):
        asked.set()
        go_on.wait(PATIENCE_S)
        raise RuntimeError

    monkeypatch.setattr(procedures, "situation", simulated)
    monkeypatch.setattr(procedures, "face", simulated)

    @solara.component
    def Whole():  # noqa: N802
        session.provide(Session())
        return page()

    _, rc = solara.render(Whole(), handle_error=False)

    def told():
        return " ".join(str(c) for w in rc.find(ipyvuetify.Html).widgets for c in w.children)

    assert asked.wait(PATIENCE_S)
    assert "Simulating" in told()
    go_on.set()
    until(lambda: "could not be computed" in told())
    rc.close()
