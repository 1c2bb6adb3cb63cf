"""Tables with a row for each event or each unit of time, whoever wrote them.

Four forms, told apart by their columns: a beginning and an end in each row; START and STOP in rows
of their own; a beginning only, which lasts until the next row (GridWare); a time for each unit. Of
people and codes there are two: a column for the person and one for the code, or a column for each
person (or behaviour) with the code in its cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from attune_sim.errors import InputError
from attune_sim.observations.formats.headings import BEGINS, Heading, cell_of, getter
from attune_sim.observations.recording import Layout, Observation, Recording, Stretch, within
from attune_sim.observations.tables import FEW_ROWS, Cells, Row
from attune_sim.observations.times import factor_of, seconds

NOT_A_CODE = ("", "NA", "N/A", "NaN", "nan")
MANY_COLUMNS = 50
"""A table without a heading of few rows and so many columns has a person in each row."""
MOST_OBSERVATIONS = 2_000
SEVERAL = (
    "{count:,} of its stretches lie within another of the same track; if it holds several dyads,"
    " name the columns that tell them apart (dyad in the mapping, or --by; --dyad to inspect)"
)


def recording_of_table(cells: Cells, heading: Heading | None, layout: Layout) -> Recording:
    """The recording of a table, with the heading that it has.

    Raises:
        InputError: it has no times, or a time that cannot be read; the row is named.
    """
    if heading is None:
        return _without_heading(cells, layout)
    roles = heading.roles
    if "onset" in roles and ("offset" in roles or "duration" in roles):
        form, read = "events with a beginning and an end", _whole_events
    elif "status" in roles and "time" in roles and "code" in roles:
        form, read = "events with START and STOP", _paired_events
    elif "onset" in roles:
        form, read = "a row for each change", _changes
    else:
        form, read = "a row for each unit of time", _units
    groups = _groups(cells.rows[heading.at + 1 :], heading, layout)
    if not groups:
        raise InputError("the table has a heading, but no rows below it that could be read")
    observations = [
        Observation(name, tuple(read(rows, heading, layout)), *_film(rows, heading))
        for name, rows in groups.items()
    ]
    apart = layout.dyad or "observation" in roles
    at_once = 0 if apart or read is _units else sum(map(_at_once, observations))
    told = (SEVERAL.format(count=at_once),) if at_once else ()
    return Recording(f"table: {form}", tuple(observations), told)


def _at_once(observation: Observation) -> int:
    """Stretches of which most goes by while an earlier one of the same track still lasts."""
    ends: dict[str, float] = {}
    found = 0
    for stretch in sorted(observation.stretches, key=lambda s: s.start):
        lasts = ends.get(stretch.track, -math.inf)
        if stretch.start < stretch.end < math.inf:
            found += lasts - stretch.start > 0.5 * (stretch.end - stretch.start)
            ends[stretch.track] = max(lasts, stretch.end)
    return found


def _groups(rows: Sequence[Row], heading: Heading, layout: Layout) -> dict[str, list[Row]]:
    """Rows of each observation, those left out that `where` does not want."""
    keys = [heading.column(name, "dyad") for name in layout.dyad]
    if not keys and "observation" in heading.roles:
        keys = [heading.roles["observation"]]
    wanted = [(heading.column(name, "where"), value) for name, value in layout.where.items()]
    cell = {k: getter(k) for k in [*keys, *(k for k, _ in wanted)]}
    found: dict[str, list[Row]] = {}
    for number, row in rows:
        if all(cell[k](row) == value for k, value in wanted):
            found.setdefault("-".join(cell[k](row) for k in keys), []).append((number, row))
            if len(found) > MOST_OBSERVATIONS:
                named = ", ".join(repr(heading.names[k]) for k in keys)
                raise InputError(
                    f"the table has more than {MOST_OBSERVATIONS:,} observations, the most that are"
                    f" read: so many different values stand in {named[:200]}"
                )
    return found


def _film(rows: Sequence[Row], heading: Heading) -> tuple[float | None, float | None]:
    """The film's length, where a column tells it (BORIS): its clock begins at 0."""
    told = getter(heading.roles.get("length"))(rows[0][1]) if rows else ""
    try:
        return (0.0, seconds(told)) if told else (None, None)
    except InputError:
        return None, None


def _time(text: str, factor: float, row: int) -> float:
    try:
        return seconds(text, factor)
    except InputError as error:
        raise within(str(error), row) from None


def _coded(heading: Heading, layout: Layout) -> list[tuple[str, int]]:
    """Track and column of each column whose cells are codes."""
    aside = {*layout.dyad, *layout.where}
    return [(heading.names[k], k) for k in heading.others() if heading.names[k] not in aside]


def _of_row(
    row: Sequence[str], heading: Heading, layout: Layout, tracks: list[tuple[str, int]]
) -> Iterator[tuple[str, str]]:
    """Track and code of each thing that a row codes."""
    roles = heading.roles
    if "code" in roles:
        code = cell_of(row, roles["code"])
        modifier = cell_of(row, roles.get("modifier"))
        if code not in NOT_A_CODE:
            person = cell_of(row, roles.get("person"))
            yield person, f"{code}:{modifier}" if modifier not in (*NOT_A_CODE, "None") else code
        return
    for track, column in tracks:
        code = cell_of(row, column)
        if code not in NOT_A_CODE:
            yield track, code


