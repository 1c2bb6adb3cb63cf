"""Findings from TOML files: everything is checked before anything is simulated."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from attune_sim.evidence.entries import read_entries
from attune_sim.evidence.studies.design import Finding


def read_findings(path: Path) -> tuple[Finding, ...]:
    """The findings of a TOML file.

    Raises:
        InputError: that names the file, the line, the finding and the key.
    """
    return read_entries(path, "finding", Finding)


@cache
def findings() -> tuple[Finding, ...]:
    """The findings that come with the package."""
    folder = Path(str(resources.files("attune_sim.evidence.findings")))
    return tuple(p for path in sorted(folder.glob("*.toml")) for p in read_findings(path))
