"""Functions that compiled ones take in as parts."""

import pytest

from attune_sim.dyad import numba_cache
from attune_sim.dyad.numba_cache import compiled, verb


@verb
def half(x):
    return x / 2.0


@compiled
def third(x):
    return half(x) * 2.0 / 3.0


@compiled
def both(x):
    return third(x) + half(x)


@pytest.mark.skipif(numba_cache.parts is None, reason="this numba compiles each function alone")
def test_what_compiled_functions_call_is_compiled_with_them_only():
    inside = third.nopython_signatures, half.nopython_signatures
    assert both(6.0) == 5.0
    assert len(both.nopython_signatures) == 1
    assert (third.nopython_signatures, half.nopython_signatures) == inside


def test_a_part_can_be_called_from_python_too():
    assert third(6.0) == 2.0
    assert half(6.0) == 3.0


def test_without_parts_it_is_the_same(monkeypatch):
    monkeypatch.setattr(numba_cache, "parts", None)
    alone = verb(half.py_func)
    monkeypatch.setitem(third.py_func.__globals__, "half", alone)
    assert compiled(third.py_func)(6.0) == 2.0
    assert alone.nopython_signatures
