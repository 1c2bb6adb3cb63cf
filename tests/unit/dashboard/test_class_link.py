"""The link to a class: students can open it, or the teacher is told why not."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")

from attune_dashboard import addresses
from attune_dashboard.pages.class_mode.address import links, reach
from attune_dashboard.serving import Serving
from attune_dashboard.state.session import Session

TWO = ["http://192.168.4.2:9000/", "http://10.8.0.3:9000/"]


@pytest.fixture
def told(monkeypatch):
    """Tell the pages how they are served, in a machine of two networks."""
    monkeypatch.setenv("ATTUNE_SERVING", "")
    monkeypatch.setattr(addresses, "others", lambda host, _: [] if host in addresses.LOCAL else TWO)
    return lambda **how: Serving(**({"port": 9000} | how)).hand_over()


def test_where_only_this_machine_can_open_it_the_teacher_is_told_what_to_do(told):
    told()
    here = Session(origin="http://localhost:9000")
    assert links("abcde", here) == ["http://localhost:9000/class/abcde"]
    assert "--host 0.0.0.0" in reach(here)


def test_students_get_every_address_that_may_lead_here(told):
    told(host="0.0.0.0")
    here = Session(origin="http://localhost:9000")
    assert links("abcde", here) == [f"{address}class/abcde" for address in TWO]
    assert "--host" not in reach(here)


def test_behind_a_proxy_students_come_the_same_way_as_the_teacher(told):
    told()
    here = Session(origin="https://hub.example", prefix="/user/ada/proxy/9000")
    assert links("abcde", here) == ["https://hub.example/user/ada/proxy/9000/class/abcde"]
