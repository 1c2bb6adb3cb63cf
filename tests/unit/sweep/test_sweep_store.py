"""The folder of a sweep: whose it is, what stands in it, what is refused."""

import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from fixtures.surroundings import needs_names_of_any_sign

from attune_sim import __version__
from attune_sim.errors import InputError, InputWarning
from attune_sim.scenario import Scenario
from attune_sim.sweep import (
    Design,
    Range,
    SweepSpec,
    dataset,
    load_spec,
    open_spec,
    plan,
    read,
    run_sweep,
)
from attune_sim.sweep.batch import Tables
from attune_sim.sweep.folder import manifest, part_list
from attune_sim.sweep.folder.results import write_csv, write_parquet

CUSTOM = """
title = "Of our own"
story = "Two lines,\\nand an accent: é."
[parameters]
responsiveness = { shape = "beta", mean = 0.5, sd = 0.2 }
"""


@pytest.fixture
def done(small, tmp_path):
    return run_sweep(small, tmp_path / "out").out


def test_manifest_and_spec_say_what_it_is(small, done):
    held = json.loads((done / "manifest.json").read_text())
    assert (held["points"], held["runs"], held["batches"]) == (6, 12, 1)
    assert held["version"] == __version__
    assert held["columns"] == list(read(done).columns)
    assert held["spec"]["vary"] == {"responsiveness": [0.2, 0.8], "consistency": [0.1, 0.5, 0.9]}
    assert held["spec"]["question"] == "Is it so?"
    assert held["provenance"]["hash"] == held["hash"]
    assert "numpy" in held["provenance"]["packages"]
    assert load_spec(done / "spec.toml").identity() == small.identity()


def test_a_folder_can_be_run_again_from_itself(spec_file, tmp_path):
    spec_file(CUSTOM, name="own.toml")
    text = 'scenarios = ["own.toml", "good-enough"]\ninfants = 2\ndays = 0\nmeasures = ["policy"]'
    spec = load_spec(spec_file(text))
    out = run_sweep(spec, tmp_path / "out").out
    moved = shutil.move(out, tmp_path / "moved")
    again = load_spec(f"{moved}/spec.toml")
    assert again.scenarios == spec.scenarios
    result = run_sweep(again, moved)
    assert (result.rows_written, result.already_there) == (0, 2)


def test_only_the_question_may_change(spec_file, done):
    asked = load_spec(spec_file(replace={"Is it so?": "Is it really so?"}))
    assert run_sweep(asked, done).already_there == 12
    assert "really" in (done / "spec.toml").read_text()


def test_undefined_measures_are_null(tmp_path):
    spec = SweepSpec("x", (Scenario(infants=1, days=0),), measures=("repair_latency_s",))
    place = manifest.prepare(spec, tmp_path / "out", plan(spec))
    row = dict.fromkeys(("run", "point", "replication", "seed", "infants", "days"), 0)
    rows = pd.DataFrame([row | {"scenario": "x", "repair_latency_s": np.nan}])
    place.write(0, Tables(rows))
    (path,) = (tmp_path / "out" / "runs").iterdir()
    assert pq.read_table(path)["repair_latency_s"].null_count == 1
    assert np.isnan(read(tmp_path / "out")["repair_latency_s"][0])
    assert place.inventory() == manifest.Inventory([], [], [], 0)


def names(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


def other_files(out):
    out.mkdir()
    (out / "thesis.docx").write_text("precious")
    (out / "data").mkdir()


def other_manifest(out):
    out.mkdir()
    (out / "manifest.json").write_text('{"name": "a web app"}')


def broken_manifest(out):
    out.mkdir()
    (out / "manifest.json").write_text("{")


def other_sweep(out):
    run_sweep(SweepSpec("x", (Scenario(infants=1, days=0),), measures=("policy",)), out)


def other_model(out):
    path = out.parent / "small.toml"
    run_sweep(load_spec(path), out)
    held = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps(held | {"model": "0123456789abcdef"}))


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        (other_files, "holds data, thesis.docx, not a sweep; give another --out"),
        (other_manifest, "holds manifest.json, not a sweep; give another --out"),
        (broken_manifest, "holds manifest.json, not a sweep; give another --out"),
        (other_sweep, "holds another sweep"),
        (other_model, "another version of the model"),
    ],
)
def test_a_folder_of_something_else_is_refused_and_left_alone(small, tmp_path, fill, said):
    out = tmp_path / "taken"
    fill(out)
    before = {p: (out / p).read_bytes() for p in names(out) if (out / p).is_file()}
    with pytest.raises(InputError, match=said) as refused:
        run_sweep(small, out)
    assert str(refused.value).startswith(str(out))
    assert {p: (out / p).read_bytes() for p in names(out) if (out / p).is_file()} == before


