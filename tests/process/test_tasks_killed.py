"""Processes that share tasks end with the program that began them."""

from __future__ import annotations

import subprocess
import sys
import time

import psutil

BEGUN = """
import time
from attune_sim.tasks import results_of
results_of(time.sleep, [(600,), (600,)], jobs=2)
"""


SIGNS = ("LokyProcess", "popen_loky_win32")
"""One is in the command line of a worker."""


def test_killed_it_leaves_no_process_at_work():
    program = subprocess.Popen([sys.executable, "-c", BEGUN])
    its = psutil.Process(program.pid)
    workers: list[psutil.Process] = []
    until = time.monotonic() + 60
    while len(workers) < 2 and time.monotonic() < until:
        time.sleep(0.2)
        workers = [
            p
            for p in its.children(recursive=True)
            if any(s in " ".join(p.cmdline()) for s in SIGNS)
        ]
    assert len(workers) == 2
    time.sleep(2)  # until they have begun to follow
    program.kill()
    program.wait()
    _, left = psutil.wait_procs(workers, timeout=30)
    assert left == []
