"""The engine and the same second in C++ give the same numbers. No time is asserted."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LIMIT = Path(__file__).parents[3] / "benchmarks" / "limit.py"
COMPILER = shutil.which("g++") or shutil.which("clang++")


def compared(**environment):
    """What the comparison of numbers printed: eleven families, so that a group is not whole."""
    return subprocess.run(
        [sys.executable, str(LIMIT), "--families", "11", "--turns", "0"],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.slow
@pytest.mark.skipif(COMPILER is None, reason="needs g++ or clang++")
def test_cpp_and_engine_agree_to_the_last_bit():
    done = compared(CXX=COMPILER)
    assert done.returncode == 0, done.stdout + done.stderr
    for scenario in ("good-enough", "mixed-population"):
        assert f"{scenario}, 11 families" in done.stdout
    assert done.stdout.count("agree to the last bit") == 2


def test_without_a_compiler_it_says_so():
    done = compared(PATH="", CXX="")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("There is no C++ compiler here")
    assert done.stdout.count("\n") == 1
