"""Visitors who leave, come back, or send what makes no sense."""

import logging
import threading
from types import SimpleNamespace

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import solara
from solara.server import kernel_context

from attune_dashboard.components.messages import listener
from attune_dashboard.components.view import View, ViewWidget
from attune_dashboard.compute import background
from attune_dashboard.compute.cache import kept
from attune_dashboard.log_limit import MOST, WITHIN_S, Limit
from attune_dashboard.state import presence
from attune_sim.life.course import Cancelled

CONNECTED, AWAY = kernel_context.PageStatus.CONNECTED, kernel_context.PageStatus.DISCONNECTED


@pytest.fixture
def context(monkeypatch):
    """A visitor whose connection can be cut."""
    found = SimpleNamespace(page_status={"p": CONNECTED}, closed_event=threading.Event())
    monkeypatch.setattr(kernel_context, "has_current_context", lambda: True)
    monkeypatch.setattr(kernel_context, "get_current_context", lambda: found)
    return found


def test_a_visitor_is_there_until_the_connection_has_been_cut_for_a_while(context, monkeypatch):
    there = presence.presence()
    context.page_status["p"] = AWAY
    assert there()  # a network may drop for seconds
    monkeypatch.setattr(presence, "AWAY_S", 0.0)
    assert not there()
    context.page_status["p"] = CONNECTED
    monkeypatch.setattr(presence, "AWAY_S", 30.0)
    assert there()
    context.closed_event.set()
    assert not there()


def test_work_stops_when_its_visitor_has_gone_and_begins_again_when_they_return(monkeypatch):
    here, rounds, gave_up = [True], [], threading.Event()
    monkeypatch.setattr(background, "presence", lambda: lambda: here[0])
    monkeypatch.setattr(background, "LOOK_S", 0.01)
    begun, done = threading.Event(), threading.Event()

    def work(job):
        rounds.append(1)
        begun.set()
        if len(rounds) == 1:
            while not job.cancelled():
                pass
            gave_up.set()
            raise Cancelled
        done.set()
        return "made"

    @solara.component
    def Page():  # noqa: N802
        background.use_work(work, 1)
        solara.Text("x")

    _, rc = solara.render(Page(), handle_error=False)
    assert begun.wait(20)
    here[0] = False
    assert gave_up.wait(20)
    assert not done.is_set()
    here[0] = True
    assert done.wait(20)
    rc.close()


def test_a_message_that_fails_is_left_out_and_told_in_a_line(caplog):
    heard = []

    def handle(sent):
        heard.append(sent["what"])

    hear = listener(handle)
    for sent in (None, 3, [], {"what": "a"}):
        hear(sent)
    assert heard == ["a"]
    assert len(caplog.records) == 3
    assert all(r.exc_info is None for r in caplog.records)


def test_a_view_outlives_messages_that_its_page_can_do_nothing_with(caplog):
    @solara.component
    def Page():  # noqa: N802
        View("null", lambda sent: {"second": sent["second"] + 1})

    _, rc = solara.render(Page(), handle_error=False)
    (view,) = rc.find(ViewWidget).widgets
    for sent in ({"what": "second"}, {"second": "x"}, {"second": []}):
        view.sent = sent
    assert view.answer == {}
    view.sent = {"second": 3, "n": 7}
    assert view.answer == {"second": 4, "n": 7}
    assert [r.args[0] for r in caplog.records] == ["KeyError", "TypeError", "TypeError"]
    rc.close()


def test_a_flood_of_complaints_is_cut_short_and_heard_again_later():
    now = [0.0]
    limit = Limit(lambda: now[0])

    def complain(line=1):
        record = logging.LogRecord("x", logging.ERROR, "a.py", line, "no %s", ("use",), None)
        return record.getMessage() if limit.filter(record) else None

    said = [complain() for _ in range(1_000)]
    assert said[: MOST - 1] == ["no use"] * (MOST - 1)
    assert "not shown for a minute" in said[MOST - 1]
    assert said[MOST:] == [None] * (1_000 - MOST)
    assert complain(line=2) == "no use"
    now[0] += WITHIN_S + 1
    assert complain() == "no use"


def test_what_is_kept_has_an_end_and_is_computed_once_for_many():
    calls, gate = [], threading.Event()

    @kept(2, key=lambda x, _=None: x)
    def slow(x, cancelled=None):
        gate.wait(10)
        calls.append(x)
        if cancelled:
            raise Cancelled
        return object()

    threads = [threading.Thread(target=slow, args=(1,)) for _ in range(10)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert calls == [1]
    with pytest.raises(Cancelled):
        slow(2, True)
    first = slow(2)  # one who gave up leaves it to the next
    assert slow(2) is first
    slow(3)
    slow(4)
    assert len(slow.cache) == 2
    assert slow(2) is not first
