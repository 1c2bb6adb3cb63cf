"""Addresses for visitors: each can be opened, and the likeliest comes first."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard import addresses, qr
from attune_dashboard.serving import Serving

V4, V6 = socket.AF_INET, socket.AF_INET6
PORT = 8765


@pytest.fixture
def network(monkeypatch):
    """Give the machine interfaces: name, addresses, whether it is up; and a routed address."""

    def have(interfaces, routed=""):
        entries = {
            name: [
                SimpleNamespace(family=V6 if ":" in text else V4, address=text, ptp=None)
                for text in texts
            ]
            for name, (texts, _) in interfaces.items()
        }
        stats = {name: SimpleNamespace(isup=up) for name, (_, up) in interfaces.items()}
        monkeypatch.setattr(addresses.psutil, "net_if_addrs", lambda: entries)
        monkeypatch.setattr(addresses.psutil, "net_if_stats", lambda: stats)
        monkeypatch.setattr(addresses, "_routed", lambda: routed)

    return have


CLASSROOMS = {
    "a hot spot without a way to the internet": (
        {"lo": (["127.0.0.1"], True), "wlan0": (["10.42.0.1"], True)},
        "",
        ["http://10.42.0.1:8765/"],
    ),
    "a tunnel is the way to the internet": (
        {
            "tun0": (["10.8.0.3"], True),
            "docker0": (["172.17.0.1"], True),
            "wlp2s0": (["192.168.4.23"], True),
        },
        "10.8.0.3",
        ["http://192.168.4.23:8765/", "http://10.8.0.3:8765/", "http://172.17.0.1:8765/"],
    ),
    "two networks": (
        {"eth1": (["192.168.9.2"], True), "eth0": (["192.168.4.2"], True)},
        "192.168.4.2",
        ["http://192.168.4.2:8765/", "http://192.168.9.2:8765/"],
    ),
    "one is off, one has no address of a network": (
        {"eth0": (["192.168.4.2"], False), "Wi-Fi": (["169.254.3.4", "10.1.2.3"], True)},
        "",
        ["http://10.1.2.3:8765/", "http://169.254.3.4:8765/"],
    ),
    "none": ({"lo": (["127.0.0.1", "::1"], True)}, "", []),
}


@pytest.mark.parametrize("found", CLASSROOMS.values(), ids=CLASSROOMS)
def test_the_network_of_the_room_comes_first(network, found):
    interfaces, routed, wanted = found
    network(interfaces, routed)
    assert addresses.others("0.0.0.0", PORT) == wanted


def test_addresses_of_the_sixth_version_stand_in_brackets(network):
    network({"eth0": (["fe80::1%eth0", "fd00::5", "192.168.4.2"], True)})
    assert addresses.others("::", PORT) == ["http://[fd00::5]:8765/"]
    assert addresses.others("", PORT) == ["http://192.168.4.2:8765/", "http://[fd00::5]:8765/"]
    assert addresses.others("fd00::5", PORT) == ["http://[fd00::5]:8765/"]


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost", "http://localhost:8765/"),
        ("0.0.0.0", "http://localhost:8765/"),
        ("", "http://localhost:8765/"),
        ("::", "http://[::1]:8765/"),
        ("192.168.4.1", "http://192.168.4.1:8765/"),
    ],
)
def test_this_machines_browser_gets_an_address_that_it_can_open(host, own):
    assert addresses.own(host, PORT) == own


@pytest.mark.parametrize(
    ("serving", "origin", "prefix", "wanted"),
    [
        (Serving(), "", "", []),
        (Serving(), "http://localhost:8765", "", []),
        (Serving("0.0.0.0"), "http://localhost:8765", "", ["http://192.168.4.2:8765"]),
        (
            Serving(),
            "https://hub.example",
            "/user/ada/proxy/8765",
            ["https://hub.example/user/ada/proxy/8765"],
        ),
        (
            Serving("0.0.0.0"),
            "http://teacher.local:8765",
            "",
            ["http://teacher.local:8765", "http://192.168.4.2:8765"],
        ),
        (Serving("0.0.0.0"), "http://192.168.4.2:8765", "", ["http://192.168.4.2:8765"]),
        (
            Serving("0.0.0.0", address="https://school.example/attune"),
            "http://localhost:8765",
            "",
            ["https://school.example/attune"],
        ),
    ],
)
def test_a_class_gets_the_address_that_its_teacher_came_by(
    network, serving, origin, prefix, wanted
):
    network({"eth0": (["192.168.4.2"], True)})
    assert addresses.visitors(serving, origin, prefix) == wanted


def test_only_this_machine_reaches_a_local_dashboard():
    assert addresses.others("127.0.0.1", PORT) == []


def test_the_machine_itself_is_asked_without_a_proxy(monkeypatch):
    class Ready(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, *_):
            pass

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # where nobody answers
    with HTTPServer(("localhost", 0), Ready) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert addresses.answers(f"http://localhost:{server.server_port}/")
        server.shutdown()
    assert not addresses.answers("http://localhost:9/")


def test_a_link_is_a_code_for_a_page_and_for_a_terminal():
    link = "http://192.168.4.1:8765/class/abcde"
    assert qr.svg(link).startswith("<svg")
    assert qr.svg(link) != qr.svg(link + "f")
    lines = qr.text(link).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert "\x1b" not in qr.text(link)
