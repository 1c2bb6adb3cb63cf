"""The folder of a sweep: manifest, spec, parts of rows and of the time series.

    OUT/manifest.json                  the spec, its scenarios, counts, columns, provenance
    OUT/spec.toml, OUT/scenarios/      the spec as it can be run again from here
    OUT/runs/part-000000.parquet       a row per run
    OUT/series/part-000000.parquet     a row per run, day, caregiver and measure, where asked for

Each file appears whole, under its name, or not at all. Parts hold nothing that depends on the
clock, the machine or the number of processes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

import attune_sim
from attune_sim.errors import InputError
from attune_sim.parameters import PARAMETERS
from attune_sim.provenance import provenance
from attune_sim.sweep.planning import Plan
from attune_sim.sweep.spec import SweepSpec, is_preset, scenario_file

MANIFEST = "manifest.json"
KIND = "attune-sim sweep"
# Sources that decide what a row holds, beside those in the folders dyad and procedures.
MODEL = ("measures", "outcomes", "parameters", "population", "run", "scenario")


def part_name(number: int) -> str:
    """The file name of a batch's part."""
    return f"part-{number:06d}.parquet"


def columns(spec: SweepSpec) -> pa.Schema:
    """Columns of the rows: keys, varied values, size of the run, measures."""
    return pa.schema(
        [
            *_keys(spec),
            pa.field("infants", pa.int64()),
            pa.field("days", pa.int64()),
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


def _keys(spec: SweepSpec) -> list[pa.Field]:
    return [
        *(pa.field(name, pa.int64()) for name in ("run", "point", "replication", "seed")),
        pa.field("scenario", pa.string()),
        *([pa.field("level", pa.string())] if spec.levels else []),
        *(
            pa.field(name, pa.int64() if PARAMETERS[name].whole else pa.float64())
            for name in spec.vary
        ),
    ]


@dataclass(frozen=True, slots=True)
class Store:
    """An open folder of a sweep.

    Attributes:
        out: the folder.
        spec: of the sweep that it holds.
        total: runs of the sweep.
        runs_per_batch: as when the folder was begun.
    """

    out: Path
    spec: SweepSpec
    total: int
    runs_per_batch: int

    def runs(self, number: int) -> range:
        """Numbers of the runs of a batch."""
        first = number * self.runs_per_batch
        return range(first, min(first + self.runs_per_batch, self.total))

    def inventory(self) -> tuple[list[int], list[int]]:
        """Numbers of the batches that are missing, and of those among them that are damaged."""
        missing, damaged = [], []
        for number in range(-(-self.total // self.runs_per_batch)):
            found = [self._found("runs", number, columns(self.spec))]
            if self.spec.series:
                found.append(self._found("series", number, series_columns(self.spec)))
            if not all(found):
                missing.append(number)
            if False in found:
                damaged.append(number)
        return missing, damaged

    def _found(self, kind: str, number: int, schema: pa.Schema) -> bool | None:
        """Whether a part is there and whole; None if it is not there."""
        path = self.out / kind / part_name(number)
        if not path.exists():
            return None
        try:
            table = pq.read_table(path, partitioning=None, page_checksum_verification=True)
        except (OSError, pa.ArrowException):
            return False
        if not table.schema.equals(schema):
            return False
        runs = table["run"].to_numpy()
        if kind == "series":
            runs = pd.unique(runs)
        return bool(list(runs) == list(self.runs(number)))

    def write(self, number: int, rows: pd.DataFrame, series: pd.DataFrame | None) -> None:
        """Write a batch's parts; the rows last, so that they are there only if all is.

        Raises:
            InputError: the disk is full, or the folder cannot be written.
        """
        if series is not None:
            _write_part(self.out / "series" / part_name(number), series, series_columns(self.spec))
        _write_part(self.out / "runs" / part_name(number), rows, columns(self.spec))


def prepare(spec: SweepSpec, out: Path, planned: Plan) -> Store:
    """Begin a folder, or open the one that holds this sweep.

    Args:
        spec: what is asked.
        out: the folder.
        planned: its size; a begun folder keeps its own runs per batch.

    Raises:
        InputError: `out` is a file, cannot be written, or holds anything else.
    """
    fresh = _fresh_manifest(spec, planned)
    try:
        out.mkdir(parents=True, exist_ok=True)
        names = sorted(p.name for p in out.iterdir() if not p.name.startswith(f".{MANIFEST}."))
    except FileExistsError:
        raise InputError(f"{out} is a file; a folder is needed for the results") from None
    except OSError as error:
        raise InputError(f"{out} cannot be used as a folder: {error.strerror or error}") from None
    if names:
        # What may differ from the first time: question and stories.
        now = _agreed(out, names, fresh) | {k: fresh[k] for k in ("spec", "scenarios")}
    else:
        now = fresh
    _write_text(out / MANIFEST, json.dumps(now, indent=2, allow_nan=False) + "\n")
    _write_inputs(spec, out)
    return Store(out, spec, planned.runs, now["runs_per_batch"])


def _fresh_manifest(spec: SweepSpec, planned: Plan) -> dict[str, Any]:
    origin = provenance(spec.identity(), spec.seed)
    return {
        "kind": KIND,
        "version": origin["version"],
        "hash": origin["hash"],
        "model": model_digest(),
        "points": planned.points,
        "runs": planned.runs,
        "runs_per_batch": planned.runs_per_batch,
        "batches": planned.batches,
        "columns": columns(spec).names,
        "series_columns": series_columns(spec).names if spec.series else [],
        "spec": spec.as_dict(),
        "scenarios": {s.name: s.as_dict() for s in spec.scenarios},
        "provenance": origin,
    }


def model_digest() -> str:
    """Digest of the sources that decide rows: in a checkout they change within one version."""
    root = Path(attune_sim.__file__).parent
    digest = hashlib.sha256()
    for path in (
        *(root / f"{name}.py" for name in MODEL),
        *sorted(root.glob("dyad/*.py")),
        *sorted(root.glob("procedures/*.py")),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _agreed(out: Path, names: list[str], fresh: dict[str, Any]) -> dict[str, Any]:
    """The manifest of a folder that holds this very sweep; else an InputError."""
    try:
        held = manifest(out)
    except InputError:
        shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
        raise InputError(
            f"{out} is not empty and holds {shown}, not a sweep; give another --out"
        ) from None
    if held["hash"] != fresh["hash"]:
        question = held["spec"].get("question")
        which = f"another sweep ('{question}')" if question else "another sweep"
        raise InputError(f"{out} is not empty and holds {which}; give another --out")
    if (held["version"], held["model"]) != (fresh["version"], fresh["model"]):
        raise InputError(
            f"{out} is not empty and holds this sweep by another version of the model"
            f" ({held['version']}, sources {held['model']}; here {fresh['version']}, sources"
            f" {fresh['model']}); give another --out"
        )
    return held


def manifest(out: str | Path) -> dict[str, Any]:
    """The manifest of a sweep's folder.

    Raises:
        InputError: the folder is not a sweep's.
    """
    path = Path(out) / MANIFEST
    try:
        held = json.loads(path.read_bytes())
    except (OSError, ValueError):
        held = None
    needed = ("version", "hash", "model", "runs", "runs_per_batch", "spec")
    if not isinstance(held, dict) or held.get("kind") != KIND or any(k not in held for k in needed):
        raise InputError(
            f"{out} is not the folder of a sweep ({MANIFEST} is missing or is of something else)"
        )
    return held


def _write_inputs(spec: SweepSpec, out: Path) -> None:
    """Spec, scenarios and empty folders; the question alone may have changed since."""
    for kind in ("runs", "series") if spec.series else ("runs",):
        _or_input_error(out / kind, lambda folder: folder.mkdir(exist_ok=True))
    for scenario in spec.scenarios:
        if not is_preset(scenario):
            path = out / scenario_file(scenario)
            _or_input_error(path.parent, lambda folder: folder.mkdir(exist_ok=True))
            _write_text(path, scenario.to_toml())
    _write_text(out / "spec.toml", spec.to_toml())


def _or_input_error(path: Path, action: Callable[[Path], object]) -> None:
    try:
        action(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None


def _write_text(path: Path, text: str) -> None:
    _write(path, lambda temporary: temporary.write_text(text, encoding="utf-8", newline="\n"))


def _write_part(path: Path, frame: pd.DataFrame, schema: pa.Schema) -> None:
    table = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
    table = table.replace_schema_metadata(None)
    _write(
        path,
        lambda temporary: pq.write_table(
            table, temporary, compression="zstd", write_page_checksum=True
        ),
    )


def _write(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside, then rename: the file is whole or not there. Readers skip names with a dot."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")

    def both(final: Path) -> None:
        try:
            write(temporary)
            temporary.replace(final)
        finally:
            temporary.unlink(missing_ok=True)

    _or_input_error(path, both)


def read(out: str | Path) -> pd.DataFrame:
    """All rows that a sweep's folder holds, by run number; also of one that is not finished.

    Raises:
        InputError: the folder is not a sweep's, or a part is damaged.
    """
    return _read(Path(out), "runs")


def read_series(out: str | Path) -> pd.DataFrame:
    """The time series that a sweep's folder holds: mean, sd and n over infants, by run and day.

    Raises:
        InputError: the sweep has none, or a part is damaged.
    """
    if not manifest(out)["series_columns"]:
        raise InputError(f"{out} has no time series; give the sweep's spec a line like series = 7")
    return _read(Path(out), "series")


def _read(out: Path, kind: str) -> pd.DataFrame:
    held = manifest(out)
    parts = sorted(str(path) for path in (out / kind).glob("part-*.parquet"))
    if not parts:
        names = held["columns"] if kind == "runs" else held["series_columns"]
        return pd.DataFrame(columns=names)
    try:
        table = pads.dataset(parts, format="parquet").to_table()
    except (OSError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0]
        raise InputError(
            f"{out / kind} holds a damaged part ({reason}); run the sweep again to mend it"
        ) from None
    return table.to_pandas()
