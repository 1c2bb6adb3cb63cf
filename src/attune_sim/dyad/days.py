"""Days made of episodes, for blocks of families, on threads.

A day is some episodes, each with one caregiver, each play or distress; learning follows each. A
family is advanced through all asked days before the next one, so its rows stay in the cache; blocks
of families run on threads, and no number depends on how they are cut.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from attune_sim.dyad import learning
from attune_sim.dyad.interaction import clip, seconds
from attune_sim.dyad.maturation import capacity, crying, mobility
from attune_sim.dyad.noise import (
    CHANNELS,
    DAY,
    EPISODE,
    beta,
    fill,
    normal_pair,
    uniform,
    words,
)
from attune_sim.dyad.numba_cache import compiled, verb
from attune_sim.dyad.state import TRACE_DTYPE, Rows

SLOW_DAYS = 60.0  # how long variation of responsiveness over months lasts
SLOW_KEPT = math.exp(-1.0 / SLOW_DAYS)  # what a day leaves of it
NOTHING_IMPOSED = np.empty(0)
NO_TRACE = np.empty(0, TRACE_DTYPE)
# NumPy's numbers, as in `noise`: one compiled version of an episode serves days and procedures.
ANYONE, START, NEVER, THERE = np.int64(-1), np.int64(0), np.int64(0), np.bool_(True)


@compiled
def begin_day(caregiver, day):
    """The caregiver's state of the day: their responsiveness, which wanders from day to day."""
    a, b, _, _ = words(caregiver, caregiver.which, DAY, day, 0)
    z_slow, z_day = normal_pair(a, b)
    caregiver.slow_now *= SLOW_KEPT
    innovation = math.sqrt(1.0 - SLOW_KEPT * SLOW_KEPT)
    caregiver.slow_now += caregiver.slow_variation * innovation * z_slow
    today = caregiver.responsiveness + caregiver.slow_now + caregiver.daily_variation * z_day
    caregiver.responsiveness_today = clip(today)


@compiled
def clear_day(bond):
    """Set the day's tallies to zero."""
    bond.day_seconds = 0.0
    bond.day_attuned = 0.0
    bond.day_ruptures = 0.0
    bond.day_repairs = 0.0
    bond.day_repair_s = 0.0
    bond.day_distress = 0.0
    bond.day_display = 0.0


@compiled
def grow(infant, mechanism, day):
    """Abilities of this age."""
    infant.capacity = 1.0 - mechanism.maturation * (1.0 - capacity(day))
    infant.mobility = 1.0 - mechanism.maturation * (1.0 - mobility(day))


@compiled
def available(infant, caregiver, which, time, in_play, u):
    """Availability in this episode: Beta around the day's responsiveness, by consistency."""
    mean = caregiver.responsiveness_today
    if in_play:
        mean = clip(caregiver.responsiveness_in_play + mean - caregiver.responsiveness)
    if caregiver.consistency >= 0.999:
        return mean
    if caregiver.consistency <= 0.001:
        return 1.0 if u < mean else 0.0
    if mean <= 0.0 or mean >= 1.0:
        return mean
    concentration = 2.0 * caregiver.consistency / (1.0 - caregiver.consistency)
    return beta(infant, which, time, mean, concentration)


@compiled
def who_cares(bonds, first, count, u):
    """Which of the infant's caregivers is there, by their shares of care."""
    total = 0.0
    for k in range(count):
        total += bonds[first + k].share
    u *= total
    for k in range(count - 1):
        u -= bonds[first + k].share
        if u < 0.0:
            return k
    return count - 1


@compiled
def meet(infant, bond):
    """The two find each other at the start of an episode or procedure."""
    infant.wish = 0.5
    infant.shown = 0.5
    infant.toward = 1.0
    infant.affect = 0.2
    infant.unanswered = 0.0
    infant.calmed_alone = 0.0
    infant.overloaded = 0.0
    infant.distress_sum = 0.0
    infant.display = 0.0
    bond.engagement = 0.5
    bond.seen = 0.5
    bond.heard = 0.0
    bond.matched = -1.0
    bond.rupture_s = 0.0
    bond.distance = 0.5
    bond.recoil_now = 0.0
    bond.alarms = 0.0


