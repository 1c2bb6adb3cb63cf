"""The folder of a sweep: manifest, spec, parts of rows and of the time series.

OUT/manifest.json                  the spec, its scenarios, counts, columns, provenance
OUT/parts.sha256                   the parts that belong to it, with their digests
OUT/spec.toml, OUT/scenarios/      the spec as it can be run again from here
OUT/runs/part-000000.parquet       a row per run
OUT/series/part-000000.parquet     a row per run, day, caregiver and measure, where asked for
OUT/infants/part-000000.parquet    a row per run, infant and caregiver, where asked for
OUT/codebook.csv                   what the columns of the rows and of the infants mean
OUT/earlier/                       while more is added to a sweep: what it held before
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from attune_sim import codebook
from attune_sim.errors import InputError
from attune_sim.identity import digest
from attune_sim.provenance import provenance
from attune_sim.scenario import Scenario, class_digest, model_file
from attune_sim.sweep import sampling, trait_notes
from attune_sim.sweep.batch import Tables
from attune_sim.sweep.folder import part_list
from attune_sim.sweep.folder.differences import difference, only_adds
from attune_sim.sweep.folder.location import located
from attune_sim.sweep.folder.parquet import (
    Mark,
    columns,
    infant_columns,
    mark_of,
    part,
    rows_of,
    series_columns,
)
from attune_sim.sweep.folder.part_list import PARTS, part_name
from attune_sim.sweep.folder.results import (
    COLUMNS,
    KIND,
    MANIFEST,
    is_damaged,
    manifest,
    open_spec,
    warn_of_unlisted,
)
from attune_sim.sweep.people_and_events import entry, is_place
from attune_sim.sweep.spec import SweepSpec, is_preset, scenario_file
from attune_sim.sweep.workload import Plan
from attune_sim.textfiles import writing

EARLIER = "earlier"
OWN = {*part_list.KINDS, "scenarios", "spec.toml", "codebook.csv", PARTS, EARLIER}
"""What a sweep's folder holds beside its manifest, and what is written into it later on:"""
LATER = {"figure.html", "report.html", "sensitivity.html", "sensitivity.csv",
         "sensitivity.parquet", "rows.csv",
         "rows.parquet", "series.csv", "series.parquet", "infants.csv",
         "infants.parquet"}  # fmt: skip


MARK = b"attune-sim sweep"
"""The key under which a part carries the hash of its sweep."""


