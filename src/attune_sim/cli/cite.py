"""`attune-sim cite`: how to cite the program, and what a method section should name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import print_json
from attune_sim.errors import InputError, listed

if TYPE_CHECKING:
    from attune_sim.sweep import SweepSpec

MANIFEST, SUMMARY = "manifest.json", "summary.json"


def cite(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", help="Results of a run or sweep that the method section is about."
        ),
    ] = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print only the BibTeX entry.")] = False,
    as_json: options.Json = False,
) -> None:
    """Say how to cite this program, and what to name in a method section.

    With the folder of a run or sweep, that sentence is complete.
    """
    from attune_sim import citation

    method = citation.method() if folder is None else _method(folder)
    if as_json:
        print_json({"citation": citation.plain(), "bibtex": citation.bibtex(), "method": method})
    elif bibtex:
        print(citation.bibtex())
    else:
        print(citation.plain(), citation.bibtex(), "In a method section:", sep="\n\n")
        print(method)


def _method(folder: Path) -> str:
    """What was simulated into a folder.

    Raises:
        InputError: it is neither a run's nor a sweep's.
    """
    from attune_sim import citation

    if (folder / MANIFEST).exists():
        from attune_sim.sweep import open_spec
        from attune_sim.sweep.folder.results import manifest

        held = manifest(folder)
        return citation.method(
            _of_sweep(open_spec(folder)), _where(held, MANIFEST), held["version"]
        )
    try:
        summary = json.loads((folder / SUMMARY).read_bytes())
        size = _size(summary["infants"], summary["days"])
        what = f"scenario {summary['scenario']}, {size}, seed {summary['seed']}"
        where = _where(summary["provenance"], "provenance.json")
        version = str(summary["provenance"]["version"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            f"{folder} is not the folder of a run or a sweep: it has no {MANIFEST} and no"
            f" {SUMMARY}, or a damaged one"
        ) from None
    return citation.method(what, where, version)


def _where(held: dict[str, Any], name: str) -> str:
    return f"hash {held['hash']}, packages as in {name}"


def _size(infants: int, days: int) -> str:
    return f"{numbers.count(infants, 'infant')}, {numbers.count(days, 'day')}"


def _of_sweep(spec: SweepSpec) -> str:
    """Design, factors, size, scenarios and seed of a sweep."""
    from attune_sim.sweep.points import points

    over = f" over {listed(list(spec.varied))}"
    sizes = dict.fromkeys(
        _size(spec.infants or s.infants, s.days if spec.days is None else spec.days)
        for s in spec.scenarios
    )
    scenarios = ", ".join(s.name for s in spec.scenarios)
    return (
        f"a {spec.design.kind} design{over if spec.varied else ''} with"
        f" {numbers.count(len(points(spec)), 'point')},"
        f" {numbers.count(spec.replications, 'replication')} each of {' or '.join(sizes)};"
        f" scenario{'s' if len(spec.scenarios) > 1 else ''} {scenarios};"
        f" {spec.random_numbers} random numbers, seed {spec.seed}"
    )
