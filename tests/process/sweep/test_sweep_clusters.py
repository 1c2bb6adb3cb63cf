"""A real Dask scheduler with two workers, as processes of their own; Ray, where it is installed."""

import os
import re
import subprocess
import sys
import time
import types

import pytest
from pandas.testing import assert_frame_equal

from attune_sim.errors import InputError
from attune_sim.installation import install_line
from attune_sim.scenario import Scenario
from attune_sim.sweep import SweepSpec, WorkerError, Workers, read, run_sweep, workload
from attune_sim.sweep.pool import base, dask

SHORT = {"episodes_per_day": 1, "episode_seconds": 20}


@pytest.fixture(scope="module")
def sweep():
    """Some hundred short runs, in about forty batches."""
    return SweepSpec(
        "x",
        (Scenario(infants=3, days=40, parameters=SHORT),),
        replications=12,
        measures=("felt_security", "attuned_share"),
        vary={"responsiveness": tuple(k / 20 for k in range(20))},
    )


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(workload, "SHORTEST_BATCH", 0.015)


@pytest.fixture(scope="module")
def undisturbed(sweep, tmp_path_factory):
    return read(run_sweep(sweep, tmp_path_factory.mktemp("undisturbed") / "out").out)


def _files(out):
    return {p.name: p.read_bytes() for p in sorted((out / "runs").iterdir())}


class Cluster:
    """Scheduler and workers, each a process that can be killed."""

    def __init__(self, folder):
        self.folder, self.processes, self.workers = folder, [], []

    def begin(self):
        self.scheduler = self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._wait_for("scheduler.log", "Scheduler at:")[0].split()[-1]

    def _start(self, module, *words):
        log = self.folder / f"{module.removeprefix('dask_')}.log"
        with log.open("ab") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *words],
                stdout=file, stderr=file, cwd=self.folder, start_new_session=True,
                env={**os.environ, "DASK_LOGGING__DISTRIBUTED": "info"},
            )  # fmt: skip
        self.processes.append(process)
        return process

    def _wait_for(self, log, words, count=1):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            lines = (self.folder / log).read_text().splitlines()
            found = [line for line in lines if words in line]
            if len(found) >= count:
                return found
            time.sleep(0.05)
        raise AssertionError((self.folder / log).read_text())

    def add_worker(self):
        self.workers.append(
            self._start("dask_worker", self.address, "--nthreads", "1", "--no-nanny")
        )

    def wait_for_workers(self, count):
        self._wait_for("worker.log", "Registered to:", count)

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    pytest.importorskip("distributed")
    (tmp_path / "dask").mkdir()
    made = Cluster(tmp_path / "dask")
    try:
        made.begin()
        made.add_worker()
        made.add_worker()
        made.wait_for_workers(2)
        yield made
    finally:
        made.close()


def at_a_third(action):
    """A report that acts once, when a third of the sweep is done."""
    done = [0.0]

    def report(share):
        before, done[0] = done[0], done[0] + share
        if before < 1 / 3 <= done[0]:
            action()

    return report


def test_dask_refuses_another_model_gives_the_same_files_and_does_without_a_lost_worker(
    sweep, undisturbed, cluster, tmp_path, monkeypatch
):
    who = Workers(backend="dask", address=cluster.address)
    with monkeypatch.context() as patch:
        patch.setattr(dask, "model_digest", lambda: "0123456789abcdef")
        with pytest.raises(InputError, match="another version of the model"):
            run_sweep(sweep, tmp_path / "refused", workers=who)

    result = run_sweep(sweep, tmp_path / "dask-out", workers=who)
    assert (result.rows_written, result.failed) == (240, 0)
    run_sweep(sweep, tmp_path / "here")
    assert _files(tmp_path / "dask-out") == _files(tmp_path / "here")
    assert len(_files(tmp_path / "here")) > 20
    assert_frame_equal(read(tmp_path / "here"), undisturbed)

    kill = at_a_third(lambda: cluster.workers[0].kill())
    run_sweep(sweep, tmp_path / "one-lost", workers=who, report=kill)
    assert cluster.workers[0].wait() != 0
    assert_frame_equal(read(tmp_path / "one-lost"), undisturbed)


@pytest.mark.parametrize("lost", ["workers", "scheduler"])
def test_a_lost_cluster_is_said_and_what_is_finished_is_kept(
    sweep, undisturbed, cluster, tmp_path, monkeypatch, lost
):
    monkeypatch.setattr(base, "PATIENCE_S", 3.0)

    def kill():
        for process in cluster.workers if lost == "workers" else [cluster.scheduler]:
            process.kill()

    who = Workers(backend="dask", address=cluster.address)
    with pytest.raises(WorkerError, match=r"was lost .* what is finished is kept"):
        run_sweep(sweep, tmp_path / "out", workers=who, report=at_a_third(kill))
    kept = len(read(tmp_path / "out"))
    assert 80 <= kept < 240
    assert run_sweep(sweep, tmp_path / "out").already_there == kept
    assert_frame_equal(read(tmp_path / "out"), undisturbed)


def test_no_scheduler_is_said(sweep, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(base, "CONNECT_S", 0.5)
    for address in ("tcp://127.0.0.1:9", "127.0.0.1:999999", "nowhere.invalid", "tcp://"):
        with pytest.raises(WorkerError, match="no Dask scheduler at"):
            run_sweep(sweep, tmp_path / "out", workers=Workers(backend="dask", address=address))


def test_no_ray_is_said_without_waiting_for_ray(sweep, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", types.ModuleType("ray"))
    for address in ("ray://127.0.0.1:9", "127.0.0.1:9", "127.0.0.1:999999"):
        with pytest.raises(WorkerError, match="no Ray at"):
            run_sweep(sweep, tmp_path / "out", workers=Workers(backend="ray", address=address))


def test_ray_gives_the_same_rows(sweep, undisturbed, tmp_path):
    pytest.importorskip("ray")
    result = run_sweep(sweep, tmp_path / "out", workers=Workers(2, backend="ray"))
    assert (result.rows_written, result.failed) == (240, 0)
    assert_frame_equal(read(tmp_path / "out"), undisturbed)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"backend": "dusk"}, "no backend 'dusk'; did you mean dask"),
        ({"backend": "dask"}, "--scheduler"),
        ({"address": "tcp://127.0.0.1:8786"}, "--backend dask"),
        ({"jobs": 0}, "jobs = 0"),
    ],
)
def test_who_works_must_be_said_rightly(given, said):
    with pytest.raises(InputError, match=said):
        Workers(**given)


@pytest.mark.parametrize("backend", ["dask", "ray"])
def test_a_missing_package_is_named_with_its_extra(sweep, tmp_path, monkeypatch, backend):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setitem(sys.modules, "ray", None)
    who = Workers(backend=backend, address="tcp://127.0.0.1:9")
    with pytest.raises(InputError, match=re.escape(install_line(backend))):
        run_sweep(sweep, tmp_path / "out", workers=who)
