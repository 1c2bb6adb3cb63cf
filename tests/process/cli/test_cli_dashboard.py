"""`attune-sim dashboard`: what it says; that it serves is tested with the dashboard."""

import re
import socket
import sys
import threading
import webbrowser

import pytest

from attune_sim.cli import dashboard
from attune_sim.cli.terminal import dashboard_packages


@pytest.fixture
def served(monkeypatch):
    """What would be served, without serving it or looking whether the port is free."""
    calls = []
    monkeypatch.setattr(dashboard_packages, "NEEDED", ())
    monkeypatch.setattr(dashboard, "_check_free", lambda *_: None)
    monkeypatch.setattr(dashboard, "_serve", lambda *given: calls.append(given))
    return calls


PORT = 8765


def test_without_the_extra_it_says_which_line_to_run(attune, monkeypatch):
    monkeypatch.setattr(dashboard_packages, "NEEDED", ("json", "no_such_package"))
    answer = attune("dashboard")
    assert answer.code == 2
    assert re.search(r'pip install (-e )?".*\[dashboard\]"', answer.err)
    assert "Traceback" not in answer.err


def test_it_answers_at_this_machine_only_and_says_so(attune, served):
    answer = attune("dashboard", "--port", PORT, "--no-open")
    assert served == [("localhost", PORT, None)]
    assert f"http://localhost:{PORT}/" in answer.err
    assert "Only this machine can see it" in answer.err


def test_for_other_machines_it_says_who_can_see_it(attune, served):
    answer = attune("dashboard", "--host", "0.0.0.0", "--port", PORT)
    assert served[0][:2] == ("0.0.0.0", PORT)
    assert "Everyone who can reach this machine" in answer.err


def test_it_names_addresses_that_can_be_visited(attune, served, monkeypatch):
    pytest.importorskip("attune_dashboard")
    from attune_dashboard import addresses

    found = ["http://192.168.4.2:8765/", "http://10.8.0.3:8765/"]
    monkeypatch.setattr(addresses, "others", lambda *_: found)
    answer = attune("dashboard", "--host", "0.0.0.0", "--port", PORT)
    assert served == [("0.0.0.0", PORT, "http://localhost:8765/")]
    assert "0.0.0.0" not in answer.err
    assert "".join(answer.err.split()).count("http://192.168.4.2:8765/,orelseathttp://10") == 1
    monkeypatch.setattr(addresses, "others", lambda *_: [])
    assert (
        "not seem to be on a network"
        in attune("dashboard", "--host", "0.0.0.0", "--port", PORT).err
    )


def test_addresses_that_are_left_out_are_counted(attune, served, monkeypatch):
    pytest.importorskip("attune_dashboard")
    from attune_dashboard import addresses

    def said(count):
        found = [f"http://10.0.0.{k}:{PORT}/" for k in range(count)]
        monkeypatch.setattr(addresses, "others", lambda *_: found)
        err = attune("dashboard", "--host", "0.0.0.0", "--port", PORT).err
        assert err.count("http://10.") == 4
        return " ".join(err.split())

    assert "Not shown" not in said(4)
    assert "Not shown: 1 more address of this machine" in said(5)
    assert "Not shown: 3 more addresses" in said(7)


def test_behind_a_proxy_it_names_the_address_of_the_proxy(attune, served):
    answer = attune("dashboard", "--address", "https://school.example/attune/", "--port", PORT)
    assert "Visitors reach it at https://school.example/attune/" in answer.err
    assert served[0] == ("localhost", PORT, f"http://localhost:{PORT}/")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("address", "school.example"),
        ("address", "ftp://school.example"),
        ("address", "https://school.example/?x"),
        ("address", "https://[bad"),
        ("allow-embedding", "a b"),
        ("allow-embedding", "moodle.example; script-src *"),
        ("allow-embedding", "https://moodle.example/course"),
        ("allow-embedding", "*"),
    ],
)
def test_what_is_no_host_is_refused(attune, served, option, value):
    answer = attune("dashboard", f"--{option}", value)
    assert answer.code == 2
    assert f"{option} = {value!r} is not a" in answer.err
    assert served == []


@pytest.mark.parametrize("missing", ["stdout", "stderr"])
def test_it_serves_where_there_is_no_console(monkeypatch, missing):
    uvicorn = pytest.importorskip("uvicorn")
    ran = []

    def run(server):
        ran.append(server.config.log_config)
        server.started = True

    monkeypatch.setattr(uvicorn.Server, "run", run)
    monkeypatch.setattr(dashboard, "SETTINGS", {})
    monkeypatch.setattr(sys, missing, None)  # as with pythonw
    dashboard._serve("localhost", PORT, None)
    assert ran == [None]


def test_the_browser_opens_as_soon_as_the_server_answers(monkeypatch):
    pytest.importorskip("attune_dashboard")
    from attune_dashboard import addresses

    opened = threading.Event()
    answers = iter([False, True])
    monkeypatch.setattr(addresses, "answers", lambda _: next(answers))
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.set())
    dashboard._open_soon("http://localhost:8765/")
    assert opened.wait(5)


@pytest.mark.parametrize("port", ["0", "65536", "x", "1.5"])
def test_a_port_that_is_none_is_refused(attune, served, port):
    answer = attune("dashboard", "--port", port)
    assert answer.code == 2
    assert "is not a whole number from 1 to 65535" in answer.err
    assert served == []


def test_a_port_in_use_is_said_in_a_sentence(attune, monkeypatch):
    served = []
    monkeypatch.setattr(dashboard_packages, "NEEDED", ())
    monkeypatch.setattr(dashboard, "_serve", lambda *given: served.append(given))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = attune("dashboard", "--host", "127.0.0.1", "--port", taken.getsockname()[1])
    assert answer.code == 2
    assert "cannot be used" in answer.err
    assert served == []


def test_nothing_is_asked_of_other_machines():
    settings = dashboard.SETTINGS
    assert settings["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] == "false"
    assert settings["SOLARA_ASSETS_CDN"].startswith("http://127.0.0.1:")


def test_ctrl_c_ends_it_with_a_word(attune, served, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(dashboard, "_serve", interrupted)
    answer = attune("dashboard", "--port", PORT)
    assert answer.code == 130
    assert "The dashboard has stopped." in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("option", ["--results", "--lessons"])
def test_a_folder_that_is_none_is_refused(attune, served, option, tmp_path):
    answer = attune("dashboard", option, tmp_path / "nowhere")
    assert answer.code == 2
    assert "is not a folder" in answer.err
    assert served == []