def test_it_is_said_in_what_another_sweep_differs(small, tmp_path):
    run_sweep(small, tmp_path / "out")
    more = replace(small, replications=small.replications + 1)
    said = f"replications = {small.replications} there, {more.replications} here; give"
    with pytest.raises(InputError, match=said):
        run_sweep(more, tmp_path / "out")
    other = replace(small, scenarios=(Scenario("good-enough", infants=1, days=0),))
    with pytest.raises(InputError, match="holds another sweep"):
        run_sweep(other, tmp_path / "out")


def test_a_file_in_place_of_a_folder_is_refused(small, tmp_path):
    (tmp_path / "file").write_text("precious")
    with pytest.raises(InputError, match="is a file; a folder is needed"):
        run_sweep(small, tmp_path / "file")
    with pytest.raises(InputError, match=r"a file; a folder is needed|cannot be used as a folder"):
        run_sweep(small, tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "precious"


def test_an_empty_folder_is_used(small, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".attune-sim-123-0.json").write_text("{")  # left by a run that was killed
    assert run_sweep(small, tmp_path / "empty").rows_written == 12


def test_a_full_disk_is_said_and_leaves_no_half_part(small, tmp_path, monkeypatch):
    write_bytes = Path.write_bytes

    def full(path, content):
        write_bytes(path, content[:4])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"part-000000\.parquet cannot be written: No space left"):
        run_sweep(small, tmp_path / "out")
    assert list((tmp_path / "out" / "runs").iterdir()) == []


def test_reading_what_is_not_there_or_damaged(small, done, tmp_path):
    with pytest.raises(InputError, match="not the folder of a sweep"):
        read(tmp_path)
    (done / "runs" / "part-000000.parquet").write_bytes(b"nonsense")
    with pytest.raises(InputError, match="run the sweep again to mend it"):
        read(done)
    (done / "runs" / "part-000000.parquet").unlink()
    with pytest.raises(InputError, match=r"part-000000\.parquet: No such file"):
        read(done)


def test_a_sweep_that_has_no_parts_yet_has_no_rows_but_their_columns(small, tmp_path):
    manifest.prepare(small, tmp_path / "out", plan(small))
    empty = read(tmp_path / "out")
    assert len(empty) == 0
    assert "felt_security" in empty.columns


# --- files that others put beside the parts -------------------------------------------------------


def test_only_listed_parts_are_read_and_others_are_named(small, tmp_path, three_a_batch):
    out = run_sweep(small, tmp_path / "out").out
    whole = read(out)
    for copy in ("part-000001 (1).parquet", "part-000004.parquet", ".attune-sim-7-0.parquet"):
        shutil.copy(out / "runs" / "part-000001.parquet", out / "runs" / copy)
    said = r"not read, .*: runs/part-000001 \(1\)\.parquet, runs/part-000004\.parquet$"
    with pytest.warns(InputWarning, match=said):
        rows = read(out)
    pd.testing.assert_frame_equal(rows, whole)
    with pytest.warns(InputWarning, match=said):
        assert write_csv(out, tmp_path / "rows.csv") == 12
    with pytest.warns(InputWarning, match=said):
        assert run_sweep(small, out).already_there == 12


def test_a_part_that_another_program_changed_is_refused_and_computed_anew(small, done):
    whole = read(done)
    path = done / "runs" / "part-000000.parquet"
    table = pq.read_table(path)
    changed = table.set_column(
        table.schema.get_field_index("felt_security"), "felt_security", [[0.5] * 12]
    )
    pq.write_table(changed.replace_schema_metadata(table.schema.metadata), path)
    with pytest.raises(InputError, match=r"part-000000\.parquet is not as it was written"):
        read(done)
    assert run_sweep(small, done).recomputed == ("part-000000.parquet",)
    pd.testing.assert_frame_equal(read(done), whole)


@pytest.mark.parametrize("damage", ["lost", "torn", "nonsense"])
def test_a_damaged_list_of_parts_is_written_again(small, tmp_path, three_a_batch, damage):
    out = run_sweep(small, tmp_path / "out").out
    whole, path = read(out), out / "parts.sha256"
    if damage == "lost":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-20] if damage == "torn" else b"\xff\0\n")
    with pytest.warns(InputWarning, match="not in its list of parts"):
        assert len(read(out)) == (9 if damage == "torn" else 0)
    assert run_sweep(small, out).already_there == 12
    pd.testing.assert_frame_equal(read(out), whole)


