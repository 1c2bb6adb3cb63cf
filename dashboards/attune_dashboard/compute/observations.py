"""Coded films of real people, loaded by a researcher: looked into and measured on this machine.

Readers take paths, so contents lie in a private folder while they are read, under numbers instead
of names, and are gone afterwards.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from attune_sim.codebook import Entry
from attune_sim.csv_files import csv_text
from attune_sim.errors import InputError
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.film.moment import moment_draft
from attune_sim.observations.codebook import DYADS, LAGS, SEQUENCES, WINDOWS
from attune_sim.observations.dyads import Result, measured
from attune_sim.observations.first_mapping import first_mapping, tracks_of
from attune_sim.observations.formats.recognition import recording_of
from attune_sim.observations.mapping import Mapping as Rules
from attune_sim.observations.mapping import read_mapping
from attune_sim.observations.recording import Layout

TABLES = ("measures.csv", "lags.csv", "sequences.csv", "windows.csv", "codebook.csv")
MOST_CODES = 10
"""Codes of a track that are shown."""


@dataclass(frozen=True)
class Looked:
    """What files hold.

    Attributes:
        rows: file, format, track, how many stretches, codes; as text.
        mapping: the text of a mapping to begin with.
        told: what a person should know.
    """

    rows: tuple[tuple[str, str, str, str, str], ...]
    mapping: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """What was measured of films.

    Attributes:
        result: of all dyads.
        rules: by which.
    """

    result: Result
    rules: Rules

    @property
    def drawable(self) -> bool:
        """Whether films can be drawn second by second."""
        return self.rules.unit == 1.0 and not self.rules.categories()

    def picture(self, dyad: int) -> Draft:
        """One dyad's film, second by second."""
        infant, caregiver = self.result.series[dyad]
        return moment_draft(
            {"infant_engagement": infant, "caregiver_engagement": caregiver},
            tolerance=self.rules.tolerance,
            title=f"Dyad {self.result.table['dyad'][dyad]}, second by second",
        )

    def table(self, name: str) -> str:
        """One of TABLES as CSV."""
        result = self.result
        if name == TABLES[-1]:
            return csv_text(_codebook((*DYADS, *LAGS, *SEQUENCES, *WINDOWS)))
        tables = (result.table, result.lags, result.sequences, result.windows)
        return csv_text(dict(zip(TABLES, tables, strict=False))[name])


def _codebook(entries: Sequence[Entry]) -> pd.DataFrame:
    return pd.DataFrame([asdict(entry) for entry in entries])


def layout_of(typed: Mapping[str, str]) -> Layout:
    """The layout that was typed.

    Raises:
        InputError: a number that is none.
    """
    columns = tuple(part.strip() for part in typed.get("dyad", "").split(",") if part.strip())
    return Layout(columns, fps=_number("fps", typed), step=_number("step", typed))


def _number(name: str, typed: Mapping[str, str]) -> float | None:
    text = typed.get(name, "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.001 <= value <= 1000:
        raise InputError(f"{name} = {text!r} is not a number from 0.001 to 1000")
    return value


def looked(contents: Sequence[bytes], typed: Mapping[str, str]) -> Looked:
    """What files hold, and a mapping to begin with, from the first of them.

    Raises:
        InputError: one that cannot be read.
    """
    layout = layout_of(typed)
    with _files(contents) as paths:
        recordings = [recording_of(path, layout) for path in paths]
    rows, told = [], []
    for number, recording in enumerate(recordings, 1):
        told += [f"file {number}: {sentence}" for sentence in recording.told]
        for track, codes in tracks_of(recording).items():
            shown = [f"{code} ({count})" for code, count in codes.most_common(MOST_CODES)]
            more = len(codes) - len(shown)
            text = ", ".join(shown) + (f" and {more} more" if more else "")
            rows.append(
                (str(number), recording.format, track or "(no person)", f"{codes.total():,}", text)
            )
    return Looked(tuple(rows), first_mapping(recordings[0], layout), tuple(told))


def measured_by(contents: Sequence[bytes], mapping: str) -> Measured:
    """Measure films by a mapping.

    Raises:
        InputError: a file or a mapping that cannot be used.
    """
    with _files(contents, mapping) as paths:
        *films, written = paths
        rules = read_mapping(written)
        found = measured(films, rules)
    told = [_without_folder(sentence, written.parent) for sentence in found.told]
    return Measured(found._replace(told=told), rules)


@contextmanager
def _files(contents: Sequence[bytes], mapping: str | None = None) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory(prefix="attune-sim-") as folder:  # for this user's eyes only
        paths = []
        for number, content in enumerate(contents, 1):
            paths.append(Path(folder) / f"file {number}")
            paths[-1].write_bytes(content)
        if mapping is not None:
            paths.append(Path(folder) / "the mapping")
            paths[-1].write_text(mapping, encoding="utf-8", newline="\n")
        try:
            yield paths
        except InputError as error:
            raise InputError(_without_folder(str(error), Path(folder))) from None


def _without_folder(sentence: str, folder: Path) -> str:
    return sentence.replace(f"{folder}{os.sep}", "")
