"""`attune-sim dashboard`: start the dashboard on this machine."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from attune_sim import numbers
from attune_sim.cli.terminal import dashboard_packages, options
from attune_sim.cli.terminal.commands import INTERRUPTED
from attune_sim.cli.terminal.console import note
from attune_sim.errors import InputError

if TYPE_CHECKING:
    from attune_dashboard.serving import Serving

GOODBYE_S = 2
"""Seconds that visitors' connections get to close when the server stops."""
FAILED = 1
MOST_SHOWN = 4
"""How many of the machine's addresses are listed."""
PATIENCE_S = 60
"""Seconds to wait for the server before the browser is opened."""
EMBEDDER = re.compile(r"(https?://)?(\*\.)?[\w-]+(\.[\w-]+)*(:(\d{1,5}|\*))?", re.ASCII)
"""A host as browsers accept it; a star stands for all subdomains, or for any port."""

# Read by solara and reacton when they are imported. Nothing may be fetched from, or told to, other
# machines: what the shipped assets lack is looked for at a local port where nobody answers.
SETTINGS = {
    "SOLARA_APP": "attune_dashboard.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": "attune_dashboard.static,plotly.package_data",
    "SOLARA_KERNEL_CULL_TIMEOUT": "15m",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "REACTON_FAST": "1",  # what has not changed is not looked at again
}


def dashboard(
    host: Annotated[
        str,
        typer.Option(
            metavar="HOST", help="Address to serve on; 0.0.0.0 means all addresses of this machine."
        ),
    ] = "localhost",
    port: Annotated[str, typer.Option(metavar="N", help="Port to serve on.")] = "8765",
    address: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="The address visitors use, if through a proxy or container:"
            " https://example.org/attune",
        ),
    ] = "",
    allow_embedding: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST",
            help="Let pages of this host embed the dashboard; may be given several times.",
        ),
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    lessons: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Also show your own lessons, from this folder."),
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help=r"Folder of sweeps whose maps can be shown. \[default: results]",
        ),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Explore a dyad in the browser, with no network needed.

    It answers at this machine only, unless another --host is given.
    """
    dashboard_packages.check("the dashboard")
    from attune_dashboard.serving import Serving

    number = options.whole("port", port, 1, 65_535)
    serving = Serving(host, number, _public(address), _embedders(allow_embedding or []))
    if lessons is not None:
        if not lessons.is_dir():
            raise InputError(f"lessons = {str(lessons)!r} is not a folder")
        os.environ["ATTUNE_LESSONS"] = str(lessons.resolve())
    if results is not None and not results.is_dir():
        raise InputError(f"results = {str(results)!r} is not a folder")
    os.environ["ATTUNE_RESULTS"] = str((results or Path("results")).resolve())
    serving.hand_over()
    _check_free(host, number)
    here = _announce(serving, quiet)
    try:
        _serve(host, number, None if no_open else here)
    except KeyboardInterrupt:
        note("The dashboard has stopped.", quiet)
        raise typer.Exit(INTERRUPTED) from None


def _public(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or parts.username:
        raise InputError(
            f"address = {text!r} is not an address that a browser can open, such as"
            " https://example.org/attune"
        )
    return text.rstrip("/")


def _embedders(hosts: list[str]) -> tuple[str, ...]:
    for text in hosts:
        if not EMBEDDER.fullmatch(text):
            raise InputError(
                f"allow-embedding = {text!r} is not a host such as moodle.example.org"
                " (or https://*.example.org)"
            )
    return tuple(hosts)


def _announce(serving: Serving, quiet: bool) -> str:
    """Print where the dashboard is and who can see it; returns the address for this machine."""
    from attune_dashboard import addresses

    here = addresses.own(serving.host, serving.port)
    note(f"The dashboard is at {here}", quiet)
    if serving.host in addresses.LOCAL:
        if serving.address:
            note(f"Visitors reach it at {serving.address}/, through the proxy.", quiet)
        note("Only this machine can see it. Press Ctrl-C to stop.", quiet)
        return here
    found = [f"{serving.address}/"] if serving.address else []
    found = found or addresses.others(serving.host, serving.port)
    if not found:
        note(
            "This machine does not seem to be on a network, so nobody else can reach it yet.", quiet
        )
    elif found != [here]:
        note("Others reach it at " + ", or else at ".join(found[:MOST_SHOWN]), quiet)
    if len(found) > MOST_SHOWN:
        more = numbers.count(len(found) - MOST_SHOWN, "more address", "more addresses")
        note(f"Not shown: {more} of this machine, less likely to work.", quiet)
    if found:
        _show_code(found[0], quiet)
    note(
        "Everyone who can reach this machine over the network can see and use it. Press Ctrl-C to"
        " stop.",
        quiet,
    )
    return here


def _show_code(link: str, quiet: bool) -> None:
    """The link as a QR code, if there is a terminal that can show it."""
    from attune_dashboard import qr
    from attune_sim.cli.terminal.console import messages

    console = messages()
    code = qr.text(link)
    fits = console.is_terminal and console.width >= len(code.partition("\n")[0])
    if fits and not quiet and console.encoding.lower().startswith("utf"):
        console.print(code, markup=False)


def _check_free(host: str, port: int) -> None:
    import socket

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            if os.name != "nt":  # there it would take a port that is in use for free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise InputError(
            f"{host}:{port} cannot be used ({error.strerror or error}); give another --port or"
            " --host"
        ) from None


def _serve(host: str, port: int, address: str | None) -> None:
    os.environ.update(SETTINGS)
    import uvicorn
    from uvicorn.config import LOGGING_CONFIG

    from attune_dashboard import heap

    heap.share()
    if address is not None:
        _open_soon(address)
    settings = uvicorn.Config(
        "attune_dashboard.server:app",
        host=host,
        port=port,
        log_level="warning",
        # its log needs both streams, and a program without a console has none
        log_config=LOGGING_CONFIG if sys.stdout and sys.stderr else None,
        timeout_graceful_shutdown=GOODBYE_S,
    )
    server = uvicorn.Server(settings)
    server.run()
    if not server.started:  # the log has said why
        raise typer.Exit(FAILED)


def _open_soon(address: str) -> None:
    """Open the browser as soon as the server answers."""
    import threading
    import time
    import webbrowser

    from attune_dashboard.addresses import answers

    def wait() -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not answers(address) and time.monotonic() < deadline:
            time.sleep(0.25)
        webbrowser.open(address)

    threading.Thread(target=wait, daemon=True).start()
