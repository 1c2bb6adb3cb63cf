"""Families side by side: a group of them lives its seconds, or is filmed, in lanes.

What is said of one family's second in `interaction` is done for all of a group at once (`lanes`).
Each lane gives, bit for bit, what its family would give alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from attune_sim.dyad.bonds import who_cares
from attune_sim.dyad.episode import begin_with, end_episode
from attune_sim.dyad.interaction import NOT_IMPOSED, THERE, record, second
from attune_sim.dyad.lanes import (
    WIDTH,
    anywhere,
    blank,
    columns,
    declare,
    gather,
    hold,
    lane,
    load,
    put_lane,
    settle,
    store,
    where,
)
from attune_sim.dyad.noise import (
    EPISODE,
    FIRST_GAMMA,
    PURPOSES,
    SECOND_GAMMA,
    SECONDS,
    luck,
    philox,
)
from attune_sim.dyad.numba_cache import compiled, verb
from attune_sim.dyad.state import (
    BOND_DTYPE,
    BOND_SECOND,
    CAREGIVER_DTYPE,
    INFANT_DTYPE,
    INFANT_SECOND,
    MECHANISM_DTYPE,
    TRACE_DTYPE,
)

# What may change is listed in `state`: INFANT_SECOND, BOND_SECOND.
declare("infant", INFANT_DTYPE, changed=INFANT_SECOND)
declare("bond", BOND_DTYPE, changed=BOND_SECOND)
declare("caregiver", CAREGIVER_DTYPE)
declare("mechanism", MECHANISM_DTYPE)
declare("trace", TRACE_DTYPE, changed=TRACE_DTYPE.names or ())
INFANT, BOND, CAREGIVER, MECHANISM = (
    columns(dtype) for dtype in (INFANT_DTYPE, BOND_DTYPE, CAREGIVER_DTYPE, MECHANISM_DTYPE)
)
TIME, STREAM, PERSON, KEY_LOW, KEY_HIGH = range(5)  # of a counter
WHOM, POLICY, STATE, FIRST_TRIAL, SECOND_TRIAL, SHARED = range(6)  # rows of a deck
INDICES = (0, 1, 2, FIRST_GAMMA + 1, SECOND_GAMMA + 1, 8)  # of the random words in each row

Columns = npt.NDArray[np.float64]


class Group(NamedTuple):
    """WIDTH families in columns, one a lane; lanes without one repeat the first.

    Attributes:
        infants: (columns, WIDTH), as `lanes.gather` fills them.
        bonds: that of each infant with the caregiver who is there.
        caregivers: that caregiver.
        mechanisms: of the infants.
        counters: uint64 (5, WIDTH), whose random numbers and when: `noise.luck`.
        deck: uint64 (6, 4, WIDTH), random words with which an episode begins: `episode.begin_with`,
            `couple.share_needs`.
        indices: uint64 (6, WIDTH), of these words, the same for all.
        starts: uint64 (WIDTH,), the first second of each, by its random numbers.
        strain: (WIDTH,), rise of distress by what is strange, per second.
        which: int64 (WIDTH,), number of the caregiver who is there.
        in_play: bool (WIDTH,), whether the episode is play; of adults, whether they are at ease.
        z_gain, z_away: (WIDTH,), standard normal deviations from the policy, in this episode.
    """

    infants: Columns
    bonds: Columns
    caregivers: Columns
    mechanisms: Columns
    counters: npt.NDArray[np.uint64]
    deck: npt.NDArray[np.uint64]
    indices: npt.NDArray[np.uint64]
    starts: npt.NDArray[np.uint64]
    strain: Columns
    which: npt.NDArray[np.int64]
    in_play: npt.NDArray[np.bool_]
    z_gain: Columns
    z_away: Columns


def new_group() -> Group:
    """An empty group, made by Python: numba takes half a second to compile this."""
    return Group(
        infants=np.zeros((INFANT, WIDTH)),
        bonds=np.zeros((BOND, WIDTH)),
        caregivers=np.zeros((CAREGIVER, WIDTH)),
        mechanisms=np.zeros((MECHANISM, WIDTH)),
        counters=np.zeros((5, WIDTH), np.uint64),
        deck=np.zeros((6, 4, WIDTH), np.uint64),
        indices=np.repeat(np.array(INDICES, np.uint64), WIDTH).reshape(6, WIDTH),
        starts=np.zeros(WIDTH, np.uint64),
        strain=np.zeros(WIDTH),
        which=np.zeros(WIDTH, np.int64),
        in_play=np.zeros(WIDTH, np.bool_),
        z_gain=np.zeros(WIDTH),
        z_away=np.zeros(WIDTH),
    )


@compiled
def seat_families(group, rows, members):
    """Take in what does not change from one episode to the next.

    members: rows of the infants, at most WIDTH.
    """
    for k in range(WIDTH):
        i = members[k if k < members.size else 0]
        gather(group.mechanisms, k, rows.mechanisms[i])
        group.counters[PERSON, k] = rows.infants[i].number
        group.counters[KEY_LOW, k] = rows.infants[i].key_low
        group.counters[KEY_HIGH, k] = rows.infants[i].key_high


@verb
def deal(group, first, last):
    """Draw rows first .. last of the deck for all at once, as `noise.words` draws them for one."""
    _, time, stream, person, low, high = counters(group)
    for row in range(first, last + 1):
        index = load(group.indices[row], WIDTH)
        drawn = philox(index, time, stream, person, low, high)
        for word in range(4):
            store(group.deck[row, word], drawn[word])


@verb
def card(deck, row, k):
    """The four words of a row of the deck for lane k."""
    return deck[row, 0, k], deck[row, 1, k], deck[row, 2, k], deck[row, 3, k]


@compiled
def draw_episodes(group, time):
    """Draw the words with which each one's episode begins, except those of `noise.trials`.

    time: number of the episode.
    """
    group.counters[TIME] = time
    group.counters[STREAM] = EPISODE
    deal(group, WHOM, STATE)


@compiled
def begin_together(group, rows, members, time):
    """Let an episode begin for each, as `begin_episode` does for one.

    Sets the group's `which`, `in_play`, `z_gain` and `z_away`.
    """
    draw_episodes(group, time)
    for k in range(members.size):
        group.which[k] = who_cares(rows, members[k], card(group.deck, WHOM, k))
        group.counters[STREAM, k] = group.which[k] * PURPOSES + EPISODE
    begin_with_them(group, rows, members, time)


@compiled
def begin_with_them(group, rows, members, time):
    """Let the episodes that were drawn begin with the caregivers in `group.which`."""
    deal(group, FIRST_TRIAL, SECOND_TRIAL)
    for k in range(members.size):
        first = card(group.deck, FIRST_TRIAL, k), card(group.deck, SECOND_TRIAL, k)
        group.in_play[k], group.z_gain[k], group.z_away[k] = begin_with(
            rows, members[k], group.which[k], time, card(group.deck, WHOM, k),
            card(group.deck, POLICY, k), card(group.deck, STATE, k), first,
        )  # fmt: skip


@compiled
def seat(group, rows, members, time):
    """Take in the families as they are, each with the caregiver in `group.which`, for an episode.

    time: number of the episode.
    """
    for k in range(WIDTH):
        group.starts[k] = 0
        member = k if k < members.size else 0
        which = group.which[member]
        infant = rows.infants[members[member]]
        bond = rows.bonds[infant.first_bond + which]
        gather(group.infants, k, infant)
        gather(group.bonds, k, bond)
        gather(group.caregivers, k, rows.caregivers[bond.caregiver])
        group.strain[k] = bond.strain
        group.counters[TIME, k] = time
        group.counters[STREAM, k] = which * PURPOSES + SECONDS


@verb
def leave(infant, bond, rows, i, which, k):
    """Write what the seconds changed in lane k, settled, to the rows of infant i."""
    put_lane(infant, k, rows.infants[i])
    put_lane(bond, k, rows.bonds[rows.infants[i].first_bond + which])


@verb
def counters(group):
    """Whose random numbers, from which second of which time, for `noise.luck`."""
    return (
        load(group.starts, WIDTH),
        load(group.counters[TIME], WIDTH),
        load(group.counters[STREAM], WIDTH),
        load(group.counters[PERSON], WIDTH),
        load(group.counters[KEY_LOW], WIDTH),
        load(group.counters[KEY_HIGH], WIDTH),
    )


@compiled
def live_seconds(group, rows, members, count):
    """Let `count` seconds of everyday life pass for a group that is seated."""
    # Written out here and in `film_group`: what is held ends with its function.
    infant = hold(group.infants, rows.infants[0], WIDTH)
    bond = hold(group.bonds, rows.bonds[0], WIDTH)
    caregiver = hold(group.caregivers, rows.caregivers[0], WIDTH)
    mechanism = hold(group.mechanisms, rows.mechanisms[0], WIDTH)
    start, time, stream, person, low, high = counters(group)
    strain = load(group.strain, WIDTH)
    for t in range(count):
        drawn = luck(start + np.uint64(t), time, stream, person, low, high)
        second(infant, bond, caregiver, mechanism, drawn, THERE, strain, NOT_IMPOSED)
    infant, bond = settle(infant), settle(bond)
    for k in range(members.size):
        leave(infant, bond, rows, members[k], group.which[k], k)


@compiled
def end_together(group, rows, members):
    """Let each family learn from the episode that is over, as `end_episode` does for one."""
    for k in range(members.size):
        infant, mechanism = rows.infants[members[k]], rows.mechanisms[members[k]]
        bond = rows.bonds[infant.first_bond + group.which[k]]
        end_episode(infant, bond, mechanism, group.in_play[k], group.z_gain[k], group.z_away[k])


@verb
def film_group(group, rows, members, count, present, imposed, cry_limit, trace, at, ran):
    """Film up to `count` seconds of a group that is seated: see `film_seconds`."""
    infant = hold(group.infants, rows.infants[0], WIDTH)
    bond = hold(group.bonds, rows.bonds[0], WIDTH)
    caregiver = hold(group.caregivers, rows.caregivers[0], WIDTH)
    mechanism = hold(group.mechanisms, rows.mechanisms[0], WIDTH)
    start, time, stream, person, low, high = counters(group)
    strain = load(group.strain, WIDTH)
    row = blank(trace[0, 0], WIDTH)
    crying = 0.0
    going = members.size
    for k in range(members.size):
        ran[k] = count
    for t in range(count):
        drawn = luck(start + np.uint64(t), time, stream, person, low, high)
        alarm = second(infant, bond, caregiver, mechanism, drawn, present, strain, imposed)
        record(row, infant, bond, present, alarm)
        seen = settle(row)
        for k in range(members.size):
            if ran[k] > t:
                put_lane(seen, k, trace[members[k], at[k] + t])
        crying = where(infant.display > mechanism.hard_crying, crying + 1.0, 0.0)
        if cry_limit and anywhere(crying >= cry_limit):
            now, bond_now = settle(infant), settle(bond)
            for k in range(members.size):
                # What comes after a lane's end is computed with the others, and lost.
                if lane(crying, k) >= cry_limit and ran[k] > t + 1:
                    ran[k] = t + 1
                    leave(now, bond_now, rows, members[k], group.which[k], k)
                    going -= 1
            if not going:
                break
    infant, bond = settle(infant), settle(bond)
    for k in range(members.size):
        if ran[k] == count:
            leave(infant, bond, rows, members[k], group.which[k], k)


@compiled
def film_seconds(
    group, rows, members, which, time, starts, count, present, strain, imposed, cry_limit, trace, at
):
    """Let up to `count` seconds pass and film them; how many each family had.

    Args:
        group: any; what it holds is lost.
        rows: the families, changed in place.
        members: int64, rows of the infants that are filmed.
        which: number of their caregiver.
        time: to which the random numbers belong (`occasions`).
        starts: int64, for each member, the first second by its random numbers.
        count: seconds, the same for all.
        present: whether the caregiver is there.
        strain: for each member, rise of distress by a strange room, per second.
        imposed: the caregiver's engagement, if it is set from outside, else NaN.
        cry_limit: a family stops after so many seconds of hard crying in a row; 0 never.
        trace: records (infants, seconds), to fill in the row of each infant.
        at: int64, for each member, the second of the trace from which it is filled.
    """
    ran = np.empty(members.size, np.int64)
    for k in range(WIDTH):
        group.which[k] = which
    for first in range(0, members.size, WIDTH):
        some = slice(first, min(first + WIDTH, members.size))
        seat_families(group, rows, members[some])
        seat(group, rows, members[some], time)
        for k in range(some.stop - first):
            group.starts[k] = starts[first + k]
            group.strain[k] = strain[first + k]
        film_group(
            group, rows, members[some], count, present, imposed, cry_limit, trace, at[some],
            ran[some],
        )  # fmt: skip
    return ran
