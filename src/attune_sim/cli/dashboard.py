"""`attune-sim dashboard`: start the dashboard on this machine."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.commands import INTERRUPTED
from attune_sim.cli.terminal.console import note
from attune_sim.errors import InputError

GOODBYE_S = 2
"""Seconds that visitors' connections have to close when the server ends."""
FAILED = 1
LOCAL = ("localhost", "127.0.0.1", "::1")
NEEDED = ("solara", "anywidget", "ipyvuetify", "attune_dashboard")
INSTALL = (
    'the dashboard needs more packages; install them with: pip install "attune-sim[dashboard]"'
)

# Read by solara when it is imported. Nothing may be fetched from, or told to, other machines: what
# the shipped assets lack is looked for at a local port where nobody answers.
SETTINGS = {
    "SOLARA_APP": "attune_dashboard.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": "attune_dashboard.static,plotly.package_data",
    "SOLARA_KERNEL_CULL_TIMEOUT": "15m",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
}


def dashboard(
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Address to answer at; 0.0.0.0: all of them.")
    ] = "localhost",
    port: Annotated[str, typer.Option(metavar="N", help="Port to answer at.")] = "8765",
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    lessons: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Show lessons of your own too, from this folder."),
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help=r"Where sweeps are, whose maps can be shown. \[default: results]",
        ),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Explore a dyad in the browser, with no network needed.

    It answers at this machine only, unless another --host is given.
    """
    if any(find_spec(package) is None for package in NEEDED):
        raise InputError(INSTALL)
    number = options.whole("port", port, 1, 65_535)
    if lessons is not None:
        if not lessons.is_dir():
            raise InputError(f"lessons = {str(lessons)!r} is not a folder")
        os.environ["ATTUNE_LESSONS"] = str(lessons.resolve())
    if results is not None and not results.is_dir():
        raise InputError(f"results = {str(results)!r} is not a folder")
    os.environ["ATTUNE_RESULTS"] = str((results or Path("results")).resolve())
    os.environ["ATTUNE_ADDRESS"] = f"{host}:{number}"
    _check_free(host, number)
    local = host in LOCAL
    address = f"http://{'localhost' if local else host}:{number}/"
    note(f"The dashboard is at {address}", quiet)
    if local:
        note("Only this machine can see it. Ctrl-C ends it.", quiet)
    else:
        note(
            "Everyone who can reach this machine over the network can see and use it."
            " Ctrl-C ends it.",
            quiet,
        )
    try:
        _serve(host, number, None if no_open else address)
    except KeyboardInterrupt:
        note("The dashboard has ended.", quiet)
        raise typer.Exit(INTERRUPTED) from None


def _check_free(host: str, port: int) -> None:
    import socket

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
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

    if address is not None:
        _open_soon(address)
    settings = uvicorn.Config(
        "attune_dashboard.server:app",
        host=host,
        port=port,
        log_level="warning",
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
    from urllib.request import urlopen

    def wait() -> None:
        for _ in range(240):
            try:
                with urlopen(f"{address}readyz", timeout=1):
                    break
            except OSError:
                time.sleep(0.25)
        webbrowser.open(address)

    threading.Thread(target=wait, daemon=True).start()
