"""Random numbers that belong to (seed, infant, bond, purpose, time), not to an order of calls.

Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, 'Parallel random numbers: as easy as 1, 2, 3')
turns a counter into four random words. The counter says who and when, so a bond's
random numbers are the same alone or among ten thousand, on one worker or many; and two scenarios
with the same seed share them, so that a pair of runs differs only by the mechanism.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from attune_sim.dyad.lanes import as_float
from attune_sim.dyad.numba_cache import compiled, verb

# What a number is drawn for; each purpose has counters of its own.
SECONDS = 0  # and SECONDS + 1: the eight numbers of every second
EPISODE = 2  # with whom, play or distress, how available
DAY = 3  # the caregiver's state of the day
TRAITS = 4  # traits drawn from distributions over the population
CODING = 5  # second-by-second coders' error
RATING = 6  # raters' error
PURPOSES = 8
# A stream of the counter is bond * PURPOSES + purpose. Purposes beyond these eight are FURTHER + 0,
# FURTHER + 1, ... FURTHER + 7, then 2 * FURTHER + 0, ...: no stream is taken twice while an infant
# has fewer than FURTHER / PURPOSES bonds.
FURTHER = 2**16

# The rows of a second's noise: four bell-shaped, four uniform.
WISH, TRACKING, MOVEMENT, SPARE, TURN, ATTENTION, REPAIR, PROVOCATION = range(8)
CHANNELS = 8

# NumPy's: numba makes float64 of an unsigned and a plain number.
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_NEXT = np.uint64(1)
_BYTE, _EIGHT, _SIXTEEN, _TWENTY_FOUR = (np.uint32(n) for n in (255, 8, 16, 24))
FIRST_GAMMA, SECOND_GAMMA = 1_000, 2_000  # indices where a Beta's parts begin
_AGES = 0x9E3779B1  # odd, so that no two ages share a key
_UNIT = 2.0**-32
_BYTES_MEAN, _BYTES_SD = 510.0, math.sqrt(4 * (256**2 - 1) / 12)
# One over this SD in two parts: with a sum of four bytes the first gives an exact product, so that
# two products and a sum are the quotient to the last bit, and cost a quarter of a division.
_PER_SD = round(2**47 / _BYTES_SD) / 2**47
_PER_SD_REST = float(1 / Fraction(_BYTES_SD) - Fraction(_PER_SD))


@verb
def _round(c0, c1, c2, c3, k0, k1):
    p0 = _M0 * c0
    p1 = _M1 * c2
    c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW
    return c0, c1, c2, c3, (k0 + _W0) & _LOW, (k1 + _W1) & _LOW


@verb
def philox(c0, c1, c2, c3, k0, k1):
    """Four random 32-bit words for a counter of four words and a key of two (uint64, or lanes).

    Its ten rounds are written out: only then does the compiler run several counters of
    `_fill_words` at once, which makes it ten times as fast.
    """
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    return c0, c1, c2, c3


@verb
def words(who, bond, purpose, time, index):
    """Four random words for a person (a row) and bond (a number), purpose, time and index."""
    return philox(
        np.uint64(index),
        np.uint64(time),
        np.uint64(bond * PURPOSES + purpose),
        np.uint64(who.number),
        np.uint64(who.key_low),
        np.uint64(who.key_high),
    )


@compiled
def uniform(word):
    """A number from (0, 1), never its ends."""
    return (as_float(word) + 0.5) * _UNIT


@compiled
def normal_pair(a, b):
    """Two standard normal numbers from two words (Box & Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(uniform(a)))
    angle = 2.0 * math.pi * uniform(b)
    return radius * math.cos(angle), radius * math.sin(angle)


@verb
def normal(a, b):
    """The first of the two alone, for half the work."""
    return math.sqrt(-2.0 * math.log(uniform(a))) * math.cos(2.0 * math.pi * uniform(b))


@compiled
def bell(word):
    """A bell-shaped number of mean 0 and SD 1 from one word: the sum of its four bytes.

    Irwin-Hall instead of normal (no tail beyond 3.5 SD), because it costs no logarithm: the noise
    of every second is drawn this way.
    """
    low = (word & _BYTE) + ((word >> _EIGHT) & _BYTE)
    high = ((word >> _SIXTEEN) & _BYTE) + (word >> _TWENTY_FOUR)
    above = as_float(low + high) - _BYTES_MEAN
    return above * _PER_SD + above * _PER_SD_REST


@verb
def trials(infant, bond, time):
    """The words of a Beta's first trials, for `beta`."""
    return (
        words(infant, bond, EPISODE, time, FIRST_GAMMA + 1),
        words(infant, bond, EPISODE, time, SECOND_GAMMA + 1),
    )