@pytest.mark.parametrize("listed", [False, True])
def test_ctrl_c_while_a_part_is_listed_loses_nothing_of_it(
    small, tmp_path, three_a_batch, monkeypatch, listed
):
    add, calls = part_list.add, []

    def interrupted(*line):
        calls.append(line)
        if len(calls) != 2:
            add(*line)
            return
        if listed:
            add(*line)
        raise KeyboardInterrupt

    monkeypatch.setattr(part_list, "add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_sweep(small, tmp_path / "out")
    assert len(read(tmp_path / "out")) == 6  # a stranger beside the parts would be a warning


def test_series_whose_rows_are_not_written_yet_are_no_strangers(tmp_path):
    for kind in part_list.KINDS:
        (tmp_path / kind).mkdir()
    for name in ("part-000000.parquet", "part-000001.parquet", "part-000001 (1).parquet"):
        (tmp_path / "series" / name).touch()
    (tmp_path / "runs" / "part-000000.parquet").touch()
    part_list.add(tmp_path, "runs", 0, "0" * 64)
    assert part_list.unlisted(tmp_path) == [
        "series/part-000000.parquet",
        "series/part-000001 (1).parquet",
    ]


def test_the_list_of_parts_is_what_sha256sum_checks(done):
    content = (done / "runs" / "part-000000.parquet").read_bytes()
    line = f"{hashlib.sha256(content).hexdigest()}  runs/part-000000.parquet\n"
    assert (done / "parts.sha256").read_text() == line


# --- going on where the manifest is lost ----------------------------------------------------------


def test_resume_begins_a_missing_or_empty_folder(small, tmp_path):
    assert run_sweep(small, tmp_path / "new" / "out", resume=True).rows_written == 12
    (tmp_path / "empty").mkdir()
    assert run_sweep(small, tmp_path / "empty", resume=True).rows_written == 12


def test_resume_leaves_a_finished_sweep_as_it_is(small, done):
    before = {p: (done / p).read_bytes() for p in names(done) if (done / p).is_file()}
    assert run_sweep(small, done, resume=True).already_there == 12
    assert {p: (done / p).read_bytes() for p in names(done) if (done / p).is_file()} == before


def test_resume_goes_on_without_a_manifest_if_the_parts_are_of_this_sweep(
    small, tmp_path, three_a_batch
):
    out = run_sweep(small, tmp_path / "out").out
    whole = read(out)
    (out / "manifest.json").unlink()
    (out / "runs" / "part-000002.parquet").unlink()
    (out / "runs" / "part-000001.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"holds .*runs, .*not a sweep; .* add --resume"):
        run_sweep(small, out)
    result = run_sweep(small, out, resume=True)
    assert (result.already_there, result.rows_written) == (6, 6)
    pd.testing.assert_frame_equal(read(out), whole)


@pytest.mark.parametrize("content", ["", "{", '{"kind": "attune-sim sweep"}'])
@pytest.mark.parametrize("beside", [None, "manifest (1).json"])
def test_resume_heals_a_damaged_manifest(small, done, content, beside):
    whole, held = read(done), (done / "manifest.json").read_bytes()
    (done / "manifest.json").write_text(content)
    if beside:
        (done / beside).write_text("{}")
    with pytest.raises(InputError, match="lost or damaged, add --resume"):
        run_sweep(small, done)
    assert run_sweep(small, done, resume=True).already_there == 12
    assert (done / "manifest.json").read_bytes() == held
    pd.testing.assert_frame_equal(read(done), whole)


def test_resume_refuses_parts_of_another_sweep_and_foreign_files(small, spec_file, tmp_path):
    other = load_spec(spec_file(replace={"seed = 7": "seed = 8"}))
    out = run_sweep(other, tmp_path / "out").out
    (out / "manifest.json").unlink()
    before = (out / "runs" / "part-000000.parquet").read_bytes()
    with pytest.raises(InputError, match="is of another sweep, or of another version"):
        run_sweep(small, out, resume=True)
    assert (out / "runs" / "part-000000.parquet").read_bytes() == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("precious")
    with pytest.raises(InputError, match=r"holds thesis\.docx, not a sweep; give another --out$"):
        run_sweep(small, tmp_path / "mine", resume=True)


def test_a_folder_of_another_version_with_the_same_model_is_resumed(small, done):
    path = done / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": "0.0.9"}))
    assert run_sweep(small, done).out == done


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("key", ["model", "columns", "design", "hash"])
def test_a_changed_spec_or_model_is_refused(small, done, resume, key):
    path = done / "manifest.json"
    path.write_text(
        json.dumps(json.loads(path.read_text()) | {key: ["x"] if key == "columns" else "x"})
    )
    with pytest.raises(InputError, match=r"holds (another sweep|this sweep by another version)"):
        run_sweep(small, done, resume=resume)


def test_a_sampled_design_is_known_by_its_very_points(tmp_path, monkeypatch):
    spec = SweepSpec(
        "x", (Scenario(infants=1, days=0),), design=Design("latin-hypercube", points=4),
        vary={"responsiveness": Range(0, 1)}, measures=("felt_security",),
    )  # fmt: skip
    run_sweep(spec, tmp_path / "out")
    monkeypatch.setattr(manifest.sampling, "digest", lambda *_: "other points")
    with pytest.raises(InputError, match="or of its libraries"):
        run_sweep(spec, tmp_path / "out")


NOBODY = 2**22 + 1  # no process has a number above 2**22


def test_halves_of_files_that_a_killed_process_left_are_removed(small, done):
    left = [
        done / "runs" / f".attune-sim-{NOBODY}-0.parquet",
        done / f".attune-sim-{NOBODY}-1.toml",
    ]
    alive = done / "runs" / f".attune-sim-{os.getppid()}-0.parquet"
    for path in (*left, alive, done / ".gitignore"):
        path.write_bytes(b"PAR1")
    run_sweep(small, done)
    assert not any(path.exists() for path in left)
    assert alive.exists()
    assert (done / ".gitignore").exists()


# --- reading and writing all of it ----------------------------------------------------------------


def test_rows_are_read_lazily_or_from_the_beginning(small, tmp_path, three_a_batch):
    out = run_sweep(small, tmp_path / "out").out
    lazily = dataset(out).to_table(columns=["run", "felt_security"]).to_pandas()
    assert list(lazily["run"]) == list(range(12))
    assert list(read(out, most=5)["run"]) == list(range(5))
    assert open_spec(out).identity() == small.identity()
    assert open_spec(out).name == "out"


def test_all_rows_go_to_one_file(small, tmp_path, three_a_batch):
    out = run_sweep(small, tmp_path / "out").out
    assert (
        write_csv(out, tmp_path / "rows.csv") == write_parquet(out, tmp_path / "rows.parquet") == 12
    )
    whole = read(out).drop(columns="error")
    written = pd.read_csv(tmp_path / "rows.csv").drop(columns="error")
    pd.testing.assert_frame_equal(written, whole, rtol=1e-15)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "rows.parquet"), read(out))
    (out / "runs" / "part-000002.parquet").write_bytes(b"nonsense")
    with pytest.raises(InputError, match="damaged part"):
        write_csv(out, tmp_path / "rows.csv")