@compiled
def begin_episode(rows, i, which, time, age):
    """Decide with whom, play or distress, how available and with what deviation of the policy.

    i: row of the infant. which: number of the caregiver, or -1 to draw it. Returns (which, in play,
    z_gain, z_away).
    """
    infant, mechanism, bonds = rows.infants[i], rows.mechanisms[i], rows.bonds
    a, b, c, d = words(infant, 0, EPISODE, time, 0)
    if which < 0:
        which = who_cares(bonds, infant.first_bond, infant.bonds, uniform(a))
    odds = mechanism.distress_share / max(1e-9, 1.0 - mechanism.distress_share)
    odds *= crying(age) ** mechanism.crying_curve
    in_play = uniform(b) >= odds / (1.0 + odds)
    need = mechanism.need_low + (mechanism.need_high - mechanism.need_low) * uniform(c)
    bond = bonds[infant.first_bond + which]
    caregiver = rows.caregivers[bond.caregiver]
    bond.availability = available(infant, caregiver, which, time, in_play, uniform(d))
    a, b, c, d = words(infant, 0, EPISODE, time, 1)
    z_gain, z_away = normal_pair(a, b)
    e, f, g, _ = words(infant, 0, EPISODE, time, 2)
    z_gain, z_away = learning.try_policy(
        infant, mechanism, z_gain, z_away, uniform(c), uniform(d), uniform(e)
    )
    meet(infant, bond)
    bond.attending = 1.0 if uniform(f) < bond.availability else 0.0
    infant.toward = 1.0 if uniform(g) < 0.5 else 0.0
    infant.need = 0.0 if in_play else need
    infant.distress = 0.05 if in_play else need
    return which, in_play, z_gain, z_away


@compiled
def end_episode(infant, bond, mechanism, in_play, z_gain, z_away):
    """Learn from the episode."""
    length = mechanism.episode_seconds
    distress = infant.distress_sum / length
    learning.learn_policy(infant, mechanism, distress, in_play, z_gain, z_away)
    learning.expect(bond, mechanism, distress, in_play)
    learning.practise(infant, mechanism, length)


@verb
def live_day(rows, i, day, draw, scratch, imposed, trace):
    """The episodes of one day of one infant, that in row i."""
    infant, mechanism = rows.infants[i], rows.mechanisms[i]
    length = mechanism.episode_seconds
    grow(infant, mechanism, day)
    for episode in range(mechanism.episodes_per_day):
        time = day * mechanism.episodes_per_day + episode
        which, in_play, z_gain, z_away = begin_episode(rows, i, ANYONE, time, day)
        bond = rows.bonds[infant.first_bond + which]
        caregiver = rows.caregivers[bond.caregiver]
        fill(draw, scratch, infant, which, time, START, length)
        seconds(
            infant, bond, caregiver, mechanism, draw, length, THERE, 0.0, imposed, NEVER, trace,
            START,
        )  # fmt: skip
        end_episode(infant, bond, mechanism, in_play, z_gain, z_away)


@compiled
def begin_days(rows, day):
    """Let all caregivers begin their day."""
    for caregiver in rows.caregivers:
        begin_day(caregiver, day)


@compiled
def live_block(rows, first, last, day, days, width, begin):
    """Days `day` .. `day + days - 1` of the infants in rows first .. last - 1.

    width: seconds of the longest episode. begin: whether caregivers begin their days here; if not,
    they have begun one.
    """
    draw = np.empty((CHANNELS, width))
    scratch = np.empty((4, width), np.uint32)
    imposed, trace = np.empty(0), np.empty(0, TRACE_DTYPE)  # none
    for i in range(first, last):
        infant = rows.infants[i]
        for now in range(day, day + days):
            for k in range(infant.bonds):
                bond = rows.bonds[infant.first_bond + k]
                clear_day(bond)
                if begin:
                    begin_day(rows.caregivers[bond.caregiver], now)
            live_day(rows, i, now, draw, scratch, imposed, trace)


BLOCK_SECONDS = 3_000_000  # simulated seconds in one call of the kernel, at most about 200 ms


def live(
    rows: Rows,
    day: int,
    days: int,
    *,
    threads: int = 1,
    begin: bool = True,
    report: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Let all families live `days` days from day number `day`.

    Args:
        rows: a block; changed in place.
        day: age of the infants in days at the start.
        days: how many.
        threads: how many blocks at once; changes no number.
        begin: False if the day has been begun already (then one day only).
        report: called with the number of infant-days done.
        cancelled: asked between blocks; a family is then left between two days.

    Returns:
        False if it was cancelled.
    """
    infants = len(rows.infants)
    if not infants or days <= 0:
        return True
    width = int(rows.mechanisms["episode_seconds"].max())
    a_day = int((rows.mechanisms["episode_seconds"] * rows.mechanisms["episodes_per_day"]).max())
    span = max(1, min(days, BLOCK_SECONDS // a_day))
    families = max(1, min(infants, BLOCK_SECONDS // (a_day * span)))
    families = max(1, min(families, -(-infants // threads)))

    def block(first: int) -> bool:
        last = min(first + families, infants)
        for now in range(day, day + days, span):
            if cancelled is not None and cancelled():
                return False
            count = min(span, day + days - now)
            live_block(rows, first, last, now, count, width, begin)
            if report is not None:
                report(count * (last - first))
        return True

    blocks = range(0, infants, families)
    if threads == 1 or len(blocks) == 1:
        return all(block(first) for first in blocks)
    with ThreadPoolExecutor(threads) as pool:
        return all(pool.map(block, blocks))
