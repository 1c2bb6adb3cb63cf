"""A sweep that is killed at any moment goes on, to the rows that it would have had."""

import signal
import subprocess
import sys
import time

import psutil
from fixtures.surroundings import needs_fork, needs_signals
from pandas.testing import assert_frame_equal

from attune_sim.sweep import load_spec, read, read_series, run_sweep

SPEC = """
scenario = "good-enough"
infants = 2
days = 40
replications = 4
series = 20
measures = ["felt_security", "self_regulation", "attuned_share"]
[vary]
responsiveness = { from = 0.1, to = 0.9, steps = 12 }
[fixed]
episodes_per_day = 1
episode_seconds = 30
"""

# One process imports everything and runs the sweep undisturbed. Then it forks: each child goes on
# with the sweep until it is killed. The kernel does that, without a word to the child, when it has
# worked for a random time, about a twelfth of the whole; on a busy machine too.
DRIVER = """
import os, random, signal, sys, time
from attune_sim.sweep import load_spec, workload, run_sweep
workload.BATCH_SECONDS, workload.SHORTEST_BATCH, workload.GOOD_COUNT = 0.01, 0.0, 1
spec, seed = load_spec(sys.argv[1]), int(sys.argv[2])
run_sweep(load_spec("first.toml"), "warm")  # loads the engine, or compiles it
begun = time.process_time()
run_sweep(spec, "undisturbed")
life = (time.process_time() - begun) / 6
moments, kills = random.Random(seed), 0
while True:
    moment = moments.uniform(1e-6, life)
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, moment)
        run_sweep(spec, "killed", resume=True)
        os._exit(0)
    life *= 1.02  # reading what is there takes longer and longer
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status):
        break
    assert os.WTERMSIG(status) == signal.SIGPROF
    kills += 1
print(kills)
"""


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@needs_fork
def test_killed_again_and_again_it_ends_with_the_rows_of_an_undisturbed_sweep(tmp_path):
    (tmp_path / "spec.toml").write_text(SPEC)
    (tmp_path / "first.toml").write_text(SPEC.replace("steps = 12", "steps = 2"))
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", DRIVER, "spec.toml", "1"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) >= 6
    whole, killed = tmp_path / "undisturbed", tmp_path / "killed"
    assert_frame_equal(read(killed), read(whole))
    assert_frame_equal(read_series(killed), read_series(whole))
    # Not a half file is left behind, and every part is the same byte for byte.
    assert names(killed) == names(whole)
    for name in names(whole):
        if name.endswith(".parquet"):
            assert (killed / name).read_bytes() == (whole / name).read_bytes()


WORKER = """
import os
from attune_sim.tasks import follow
follow(os.getppid())
print("at work", flush=True)
input()
"""


@needs_signals
def test_a_worker_leaves_ctrl_c_to_its_parent():
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdout is not None
    assert worker.stdout.readline() == "at work\n"
    worker.send_signal(signal.SIGINT)
    assert worker.communicate("\n", timeout=60) == ("", "")
    assert worker.returncode == 0


def _attune(*words):
    return [sys.executable, "-m", "attune_sim", *map(str, words)]


def test_the_program_killed_with_its_workers_at_work_leaves_none_and_goes_on(tmp_path):
    text = SPEC.replace("days = 40", "days = 400").replace("replications = 4", "replications = 8")
    (tmp_path / "spec.toml").write_text(text)
    go_on = _attune("sweep", "spec.toml", "--out", "out", "--jobs", 2, "--resume", "--quiet")
    process = subprocess.Popen(go_on, cwd=tmp_path, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 180  # the machine may be busy, and the engine not compiled
    while not any(tmp_path.glob("out/runs/part-*")) and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert process.poll() is None  # else there would be nothing to kill
    workers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    assert process.wait() != 0
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive
    spec = load_spec(tmp_path / "spec.toml")
    again = run_sweep(spec, tmp_path / "out")
    assert again.already_there > 0
    assert again.recomputed == ()  # a batch that was not finished is not a damaged one
    run_sweep(spec, tmp_path / "whole")
    assert_frame_equal(read(tmp_path / "out"), read(tmp_path / "whole"))
