"""Families side by side give, bit for bit, what each of them would give alone."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_sim.dyad import days
from attune_sim.dyad.group import film_seconds, new_group
from attune_sim.dyad.interaction import seconds
from attune_sim.dyad.lanes import WIDTH
from attune_sim.dyad.noise import CHANNELS, fill
from attune_sim.dyad.state import BOND_SECOND, INFANT_SECOND, TRACE_DTYPE
from attune_sim.parameters import PARAMETERS
from attune_sim.population import populate
from attune_sim.scenario import load, presets

few = settings(max_examples=12)
seeds = st.integers(0, 2**32 - 1)


def alone(rows, first, count):
    """Days of all families, one after the other."""
    order = np.arange(len(rows.infants))
    days.live_alone(rows, order, 0, len(order), first, count, True)


def bits(rows):
    return [array.tobytes() for array in rows]


def any_families(seed, count):
    """Families with any parameters within their ranges, in any state."""
    rng = np.random.default_rng(seed)
    rows = populate(load("two-caregivers").with_(infants=count, seed=seed)).rows
    for array in rows:
        for name in array.dtype.names:
            if name in PARAMETERS and not PARAMETERS[name].whole:
                parameter = PARAMETERS[name]
                ends = rng.random(len(array)) < 0.2  # the ends of the ranges more often
                share = np.where(ends, rng.integers(0, 2, len(array)), rng.random(len(array)))
                array[name] = parameter.low + share * (parameter.high - parameter.low)
    now = ("display_gain_now", "turning_away_now", "capacity", "mobility", "self_regulation")
    for array, names in ((rows.infants, (*now, *INFANT_SECOND)), (rows.bonds, BOND_SECOND)):
        for name in names:
            array[name] = rng.random(len(array))
    for name, array in (("toward", rows.infants), ("attending", rows.bonds)):
        array[name] = rng.integers(0, 2, len(array))
    rows.bonds["matched"] = rng.integers(-1, 2, len(rows.bonds))
    rows.bonds["rupture_s"] = np.where(rows.bonds["matched"] == 0, rng.integers(0, 99), 0)
    rows.bonds["expected_alarm"] = rng.random(len(rows.bonds)) * rng.integers(0, 2, len(rows.bonds))
    rows.mechanisms["bandit"] = rng.integers(0, 2, count)
    rows.mechanisms["episode_seconds"] = rng.choice([30, 45], count)
    rows.mechanisms["episodes_per_day"] = rng.choice([2, 3], count)
    return rows


@pytest.mark.parametrize("preset", presets())
def test_every_preset_lives_alike(preset):
    one = populate(load(preset).with_(infants=WIDTH + 4)).rows
    other = one.copy()
    alone(one, 30, 6)
    days.live(other, 30, 6)
    assert bits(one) == bits(other)


@few
@given(seeds, st.integers(1, 3 * WIDTH), st.integers(1, 3))
def test_any_families_live_alike(seed, count, threads):
    one = any_families(seed, count)
    other = one.copy()
    alone(one, 100, 2)
    days.live(other, 100, 2, threads=threads)
    assert bits(one) == bits(other)


@few
@given(seeds, st.integers(2, 2 * WIDTH))
def test_the_order_of_families_changes_nobody(seed, count):
    rows = any_families(seed, count)
    order = np.random.default_rng(seed).permutation(count)
    other = rows._replace(infants=rows.infants[order], mechanisms=rows.mechanisms[order])
    other = other.copy()
    days.live(rows, 50, 1)
    days.live(other, 50, 1)
    assert other.infants.tobytes() == rows.infants[order].tobytes()
    assert other.bonds.tobytes() == rows.bonds.tobytes()


def filmed_alone(rows, i, which, time, start, count, present, strain, imposed, limit):
    """One family's film by the second for one; how many seconds it had."""
    infant = rows.infants[i]
    bond = rows.bonds[infant["first_bond"] + which]
    draw, scratch = np.empty((CHANNELS, count)), np.empty((4, count), np.uint32)
    fill(draw, scratch, infant, which, time, start, count)
    given = np.empty(0) if math.isnan(imposed) else np.full(count, imposed)
    trace = np.zeros(count, TRACE_DTYPE)
    ran = seconds(
        infant, bond, rows.caregivers[bond["caregiver"]], rows.mechanisms[i], draw, count,
        present, strain, given, limit, trace, 0,
    )  # fmt: skip
    return ran, trace