@pytest.mark.parametrize("content", ["", "[]", "null", "{}", '{"kind": "attune-sim sweep"}',
                                     "[" * 100_000])  # fmt: skip
def test_a_damaged_manifest_is_no_sweep(done, content):
    (done / "manifest.json").write_text(content)
    with pytest.raises(InputError, match="not the folder of a sweep"):
        read(done)


# --- names of folders -----------------------------------------------------------------------------


@needs_names_of_any_sign
@pytest.mark.parametrize("name", ["a:b", "s3:mine", "file:x", "hdfs:x", "with blank, ä"])
def test_a_name_that_looks_like_an_address_is_a_folder_here(small, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert run_sweep(small, name).out == Path(name)
    assert len(read(name)) == 12
    assert run_sweep(small, name).already_there == 12
    assert write_parquet(name, Path("rows:1.parquet")) == write_csv(name, Path("rows:1.csv")) == 12
    assert (tmp_path / name / "manifest.json").is_file()


def test_a_tilde_is_the_users_home(small, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert run_sweep(small, "~/results").out == tmp_path / "results"
    assert len(read("~/results")) == 12
    assert open_spec("~/results").identity() == small.identity()
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["results"]


@needs_names_of_any_sign
def test_a_name_that_is_not_utf_8_is_refused_in_a_sentence(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"'r\\udcff' is not in UTF-8"):
        run_sweep(small, os.fsdecode(b"r\xff"))
    assert not any(path.is_dir() for path in tmp_path.iterdir())
