"""A small proxy in front of a dashboard, as nginx or JupyterHub would be."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_HEAD = 200_000


@dataclass(frozen=True)
class How:
    """What the proxy does.

    Attributes:
        prefix: path under which it serves the dashboard.
        strip: whether it takes that path off before it passes a request on.
        keep_host: whether the dashboard sees the host that the browser asked for.
        headers: more of them, by name, as the dashboard sees them.
        websockets: whether it lets them through.
    """

    prefix: str = ""
    strip: bool = False
    keep_host: bool = True
    headers: tuple[tuple[str, str], ...] = ()
    websockets: bool = True


@contextmanager
def proxied(server: str, how: How) -> Iterator[str]:
    """Run one; gives the address at which the dashboard is behind it."""
    upstream = urlsplit(server)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    visitor, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(
                    target=_pass_on, args=(visitor, upstream.port, how), daemon=True
                ).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://localhost:{listening.getsockname()[1]}{how.prefix}"
        listening.shutdown(socket.SHUT_RDWR)


def _pass_on(visitor: socket.socket, port: int | None, how: How) -> None:
    """One request and its answer; a connection is not used twice."""
    with visitor, socket.create_connection(("localhost", port)) as dashboard:
        head = b""
        while b"\r\n\r\n" not in head and len(head) < LONGEST_HEAD:
            got = visitor.recv(65_536)
            if not got:
                return
            head += got
        head, _, rest = head.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        upgrade = any(line.lower().startswith("upgrade:") for line in lines)
        if upgrade and not how.websockets:
            visitor.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        method, path, version = first.split(" ")
        if how.strip:
            path = path.removeprefix(how.prefix) or "/"
        dropped = ("connection:",) if not upgrade else ()
        kept = [line for line in lines if not line.lower().startswith(dropped or ("\0",))]
        if not how.keep_host:
            kept = [line for line in kept if not line.lower().startswith("host:")]
            kept.append(f"Host: 127.0.0.1:{port}")
        if not upgrade:
            kept.append("Connection: close")
        kept += [f"{name}: {value}" for name, value in how.headers]
        dashboard.sendall(
            "\r\n".join([f"{method} {path} {version}", *kept, "", ""]).encode() + rest
        )
        up = threading.Thread(target=_pump, args=(visitor, dashboard), daemon=True)
        up.start()
        _pump(dashboard, visitor)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while got := source.recv(65_536):
            sink.sendall(got)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass
