"""`attune-sim validate`: the model compared with published figures, finding by finding."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note, print_json, results, show
from attune_sim.cli.terminal.files import new_file
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, processes
from attune_sim.errors import InputError, near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from attune_sim.evidence import Comparison, Finding

MOST_FAMILIES = 100_000


def validate(
    finding: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this finding; may be given several times."),
    ] = None,
    findings: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml", help="Use your own findings instead of the shipped ones."
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Simulate many families: narrower intervals, but slower.")
    ] = False,
    families: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"Families in each group. \[default: 800; full: 5000]"),
    ] = None,
    jobs: options.Processes = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a page with the figure.")
    ] = None,
    force: options.Force = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Simulate published studies and show what the model reproduces.

    Each finding is a published finding with its design: who was seen, at
    what age, by which procedure. Some were used to fit the model, the
    others are kept back.
    """
    if full and families is not None:
        raise InputError("--full and --families both set how many families; give only one of them")
    if force and html is None:
        raise InputError("--force allows a file to be replaced; give --html too")
    chosen = _chosen(findings, finding or [])
    with ExitStack() as files:
        page = files.enter_context(new_file(html, force)) if html else None
        found = _compare(chosen, _families(full, families), processes(jobs), quiet)
        if page:
            _write(page, found)
    if as_json:
        print_json([comparison.as_dict() for comparison in found])
    else:
        from attune_sim.cli.terminal.comparisons import summary_of_validation

        show(summary_of_validation(found, results().width))
    if html:
        note(f"Written to {html}", quiet)


def _chosen(file: Path | None, ids: Sequence[str]) -> list[Finding]:
    from attune_sim.evidence import findings, read_findings

    there = {p.id: p for p in (findings() if file is None else read_findings(file))}
    for name in ids:
        if name not in there:
            where = "docs/validation.md" if file is None else str(file)
            raise InputError(f"there is no finding '{name}'; {near(name, there)} ({where} has all)")
    return [p for p in there.values() if not ids or p.id in ids]


def _families(full: bool, given: str | None) -> int:
    from attune_sim.evidence.validation.comparison import FULL, QUICK

    if given is None:
        return FULL if full else QUICK
    return options.whole("families", given, 1, MOST_FAMILIES)


def _compare(
    findings: Sequence[Finding], families: int, jobs: int, quiet: bool
) -> list[Comparison]:
    from attune_sim.evidence import validate as compare

    announce(quiet)
    with progress("Simulating published studies", quiet) as report:
        return compare(findings, families=families, jobs=jobs, report=report)


def _write(path: Path, found: Sequence[Comparison]) -> None:
    from attune_sim.cli.terminal.text import CODED, MODEL
    from attune_sim.evidence.validation.comparison import SEED
    from attune_sim.evidence.verdicts import READING
    from attune_sim.figures.base.page import write_html
    from attune_sim.figures.evidence.forest import forest_figure
    from attune_sim.provenance import provenance

    origin = provenance([(c.id, c.model.n) for c in found], SEED)
    write_html(
        [forest_figure(found)],
        path,
        "Validation",
        text="\n\n".join((READING, CODED, MODEL)),
        provenance=origin,
    )