KEPT = "what is finished is kept, and the same command goes on from there"


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a folder holds of its sweep.

    Attributes:
        missing: numbers of the batches that are still to be computed.
        damaged: of those among them whose parts are there but cannot be used.
        failed: of the batches in which runs failed.
        failures: how many runs that are.
    """

    missing: list[int]
    damaged: list[int]
    failed: list[int]
    failures: int


@dataclass(frozen=True, slots=True)
class Store:
    """An open folder of a sweep.

    Attributes:
        out: the folder.
        spec: of the sweep that it holds.
        total: runs of the sweep.
        runs_per_batch: as when the folder was begun.
        mark: what its parts carry.
    """

    out: Path
    spec: SweepSpec
    total: int
    runs_per_batch: int
    mark: Mark

    def runs(self, number: int) -> range:
        """Numbers of the runs of a batch."""
        first = number * self.runs_per_batch
        return range(first, min(first + self.runs_per_batch, self.total))

    def inventory(self) -> Inventory:
        """Which rows exist, which parts are damaged, what failed; every part is read.

        A part that is whole and of this sweep but not listed is listed again.
        """
        known = part_list.listed(self.out)
        missing, damaged, failed, failures = [], [], [], 0
        for number in range(-(-self.total // self.runs_per_batch)):
            errors = self._errors(number, known)
            if errors is None:
                missing.append(number)
                if self._path("runs", number).exists():  # written last: without it, unfinished
                    damaged.append(number)
            elif errors:
                failed.append(number)
                failures += errors
        warn_of_unlisted(self.out)
        return Inventory(missing, damaged, failed, failures)

    def _path(self, kind: str, number: int) -> Path:
        return self.out / kind / part_name(number)

    def _errors(self, number: int, known: Mapping[str, str]) -> int | None:
        """How many runs of a batch failed; None if it is not there as a whole."""
        table = self._rows("runs", number, columns(self.spec), known)
        if table is None or table["run"].to_pylist() != list(self.runs(number)):
            return None
        fine = table.filter(table["error"].is_null())["run"].to_pylist()
        for kind, schema in others(self.spec).items():
            more = self._rows(kind, number, schema, known)
            if more is None or pd.unique(more["run"].to_numpy()).tolist() != fine:
                return None
            self._list_again(kind, number, known)
        self._list_again("runs", number, known)
        return len(table) - len(fine)

    def _rows(
        self, kind: str, number: int, schema: pa.Schema, known: Mapping[str, str]
    ) -> pa.Table | None:
        """The rows of a part, if it is as listed, or is complete and not listed."""
        try:
            content = self._path(kind, number).read_bytes()
        except OSError:
            return None
        wanted = known.get(f"{kind}/{part_name(number)}")
        if wanted is not None and part_list.digest(content) != wanted:
            return None
        return rows_of(content, schema, self.mark)

    def _list_again(self, kind: str, number: int, known: Mapping[str, str]) -> None:
        if f"{kind}/{part_name(number)}" not in known:
            self._list(kind, number, self._path(kind, number).read_bytes())

    def _list(self, kind: str, number: int, content: bytes) -> None:
        found = part_list.digest(content)
        with writing.told(self.out / PARTS, KEPT):
            part_list.add(self.out, kind, number, found)

    def write(self, number: int, tables: Tables) -> None:
        """Write a batch's parts; the rows last, so that they are there only if all is.

        Raises:
            InputError: the disk is full, or the folder cannot be written.
        """
        for kind, schema in others(self.spec).items():
            self._write(kind, number, part(getattr(tables, kind), schema, self.mark))
        self._write("runs", number, part(tables.runs, columns(self.spec), self.mark))

    def _write(self, kind: str, number: int, content: bytes) -> None:
        path = self._path(kind, number)
        try:
            writing.write(path, lambda half: half.write_bytes(content), KEPT)
            self._list(kind, number, content)
        except KeyboardInterrupt:  # between the two: a finished part is kept
            if path.exists() and path.read_bytes() == content:
                self._list(kind, number, content)
            raise


def others(spec: SweepSpec) -> dict[str, pa.Schema]:
    """Kinds of parts that a sweep has beside its rows, with their columns."""
    out = {"series": series_columns(spec)} if spec.series else {}
    return out | ({"infants": infant_columns(spec)} if spec.per_infant else {})


def prepare(spec: SweepSpec, out: str | Path, planned: Plan, resume: bool = False) -> Store:
    """Begin a folder, or open the one that holds this sweep.

    Args:
        spec: what is asked.
        out: the folder.
        planned: its size; a begun folder keeps its own runs per batch.
        resume: go on in a folder whose manifest is lost or damaged, too, if its parts are of this
            sweep.

    Raises:
        InputError: `out` is a file, cannot be written, or holds anything else.
    """
    out = located(out)
    fresh = fresh_manifest(spec, planned)
    try:
        out.mkdir(parents=True, exist_ok=True)
        names = {p.name for p in out.iterdir() if not p.name.startswith(".attune-sim-")}
    except FileExistsError:
        raise InputError(f"{out} is a file; a folder is needed for the results") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{str(out)!r} cannot be used as a folder: {reason}") from None
    if not names:
        now = fresh
    elif resume and _heals(out, names):
        _check_marks(out, mark_of_manifest(fresh))
        now = fresh
    else:
        # What may differ from the first time: question and stories.
        now = _agreed(spec, out, names, fresh) | {k: fresh[k] for k in ("spec", "scenarios")}
    return _open(spec, out, now)


def begin(spec: SweepSpec, out: Path, planned: Plan) -> Store:
    """Begin the folder of a sweep in place of another one, whose parts are no longer in it."""
    return _open(spec, out, fresh_manifest(spec, planned))


def _open(spec: SweepSpec, out: Path, now: dict[str, Any]) -> Store:
    writing.write_text(out / MANIFEST, json.dumps(now, indent=2, allow_nan=False) + "\n", KEPT)
    _write_inputs(spec, out)
    return Store(out, spec, now["runs"], now["runs_per_batch"], mark_of_manifest(now))


def mark_of_manifest(held: Mapping[str, Any]) -> Mark:
    """What the parts of a sweep with this manifest carry."""
    return {MARK: held["hash"].encode(), b"model": held["model"].encode()}


def fresh_manifest(spec: SweepSpec, planned: Plan) -> dict[str, Any]:
    """The manifest that a sweep's folder begins with."""
    origin = provenance(spec.identity(), spec.seed)
    drawn = sampling.digest(spec.design, len(spec.vary), spec.seed) if spec.design.sampled else None
    return {
        "kind": KIND,
        "version": origin["version"],
        "hash": origin["hash"],
        "model": model_digest(),
        "design": drawn,
        "points": planned.points,
        "runs": planned.runs,
        "runs_per_batch": planned.runs_per_batch,
        "batches": planned.batches,
        "columns": columns(spec).names,
        **{
            key: others(spec)[kind].names if kind in others(spec) else []
            for kind, key in COLUMNS.items()
        },
        "spec": spec.as_dict(),
        "scenarios": {s.name: s.as_dict() for s in spec.scenarios},
        "provenance": origin,
    }


