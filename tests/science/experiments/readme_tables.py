"""Tables of experiments/README.md as numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from attune_sim.numbers import MINUS

README = (Path(__file__).parents[3] / "experiments" / "README.md").read_text(encoding="utf-8")


def table(name: str) -> pd.DataFrame:
    """A table of README: means as numbers, the rest as text."""
    block = re.search(rf"<!-- table: {name} -->\n\n(.*?)\n\n<!-- end", README, re.DOTALL)
    assert block, f"experiments/README.md has no table {name}"
    head, _, *rows = (
        [cell.strip() for cell in line[1:-1].split("|")] for line in block[1].splitlines()
    )
    return pd.DataFrame([map(mean, row) for row in rows], columns=head)


def mean(cell: str) -> float | str:
    """0.33 of '0.33 ± 0.04' and of '0.18: 0.33 ± 0.04'; text as it is."""
    try:
        return float(cell.split(": ")[-1].split(" ± ")[0].replace(MINUS, "-"))
    except ValueError:
        return cell


def low_end(cell: str) -> float:
    """0.09 of '0.15 (0.09 to 0.21)'."""
    return float(cell.split("(")[1].split(" to ")[0].replace(MINUS, "-"))


def high_end(cell: str) -> float:
    """0.21 of '0.15 (0.09 to 0.21)'."""
    return float(cell.split(" to ")[1].rstrip(")").replace(MINUS, "-"))


def centre(cell: str) -> float:
    """0.15 of '0.15 (0.09 to 0.21)'."""
    return float(cell.split(" (")[0].replace(MINUS, "-"))
