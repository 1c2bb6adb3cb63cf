"""Random numbers: the published generator, the stated distributions, and whose luck it is."""

import math

import numpy as np
import pytest
from scipy import stats

from attune_sim.dyad import noise
from attune_sim.population import populate
from attune_sim.procedures.coders import errors
from attune_sim.scenario import Scenario
from attune_sim.scenario.scenario import MOST_CAREGIVERS

DRAWS = 20_000
FAR = 4.5  # standard errors; the draws are the same every time, so a test passes or fails for good

# Known answers of philox4x32-10 published with Random123: counter, key, words.
KNOWN = [
    (
        (0x00000000, 0x00000000, 0x00000000, 0x00000000),
        (0x00000000, 0x00000000),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    (
        (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.fixture(scope="module")
def infant():
    return populate(Scenario(infants=1)).infants[0]


@pytest.fixture(scope="module")
def words(infant):
    """Words of `DRAWS` episodes, (episodes, 4)."""
    drawn = [noise.words(infant, 0, noise.EPISODE, time, 0) for time in range(DRAWS)]
    return np.array(drawn, np.uint32)


def moments(values, mean, sd, kurtosis):
    """Mean and SD are as stated, within FAR standard errors of so many draws."""
    n = len(values)
    assert abs(values.mean() - mean) < FAR * sd / np.sqrt(n)
    assert abs(values.std() / sd - 1) < FAR * np.sqrt((kurtosis - 1) / (4 * n))


def like(values, distribution):
    """The whole distribution is as stated (Kolmogorov-Smirnov)."""
    assert stats.kstest(values, distribution.cdf).pvalue > 1e-4


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_the_generator_gives_the_published_answers(counter, key, answer):
    assert noise.philox(*(np.uint64(word) for word in (*counter, *key))) == answer


def test_uniform_numbers(words):
    values = np.array([noise.uniform(word) for word in words[:, 0]])
    moments(values, 0.5, np.sqrt(1 / 12), kurtosis=1.8)
    like(values, stats.uniform())


def test_uniform_numbers_never_reach_their_ends():
    assert 0 < noise.uniform(np.uint32(0)) < 1e-9
    assert 1 - 1e-9 < noise.uniform(np.uint32(2**32 - 1)) < 1


def test_normal_numbers(words):
    values = np.array([noise.normal_pair(a, b) for a, b in words[:, :2]])
    for column in values.T:
        moments(column, 0, 1, kurtosis=3)
        like(column, stats.norm())
    assert abs(np.corrcoef(values.T)[0, 1]) < FAR / np.sqrt(DRAWS)


def test_a_normal_number_alone_is_the_first_of_a_pair(words):
    assert [noise.normal(a, b) for a, b in words[:, :2]] == [
        noise.normal_pair(a, b)[0] for a, b in words[:, :2]
    ]


def test_bell_shaped_numbers(words):
    values = np.array([noise.bell(word) for word in words[:, 0]])
    moments(values, 0, 1, kurtosis=2.7)  # four uniform numbers have an excess of -1.2 / 4
    assert stats.kurtosis(values) == pytest.approx(-0.3, abs=0.1)
    assert noise.bell(np.uint32(0)) == -noise.bell(np.uint32(2**32 - 1)) > -3.5


@pytest.mark.parametrize(
    ("mean", "concentration"), [(0.5, 6.0), (0.65, 6.0), (0.2, 1.0), (0.9, 0.2), (0.97, 200.0)]
)
def test_beta_numbers(infant, mean, concentration):
    a, b = mean * concentration, (1 - mean) * concentration
    expected = stats.beta(a, b)
    values = np.array(
        [
            noise.beta(infant, 0, t, mean, concentration, noise.trials(infant, 0, t))
            for t in range(DRAWS)
        ]
    )
    assert ((values >= 0) & (values <= 1)).all()
    moments(values, mean, expected.std(), float(expected.stats("k")) + 3)
    # Where much of it lies within rounding of the ends, its parts are compared instead.
    parts = np.array([0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
    shares = expected.cdf(parts)
    found = (values[:, None] <= parts).mean(axis=0)
    assert (abs(found - shares) < FAR * np.sqrt(shares * (1 - shares) / DRAWS) + 1e-9).all()


def test_coders_numbers_are_the_same_however_many_are_asked_for(families):
    population = families(2)
    few, many = (errors(population, count, occasion=3, age=0) for count in (5, 12))
    np.testing.assert_array_equal(few, many[:, :5])
    assert abs(errors(population, 5_000, occasion=4, age=0).mean()) < FAR / np.sqrt(10_000)


# --- whose luck -----------------------------------------------------------------------------------


def test_every_part_of_the_address_gives_other_luck():
    one, other = populate(Scenario(infants=2)).infants
    stranger = populate(Scenario(infants=1, seed=2)).infants[0]
    base = (one, 0, noise.EPISODE, 5, 0)
    addresses = [
        base,
        (other, *base[1:]),
        (stranger, *base[1:]),
        (one, 1, noise.EPISODE, 5, 0),
        (one, 0, noise.DAY, 5, 0),
        (one, 0, noise.EPISODE, 6, 0),
        (one, 0, noise.EPISODE, 5, 1),
    ]
    drawn = {noise.words(*address) for address in addresses}
    assert len(drawn) == len(addresses)
    assert noise.words(*base) in drawn


def test_purposes_of_one_bond_do_not_run_into_the_next_bond(infant):
    purposes = (noise.SECONDS, noise.SECONDS + 1, noise.EPISODE, noise.DAY)
    purposes += (noise.TRAITS, noise.CODING, noise.RATING)
    assert max(purposes) < noise.PURPOSES
    drawn = {noise.words(infant, bond, p, 0, 0) for bond in range(8) for p in purposes}
    assert len(drawn) == 8 * len(purposes)


def test_there_is_room_for_further_purposes():
    purposes = [block * noise.FURTHER + p for block in range(4) for p in range(noise.PURPOSES)]
    bonds = [*range(MOST_CAREGIVERS), noise.FURTHER // noise.PURPOSES - 1]
    lanes = {bond * noise.PURPOSES + purpose for bond in bonds for purpose in purposes}
    assert len(lanes) == len(bonds) * len(purposes)
    assert max(lanes) < 2**32


@pytest.mark.parametrize("seed", [0, 1, 2**32, 2**63 - 1])
def test_a_seed_has_a_key_of_its_own(seed):
    assert noise.key(seed) == noise.key(seed) != noise.key(seed + 1)
    assert all(0 <= word < 2**32 for word in noise.key(seed))


def fill(infant, time, start, count, bond=0):
    draw, scratch = np.empty((noise.CHANNELS, count)), np.empty((4, count), np.uint32)
    noise.fill(draw, scratch, infant, bond, time, start, count)
    return draw


def test_seconds_are_filled_from_their_own_words(infant):
    draw, start = fill(infant, 9, 30, 20, bond=1), 30
    bells = (noise.WISH, noise.TRACKING, noise.MOVEMENT, noise.SPARE)
    uniforms = (noise.TURN, noise.ATTENTION, noise.REPAIR, noise.PROVOCATION)
    assert sorted(bells + uniforms) == list(range(noise.CHANNELS))
    for t in range(20):
        first = noise.words(infant, 1, noise.SECONDS, 9, start + t)
        second = noise.words(infant, 1, noise.SECONDS + 1, 9, start + t)
        for row, word in zip(bells, first, strict=True):
            assert draw[row, t] == noise.bell(np.uint32(word))
        for row, word in zip(uniforms, second, strict=True):
            assert draw[row, t] == noise.uniform(word)


def test_noise_can_be_filled_piece_by_piece(infant):
    pieces = [fill(infant, 4, 0, 37), fill(infant, 4, 37, 83)]
    np.testing.assert_array_equal(np.hstack(pieces), fill(infant, 4, 0, 120))


def test_rows_and_seconds_of_noise_are_unrelated(infant):
    draw = np.hstack([fill(infant, time, 0, 500) for time in range(20)])
    n = draw.shape[1]
    again = np.hstack([draw[:, 1:], draw[:, :1]])
    related = np.corrcoef(np.vstack([draw, again])) - np.eye(2 * noise.CHANNELS)
    assert abs(related).max() < FAR / np.sqrt(n)


def test_two_products_and_a_sum_are_the_quotient_to_the_last_bit():
    """A bell-shaped number is a sum of four bytes, less its mean, over its SD, for every sum."""
    above = np.arange(4 * 255 + 1) - noise._BYTES_MEAN
    found = above * noise._PER_SD + above * noise._PER_SD_REST
    np.testing.assert_array_equal(found, above / noise._BYTES_SD)


def test_the_squeeze_accepts_only_what_the_logarithms_accept():
    """Marsaglia and Tsang's short cut decides nothing; it spares work."""
    z = np.linspace(-6, 6, 4_001)
    for d in (2 / 3, 1.0, 3.0, 30.0, 1e4):
        v = (1.0 + z / math.sqrt(9.0 * d)) ** 3
        with np.errstate(invalid="ignore", divide="ignore"):
            exact = np.exp(0.5 * z**2 + d - d * v + d * np.log(v))
        squeezed = 1.0 - 0.0331 * z**4
        kept = (v > 0) & (squeezed > 0)
        assert kept.any()
        assert (squeezed[kept] <= exact[kept] + 1e-10).all()  # numbers drawn lie 2e-10 apart
