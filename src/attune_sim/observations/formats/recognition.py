"""Which format a file is, from what it holds, never from its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from attune_sim.errors import InputError
from attune_sim.observations.content import ZIP, coded_bytes, text_of, unzipped
from attune_sim.observations.formats import boris, datavyu, elan, praat
from attune_sim.observations.formats.elan_text import recording_of_elan_text
from attune_sim.observations.formats.headings import heading_of
from attune_sim.observations.formats.tables import recording_of_table
from attune_sim.observations.recording import PLAIN, Layout, Recording
from attune_sim.observations.tables import Cells, cells_of_text
from attune_sim.textfiles.text import name_of


def recording_of(path: Path, layout: Layout = PLAIN) -> Recording:
    """What a coded file holds.

    Raises:
        InputError: it cannot be read; file, row and fault are named.
    """
    content = coded_bytes(path)
    try:
        return _read(content, layout)
    except InputError as error:
        raise InputError(f"{name_of(path)}: {error}") from None


def _read(content: bytes, layout: Layout) -> Recording:
    if content.startswith(ZIP):
        if "xl/workbook.xml" in unzipped(content).namelist():
            # This loads openpyxl, which most files do not need.
            from attune_sim.observations.workbooks import cells_of_workbook

            found = _table(cells_of_workbook(content), layout)
            return replace(found, format=f"workbook, {found.format}")
        return datavyu.recording_of_opf(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return elan.recording_of_eaf(content)
    text, told = text_of(content)
    start = text[:400].lstrip()
    if start.startswith("{"):
        found = boris.recording_of_project(text)
    elif "ooTextFile" in start:
        found = praat.recording_of_textgrid(text)
    else:
        found = _table(cells_of_text(text), layout)
    return replace(found, told=(*found.told, told)) if told else found


def _table(cells: Cells, layout: Layout) -> Recording:
    if datavyu.is_export(cells.rows[0][1]):
        return datavyu.recording_of_export(cells, layout)
    heading = heading_of(cells)
    if heading is None and (found := recording_of_elan_text(cells, layout)):
        return found
    return recording_of_table(cells, heading, layout)
