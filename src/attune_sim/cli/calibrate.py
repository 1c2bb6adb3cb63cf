"""`attune-sim calibrate`: the free constants fitted to published figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.errors import InputError

if TYPE_CHECKING:
    from attune_sim.evidence import Finding

NEEDED = ("sklearn", "emcee")


def calibrate(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Write to this folder, or go on in it.")
    ] = Path("results/calibration"),
    points: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"Points simulated over the whole range. \[default: 512]"),
    ] = None,
    rounds: Annotated[
        str | None,
        typer.Option(
            metavar="N", help=r"Rounds of more points where it is plausible. \[default: 3]"
        ),
    ] = None,
    more_points: Annotated[
        str | None, typer.Option(metavar="N", help=r"Points in each round. \[default: 96]")
    ] = None,
    families: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"Families in each group at a point. \[default: 120]"),
    ] = None,
    recovered: Annotated[
        str | None,
        typer.Option(
            metavar="N", help=r"Points whose constants are to be found again. \[default: 40]"
        ),
    ] = None,
    draws: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"Draws of the posterior to keep. \[default: 400]"),
    ] = None,
    steps: Annotated[
        str | None, typer.Option(metavar="N", help=r"Steps of each chain. \[default: 4000]")
    ] = None,
    tried: Annotated[
        str | None,
        typer.Option(
            metavar="N", help=r"Likeliest draws that are simulated once more. \[default: 24]"
        ),
    ] = None,
    trial_families: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"Families in each group at those. \[default: 600]"),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            metavar="N", help=r"Of the random numbers: same seed, same fit. \[default: 1]"
        ),
    ] = None,
    findings: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Fit to findings of your own (those `fitted`)."),
    ] = None,
    jobs: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"Processes that compute at once. \[default: all cores]"),
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Fit the free constants of the model to the published figures meant for it.

    Takes about an hour on two cores; interrupted, it goes on when called
    again with the same options. Known constants are recovered first; at the
    end the likeliest draws are simulated again, beside the defaults.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError("calibration needs more packages: pip install 'attune-sim[calibrate]'")
    from attune_sim.evidence.calibration.calibration import Settings
    from attune_sim.evidence.calibration.calibration import calibrate as fit

    given = {
        name: options.whole(name, text, *bounds)
        for name, text, bounds in (
            ("points", points, (40, 1_000_000)),
            ("rounds", rounds, (0, 100)),
            ("more_points", more_points, (16, 1_000_000)),
            ("families", families, (20, 100_000)),
            ("recovered", recovered, (0, 10_000)),
            ("draws", draws, (2, 100_000)),
            ("steps", steps, (20, 1_000_000)),
            ("tried", tried, (1, 10_000)),
            ("trial_families", trial_families, (20, 100_000)),
            ("seed", seed, (0, 2**31)),
        )
        if text is not None
    }
    settings = Settings(**given)
    if settings.tried > settings.draws:
        raise InputError(f"tried = {settings.tried} is more than draws = {settings.draws}")
    if settings.recovered > settings.points // 2:
        raise InputError(
            f"recovered = {settings.recovered} is more than half of points = {settings.points}"
        )
    workers = cores() if jobs is None else options.whole("jobs", jobs, 1, 1024)
    announce(quiet)
    summary = fit(out, _fitted(findings), settings, jobs=workers, stage=_stage(quiet))
    if as_json:
        print_json(summary)
    else:
        from attune_sim.cli.calibrated import summary_of_calibration

        show(summary_of_calibration(summary))
    note(f"Written to {out}: posterior.csv, calibration.json, recovery.csv, tried.csv", quiet)


def _fitted(file: Path | None) -> list[Finding]:
    from attune_sim.evidence import findings, read_findings

    found = [p for p in (findings() if file is None else read_findings(file)) if p.fitted]
    if not found:
        raise InputError(f"{file} has no finding with fitted = true")
    return found


def _stage(quiet: bool) -> Any:
    @contextmanager
    def stage(what: str) -> Iterator[Any]:
        note(what, quiet)
        with progress(what, quiet) as report:
            yield report

    return stage
