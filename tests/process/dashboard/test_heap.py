"""Threads of the server share a few heaps."""

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs GNU's C library")

CODE = """
import ctypes, threading
{first}
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
together = threading.Barrier(8)

def one():
    together.wait()
    libc.malloc(10_000)
    together.wait()

threads = [threading.Thread(target=one) for _ in range(8)]
for t in threads: t.start()
for t in threads: t.join()
out = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, out)
libc.fclose(out)
"""


def heaps(first, monkeypatch):
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    code = CODE.format(first=first)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.count("<heap ")


def test_threads_share_a_few_heaps(monkeypatch):
    from attune_dashboard.heap import ARENAS

    assert heaps("", monkeypatch) > ARENAS
    assert heaps("from attune_dashboard import heap; heap.share()", monkeypatch) <= ARENAS
