"""Days made of episodes, for blocks of families, on threads.

A day is some episodes, and learning follows each. Families whose days are alike in length live them
side by side (`group`), all asked days before the next ones, so that their rows stay in the cache;
blocks of families run on threads, and no number depends on how they are cut.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from attune_sim.dyad import learning
from attune_sim.dyad.bonds import fade
from attune_sim.dyad.episode import begin_episode, end_episode
from attune_sim.dyad.group import (
    begin_together,
    end_together,
    live_seconds,
    new_group,
    seat,
    seat_families,
)
from attune_sim.dyad.interaction import NEVER, START, THERE, seconds
from attune_sim.dyad.lanes import WIDTH
from attune_sim.dyad.load import bear
from attune_sim.dyad.morning import begin_day, clear_day, grow, wake
from attune_sim.dyad.noise import CHANNELS, fill
from attune_sim.dyad.numba_cache import compiled, verb
from attune_sim.dyad.state import TRACE_DTYPE, Rows

ANYONE = -1
FEW = 2  # up to so many families live faster one after the other


@compiled
def pass_night(rows, i, day):
    """What the day that is over leaves in the family of the infant in row i: load, mood, bonds."""
    infant, mechanism = rows.infants[i], rows.mechanisms[i]
    if mechanism.family_life == 0:
        return
    everyone = homes = 0.0
    for k in range(infant.bonds):
        caregiver = rows.caregivers[rows.bonds[infant.first_bond + k].caregiver]
        everyone += caregiver.shared_home * caregiver.load_now
        homes += caregiver.shared_home
    for k in range(infant.bonds):
        bond = rows.bonds[infant.first_bond + k]
        caregiver = rows.caregivers[bond.caregiver]
        home, before = caregiver.shared_home, caregiver.load_now
        others = homes - home
        spills = home * (everyone - home * before) / others if others > 0.0 else 0.0
        bear(caregiver, bond, mechanism, spills, day)
        fade(bond, mechanism)


@compiled
def pass_nights(rows, day):
    """The same for all families."""
    for i in range(rows.infants.size):
        pass_night(rows, i, day)


@compiled
def begin_days(rows, day):
    """Let all caregivers begin their day."""
    for i in range(rows.infants.size):
        infant = rows.infants[i]
        for k in range(infant.bonds):
            caregiver = rows.caregivers[rows.bonds[infant.first_bond + k].caregiver]
            begin_day(caregiver, rows.mechanisms[i], day)


@verb
def begin(rows, i, day, care):
    """Let the day of the infant in row i begin, and that of their caregivers unless it has."""
    infant, mechanism = rows.infants[i], rows.mechanisms[i]
    if care:
        pass_night(rows, i, day)
    if mechanism.prototype_pull > 0.0 or mechanism.prototype_rate > 0.0:
        bonds = rows.bonds[infant.first_bond : infant.first_bond + infant.bonds]
        learning.consolidate(infant, bonds, mechanism)
    for k in range(infant.bonds):
        bond = rows.bonds[infant.first_bond + k]
        clear_day(bond)
        if care:
            begin_day(rows.caregivers[bond.caregiver], mechanism, day)
    grow(infant, mechanism, day)
    wake(infant, mechanism, day)


@compiled
def live_alone(rows, order, first, last, day, days, care):
    """Days `day` .. `day + days - 1` of the infants in rows order[first] .. order[last - 1].

    care: whether caregivers begin their days here; if not, they have begun one.
    """
    # Made here, because numba would compile `seconds` again for arrays from outside.
    imposed, trace = np.empty(0), np.empty(0, TRACE_DTYPE)
    for at in range(first, last):
        i = order[at]
        infant, mechanism = rows.infants[i], rows.mechanisms[i]
        length = mechanism.episode_seconds
        draw, scratch = np.empty((CHANNELS, length)), np.empty((4, length), np.uint32)
        for now in range(day, day + days):
            begin(rows, i, now, care)
            for episode in range(mechanism.episodes_per_day):
                time = now * mechanism.episodes_per_day + episode
                which, in_play, z_gain, z_away = begin_episode(rows, i, ANYONE, time)
                bond = rows.bonds[infant.first_bond + which]
                caregiver = rows.caregivers[bond.caregiver]
                fill(draw, scratch, infant, which, time, START, length)
                seconds(
                    infant, bond, caregiver, mechanism, draw, length, THERE, bond.strain, imposed,
                    NEVER, trace, START,
                )  # fmt: skip
                end_episode(infant, bond, mechanism, in_play, z_gain, z_away)


@compiled
def live_side_by_side(group, rows, order, first, last, day, days, care):
    """The same of families whose days are alike in the length and number of episodes.

    group: any; what it holds is lost.
    """
    length = rows.mechanisms[order[first]].episode_seconds
    episodes = rows.mechanisms[order[first]].episodes_per_day
    for at in range(first, last, WIDTH):
        members = order[at : min(at + WIDTH, last)]
        seat_families(group, rows, members)
        for now in range(day, day + days):
            for i in members:
                begin(rows, i, now, care)
            for time in range(now * episodes, (now + 1) * episodes):
                begin_together(group, rows, members, time)
                seat(group, rows, members, time)
                live_seconds(group, rows, members, length)
                end_together(group, rows, members)


class Block(NamedTuple):
    """What is lived in one call of the engine.

    Attributes:
        first: of its families, in their order.
        last: the first that is not in it.
        days: at most.
    """

    first: int
    last: int
    days: int


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
    order, sets = _alike(rows)
    blocks = [block for one in sets for block in _blocks(*one, days, threads)]

    def live_block(block: Block) -> bool:
        for now in range(day, day + days, block.days):
            if cancelled is not None and cancelled():
                return False
            count = min(block.days, day + days - now)
            arguments = rows, order, block.first, block.last, now, count, begin
            if block.last - block.first <= FEW:
                live_alone(*arguments)
            else:
                live_side_by_side(new_group(), *arguments)
            if report is not None:
                report(count * (block.last - block.first))
        return True

    if threads == 1 or len(blocks) == 1:
        return all(live_block(block) for block in blocks)
    with ThreadPoolExecutor(threads) as pool:
        return all(pool.map(live_block, blocks))


def _alike(rows: Rows) -> tuple[npt.NDArray[np.int64], list[tuple[int, int, int]]]:
    """Rows of infants in an order in which those lie together whose days are alike.

    Returns:
        The order, and (first, last, seconds of a day) of each set in it.
    """
    length, number = rows.mechanisms["episode_seconds"], rows.mechanisms["episodes_per_day"]
    order = np.lexsort((number, length))
    length, number = length[order], number[order]
    changes = np.flatnonzero((np.diff(length) != 0) | (np.diff(number) != 0)) + 1
    ends = [0, *changes.tolist(), len(order)]
    return order, [
        (first, last, int(length[first] * number[first])) for first, last in pairwise(ends)
    ]


def _blocks(first: int, last: int, a_day: int, days: int, threads: int) -> list[Block]:
    """Cut a set of families whose days are alike: whole groups, and no block that takes long.

    Few families beyond the last whole group live with the block before them.
    """
    span = max(1, min(days, BLOCK_SECONDS // (a_day * WIDTH)))
    groups = max(1, BLOCK_SECONDS // (a_day * span * WIDTH))
    groups = min(groups, max(1, -(-(last - first) // (threads * WIDTH))))
    cuts = [*range(first, last, groups * WIDTH), last]
    if len(cuts) > 2 and last - cuts[-2] <= FEW:
        del cuts[-2]  # another kernel, perhaps not yet compiled, would not be faster
    return [Block(one, other, span) for one, other in pairwise(cuts)]
