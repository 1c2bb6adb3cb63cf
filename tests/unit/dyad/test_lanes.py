"""Lanes: each operation gives in every lane what NumPy gives for the number alone, bit for bit."""

import math
import operator

import numba
import numpy as np
import pytest
from numba.core.errors import TypingError

from attune_sim.dyad import lanes
from attune_sim.dyad.lanes import (
    anywhere,
    as_float,
    blank,
    columns,
    declare,
    exp_where,
    gather,
    hold,
    hold_row,
    lane,
    load,
    put_lane,
    put_row,
    store,
    where,
)

WIDTHS = (4, 8)  # those that processors get, see `lanes.width`
AWKWARD = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    1 / 3,
    -2.5,
    1e308,
    -1e308,
    5e-324,
    math.inf,
    -math.inf,
    math.nan,
]
PAIRS = np.array([(x, y) for x in AWKWARD for y in AWKWARD])


@pytest.fixture(params=WIDTHS)
def width(request):
    return request.param


def compiled(function):
    return numba.njit(error_model="numpy")(function)


def lanewise(function, width, *inputs, rows):
    """What a compiled function, which takes lanes, writes into `rows` rows for all inputs."""
    count = len(inputs[0])
    padded = [np.concatenate([x, np.resize(x, -count % width)]) for x in inputs]
    out = np.empty((rows, len(padded[0])))
    for at in range(0, count, width):
        found = np.empty((rows, width))
        function(found, *(x[at : at + width] for x in padded))
        out[:, at : at + width] = found
    return out[:, :count]


def same_bits(one, other):
    np.testing.assert_array_equal(
        np.where(np.isnan(one), np.nan, one).view(np.uint64),
        np.where(np.isnan(other), np.nan, other).view(np.uint64),
    )


ARITHMETIC = (operator.add, operator.sub, operator.mul, operator.truediv)
COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)


def test_arithmetic_and_comparisons(width):
    @compiled
    def lanes_of(out, a, b):
        x, y = load(a, width), load(b, width)
        store(out[0], x + y)
        store(out[1], x - y)
        store(out[2], x * y)
        store(out[3], x / y)
        store(out[4], where(x < y, 1.0, 0.0))
        store(out[5], where(x <= y, 1.0, 0.0))
        store(out[6], where(x > y, 1.0, 0.0))
        store(out[7], where(x >= y, 1.0, 0.0))
        store(out[8], where(x == y, 1.0, 0.0))
        store(out[9], where(x != y, 1.0, 0.0))
        store(out[10], -x)
        store(out[11], abs(x))

    x, y = PAIRS.T.copy()
    found = lanewise(lanes_of, width, x, y, rows=12)
    with np.errstate(all="ignore"):
        wanted = [f(x, y) for f in ARITHMETIC] + [f(x, y).astype(float) for f in COMPARISONS]
        wanted += [-x, abs(x)]
    for row, (one, other) in enumerate(zip(found, wanted, strict=True)):
        assert row >= 0
        same_bits(one, other)


def test_in_place_and_beside_a_number_alone(width):
    @compiled
    def lanes_of(out, a, b):
        x = load(a, width)
        x += load(b, width)
        x -= 0.5
        x *= 3
        x /= 7.0
        store(out[0], x)
        store(out[1], 1.0 - x)
        store(out[2], where(x > 0.25, 2.0, x))
        store(out[3], where(0.25 < x, x, 1))  # noqa: SIM300  # a number on the left

    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 64))
    x = (a + b - 0.5) * 3.0 / 7.0
    found = lanewise(lanes_of, width, a, b, rows=4)
    same_bits(found[0], x)
    same_bits(found[1], 1.0 - x)
    same_bits(found[2], np.where(x > 0.25, 2.0, x))
    same_bits(found[3], np.where(x > 0.25, x, 1.0))


def test_min_and_max_choose_as_python_does(width):
    @compiled
    def lanes_of(out, a, b):
        x, y = load(a, width), load(b, width)
        store(out[0], min(x, y))
        store(out[1], max(x, y))
        store(out[2], min(1.0, max(0.0, x)))

    x, y = PAIRS.T.copy()
    found = lanewise(lanes_of, width, x, y, rows=3)
    same_bits(found[0], np.array([min(pair) for pair in PAIRS.tolist()]))
    same_bits(found[1], np.array([max(pair) for pair in PAIRS.tolist()]))
    same_bits(found[2], np.array([min(1.0, max(0.0, one)) for one in x.tolist()]))


def test_conditions(width):
    @compiled
    def lanes_of(out, a, b):
        x, y = load(a, width), load(b, width)
        p, q = x > 0.0, y > 0.0
        store(out[0], where(p & q, x, y))
        store(out[1], where(p | q, x, y))
        store(out[2], where(~p, x, y))
        store(out[3], where(p ^ q, x, y))
        store(out[4], where(p & (lane(x, 0) == lane(x, 0)), x, y))
        store(out[5], where(p, where(anywhere(p), 1.0, 2.0), 3.0))

    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(2, 160))
    p, q = x > 0, y > 0
    found = lanewise(lanes_of, width, x, y, rows=6)
    for one, condition in zip(found, (p & q, p | q, ~p, p ^ q, p), strict=False):
        same_bits(one, np.where(condition, x, y))
    same_bits(found[5], np.where(p, 1.0, 3.0))


