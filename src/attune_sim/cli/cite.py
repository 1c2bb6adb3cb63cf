"""`attune-sim cite`: how to cite the program."""

from __future__ import annotations

from typing import Annotated

import typer

from attune_sim import citation
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import print_json


def cite(
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print only the BibTeX entry.")] = False,
    as_json: options.Json = False,
) -> None:
    """Say how to cite this program, and what to name in a method section."""
    if as_json:
        print_json(
            {
                "citation": citation.plain(),
                "bibtex": citation.bibtex(),
                "method": citation.method(),
            }
        )
    elif bibtex:
        print(citation.bibtex())
    else:
        print(citation.plain(), citation.bibtex(), "In a method section:", sep="\n\n")
        print(citation.method())