def _whole_events(rows: Sequence[Row], heading: Heading, layout: Layout) -> Iterator[Stretch]:
    """A beginning and an end (or a duration) in each row."""
    roles, names = heading.roles, heading.names
    onset, factor = getter(roles["onset"]), factor_of(names[roles["onset"]], layout)
    last = roles.get("offset", roles.get("duration"))
    assert last is not None
    offset, end_factor = getter(last), factor_of(names[last], layout)
    tracks = _coded(heading, layout)
    for number, row in rows:
        coded = list(_of_row(row, heading, layout, tracks))
        if not coded:
            continue
        start = _time(onset(row), factor, number)
        text = offset(row)
        if text in NOT_A_CODE:
            end = start
        elif "offset" in roles:
            end = _time(text, end_factor, number)
        else:
            end = start + _time(text, end_factor, number)
        for track, code in coded:
            yield Stretch(track, code, start, end, number)


def _paired_events(rows: Sequence[Row], heading: Heading, layout: Layout) -> Iterator[Stretch]:
    """START and STOP in rows of their own: a person's code runs from one to the next."""
    roles = heading.roles
    time, factor = getter(roles["time"]), factor_of(heading.names[roles["time"]], layout)
    status = getter(roles["status"])
    opened: dict[tuple[str, str], tuple[float, int]] = {}
    for number, row in rows:
        said = BEGINS.get(status(row).lower())
        for person, code in _of_row(row, heading, layout, []):
            at = _time(time(row), factor, number)
            if said is None:
                raise within(f"{status(row)!r} is not START, STOP or POINT", number)
            if said == "START" and (person, code) not in opened:
                opened[person, code] = at, number
            elif said == "STOP" and (person, code) in opened:
                start, first = opened.pop((person, code))
                yield Stretch(person, code, start, at, first)
            elif said == "POINT":
                yield Stretch(person, code, at, at, number)
            else:  # a second START, or a STOP of what never began
                yield Stretch(person, code, at, math.nan, number)
    for (person, code), (start, number) in opened.items():
        yield Stretch(person, code, start, math.nan, number)


def _changes(rows: Sequence[Row], heading: Heading, layout: Layout) -> Iterator[Stretch]:
    """A beginning in each row, which lasts until the next; the last row may have a time only."""
    column = heading.roles["onset"]
    factor = factor_of(heading.names[column], layout)
    times = [_time(cell_of(row, column), factor, number) for number, row in rows]
    tracks = _coded(heading, layout)
    for k, (number, row) in enumerate(rows):
        end = times[k + 1] if k + 1 < len(times) else math.nan
        for track, code in _of_row(row, heading, layout, tracks):
            yield Stretch(track, code, times[k], end, number)


def _units(rows: Sequence[Row], heading: Heading, layout: Layout) -> Iterator[Stretch]:
    """A time in each row, which lasts as long as rows usually lie apart."""
    column = heading.roles["time"]
    factor = factor_of(heading.names[column], layout)
    times = np.array([_time(cell_of(row, column), factor, number) for number, row in rows])
    tracks = _coded(heading, layout)
    by_track: dict[str, list[tuple[float, str, int]]] = {}
    for k, (number, row) in enumerate(rows):
        for track, code in _of_row(row, heading, layout, tracks):
            by_track.setdefault(track, []).append((times[k], code, number))
    step = layout.step or _step(np.unique(times))
    for track, coded in by_track.items():
        for k, (start, code, number) in enumerate(coded):
            if k and start <= coded[k - 1][0]:
                raise within(
                    f"the time {start:g} s does not come after that of the row before it; if the"
                    " table has several dyads, the mapping has to name the columns that tell them"
                    ' apart: dyad = ["..."]',
                    number,
                )
            # A little late is no overlap: times are rounded, so the next row may begin earlier.
            after = coded[k + 1][0] if k + 1 < len(coded) else math.inf
            end = after if abs(after - start - step) < 0.1 * step else min(start + step, after)
            yield Stretch(track, code, start, end, number)


def _step(times: np.ndarray) -> float:
    if len(times) < 2:
        raise InputError("the table has one time only; the mapping has to say step = seconds")
    return float(np.median(np.diff(times)))


def _without_heading(cells: Cells, layout: Layout) -> Recording:
    """Rows of codes without times: one a unit, of the length that the mapping states."""
    rows = [row for _, row in cells.rows]
    widest = max(map(len, rows))
    if widest < 2:
        raise InputError("no heading with a column of times was found, and there is one column")
    across = len(rows) <= FEW_ROWS and widest >= MANY_COLUMNS
    first = next((row for row in rows if any(row)), [])
    named = not across and not any(_is_number(cell) for cell in first if cell)
    names = first if named else []
    step = layout.step
    if step is None:
        raise InputError(
            "no column of times was found (onset and offset, time, second); if each"
            f" {'column' if across else 'row'} is a unit of time, the mapping has to say how long"
            " it is: step = 0.04"
        )
    if across:
        tracks = {f"row {k + 1}": [(0, cell) for cell in row] for k, row in enumerate(rows)}
    else:
        body = cells.rows[1:] if named else cells.rows
        tracks = {
            (names[k] if k < len(names) and names[k] else f"column {k + 1}"): [
                (number, getter(k)(row)) for number, row in body
            ]
            for k in range(widest)
        }
    stretches = tuple(
        Stretch(track, code, k * step, (k + 1) * step, number)
        for track, values in tracks.items()
        for k, (number, code) in enumerate(values)
        if code not in NOT_A_CODE
    )
    form = "units without times, a person in each " + ("row" if across else "column")
    return Recording(f"table: {form}", (Observation("", stretches),))


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
