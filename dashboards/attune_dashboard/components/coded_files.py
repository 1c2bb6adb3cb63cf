"""Load coded files, edit the mapping, measure, save tables: the rail of the page Observations."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import anywidget
import solara
import traitlets

from attune_dashboard.components.messages import listener
from attune_dashboard.components.script import script
from attune_sim.errors import InputError

MOST_FILES, LARGEST = 40, 10_000_000
"""Files, and their bytes together, that are taken at once."""
LONGEST_TEXT = 100_000
LAYOUT = (
    {"key": "dyad", "label": "Columns that tell dyads apart", "note": "Such as: id, visit"},
    {"key": "step", "label": "Seconds from row to row", "note": "If rows have no times: 0.04"},
    {"key": "fps", "label": "Frames a second", "note": "If times are frames: 25"},
)


@dataclass(frozen=True)
class Rail:
    """What the rail shows.

    Attributes:
        mapping: the text to be edited; taken over when `version` changes.
        version: counts mappings that the server has begun.
        turn: counts what the server has answered, so that the same problem twice is told twice.
        problem: why files could not be looked into; empty if all is well.
        fault: why they could not be measured, or that they are being measured.
        loaded: whether there are files.
        tables: names of tables that can be saved.
    """

    mapping: str = ""
    version: int = 0
    turn: int = 0
    problem: str = ""
    fault: str = ""
    loaded: bool = False
    tables: tuple[str, ...] = ()


class CodedFilesWidget(anywidget.AnyWidget):
    """Its browser side is static/coded_files.js. `sent` comes from there, the rest goes there."""

    _esm = script("coded_files.js")
    spec = traitlets.Unicode().tag(sync=True)
    state = traitlets.Unicode().tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)


@solara.component
def CodedFiles(
    rail: Rail,
    on_files: Callable[[list[bytes], dict[str, str]], None],
    on_look: Callable[[dict[str, str]], None],
    on_measure: Callable[[str], None],
    on_refused: Callable[[InputError], None],
    table: Callable[[str], str],
) -> None:
    """The rail.

    Args:
        rail: what it shows.
        on_files: called with contents and the layout as typed.
        on_look: called with another layout.
        on_measure: called with the text of the mapping.
        on_refused: called with why files were not taken.
        table: gives a table as CSV, by its name.
    """
    widget = solara.use_ref(None)

    def heard(sent: dict[str, Any]) -> None:
        what = sent.get("what")
        if what == "files":
            try:
                files = contents(sent.get("files"))
            except InputError as error:
                on_refused(error)
            else:
                on_files(files, layout(sent))
        elif what == "look":
            on_look(layout(sent))
        elif what == "measure":
            on_measure(str(sent.get("mapping", ""))[: LONGEST_TEXT + 1])
        elif what == "save" and widget.current is not None and sent.get("name") in rail.tables:
            name = str(sent["name"])
            widget.current.answer = {"n": sent.get("n"), "name": name, "text": table(name)}

    element = CodedFilesWidget.element(
        spec=json.dumps({"layout": LAYOUT, "most": MOST_FILES, "largest": LARGEST}),
        state=json.dumps(vars(rail)),
        on_sent=listener(heard),
    )

    def remember() -> None:
        widget.current = solara.get_widget(element)

    solara.use_effect(remember, [])


def contents(given: Any) -> list[bytes]:
    """The bytes of the files that a browser sent.

    Raises:
        InputError: what came is no file, or too much.
    """
    if not isinstance(given, list) or not 0 < len(given) <= MOST_FILES:
        raise InputError(f"load 1 to {MOST_FILES} files at once")
    if not all(isinstance(text, str) for text in given):
        raise InputError("what came is no file")
    if sum(map(len, given)) > LARGEST * 4 // 3 + 4 * MOST_FILES:
        raise InputError(f"the files have more than {LARGEST // 1_000_000} MB together")
    try:
        return [base64.b64decode(text, validate=True) for text in given]
    except binascii.Error:
        raise InputError("what came is no file") from None


def layout(sent: dict[str, Any]) -> dict[str, str]:
    """The layout as typed."""
    keys: Sequence[str] = [one["key"] for one in LAYOUT]
    return {key: str(sent.get(key, ""))[:200].strip() for key in keys}
