"""The list of a folder's parts with their digests: only what it lists counts as a result.

OUT/parts.sha256 has a line for each part, in the form that `sha256sum -c` checks:

    DIGEST  runs/part-000000.parquet

A line is added when its part is complete; if a part is written anew, the last line holds. So what a
cloud drive, a backup or a person puts beside the parts is no row of the sweep. A line that was torn
off, or a lost list, loses nothing: a sweep that is resumed checks each part and lists it again.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

PARTS = "parts.sha256"
KINDS = ("runs", "series", "infants")
"""Folders of parts; those of runs are written last."""
_PART = r"part-\d{6}\.parquet"
_LINE = re.compile(rf"([0-9a-f]{{64}})  ((?:{'|'.join(KINDS)})/{_PART})")


def part_name(number: int) -> str:
    """The file name of a batch's part."""
    return f"part-{number:06d}.parquet"


def digest(content: bytes) -> str:
    """The SHA-256 of a part."""
    return hashlib.sha256(content).hexdigest()


def listed(out: Path) -> dict[str, str]:
    """The digest of each part that is listed, by its name from the folder."""
    try:
        lines = (out / PARTS).read_bytes().decode("ascii", errors="replace").splitlines()
    except OSError:
        return {}
    found = [match for match in map(_LINE.fullmatch, lines) if match]
    return {match[2]: match[1] for match in found}


def add(out: Path, kind: str, number: int, content_digest: str) -> None:
    """List a part, as one short write at the end.

    Raises:
        OSError: the list cannot be written.
    """
    line = f"{content_digest}  {kind}/{part_name(number)}\n"
    with (out / PARTS).open("ab+") as file:
        if file.tell():
            file.seek(-1, 2)
            if file.read(1) != b"\n":  # torn off
                line = f"\n{line}"
        file.write(line.encode("ascii"))


def unlisted(out: Path) -> list[str]:
    """Parquet files among the parts that are not listed, by their names from the folder.

    A batch's other parts are written before its rows. Those whose rows are not there yet are the
    sweep's own, unfinished, and not named.
    """
    known = listed(out)
    names = {kind: {path.name for path in (out / kind).glob("*.parquet")} for kind in KINDS}
    rows = names["runs"]
    found = [
        f"{kind}/{name}"
        for kind, held in names.items()
        for name in held
        if name in rows or not re.fullmatch(_PART, name)
    ]
    return sorted(name for name in found if name not in known and "/." not in name)
