"""Machine code kept from one start to the next: reused, followed, checked, or done without."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import attune_sim
from attune_sim import user_cache
from attune_sim.dyad import machine_code, numba_cache
from attune_sim.life.course import live

SMALL = "from attune_sim.dyad.maturation import crying; print(crying(35.0))"
PEAK = f"{(45.0 + 95.0) / 45.0}\n"
SEVERAL = (
    "from attune_sim.dyad import learning, maturation as m\n"
    "print(m.crying(35.0), m.capacity(35.0), m.mobility(35.0))\n"
    "print(learning.best_of_three(1.0, 2.0, 3.0), learning.any_of_three(0.1))"
)
SOURCES = Path(attune_sim.__file__).parent


@pytest.fixture
def kept(tmp_path):
    """The folder in which a test's starts keep machine code."""
    return tmp_path / "cache" / "attune-sim" / "engine"


# Numba is loaded, and has compiled something, once for many starts; it knows nothing of the engine.
DRIVER = """
import json, os, sys, traceback
import numba
sys.dont_write_bytecode = True  # a source that changes within a second would be taken for the same
numba.njit(lambda x: 2.0 * x)(1.0)
assert not any(name.startswith("attune") for name in sys.modules)
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if child == 0:
        for number, name in enumerate(("out", "err"), 1):
            os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.environ.update(asked["env"])
        sys.path.insert(0, asked["sources"])
        code = 0
        try:
            exec(asked["script"], {"__name__": "__main__"})
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def driver():
    """A Python that has loaded numba, and forks for each start; None where that is not safe."""
    if sys.platform != "linux":
        yield None
        return
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", DRIVER], **pipes) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def start(tmp_path, driver):
    """Start Python with a cache of its own; gives what it prints and says.

    With options for Python, or for the process, it is a new one; else it is forked.
    """

    def run(script=SMALL, *options, sources=SOURCES.parent, env=None, **how):
        env = {user_cache.VARIABLE: str(tmp_path / "cache"), **(env or {})}
        begin = anew if options or how or driver is None else forked
        code, out, err = begin(script, options, str(sources), env, how)
        assert code == 0, err
        return out, err

    def anew(script, options, sources, env, how):
        command = [sys.executable, *options, "-c", script]
        env = os.environ | {"PYTHONPATH": sources} | env
        how = {"capture_output": True, "text": True, "timeout": 300, "check": False, **how}
        done = subprocess.run(command, env=env, **how)
        return done.returncode, done.stdout, done.stderr

    def forked(script, options, sources, env, how):
        said = {name: tmp_path / name for name in ("out", "err")}
        asked = {name: str(path) for name, path in said.items()}
        asked |= {"script": script, "sources": sources, "env": env}
        driver.stdin.write(json.dumps(asked) + "\n")
        driver.stdin.flush()
        code = int(driver.stdout.readline())
        return code, *(path.read_text(encoding="utf-8") for path in said.values())

    return run


def state(folder):
    """Names of the kept files, and when each was written."""
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_nothing_is_written_when_the_engine_is_imported(start, tmp_path):
    start("import attune_sim.procedures.live_caregiver, attune_sim.run")
    assert not (tmp_path / "cache").exists()


def test_what_was_compiled_is_used_at_the_next_start(start, kept):
    assert start() == (PEAK, "")
    before = state(kept)
    assert len(before) == 2
    assert start() == (PEAK, "")
    assert state(kept) == before


def test_what_was_a_part_of_one_function_is_used_for_another(start):
    call = (
        "from attune_sim.dyad import noise, numba_cache\n"
        "print(numba_cache.verb(lambda word: {} * noise.uniform(word))(7) / (7.5 * 2.0**-32))\n"
        "print(sum(noise.uniform.stats.cache_hits.values()))"
    )
    assert start(call.format(2.0)) == ("2.0\n0\n", "")
    assert start(call.format(3.0)) == ("3.0\n1\n", "")


@pytest.mark.parametrize("options", [("-OO",), ("-B", "-I")])
def test_it_is_kept_whatever_python_leaves_out(start, kept, options):
    script = f"import sys; sys.path.insert(0, {str(SOURCES.parent)!r})\n{SMALL}"
    assert start(script, *options) == (PEAK, "")
    before = state(kept)
    assert start(script, *options) == (PEAK, "")
    assert state(kept) == before


# --- following the sources ----------------------------------------------------------------------


def test_machine_code_follows_equations_in_any_file_and_no_comment(start, kept, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(SOURCES, copy / "attune_sim", ignore=shutil.ignore_patterns("__pycache__"))
    maturation = copy / "attune_sim" / "dyad" / "maturation.py"
    text = maturation.read_text(encoding="utf-8")
    assert start(sources=copy) == (PEAK, "")
    before = state(kept)

    moved = text.replace("import math\n", "import math  # for exp\n\n# one line further down\n")
    maturation.write_text(moved.replace('"""Minutes of', '"""How many minutes of'))
    assert start(sources=copy) == (PEAK, "")
    assert state(kept) == before

    maturation.write_text(text.replace("/ 45.0", "/ 90.0"))
    assert start(sources=copy) == (f"{140.0 / 90.0}\n", "")
    assert len(state(kept)) == 4

    by_unit = "import math\nfrom attune_sim.dyad.unit import UNIT\n"
    maturation.write_text(text.replace("import math\n", by_unit).replace("/ 45.0", "/ UNIT"))
    for unit in (20.0, 14.0):
        (maturation.parent / "unit.py").write_text(f"UNIT = {unit}\n")
        assert start(sources=copy) == (f"{140.0 / unit}\n", "")


def test_a_source_that_changes_under_a_running_program_is_not_taken_for_its_own(
    start, kept, tmp_path
):
    copy = tmp_path / "copy"
    shutil.copytree(SOURCES, copy / "attune_sim", ignore=shutil.ignore_patterns("__pycache__"))
    path = str(copy / "attune_sim" / "dyad" / "maturation.py")
    edit = f"from pathlib import Path; p = Path({path!r}); t = p.read_text()\n"
    edit += "p.write_text(t.replace('95.0 *', '5.0 *'))\n"
    imported = "from attune_sim.dyad.maturation import crying\n"
    assert start(imported + edit + "print(crying(35.0))", sources=copy) == (PEAK, "")
    assert not kept.exists()
    assert start(sources=copy) == (f"{50.0 / 45.0}\n", "")


def test_every_module_that_a_compiled_function_reaches_is_in_its_chain():
    from attune_sim import identity, run
    from attune_sim.procedures import live_caregiver

    reached = {}

    def follow(function, home):
        module = function.__module__
        if function in reached.setdefault(home, {}):
            return
        reached[home][function] = module
        for name in function.__code__.co_names:
            value = function.__globals__.get(name)
            for inner in (value, *vars(value).values()) if type(value) is type(run) else (value,):
                inner = getattr(inner, "py_func", None)
                if inner is not None:
                    follow(inner, home)

    chain = map(importlib.import_module, identity.chain("attune_sim.run"))
    for module in (run, live_caregiver, *chain):
        for value in vars(module).values():
            if hasattr(value, "py_func"):
                follow(value.py_func, value.py_func.__module__)
    assert len(reached) >= 7
    for home, functions in reached.items():
        assert set(functions.values()) <= set(identity.chain(home)), home


# --- damage -------------------------------------------------------------------------------------


def cut(path):
    path.write_bytes(path.read_bytes()[:1_000])


def empty(path):
    path.write_bytes(b"")


def change(path):
    held = bytearray(path.read_bytes())
    held[len(held) // 2 : len(held) // 2 + 200] = bytes(200)
    path.write_bytes(held)


def replace(path):
    path.write_bytes(b"\x80\x04garbage")


def forge(path):
    user_cache.write(path, b"a good digest of nonsense")


def test_damaged_code_is_compiled_again_and_said_once(start, kept):
    start()
    before = state(kept)
    assert before
    for damage in (cut, empty, change, replace, forge):
        for path in kept.iterdir():
            damage(path)
        out, said = start()
        assert out == PEAK
        assert said.count("part of the compiled engine") == said.count("\n") == 1
        assert str(kept) in said
        assert "compiled again" in said
        assert state(kept).keys() == before.keys()
    assert start() == (PEAK, "")


def test_code_of_another_function_is_not_taken_for_ones_own(start, kept):
    right, _ = start(SEVERAL)
    held = {path: path.read_bytes() for path in sorted(kept.iterdir())}
    for path, other in zip(held, [*held][1:] + [*held][:1], strict=True):
        path.write_bytes(held[other])
    out, said = start(SEVERAL)
    assert out == right
    assert said.count("part of the compiled engine") == 1
    assert start(SEVERAL) == (right, "")


def test_the_program_says_it_and_goes_on(attune_with_copy):
    folder, attune = attune_with_copy
    damaged = list(folder.glob("*maturation.capacity-*"))
    assert damaged
    for path in damaged:
        change(path)
    words = ("run", "good-enough", "--infants", "1", "--days", "1", "--json")
    first, second = attune(*words), attune(*words)
    assert first.returncode == second.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert "is damaged" in first.stderr
    assert "Error" not in first.stderr
    assert "is damaged" not in second.stderr
    assert "Compiling" not in second.stderr


@pytest.fixture
def attune_with_copy(tmp_path):
    """The command line with a copy of the engine as it is kept here, for a test to damage."""
    from attune_sim.population import populate
    from attune_sim.scenario import load

    live(populate(load("good-enough").with_(infants=1)), 1)
    if not numba_cache.is_warm():
        pytest.skip("nothing can be kept here")
    folder = tmp_path / "cache" / "attune-sim" / "engine"
    folder.mkdir(parents=True)
    for path in machine_code._folder().glob("attune*"):
        with contextlib.suppress(FileNotFoundError):  # other tests may tidy it meanwhile
            shutil.copy2(path, folder)

    def attune(*words):
        return subprocess.run(
            [sys.executable, "-m", "attune_sim", *words],
            env=os.environ | {user_cache.VARIABLE: str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return folder, attune


# --- nothing can be kept ------------------------------------------------------------------------


def test_where_nothing_can_be_kept_it_is_said_where_it_would_be_once(start, tmp_path, kept):
    (tmp_path / "cache").write_text("a file where a folder should be")
    for _ in range(2):
        out, said = start()
        assert out == PEAK
        assert said.count("\n") == 1
        assert f"cannot be kept in {kept}" in said
        assert user_cache.VARIABLE in said


def test_a_worker_leaves_that_to_its_parent(start, tmp_path):
    (tmp_path / "cache").write_text("a file where a folder should be")
    script = (
        "import joblib\nfrom attune_sim.dyad import maturation\n"
        "def work(day):\n    from attune_sim.dyad.maturation import crying\n"
        "    return crying(day)\n"
        "print(joblib.Parallel(n_jobs=2)(joblib.delayed(work)(d) for d in (35.0, 35.0))[0])"
    )
    assert start(script, close_fds=True) == (PEAK, "")  # a new Python, as joblib's main module


def test_a_full_disk_costs_nothing_but_time(start, kept):
    resource = pytest.importorskip("resource")  # files of at most so many bytes, as on a full disk
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))}
    out, said = start(**limit)
    assert out == PEAK
    assert "cannot be kept" in said
    assert said.count("\n") == 1
    assert not list(kept.iterdir())  # no halves either
    assert start() == (PEAK, "")


def test_an_unknown_user_without_a_home_can_work(start):
    script = "import platformdirs\ndef unknown(name): raise RuntimeError('no home')\n"
    script += f"platformdirs.user_cache_path = unknown\n{SMALL}"
    out, said = start(script, env={user_cache.VARIABLE: ""})
    assert out == PEAK
    assert "no home directory is known" in said


def test_another_numba_keeps_in_its_own_way(start, tmp_path, kept):
    script = f"import sys; sys.modules['attune_sim.dyad.machine_code'] = None\n{SMALL}"
    assert start(script) == (PEAK, "")
    assert not kept.exists()
    (folder,) = (tmp_path / "cache" / "attune-sim").glob("numba-*")
    before = state(next(folder.iterdir()))
    assert start(script) == (PEAK, "")
    assert state(next(folder.iterdir())) == before


# --- several at once ----------------------------------------------------------------------------


def test_first_starts_at_once_one_of_them_killed(start, kept, tmp_path):
    env = os.environ | {
        "PYTHONPATH": str(SOURCES.parent),
        user_cache.VARIABLE: str(tmp_path / "cache"),
    }
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    three = [subprocess.Popen([sys.executable, "-c", SEVERAL], env=env, **pipes) for _ in range(3)]
    while not any(kept.glob("*")) and three[0].poll() is None:
        time.sleep(0.01)
    three[0].kill()
    answers = [process.communicate(timeout=300) for process in three][1:]
    assert answers[0] == answers[1]
    assert answers[0][1] == ""
    assert start(SEVERAL) == answers[0]
    before = state(kept)
    assert start(SEVERAL) == answers[0]
    assert state(kept) == before