@few
@given(
    seed=seeds,
    count=st.integers(1, 2 * WIDTH + 1),
    present=st.booleans(),
    imposed=st.sampled_from([math.nan, 0.0, 0.1, 0.7]),
    limit=st.sampled_from([0, 3, 10]),
)
def test_any_film_is_that_of_each_family_alone(seed, count, present, imposed, limit):
    rng = np.random.default_rng(seed)
    one = any_families(seed, count)
    one.mechanisms["hard_crying"] = rng.choice([0.05, 0.5], count)  # some stop soon
    other = one.copy()
    starts, strain = rng.integers(0, 500, count), rng.random(count) * 0.05
    which = int(rng.integers(0, 2))
    trace, at = np.zeros((count, 60), TRACE_DTYPE), rng.integers(0, 20, count)
    ran = film_seconds(
        new_group(), other, np.arange(count), which, 77, starts, 40, present, strain, imposed,
        limit, trace, at,
    )  # fmt: skip
    wanted = np.zeros_like(trace)
    for i in range(count):
        had, alone = filmed_alone(
            one, i, which, 77, starts[i], 40, present, strain[i], imposed, limit
        )
        assert ran[i] == had
        wanted[i, at[i] : at[i] + had] = alone[:had]
    assert bits(one) == bits(other)
    assert wanted.tobytes() == trace.tobytes()


def test_families_end_at_different_seconds_where_crying_ends_an_episode():
    """The case in which lanes go on after their end is one that the test above meets."""
    rows = populate(load("good-enough").with_(infants=WIDTH, seed=3)).rows
    rows.infants["display_gain_now"] = 1.0
    rows.infants["distress"] = 0.2
    rows.mechanisms["hard_crying"] = np.linspace(0.02, 0.9, WIDTH)
    trace, at = np.zeros((WIDTH, 40), TRACE_DTYPE), np.zeros(WIDTH, np.int64)
    ran = film_seconds(
        new_group(), rows, np.arange(WIDTH), 0, 77, at, 40, False, at + 0.05, math.nan, 3, trace, at
    )
    assert len(set(ran)) > 2
    assert min(ran) < 40


def test_a_group_that_was_used_is_as_good_as_a_new_one():
    rows = populate(load("good-enough").with_(infants=WIDTH, seed=5)).rows
    everyone, at = np.arange(WIDTH), np.zeros(WIDTH, np.int64)
    used, trace = new_group(), np.zeros((WIDTH, 10), TRACE_DTYPE)
    film_seconds(
        used, rows.copy(), everyone, 0, 77, at + 100, 10, True, at + 0.05, math.nan, 0, trace, at
    )
    found = []
    for group in (used, new_group()):
        lived = rows.copy()
        days.live_side_by_side(group, lived, everyone, 0, WIDTH, 0, 1, True)
        found.append(bits(lived))
    assert found[0] == found[1]


def test_a_film_of_some_leaves_the_others_alone():
    rows = any_families(4, 5)
    before = rows.copy()
    trace, at = np.zeros((5, 10), TRACE_DTYPE), np.zeros(2, np.int64)
    film_seconds(
        new_group(), rows, np.array([1, 3]), 0, 77, at, 10, True, at * 0.0, math.nan, 0, trace, at
    )
    assert (trace["present"].any(axis=1) == [False, True, False, True, False]).all()
    for i in (0, 2, 4):
        assert rows.infants[i] == before.infants[i]
