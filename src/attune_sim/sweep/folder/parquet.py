"""Files of a sweep's folder: each appears whole, under its name, or not at all.

A part of rows carries the mark of its sweep and model in its schema, so that it is known even where
the manifest is lost, and holds nothing that depends on the clock, the machine or the number of
processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from attune_sim.infant_table import trait_names
from attune_sim.outcomes import OUTCOMES, SSP
from attune_sim.sweep.folder.location import LOCAL, address
from attune_sim.sweep.moments import is_whole
from attune_sim.sweep.spec import SweepSpec

Mark = Mapping[bytes, bytes]


def columns(spec: SweepSpec) -> pa.Schema:
    """Columns of the rows: keys, varied values, size of the run, error if any, measures."""
    return pa.schema(
        [
            *_keys(spec),
            pa.field("infants", pa.int64()),
            pa.field("days", pa.int64()),
            pa.field("error", pa.string()),
            *(pa.field(name, pa.float64()) for name in spec.measures),
        ]
    )


def series_columns(spec: SweepSpec) -> pa.Schema:
    """Columns of the time series: keys, varied values, day, caregiver, measure, moments."""
    return pa.schema(
        [
            *_keys(spec),
            pa.field("day", pa.int64()),
            pa.field("caregiver", pa.int64()),
            pa.field("measure", pa.string()),
            pa.field("mean", pa.float64()),
            pa.field("sd", pa.float64()),
            pa.field("n", pa.int64()),
        ]
    )


def infant_columns(spec: SweepSpec) -> pa.Schema:
    """Columns of the table of infants: keys, varied moments, whose row it is, traits, outcomes."""
    coded = any(OUTCOMES[name].needs == SSP for name in spec.measures)
    traits = trait_names(spec.traits_set)
    return pa.schema(
        [
            *(key for key in _keys(spec) if key.name not in traits),
            pa.field("infant", pa.int64()),
            pa.field("caregiver", pa.string()),
            pa.field("age", pa.int64()),
            *(_value(name) for name in traits),
            *([pa.field("pattern", pa.string())] if coded else []),
            *(pa.field(name, pa.float64()) for name in spec.measures),
        ]
    )


def _value(name: str) -> pa.Field:
    return pa.field(name, pa.int64() if is_whole(name) else pa.float64())


def _keys(spec: SweepSpec) -> list[pa.Field]:
    return [
        *(pa.field(name, pa.int64()) for name in ("run", "point", "replication", "seed")),
        pa.field("scenario", pa.string()),
        *([pa.field("level", pa.string())] if spec.levels else []),
        *map(_value, spec.vary),
    ]


def part(frame: pd.DataFrame, schema: pa.Schema, mark: Mark) -> bytes:
    """The content of a part."""
    table = pa.Table.from_pandas(
        frame.reindex(columns=schema.names), schema=schema, preserve_index=False
    )
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.replace_schema_metadata(dict(mark)),
        sink,
        compression="zstd",
        write_page_checksum=True,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def rows_of(content: bytes, schema: pa.Schema, mark: Mark) -> pa.Table | None:
    """The rows of a part, if it is complete, of this schema and with this mark; otherwise None."""
    try:
        table = pq.read_table(
            pa.BufferReader(content), partitioning=None, page_checksum_verification=True
        )
    except (OSError, pa.ArrowException):
        return None
    held = table.schema.metadata or {}
    if not table.schema.equals(schema) or any(held.get(k) != v for k, v in mark.items()):
        return None
    return table


def mark_of(path: Path) -> Mark | None:
    """What a Parquet file carries as its marks; None if it cannot be read."""
    try:
        return dict(pq.read_schema(address(path), filesystem=LOCAL).metadata or {})
    except (OSError, pa.ArrowException):
        return None
