"""A compiled function is called from Python and from compiled functions, in any order."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numba
import numpy as np
import pytest

from attune_sim.dyad.dispatcher import Dispatcher
from attune_sim.dyad.maturation import capacity

OPTIONS = {"nopython": True, "error_model": "numpy", "no_cfunc_wrapper": True}


def whole(function):
    """A function that Python calls."""
    return Dispatcher(function, targetoptions=OPTIONS)


def make():
    """A function, and one that has it as a part."""

    def _half(x):
        return 0.5 * x

    half = Dispatcher(_half, targetoptions=OPTIONS)

    def _quarter(x):
        return half(half(x))

    return half, Dispatcher(_quarter, targetoptions=OPTIONS)


@pytest.fixture
def pair():
    """A function, and one that has it as a part."""
    return make()


@pytest.mark.parametrize("first", [0, 1])
def test_python_calls_it_before_it_is_a_part_and_after(pair, first):
    half, quarter = pair
    calls = [lambda: half(4.0) == 2.0, lambda: quarter(4.0) == 1.0]
    for call in (calls[first], calls[1 - first], calls[first]):
        assert call()


def test_it_is_compiled_for_each_type_of_argument(pair):
    half, quarter = pair
    assert quarter(4) == 1.0
    assert half(4.0) == 2.0
    np.testing.assert_array_equal(half(np.arange(3.0)), [0.0, 0.5, 1.0])
    assert half(4) == 2.0


def test_a_constant_needs_no_version_of_its_own(pair):
    half, _ = pair
    both = whole(lambda: half(2) + half(x=4))
    assert both() == 3.0
    (types,) = half.overloads
    assert str(types) == "(int64,)"


def test_arithmetic_of_arrays_gives_what_numpy_gives():
    mixed = whole(lambda a, b: a * b + 2.0 * a[::-1] - np.sqrt(b))
    a, b = np.random.default_rng(1).random((2, 50))
    np.testing.assert_array_equal(mixed(a, b), a * b + 2.0 * a[::-1] - np.sqrt(b))


def test_a_part_has_nothing_that_python_would_call_it_by(pair):
    half, quarter = pair
    quarter(4.0)
    (code,) = half.inspect_llvm().values()
    assert "cpython" not in code
    (made,) = half.overloads.values()
    assert not callable(made.entry_point)
    half(4.0)
    (code,) = half.inspect_llvm().values()
    assert "cpython" in code
    (made,) = half.overloads.values()
    assert made.entry_point(4.0) == 2.0


@pytest.mark.parametrize("caller", [whole, numba.njit])
@pytest.mark.parametrize("one_between", [False, True])
def test_an_exception_has_its_words_whoever_calls(caller, one_between):
    def _refuse(x):
        if x > 1.0:
            raise ValueError("more than one by", x - 1.0)
        return x

    called = whole(_refuse)
    if one_between:
        refuse = called
        called = whole(lambda x: refuse(x) + 1.0)
    ask = caller(lambda x: called(x))
    assert ask(1.0) == 1.0 + one_between
    with pytest.raises(ValueError, match="more than one by', 2"):
        ask(3.0)


def test_threads_that_compile_at_once_do_not_take_a_part_for_the_whole():
    for _ in range(15):
        functions = [*make(), *make()]
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda f: f(4.0), functions * 2)) == [2.0, 1.0] * 4


def test_it_can_be_compiled_anew(pair):
    half, quarter = pair
    quarter(4.0)
    half.recompile()
    assert half(4.0) == 2.0
    quarter.recompile()
    assert quarter(4.0) == 1.0


def test_another_process_gets_it_with_its_options(pair):
    half, _ = pair
    # As another process gets them, which has no such function yet.
    other = Dispatcher._rebuild(**half._reduce_states() | {"uuid": "elsewhere"})
    assert other is not half
    assert other.targetoptions == OPTIONS
    assert other(4.0) == 2.0
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(capacity, 100.0).result() == capacity(100.0)
