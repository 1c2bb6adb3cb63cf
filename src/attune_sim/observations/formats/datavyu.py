"""Datavyu: its own file (.opf, a zip), and the table that its scripts export."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attune_sim.errors import InputError
from attune_sim.observations.content import entry_of, text_of, unzipped
from attune_sim.observations.formats.headings import getter
from attune_sim.observations.recording import Layout, Observation, Recording, Stretch, within
from attune_sim.observations.tables import MOST_COLUMNS, Cells, check_size
from attune_sim.observations.times import FACTORS, seconds

_COLUMN = re.compile(r"(.+?) \((\w+),(?:true|false),[^()]*\)-(.*)")
_CELL = re.compile(r"(\d+:\d\d:\d\d:\d{3}),(\d+:\d\d:\d\d:\d{3}),\((.*)\)")
_FIELD = re.compile(r"(.+)\.(\w+)")


def recording_of_opf(content: bytes) -> Recording:
    """The recording of an .opf file: a track for each code of each column, as `column.code`.

    Raises:
        InputError: it is damaged, or not Datavyu's.
    """
    archive = unzipped(content)
    if "db" not in archive.namelist():
        raise InputError("this zip is neither a workbook nor Datavyu's: it has no file 'db'")
    text, told = text_of(entry_of(archive, "db"))
    lines = text.count("\n") + 1
    check_size(lines, lines + text.count(",") + text.count("\\"))
    stretches: list[Stretch] = []
    names: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        cell = _CELL.fullmatch(line.strip())
        column = None if cell else _COLUMN.fullmatch(line.strip())
        if column:
            fields = [part.split("|")[0] for part in _parts(column[3])]
            names = [f"{column[1]}.{name}" for name in fields]
        elif cell:
            start, end = seconds(cell[1]), seconds(cell[2])
            for name, code in zip(names, _parts(cell[3]), strict=False):
                if code.strip():
                    stretches.append(Stretch(name, code.strip(), start, end, number))
    if not stretches:
        raise InputError("this Datavyu file has no cells with codes")
    return Recording("Datavyu (.opf)", (Observation("", tuple(stretches)),), (told,) * bool(told))


def _parts(text: str) -> list[str]:
    """What commas part; a comma after a backslash is a comma."""
    return [re.sub(r"\\(.)", r"\1", part) for part in re.split(r"(?<!\\),", text)]


def is_export(heading: Sequence[str]) -> bool:
    """Whether a heading is that of a Datavyu table: `column.onset` and `column.offset`."""
    names = set(heading) if len(heading) <= MOST_COLUMNS else set()
    return any(n.endswith(".onset") and f"{n[:-6]}.offset" in names for n in names)


def recording_of_export(cells: Cells, layout: Layout) -> Recording:
    """The recording of an exported table: in each row a cell of each column, times in ms.

    Raises:
        InputError: a time that cannot be read; the row is named.
    """
    names = cells.rows[0][1]
    # Each once: a name that stands there again would give all its cells again.
    columns = dict.fromkeys(name[:-6] for name in names if name.endswith(".onset"))
    fields = _fields(names)
    stretches = tuple(
        s
        for column in columns
        for s in _stretches(cells, names, column, fields.get(column, []), layout)
    )
    if not stretches:
        raise InputError("this Datavyu table has no cells with codes")
    return Recording("Datavyu table", (Observation("", stretches),))


def _fields(names: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """Of each of Datavyu's columns, the name and the place of each code."""
    fields: dict[str, list[tuple[str, int]]] = {}
    for k, name in enumerate(names):
        found = _FIELD.fullmatch(name)
        if found and found[2] not in ("ordinal", "onset", "offset"):
            fields.setdefault(found[1], []).append((name, k))
    return fields


def _stretches(
    cells: Cells,
    names: Sequence[str],
    column: str,
    codes: Sequence[tuple[str, int]],
    layout: Layout,
) -> Iterator[Stretch]:
    factor = FACTORS.get(layout.time, FACTORS["ms"])
    if f"{column}.offset" not in names:
        raise InputError(f"the column {column}.offset is missing")
    onset, offset = (getter(names.index(f"{column}.{end}")) for end in ("onset", "offset"))
    for number, row in cells.rows[1:]:
        if not onset(row):
            continue
        try:
            start, end = seconds(onset(row), factor), seconds(offset(row), factor)
        except InputError as error:
            raise within(str(error), number) from None
        for name, k in codes:
            if getter(k)(row):
                yield Stretch(name, getter(k)(row), start, end, number)