def test_anywhere_asks_all_lanes(width):
    @compiled
    def asked(a):
        return anywhere(load(a, width) > 0.0)

    for k in range(width):
        a = np.zeros(width)
        assert not asked(a)
        a[k] = 1.0
        assert asked(a)


def test_exp_is_that_of_one_number(width):
    @compiled
    def lanes_of(out, a):
        x = load(a, width)
        store(out[0], exp_where(x < 0.5, x))

    @compiled
    def alone(x):
        return exp_where(x < 0.5, x)

    x = np.random.default_rng(3).normal(size=256) * 5
    found = lanewise(lanes_of, width, x, rows=1)[0]
    same_bits(found, np.array([alone(one) for one in x]))
    same_bits(found, np.array([math.exp(one) if one < 0.5 else 1.0 for one in x.tolist()]))


def test_words(width):
    @compiled
    def lanes_of(out, a, b):
        x, y = load(a, width), load(b, width)
        store(out[0], x + y)
        store(out[1], x * y)
        store(out[2], x ^ y)
        store(out[3], (x & np.uint64(0xFFFF)) | y)
        store(out[4], x >> np.uint64(7))
        store(out[5], x - y)

    x, y = np.random.default_rng(4).integers(0, 2**64, size=(2, width), dtype=np.uint64)
    out = np.empty((6, width), np.uint64)
    lanes_of(out, x, y)
    wanted = (x + y, x * y, x ^ y, (x & np.uint64(0xFFFF)) | y, x >> np.uint64(7), x - y)
    np.testing.assert_array_equal(out, wanted)


def test_words_as_numbers(width):
    @compiled
    def lanes_of(out, a):
        store(out, as_float(load(a, width)))

    @compiled
    def alone(word):
        return as_float(word)

    for word in (0, 1, 1020, 2**32 - 1, 2**52 - 1):
        out = np.empty(width)
        lanes_of(out, np.full(width, word, np.uint64))
        assert set(out) == {float(word)}
        assert alone(np.uint64(word)) == as_float(word) == float(word)


# --- rows ---------------------------------------------------------------------------------------

THING = np.dtype([("number", "i8"), ("size", "f8"), ("weight", "f8"), ("age", "f8")], align=True)
declare("thing", THING, changed=("weight",))


@compiled
def ripen(thing, by):
    thing.weight = where(thing.size > 0.5, thing.weight * by + thing.age, thing.weight)


@compiled
def ripen_alone(rows, by):
    for row in rows:
        copy = hold_row(row)
        ripen(copy, by)
        put_row(copy, row)


def test_rows_side_by_side_and_alone(width):
    @compiled
    def ripen_together(rows, by):
        taken = np.empty((columns_of_a_thing, width))
        for k in range(width):
            gather(taken, k, rows[k])
        things = hold(taken, rows[0], width)
        for _ in range(3):
            ripen(things, by)
        for k in range(width):
            put_lane(things, k, rows[k])

    columns_of_a_thing = columns(THING)
    rng = np.random.default_rng(width)
    one = np.zeros(width, THING)
    for name in THING.names:
        one[name] = rng.random(width) * 3
    other = one.copy()
    ripen_together(one, 1.7)
    for _ in range(3):
        ripen_alone(other, 1.7)
    assert columns_of_a_thing == 3  # whole numbers take no part
    assert one.tobytes() == other.tobytes()
    assert (one["weight"] != 0).all()


def test_a_blank_side_takes_what_is_set():
    @compiled
    def fill(rows):
        things = blank(rows[0], 4)
        things.weight = load(rows["age"].copy(), 4) * 2.0
        for k in range(4):
            put_lane(things, k, rows[k])

    rows = np.zeros(4, THING)
    rows["age"] = [1, 2, 3, 4]
    fill(rows)
    np.testing.assert_array_equal(rows["weight"], [2, 4, 6, 8])


def test_what_is_not_declared_is_refused():
    @compiled
    def number_of(taken, rows):
        things = hold(taken, rows[0], 4)
        return lane(things.number, 0)

    @compiled
    def grow(taken, rows):
        things = hold(taken, rows[0], 4)
        things.size = 2.0

    taken, rows = np.zeros((3, 4)), np.zeros(4, THING)
    with pytest.raises(TypingError, match="thing has no float64 column number"):
        number_of(taken, rows)
    with pytest.raises(TypingError, match=r"thing\.size may not be changed side by side"):
        grow(taken, rows)
    with pytest.raises(KeyError, match="thing has no float64 column number"):
        declare("thing", THING, changed=("number",))


def test_who_asks_what_may_differ_is_told_to_choose():
    @compiled
    def asks(a):
        x = load(a, 4)
        return 1.0 if x > 0.0 else 0.0

    @compiled
    def joins(a):
        x = load(a, 4)
        return lane(where(x > 0.0 and x < 1.0, 1.0, 0.0), 0)

    for function in (asks, joins):
        with pytest.raises(TypingError, match="choose by `where`, not by `if`"):
            function(np.zeros(4))


def test_plain_python_chooses_alike():
    assert (where(True, 1.0, 2.0), where(False, 1.0, 2.0)) == (1.0, 2.0)
    assert (anywhere(True), anywhere(False)) == (True, False)
    assert (exp_where(True, 0.0), exp_where(False, 5.0)) == (1.0, 1.0)


def test_the_width_suits_a_register():
    assert lanes.WIDTH in (4, 8)
