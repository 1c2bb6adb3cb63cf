"""Reading a sweep's folder: its manifest, its spec, its rows; all at once or lazily."""

from __future__ import annotations

import itertools
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from attune_sim import csv_files
from attune_sim.csv_files import PLAIN, Dialect
from attune_sim.errors import InputError, InputWarning
from attune_sim.provenance import provenance
from attune_sim.sweep.folder import part_list
from attune_sim.sweep.folder.location import LOCAL, address, located
from attune_sim.sweep.spec import SweepSpec
from attune_sim.sweep.toml import load_spec

MANIFEST = "manifest.json"
KIND = "attune-sim sweep"
COLUMNS = {"series": "series_columns", "infants": "infant_columns"}
"""Keys of the manifest under which a part's columns stand."""
MISSING = {
    "series": "time series; give the sweep's spec a line like series = 7",
    "infants": "table of infants; give the sweep's spec a line per_infant = true",
}


def manifest(out: str | Path) -> dict[str, Any]:
    """The manifest of a sweep's folder.

    Raises:
        InputError: the folder is not a sweep's.
    """
    held = _content(located(out))
    if not isinstance(held, dict) or held.get("kind") != KIND or not _is_complete(held):
        raise InputError(
            f"{str(out)!r} is not the folder of a sweep ({MANIFEST} is missing, damaged or of"
            " something else)"
        )
    return held


def _content(out: Path) -> Any:
    """The contents of a folder's manifest; None if it cannot be read."""
    try:
        return json.loads((out / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def is_damaged(out: Path) -> bool:
    """Whether a manifest is missing, unreadable, or a sweep's with something missing in it."""
    held = _content(out)
    if isinstance(held, dict) and held.get("kind") == KIND:
        return not _is_complete(held)
    return held is None


def _is_complete(held: dict[str, Any]) -> bool:
    wanted = {"version": str, "hash": str, "model": str, "runs": int, "runs_per_batch": int,
              "spec": dict, "columns": list, "series_columns": list}  # fmt: skip
    typed = all(isinstance(held.get(key), kind) for key, kind in wanted.items())
    return typed and held["runs"] > 0 and held["runs_per_batch"] > 0


def open_spec(out: str | Path) -> SweepSpec:
    """The spec of the sweep that a folder holds, named as the folder.

    Raises:
        InputError: the folder is not a sweep's, or its spec is damaged or another.
    """
    out = located(out)
    held = manifest(out)
    spec = load_spec(out / "spec.toml")
    if provenance(spec.identity(), spec.seed)["hash"] != held["hash"]:
        raise InputError(
            f"{out / 'spec.toml'} is not what {MANIFEST} says; run the sweep again from its"
            " own spec to mend it"
        )
    return replace(spec, name=out.resolve().name)


def dataset(out: str | Path, kind: str = "runs") -> pads.Dataset:
    """The rows of a folder (or its 'series' or 'infants') to be read lazily, part by part.

    Only parts that the folder's list has are read, as they were written. Others are named in an
    InputWarning.

    Raises:
        InputError: the folder is not a sweep's, has no such rows, or a part is damaged or missing.
    """
    out = located(out)
    held = manifest(out)
    names = held["columns"] if kind == "runs" else held.get(COLUMNS[kind], [])
    if not names:
        raise InputError(f"{out} has no {MISSING[kind]}")
    warn_of_unlisted(out)
    known = {k: v for k, v in sorted(part_list.listed(out).items()) if k.startswith(f"{kind}/")}
    if not known:
        return pads.dataset(pa.table({name: pa.array([], pa.float64()) for name in names}))
    for name, wanted in known.items():
        _check_part(out / name, wanted)
    try:
        paths = [address(out / name) for name in known]
        return pads.dataset(paths, format="parquet", filesystem=LOCAL)
    except (OSError, pa.ArrowException) as error:
        raise damaged(out / kind, str(error)) from None


def _check_part(path: Path, wanted: str) -> None:
    """Refuse a part that is not what was written."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise damaged(path.parent, f"{path.name}: {error.strerror or error}") from None
    if part_list.digest(content) != wanted:
        raise damaged(path.parent, f"{path.name} is not as it was written")


def warn_of_unlisted(out: Path) -> None:
    """Name the Parquet files beside the parts that the sweep did not write, and nobody reads."""
    names = part_list.unlisted(out)
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        warnings.warn(
            f"{out}: not read, because they are not in its list of parts: {', '.join(names[:3])}"
            f"{more}",
            InputWarning,
            stacklevel=3,
        )


def damaged(folder: Path, reason: str) -> InputError:
    """What is said of a part that cannot be read."""
    reason = reason.splitlines()[0]
    return InputError(f"{folder} holds a damaged part ({reason}); run the sweep again to mend it")


def read(out: str | Path, most: int | None = None) -> pd.DataFrame:
    """All rows that a sweep's folder holds, by run number; also of one that is not finished.

    Args:
        out: the folder.
        most: rows from the beginning, at most.

    Raises:
        InputError: the folder is not a sweep's, or a part is damaged.
    """
    return _read(located(out), "runs", most)


def read_series(out: str | Path) -> pd.DataFrame:
    """The time series that a sweep's folder holds: mean, sd and n over infants, by run and day.

    Raises:
        InputError: the sweep has none, or a part is damaged.
    """
    return _read(located(out), "series")


def read_infants(out: str | Path) -> pd.DataFrame:
    """The tidy table that a sweep's folder holds: a row per run, infant and caregiver.

    Raises:
        InputError: the sweep has none, or a part is damaged.
    """
    return _read(located(out), "infants")


def _read(out: Path, kind: str, most: int | None = None) -> pd.DataFrame:
    rows = dataset(out, kind)
    try:
        table = rows.to_table() if most is None else rows.head(most)
    except (OSError, pa.ArrowException) as error:
        raise damaged(out / kind, str(error)) from None
    return table.to_pandas()


def write_csv(out: str | Path, path: Path, kind: str = "runs", dialect: Dialect = PLAIN) -> int:
    """Write the rows of a folder as one CSV file, a batch at a time; how many.

    Raises:
        InputError: as `dataset`.
    """
    rows = dataset(out, kind)
    nothing = rows.schema.empty_table().to_pandas()
    parts = (batch.to_pandas() for batch in _batches(rows, located(out) / kind))
    return csv_files.write_csv(itertools.chain([nothing], parts), path, dialect)


def write_parquet(out: str | Path, path: Path, kind: str = "runs") -> int:
    """Write the rows of a folder as one Parquet file, a batch at a time; how many.

    Raises:
        InputError: as `dataset`.
    """
    rows, count = dataset(out, kind), 0
    with (
        path.open("wb") as file,
        pq.ParquetWriter(file, rows.schema, compression="zstd") as writer,
    ):
        for batch in _batches(rows, located(out) / kind):
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _batches(rows: pads.Dataset, folder: Path) -> Iterator[pa.RecordBatch]:
    """The rows some at a time."""
    try:
        for batch in rows.to_batches():
            if batch.num_rows:
                yield batch
    except (OSError, pa.ArrowException) as error:
        raise damaged(folder, str(error)) from None
