"""Why findings are missed, as far as is known: data beside the stored verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated

from attune_sim.errors import InputError
from attune_sim.evidence.entries import read_entries
from attune_sim.evidence.studies.toml import findings
from attune_sim.textfiles.checked import Table
from attune_sim.textfiles.kinds import Line, Note, SomeNames, is_name

FILE = Path(str(resources.files("attune_sim.evidence.validation") / "explanations.toml"))


class Explanation(Table):
    """Why some findings are missed.

    Attributes:
        findings: their ids.
        why: the reason.
        tried: how it was looked into; empty where the reason is a supposition.
    """

    findings: Annotated[SomeNames, is_name("finding", lambda: {f.id for f in findings()})]
    why: Line
    tried: Note = ""


def read_explanations(path: Path) -> dict[str, Explanation]:
    """The explanations of a TOML file, by finding.

    Raises:
        InputError: that names the file, the line, the entry and the key.
    """
    out: dict[str, Explanation] = {}
    for explanation in read_entries(path, "explanation", Explanation):
        for name in explanation.findings:
            if name in out:
                raise InputError(f"{path}: the finding '{name}' is explained twice")
            out[name] = explanation
    return out


@cache
def explanations() -> Mapping[str, Explanation]:
    """The explanations that come with the package, by finding."""
    return read_explanations(FILE)
