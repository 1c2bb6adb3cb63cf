"""The queue of messages to a browser."""

import threading

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import anyio
from anyio.from_thread import start_blocking_portal
from solara.server.websocket import WebSocketDisconnect
from starlette.websockets import WebSocketDisconnect as Gone

from attune_dashboard import sending
from attune_dashboard.sending import QueuedWebsocket

PATIENCE_S = 60


class Browser:
    """One that takes messages once it is let, and may go; in place of a websocket."""

    def __init__(self):
        self.taken, self.let, self.gone = [], threading.Event(), False

    async def take(self, data):
        while not self.let.is_set():
            await anyio.sleep(0.001)
        if self.gone:
            raise Gone
        self.taken.append(data)

    send_text = send_bytes = take


@pytest.fixture
def portal():
    with start_blocking_portal() as portal:
        yield portal


def connected(browser, portal):
    async def make():
        return QueuedWebsocket(browser, portal)

    return portal.call(make)


def until(portal, fulfilled):
    async def wait():
        with anyio.fail_after(PATIENCE_S):
            while not fulfilled():
                await anyio.sleep(0.001)

    portal.call(wait)


def test_nobody_waits_and_the_order_is_kept(portal):
    browser = Browser()
    socket = connected(browser, portal)
    messages = [str(k) if k % 3 else b"%d" % k for k in range(100)]
    for message in messages:
        socket.send(message)
    assert browser.taken == []
    browser.let.set()
    until(portal, lambda: len(browser.taken) == 100)
    socket.send("later")
    until(portal, lambda: len(browser.taken) == 101)
    assert browser.taken == [*messages, "later"]


def test_whoever_sends_too_much_waits(portal, monkeypatch):
    monkeypatch.setattr(sending, "MOST_WAITING", 10)
    browser, sent = Browser(), []
    socket = connected(browser, portal)

    def send():
        for k in range(5):
            socket.send("x" * 6)
            sent.append(k)

    sender = threading.Thread(target=send)
    sender.start()
    until(portal, lambda: len(sent) == 2)
    sender.join(0.05)
    assert sent == [0, 1]
    browser.let.set()
    sender.join(PATIENCE_S)
    assert sent == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("full", [False, True])
def test_a_browser_that_has_gone_holds_up_nobody(portal, monkeypatch, full):
    browser = Browser()
    browser.gone = True
    socket = connected(browser, portal)
    monkeypatch.setattr(sending, "MOST_WAITING", 1 if full else 1_000)
    socket.send("first")
    browser.let.set()
    with pytest.raises(WebSocketDisconnect):  # noqa: PT012
        for _ in range(100_000):
            socket.send("another")


def test_a_connection_that_has_ended_takes_nothing():
    with start_blocking_portal() as portal:
        socket = connected(Browser(), portal)
    with pytest.raises(WebSocketDisconnect):
        socket.send("too late")
