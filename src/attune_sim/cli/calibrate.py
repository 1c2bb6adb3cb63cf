"""`attune-sim calibrate`: the free constants fitted to published figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, processes
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import notes
from attune_sim.errors import InputError
from attune_sim.evidence.calibration.settings import Settings
from attune_sim.installation import install_line

if TYPE_CHECKING:
    from attune_sim.evidence import Finding
    from attune_sim.evidence.calibration.constants import Constants

NEEDED = ("sklearn", "emcee")
PINNED = (
    "Found: how often 90% intervals contained a known value. Pinned: the interval is clearly"
    " narrower than the range allowed at first; a constant that is not pinned could have another"
    " value and the model would fit just as well."
)


@options.with_settings(Settings)
def calibrate(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Write to this folder, or resume there.")
    ] = Path("results/calibration"),
    constants: Annotated[
        str,
        typer.Option(
            metavar="dyad|family",
            help="Which constants to fit: the dyad's or those of family life.",
        ),
    ] = "dyad",
    findings: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Fit to your own findings (those marked `fitted`)."),
    ] = None,
    jobs: options.Processes = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    **values: Annotated[str | None, typer.Option()],
) -> None:
    """Fit the free constants of the model to the published figures meant for it.

    Takes about an hour on two cores; if interrupted, it resumes when
    called again with the same options. It first recovers known constants;
    at the end it simulates the likeliest draws again, and the defaults.
    """
    if any(find_spec(name) is None for name in NEEDED):
        raise InputError(f"calibration needs more packages: {install_line('calibrate')}")
    from attune_sim.evidence.calibration.calibration import calibrate as fit
    from attune_sim.evidence.calibration.constants import SETS

    if constants not in SETS:
        raise InputError(f"constants = {constants!r} is not one of {', '.join(SETS)}")
    free = SETS[constants]
    settings = options.settings(Settings, values)
    workers = processes(jobs)
    announce(quiet)
    summary = fit(out, free, _fitted(findings, free), settings, jobs=workers, stage=_stage(quiet))
    if as_json:
        print_json(summary)
    else:
        show(summary_of_calibration(summary))
    note(f"Written to {out}: posterior.csv, calibration.json, recovery.csv, tried.csv", quiet)


def _fitted(file: Path | None, free: Constants) -> list[Finding]:
    from attune_sim.evidence import findings, read_findings
    from attune_sim.evidence.calibration.targets import fitted

    found = fitted(findings() if file is None else read_findings(file), free)
    if not found:
        raise InputError(
            f"{file or 'the package'} has no finding with fitted = true for the constants of the"
            f" {free.name}"
        )
    return found


def _stage(quiet: bool) -> Any:
    @contextmanager
    def stage(what: str) -> Iterator[Any]:
        note(what, quiet)
        with progress(what, quiet) as report:
            yield report

    return stage


def summary_of_calibration(summary: dict[str, Any]) -> RenderableType:
    """Constants with their intervals, and how well each figure is fitted.

    Args:
        summary: of the calibration.
    """
    coverage = summary["coverage"]
    held = "nothing yet" if coverage is None else f"{numbers.percent(coverage)} of the true values"
    return Group(
        Text("Free constants", style="bold"),
        _constants(summary["constants"]),
        Text(),
        Text("Fitted figures (emulated)", style="bold"),
        _fits(summary["fits"]),
        notes(
            f"{numbers.count(summary['cases'], 'case')} recovered; 90% intervals contained {held}.",
            PINNED,
            _best(summary["best"]),
        ),
    )


def _best(best: dict[str, Any]) -> str:
    def likelihood(x: float | None) -> str:
        return "impossible (a figure is undefined)" if x is None else numbers.decimals(x, 1)

    return (
        f"Best draw when simulated: log likelihood {likelihood(best['log_likelihood'])}; with the"
        " defaults:"
        f" {likelihood(best['of_defaults'])}."
    )


def _grid(first: str, *others: str) -> Grid:
    return Grid(first, *(Column(title, right=True) for title in others), gap=1)


def _constants(constants: list[dict[str, Any]]) -> Grid:
    grid = _grid("constant", "before", "90% interval", "median", "found", "pinned")
    for c in constants:
        low, high, median, *prior = (
            numbers.significant(x, 2) for x in (c["low"], c["high"], c["median"], *c["prior"])
        )
        grid.add(
            c["name"],
            numbers.interval(*prior),
            numbers.interval(low, high),
            median,
            "" if c["recovered"] is None else numbers.percent(c["recovered"]),
            "yes" if c["pinned_down"] else "no",
        )
    return grid


def _fits(fits: list[dict[str, Any]]) -> Grid:
    grid = _grid("figure", "published", "90% interval", "median")
    for f in fits:
        target, low, high, median = (
            numbers.decimals(f[key]) if f[key] is not None else ""
            for key in ("target", "low", "high", "median")
        )
        aim = {1: "above 0", -1: "below 0"}.get(f["direction"]) or target
        grid.add(f["id"], aim, numbers.interval(low, high), median)
    return grid