def model_digest() -> str:
    """Digest of the sources that decide rows: in a checkout they change within one version."""
    return digest("attune_sim.sweep.batch")


def _parts(out: Path) -> list[Path]:
    """Files that are named as parts, in order."""
    pattern = "part-" + 6 * "[0-9]" + ".parquet"
    return [path for kind in part_list.KINDS for path in sorted((out / kind).glob(pattern))]


def _heals(out: Path, names: set[str]) -> bool:
    """Whether a manifest is missing or damaged in a folder that otherwise looks like a sweep's."""
    if not is_damaged(out):
        return False
    own = names - {MANIFEST} <= OWN | LATER and (MANIFEST not in names or "runs" in names)
    return own or any(MARK in (mark_of(path) or {}) for path in _parts(out))


def _check_marks(out: Path, mark: Mark) -> None:
    """Refuse parts of another sweep; what cannot be read will be computed anew."""
    for path in _parts(out):
        held = mark_of(path)
        if held is not None and any(held.get(k) != v for k, v in mark.items()):
            raise InputError(
                f"{path} is of another sweep, or of another version of the model; give another"
                " --out"
            )


def _agreed(spec: SweepSpec, out: Path, names: set[str], fresh: dict[str, Any]) -> dict[str, Any]:
    """The manifest of a folder that holds exactly this sweep; otherwise an InputError."""
    try:
        held = manifest(out)
    except InputError:
        some = sorted(names)
        told = ", ".join(some[:3]) + (", ..." if len(some) > 3 else "")
        heals = _heals(out, names)
        hint = "; or, if its manifest was lost or damaged, add --resume" if heals else ""
        raise InputError(
            f"{out} is not empty and holds {told}, not a sweep; give another --out{hint}"
        ) from None
    if held["hash"] != fresh["hash"]:
        question = held["spec"].get("question")
        which = f"another sweep ('{question}')" if question else "another sweep"
        raise InputError(
            f"{out} is not empty and holds {which}{difference(held, fresh)}; give another"
            f" --out{_extension(spec, out)}"
        )
    same = ("model", "columns", "design")
    if any(held.get(key) != fresh[key] for key in same):
        raise InputError(
            f"{out} is not empty and holds this sweep by another version of the model"
            f" ({held['version']}, sources {held['model']}; here {fresh['version']}, sources"
            f" {fresh['model']}) or of its libraries; give another --out"
        )
    return held


def _extension(spec: SweepSpec, out: Path) -> str:
    """What to add to the command where the folder's sweep can grow to this one."""
    try:
        return ", or add --extend to keep what is there" if only_adds(open_spec(out), spec) else ""
    except InputError:  # its spec is damaged
        return ""


def _write_inputs(spec: SweepSpec, out: Path) -> None:
    """Spec, scenarios and empty folders; the question alone may have changed since."""
    for kind in ("runs", *others(spec)):
        _make_folder(out / kind)
        writing.remove_leftovers(out / kind)
    writing.remove_leftovers(out)
    for scenario in spec.scenarios:
        if not is_preset(scenario):
            path = out / scenario_file(scenario)
            _make_folder(path.parent)
            if scenario.model:
                scenario = _with_own_copy(scenario, path.parent)
            writing.write_text(path, scenario.to_toml(), KEPT)
    names = dict.fromkeys([*columns(spec).names, *others(spec).get("infants", pa.schema([])).names])
    places = {name: entry(name) for name in spec.vary if is_place(name)}
    entries = codebook.entries_of(names, trait_notes.notes(spec), places)
    writing.write(out / "codebook.csv", lambda half: codebook.write(entries, half), KEPT)
    writing.write_text(out / "spec.toml", spec.to_toml(), KEPT)


def _with_own_copy(scenario: Scenario, folder: Path) -> Scenario:
    """The scenario with its model's file beside it, so that the folder can be run again alone."""
    file, name = model_file(scenario.model)
    digest_of_file = class_digest(scenario.model).partition(":")[0]
    copy = folder / f"{file.stem}-{digest_of_file}.py"
    writing.write_text(copy, file.read_text(encoding="utf-8"), KEPT)
    return scenario.with_(model=f"{copy.name}:{name}")


def _make_folder(path: Path) -> None:
    with writing.told(path, KEPT):
        path.mkdir(exist_ok=True)
