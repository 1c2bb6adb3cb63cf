"""The folder that `run` and `observe` write: the tidy table, its codebook, and what it is of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.csv_files import Dialect
    from attune_sim.scenario import Scenario

FILES = ("infants.csv", "infants.parquet", "codebook.csv",
         "summary.json", "scenario.toml", "provenance.json")  # fmt: skip


def write(
    folder: Path,
    scenario: Scenario,
    tables: Iterable[tuple[int, pd.DataFrame]],
    summary: dict[str, Any],
    dialect: Dialect,
) -> None:
    """Write the files.

    Args:
        folder: is there already, and empty.
        scenario: what was simulated.
        tables: of each age at which infants were looked at, in days, a row per infant and
            caregiver, as coded.
        summary: as `--json` prints it.
        dialect: how CSV files are written.
    """
    from attune_sim.infant_table import Writer, tidy_parts
    from attune_sim.trait_moments import notes

    with Writer(folder, notes(scenario), dialect) as files:
        for age, table in tables:
            for part in tidy_parts(scenario.with_(days=age), table):
                files.add(part)
    for name, content in (("summary", summary), ("provenance", summary["provenance"])):
        text = json.dumps(content, indent=2, allow_nan=False) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    (folder / "scenario.toml").write_text(scenario.to_toml(), encoding="utf-8")


def holds_the_same(
    folder: Path, origin: Mapping[str, Any], *, procedure: str | None = None
) -> bool:
    """Whether a folder holds an earlier run of exactly the same, which may be replaced.

    Args:
        folder: holds something.
        origin: provenance of what is to be simulated.
        procedure: the only one that is observed; None for all.
    """
    if not {file.name for file in folder.iterdir()} <= set(FILES):
        return False
    try:
        earlier = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        held = earlier["provenance"], earlier.get("procedure")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return bool(held == (origin, procedure))


def told(folder: Path) -> str:
    """What is said once the files are there."""
    return f"Written to {folder}: {', '.join(FILES)}"
