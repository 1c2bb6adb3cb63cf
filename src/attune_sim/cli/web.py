"""`attune-sim web`: write the dashboard's teaching pages as files that open without Python."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from attune_sim import numbers
from attune_sim.cli.terminal import dashboard_packages, options
from attune_sim.cli.terminal.console import note
from attune_sim.cli.terminal.files import new_folder
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, processes
from attune_sim.errors import InputError


def web(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for the site.")],
    lessons: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Also add your own lessons, from this folder."),
    ] = None,
    lesson: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Add only this lesson, such as 02-repair; may be repeated."
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            help=r"Random seed of all families. \[default: each lesson's and page's own]",
        ),
    ] = None,
    jobs: options.Processes = None,
    quiet: options.Quiet = False,
) -> None:
    """Write a site that needs no Python and no network: stage, guided path, lessons.

    Open OUT/index.html, or put the folder on a USB stick or a learning platform. Everything it
    shows is simulated now, which takes ten minutes or more. With ?embed, a page shows only its
    stage.
    """
    dashboard_packages.check("the site")
    # Here, because a scenario takes longer to load than --help may take.
    from attune_sim.scenario import LARGEST_SEED

    workers = processes(jobs)
    number = None if seed is None else options.whole("seed", seed, 0, LARGEST_SEED)
    if lessons is not None and not lessons.is_dir():
        raise InputError(f"lessons = {str(lessons)!r} is not a folder")
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"  # read when solara is imported
    os.environ["REACTON_FAST"] = "1"  # what has not changed is not looked at again
    from attune_dashboard.site.mark import is_site

    with new_folder(out, is_site) as stage:
        from attune_dashboard.site.build import build

        announce(quiet)
        with progress("Recording pages", quiet) as report:
            build(
                stage,
                own_lessons=lessons,
                only=lesson or (),
                seed=number,
                jobs=workers,
                report=report,
            )
        size = sum(path.stat().st_size for path in stage.rglob("*") if path.is_file())
    note(f"Written to {out} ({numbers.size(size)}). Open {out / 'index.html'}", quiet)
