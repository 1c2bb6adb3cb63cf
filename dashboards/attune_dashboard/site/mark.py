"""The file by which a site is known again, so that nothing else is ever replaced by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MARK = "attune-sim-site.json"


def write_mark(folder: Path, origin: Mapping[str, Any]) -> None:
    """Write it last: it names every file of the site, and where its results come from."""
    held = {"files": sorted(_files(folder)), **origin}
    text = json.dumps(held, indent=1, sort_keys=True)
    (folder / MARK).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def is_site(folder: Path) -> bool:
    """Whether a folder holds a site and nothing else."""
    try:
        held = json.loads((folder / MARK).read_text(encoding="utf-8"))
        known = {MARK, *held["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return all(file in known for file in _files(folder))


def _files(folder: Path) -> list[str]:
    return [p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()]
