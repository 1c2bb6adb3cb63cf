"""A dashboard in a process of its own, for those who need one."""

import socket
from urllib.request import urlopen

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard import testing
from attune_dashboard.testing import served


def test_a_port_that_is_taken_meanwhile_is_no_end(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free = testing._free_port
        ports = iter([taken.getsockname()[1], free()])
        monkeypatch.setattr(testing, "_free_port", lambda: next(ports, None) or free())
        with served("--quiet") as here:
            assert not here.address.endswith(f":{taken.getsockname()[1]}")
            with urlopen(f"{here.address}/readyz", timeout=5) as answer:
                assert answer.status == 200
    assert here.process.poll() is not None


def test_a_dashboard_that_cannot_start_says_why(tmp_path):
    with (
        pytest.raises(RuntimeError, match="nowhere' is not a folder"),
        served("--results", str(tmp_path / "nowhere")),
    ):
        pass
