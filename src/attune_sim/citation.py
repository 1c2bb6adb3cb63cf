"""How to cite the program: one line, BibTeX, and what a method section should name."""

from __future__ import annotations

from attune_sim import __version__
from attune_sim.identity import MODEL

AUTHORS = "attune-sim contributors"
TITLE = "attune-sim: an agent-based simulation of caregiver-infant attunement"
YEAR = 2026


def plain() -> str:
    """The citation as a line."""
    return f"{AUTHORS} ({YEAR}). {TITLE} (version {__version__}) [Computer software]."


def bibtex() -> str:
    """The citation as an entry of BibTeX."""
    fields = {
        "author": "{" + AUTHORS + "}",
        "title": TITLE,
        "year": str(YEAR),
        "version": __version__,
        "note": "Computer software",
    }
    lines = [f"  {name:7} = {{{text}}}" for name, text in fields.items()]
    return "@software{attune_sim,\n" + ",\n".join(lines) + "\n}"


def method(
    what: str = "scenario ..., ... infants, seed ...",
    where: str = "files and hash as in provenance.json",
    version: str = __version__,
) -> str:
    """What a method section should name, as a sentence; one to complete, if nothing is given.

    Args:
        what: was simulated.
        where: what tells the rest.
        version: of the program that simulated it.
    """
    model = f" (model {MODEL})" if version == __version__ else ""
    return f"Simulated with attune-sim {version}{model}: {what}; {where}."
