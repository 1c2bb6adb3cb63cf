"""Messages to browsers go out by a queue, so that drawing a page waits for none of them.

A page is some hundred messages. Solara hands each of them to the web server's thread and waits
until it has been sent; with many visitors each wait is one for a turn among all threads.
"""

from __future__ import annotations

import threading
from collections import deque

import anyio.from_thread
from solara.server.starlette import WebsocketWrapper
from solara.server.websocket import WebSocketDisconnect
from starlette.websockets import WebSocket

MOST_WAITING = 8_000_000
"""Characters that may wait for one browser; whoever sends it more waits, too."""


class QueuedWebsocket(WebsocketWrapper):
    """Solara's connection to one browser, with a queue that the web server's thread empties."""

    def __init__(self, ws: WebSocket, portal: anyio.from_thread.BlockingPortal | None) -> None:
        """For an open websocket; portal: to the thread that it belongs to."""
        super().__init__(ws, portal)
        self._waiting: deque[str | bytes] = deque()
        self._size = 0
        self._sending = False
        self._gone = False
        self._changed = threading.Condition()

    def send_text(self, data: str) -> None:
        """Queue a message.

        Raises:
            WebSocketDisconnect: the browser has gone.
        """
        self._put(data)

    def send_bytes(self, data: bytes) -> None:
        """The same for bytes."""
        self._put(data)

    def _put(self, data: str | bytes) -> None:
        assert self.portal is not None  # solara's kernels have threads
        with self._changed:
            if threading.get_ident() != self._thread_id:
                self._changed.wait_for(lambda: self._gone or self._size < MOST_WAITING)
            if self._gone:
                raise WebSocketDisconnect
            self._waiting.append(data)
            self._size += len(data)
            if self._sending:
                return
            self._sending = True
        try:
            self.portal.start_task_soon(self._send_all)
        except RuntimeError as ended:  # so has the connection
            self._end()
            raise WebSocketDisconnect from ended

    async def _send_all(self) -> None:
        through = False
        try:
            while (data := self._next()) is not None:
                if isinstance(data, str):
                    await self._send_text_exc(data)
                else:
                    await self._send_bytes_exc(data)
                with self._changed:
                    self._size -= len(data)
                    self._changed.notify_all()
            through = True
        except WebSocketDisconnect:
            pass
        finally:
            if not through:
                self._end()

    def _next(self) -> str | bytes | None:
        with self._changed:
            if self._waiting:
                return self._waiting.popleft()
            self._sending = False
            return None

    def _end(self) -> None:
        with self._changed:
            self._gone = True
            self._waiting.clear()
            self._changed.notify_all()
