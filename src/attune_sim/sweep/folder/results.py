"""Reading a sweep's folder: its manifest, its spec, its rows; all at once or lazily."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as pads

from attune_sim.errors import InputError
from attune_sim.provenance import provenance
from attune_sim.sweep.spec import SweepSpec
from attune_sim.sweep.toml import load_spec

MANIFEST = "manifest.json"
KIND = "attune-sim sweep"


def manifest(out: str | Path) -> dict[str, Any]:
    """The manifest of a sweep's folder.

    Raises:
        InputError: the folder is not a sweep's.
    """
    try:
        held = json.loads((Path(out) / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        held = None
    if not isinstance(held, dict) or held.get("kind") != KIND or not _is_complete(held):
        raise InputError(
            f"{str(out)!r} is not the folder of a sweep ({MANIFEST} is missing, damaged or of"
            " something else)"
        )
    return held


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
    held = manifest(out)
    spec = load_spec(Path(out) / "spec.toml")
    if provenance(spec.identity(), spec.seed)["hash"] != held["hash"]:
        raise InputError(
            f"{Path(out) / 'spec.toml'} is not what {MANIFEST} says; run the sweep again from its"
            " own spec to mend it"
        )
    return replace(spec, name=Path(out).resolve().name)


def dataset(out: str | Path, kind: str = "runs") -> pads.Dataset:
    """The rows of a folder (or its 'series') to be read lazily, part by part.

    Raises:
        InputError: the folder is not a sweep's, has no series, or a part is damaged.
    """
    out = Path(out)
    held = manifest(out)
    if kind == "series" and not held["series_columns"]:
        raise InputError(f"{out} has no time series; give the sweep's spec a line like series = 7")
    parts = sorted(str(path) for path in (out / kind).glob("part-*.parquet"))
    if not parts:
        names = held["columns"] if kind == "runs" else held["series_columns"]
        return pads.dataset(pa.table({name: pa.array([], pa.float64()) for name in names}))
    try:
        return pads.dataset(parts, format="parquet")
    except (OSError, pa.ArrowException) as error:
        raise damaged(out / kind, error) from None


def damaged(folder: Path, error: Exception) -> InputError:
    """What is said of a part that cannot be read."""
    reason = str(error).splitlines()[0]
    return InputError(f"{folder} holds a damaged part ({reason}); run the sweep again to mend it")


def read(out: str | Path, most: int | None = None) -> pd.DataFrame:
    """All rows that a sweep's folder holds, by run number; also of one that is not finished.

    Args:
        out: the folder.
        most: rows from the beginning, at most.

    Raises:
        InputError: the folder is not a sweep's, or a part is damaged.
    """
    return _read(Path(out), "runs", most)


def read_series(out: str | Path) -> pd.DataFrame:
    """The time series that a sweep's folder holds: mean, sd and n over infants, by run and day.

    Raises:
        InputError: the sweep has none, or a part is damaged.
    """
    return _read(Path(out), "series")


def _read(out: Path, kind: str, most: int | None = None) -> pd.DataFrame:
    rows = dataset(out, kind)
    try:
        table = rows.to_table() if most is None else rows.head(most)
    except (OSError, pa.ArrowException) as error:
        raise damaged(out / kind, error) from None
    return table.to_pandas()


def write_csv(out: str | Path, path: Path, kind: str = "runs") -> int:
    """Write the rows of a folder as comma-separated values, a batch at a time; how many.

    Raises:
        InputError: as `dataset`.
    """
    from pyarrow import csv

    rows = dataset(out, kind)
    with csv.CSVWriter(path, rows.schema) as writer:
        return _copy(rows, writer.write_batch, Path(out) / kind)


def write_parquet(out: str | Path, path: Path, kind: str = "runs") -> int:
    """Write the rows of a folder as one Parquet file, a batch at a time; how many.

    Raises:
        InputError: as `dataset`.
    """
    import pyarrow.parquet as pq

    rows = dataset(out, kind)
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        return _copy(rows, writer.write_batch, Path(out) / kind)


def _copy(rows: pads.Dataset, write: Callable[[pa.RecordBatch], None], folder: Path) -> int:
    count = 0
    batches = rows.to_batches()
    while True:
        try:
            batch = next(batches, None)
        except (OSError, pa.ArrowException) as error:
            raise damaged(folder, error) from None
        if batch is None:
            return count
        if batch.num_rows:
            write(batch)
        count += batch.num_rows