@compiled
def beta(infant, bond, time, mean, concentration, first):
    """A Beta-distributed number with this mean and concentration (sum of its two shapes).

    first: the words of its first trials, as `trials` draws them; most need no others.
    """
    x = _gamma(infant, bond, time, FIRST_GAMMA, mean * concentration, first[0])
    y = _gamma(infant, bond, time, SECOND_GAMMA, (1.0 - mean) * concentration, first[1])
    return x / (x + y) if x + y > 0.0 else mean


@compiled
def _gamma(infant, bond, time, index, shape, first):
    # Marsaglia & Tsang 2000, with their squeeze, which spares most draws the logarithms; for shapes
    # below one their boost.
    boost = 1.0
    if shape < 1.0:
        a, _, _, _ = words(infant, bond, EPISODE, time, index)
        boost = uniform(a) ** (1.0 / max(shape, 1e-6))
        shape = shape + 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    index += 1
    # Of one kind with later ones, also where they come from Python, which has but one integer.
    a, b, e = np.uint64(first[0]), np.uint64(first[1]), np.uint64(first[2])
    while True:
        z = normal(a, b)
        v = (1.0 + c * z) ** 3
        if v > 0.0:
            u, squared = uniform(e), z * z
            if u < 1.0 - 0.0331 * squared * squared:
                return boost * d * v
            if math.log(u) < 0.5 * squared + d - d * v + d * math.log(v):
                return boost * d * v
        index += 1
        a, b, e, _ = words(infant, bond, EPISODE, time, index)


@compiled
def _fill_words(out, infant, bond, purpose, time, start, seconds):
    who = np.uint64(infant.number)
    key_low, key_high = np.uint64(infant.key_low), np.uint64(infant.key_high)
    stream, when = np.uint64(bond * PURPOSES + purpose), np.uint64(time)
    for t in range(seconds):
        a, b, c, d = philox(np.uint64(start + t), when, stream, who, key_low, key_high)
        out[0, t] = a
        out[1, t] = b
        out[2, t] = c
        out[3, t] = d


@compiled
def fill(noise, scratch, infant, bond, time, start, seconds):
    """The noise of `seconds` seconds from second `start` of the episode at `time`.

    noise: float64 (8, at least `seconds`), rows as named above; scratch: uint32 of the same width,
    four rows. Plain loops over the seconds, which the compiler vectorises.
    """
    _fill_words(scratch, infant, bond, SECONDS, time, start, seconds)
    for t in range(seconds):
        noise[0, t] = bell(scratch[0, t])
    for t in range(seconds):
        noise[1, t] = bell(scratch[1, t])
    for t in range(seconds):
        noise[2, t] = bell(scratch[2, t])
    for t in range(seconds):
        noise[3, t] = bell(scratch[3, t])
    _fill_words(scratch, infant, bond, SECONDS + 1, time, start, seconds)
    for t in range(seconds):
        noise[4, t] = uniform(scratch[0, t])
    for t in range(seconds):
        noise[5, t] = uniform(scratch[1, t])
    for t in range(seconds):
        noise[6, t] = uniform(scratch[2, t])
    for t in range(seconds):
        noise[7, t] = uniform(scratch[3, t])


@verb
def luck(second, time, stream, who, key_low, key_high):
    """The eight numbers of one second, as `fill` has them, for one person or lanes of them.

    stream: of the counter, that of SECONDS.
    """
    a, b, c, d = philox(second, time, stream, who, key_low, key_high)
    e, f, g, h = philox(second, time, stream + _NEXT, who, key_low, key_high)
    return bell(a), bell(b), bell(c), bell(d), uniform(e), uniform(f), uniform(g), uniform(h)


@compiled
def normals(infant, bond, purpose, time, out):
    """Fill an array with standard normal numbers, for coders and traits."""
    for k in range(0, out.size, 2):
        a, b, _, _ = words(infant, bond, purpose, time, k)
        z, other = normal_pair(a, b)
        out[k] = z
        if k + 1 < out.size:
            out[k + 1] = other


def visit(people: np.ndarray, age: int) -> None:
    """Give rows of people random numbers of their own for an observation at this age, in place.

    So an infant who is seen twice is seen on two days, by coders who err twice.
    """
    people["key_high"] ^= np.uint32(age * _AGES & 0xFFFFFFFF)


def key(seed: int) -> tuple[int, int]:
    """The two words of a replication's key; any non-negative integer is a seed."""
    low, high = np.random.SeedSequence(seed).generate_state(2)
    return int(low), int(high)
