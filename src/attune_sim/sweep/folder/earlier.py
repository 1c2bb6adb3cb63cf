"""A sweep that grows: what its folder held before is set aside, and its runs are carried over.

OUT/earlier/ is the folder of the smaller sweep, whole, until the larger one is finished.
Replication r of a point has the same random numbers in both, so where the columns are the same its
row is too, and only its number changes. A run whose row lacks a column is simulated again: what was
not measured then cannot be known now.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from attune_sim.errors import InputError
from attune_sim.sweep.batch import Tables
from attune_sim.sweep.folder import manifest, part_list
from attune_sim.sweep.folder.differences import ADDED, difference, only_adds
from attune_sim.sweep.folder.location import LOCAL, address, located
from attune_sim.sweep.folder.manifest import EARLIER, Store, mark_of_manifest
from attune_sim.sweep.folder.parquet import columns
from attune_sim.sweep.folder.part_list import PARTS, part_name
from attune_sim.sweep.folder.results import MANIFEST, is_damaged, open_spec
from attune_sim.sweep.folder.results import manifest as manifest_of
from attune_sim.sweep.spec import SweepSpec
from attune_sim.sweep.workload import Plan
from attune_sim.textfiles import writing


def extend(spec: SweepSpec, out: str | Path, planned: Plan, resume: bool = False) -> Store:
    """Open a folder for a sweep that adds to the one it holds; as `prepare` if it is the same one.

    Args:
        spec: what is asked.
        out: the folder.
        planned: the size of the whole sweep.
        resume: as of `prepare`.

    Raises:
        InputError: the folder holds anything else, or its last extension is not finished.
    """
    out = located(out)
    if not _grows(spec, out, planned):
        return manifest.prepare(spec, out, planned, resume)
    _set_aside(out)
    return manifest.begin(spec, out, planned)


def left_to_run(spec: SweepSpec, out: str | Path, planned: Plan, extended: bool) -> int:
    """About how many runs a first call has to simulate, by what the folder's manifest says.

    None where the folder holds this very sweep, finished or not: it was begun before.

    Args:
        spec: what is asked.
        out: the folder.
        planned: the size of the whole sweep.
        extended: whether the folder's sweep may grow.
    """
    out = located(out)
    if is_damaged(out):
        return planned.runs
    held, fresh = manifest_of(out), manifest.fresh_manifest(spec, planned)
    if held["hash"] == fresh["hash"]:
        return 0
    carried = extended and _is_carried(open_spec(out), spec)
    return planned.runs - (held["runs"] if carried else 0)


def _grows(spec: SweepSpec, out: Path, planned: Plan) -> bool:
    """Whether the folder holds a smaller sweep; an InputError if it holds what cannot grow."""
    if is_damaged(out):
        return False
    held, fresh = manifest_of(out), manifest.fresh_manifest(spec, planned)
    if held["hash"] == fresh["hash"]:
        return False
    if held["model"] != fresh["model"] or held["design"] != fresh["design"]:
        raise InputError(
            f"{out} holds a sweep by another version of the model ({held['version']}, sources"
            f" {held['model']}; here {fresh['version']}, sources {fresh['model']}), so nothing can"
            " be added to it; give another --out"
        )
    if not only_adds(open_spec(out), spec):
        raise InputError(
            f"{out} holds another sweep{difference(held, fresh)}; --extend adds {ADDED}, and for"
            " anything else another --out is needed"
        )
    before = out / EARLIER / MANIFEST
    if before.exists() and manifest_of(before.parent)["hash"] != held["hash"]:
        raise InputError(
            f"{out} is being extended already and is not finished; first run it to its end:"
            f" attune-sim sweep {out / 'spec.toml'} --out {out}"
        )
    return True


def _set_aside(out: Path) -> None:
    """Move what a folder holds below it; after a stop half way, move the rest."""
    earlier = out / EARLIER
    with writing.told(earlier, manifest.KEPT):
        earlier.mkdir(exist_ok=True)
        if (out / "scenarios").is_dir():
            shutil.copytree(out / "scenarios", earlier / "scenarios", dirs_exist_ok=True)
        for name in ("spec.toml", MANIFEST):
            shutil.copyfile(out / name, earlier / name)
        if (out / PARTS).exists():
            with (earlier / PARTS).open("ab") as held:
                held.write((out / PARTS).read_bytes())
            (out / PARTS).unlink()
        for kind in part_list.KINDS:
            (earlier / kind).mkdir(exist_ok=True)
            for path in (out / kind).glob("part-*.parquet"):
                path.replace(earlier / kind / path.name)


def _is_carried(there: SweepSpec, here: SweepSpec) -> bool:
    """Whether the rows of one are rows of the other: with the same columns."""
    return columns(there).equals(columns(here)) and all(
        schema.equals(manifest.others(there).get(kind, pa.schema([])))
        for kind, schema in manifest.others(here).items()
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """Runs that a folder held before it was extended, by their numbers in the larger sweep.

    Attributes:
        place: the folder that was set aside.
        replications: of the larger sweep.
        lost: batches that are not there as a whole.
        failed: runs that failed, which are tried again.
    """

    place: Store
    replications: int
    lost: frozenset[int]
    failed: frozenset[int]

    def number_there(self, run: int) -> int | None:
        """What number a run had, if its row is there."""
        point, replication = divmod(run, self.replications)
        if replication >= self.place.spec.replications:
            return None
        number = point * self.place.spec.replications + replication
        gone = number // self.place.runs_per_batch in self.lost or number in self.failed
        return None if gone else number

    def tables(self, runs: Sequence[int]) -> Tables:
        """The rows of these runs, numbered as in the larger sweep; all of them must be there."""
        there = {self.number_there(run): run for run in runs}
        parts = sorted(
            {number // self.place.runs_per_batch for number in there if number is not None}
        )
        kinds = ["runs", *manifest.others(self.place.spec)]
        return Tables(**{kind: self._rows(kind, parts, there) for kind in kinds})

    def joined(self, runs: Sequence[int], computed: Tables) -> Tables:
        """The rows of these runs and of those that were simulated, by their numbers."""
        if not runs:
            return computed
        pairs = zip(Tables._fields, self.tables(runs), computed, strict=True)
        return Tables(
            **{kind: _joined(some, more) for kind, some, more in pairs if more is not None}
        )

    def _rows(self, kind: str, parts: list[int], there: dict[int | None, int]) -> pd.DataFrame:
        wanted = pa.array([number for number in there if number is not None], pa.int64())
        paths = [self.place.out / kind / part_name(number) for number in parts]
        held = pa.concat_tables(map(_read, paths))
        rows = held.filter(pc.is_in(held["run"], value_set=wanted)).to_pandas()
        return rows.assign(run=rows["run"].map(there))


@lru_cache(maxsize=12)
def _read(path: Path) -> pa.Table:
    """A part; neighbouring batches ask for the same ones."""
    return pq.read_table(address(path), filesystem=LOCAL, partitioning=None)


def opened(place: Store) -> Earlier | None:
    """What can be carried over into an open folder; None if nothing was set aside, or can be."""
    earlier = place.out / EARLIER
    if not (earlier / MANIFEST).exists():
        return None
    _read.cache_clear()
    spec, held = open_spec(earlier), manifest_of(earlier)
    mark = mark_of_manifest(held)
    same = mark[b"model"] == place.mark[b"model"] and only_adds(spec, place.spec)
    if not same or not _is_carried(spec, place.spec):
        return None
    there = Store(earlier, spec, held["runs"], held["runs_per_batch"], mark)
    found = there.inventory()
    failed = {
        run
        for number in found.failed
        for run in _read(earlier / "runs" / part_name(number))
        .filter(~pc.field("error").is_null())["run"]
        .to_pylist()
    }
    return Earlier(there, place.spec.replications, frozenset(found.missing), frozenset(failed))


def remove(place: Store) -> None:
    """Remove what was set aside, once the larger sweep is finished; its manifest goes last."""
    earlier = place.out / EARLIER
    if not (earlier / MANIFEST).exists():
        return
    with writing.told(earlier, manifest.KEPT):
        for kind in part_list.KINDS:
            shutil.rmtree(earlier / kind, ignore_errors=True)
        shutil.rmtree(earlier)


def _joined(some: pd.DataFrame | None, others: pd.DataFrame) -> pd.DataFrame:
    tables = [table for table in (some, others) if table is not None and len(table)]
    if not tables:
        return others
    return pd.concat(tables, ignore_index=True).sort_values("run", kind="stable", ignore_index=True)


def split(earlier: Earlier | None, runs: Sequence[int]) -> tuple[list[int], list[int]]:
    """Which of these runs can be carried over, and which must be simulated."""
    held = [run for run in runs if earlier is not None and earlier.number_there(run) is not None]
    return held, [run for run in runs if run not in set(held)]
