"""Two adults in one second: each is to the other what an infant and what a caregiver is.

An adult has a row of infants (what they need, show, do and expect) and a row of caregivers (how
they answer). Adults 2i and 2i + 1 are a couple; the bond in row j is what adult j has with the
other, who stands in row j ^ 1 of the caregivers. Their second is that of `interaction`, twice, and
between the two there is what a couple adds: who is upset, or has turned away, has less attention to
give, and distress that is shown is catching.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from attune_sim.dyad import learning
from attune_sim.dyad.episode import available, meet
from attune_sim.dyad.group import (
    SHARED,
    begin_with_them,
    counters,
    deal,
    draw_episodes,
    end_together,
    leave,
    seat,
    seat_families,
)
from attune_sim.dyad.interaction import (
    ATTENTION,
    NOT_IMPOSED,
    PROVOCATION,
    REPAIR,
    THERE,
    TRACKING,
    attend,
    compare,
    provoke,
    record,
    respond,
    second,
    turning_toward,
)
from attune_sim.dyad.lanes import WIDTH, blank, hold, load, put_lane, settle
from attune_sim.dyad.load import bear
from attune_sim.dyad.morning import begin_day, clear_day, grow, wake
from attune_sim.dyad.noise import CHANNELS, EPISODE, fill, luck, trials, uniform, words
from attune_sim.dyad.numba_cache import compiled, verb
from attune_sim.dyad.state import TRACE_DTYPE


class Together(NamedTuple):
    """What a couple adds to two people: see `attune_sim.parameters.couple`."""

    contagion: float
    disengagement: float
    self_focus: float
    shared_needs: float
    need_under_load: float
    quality_days: float


@verb
def spare(adult, bond, mechanism, together):
    """Share of an adult's attention that is left for the other."""
    away = together.disengagement * (1.0 - turning_toward(adult, bond, mechanism))
    return (1.0 - away) * (1.0 - together.self_focus * adult.distress)


@compiled
def seconds_together(one, other, rows, firsts, together, count, films, others):
    """Let `count` seconds of couples pass, whose first and second adults are seated.

    firsts: rows of the first adults. films, others: records (couples, seconds) to fill with what is
    seen of the first and of the second adult, or of size 1 where none is to be filmed.
    """
    a = hold(one.infants, rows.infants[0], WIDTH)
    b = hold(other.infants, rows.infants[0], WIDTH)
    bond_a = hold(one.bonds, rows.bonds[0], WIDTH)
    bond_b = hold(other.bonds, rows.bonds[0], WIDTH)
    care_of_b = hold(one.caregivers, rows.caregivers[0], WIDTH)
    care_of_a = hold(other.caregivers, rows.caregivers[0], WIDTH)
    mechanism_a = hold(one.mechanisms, rows.mechanisms[0], WIDTH)
    mechanism_b = hold(other.mechanisms, rows.mechanisms[0], WIDTH)
    start, time, stream, person, low, high = counters(one)
    _, _, stream_b, person_b, low_b, high_b = counters(other)
    strange_a, strange_b = load(one.strain, WIDTH), load(other.strain, WIDTH)
    available_a, available_b = bond_a.availability, bond_b.availability
    row_a, row_b = blank(films[0, 0], WIDTH), blank(films[0, 0], WIDTH)
    filmed = films.size > 1
    for t in range(count):
        drawn = luck(start + np.uint64(t), time, stream, person, low, high)
        # Of both before either moves on, so that it does not matter who is the first.
        bond_a.availability = available_a * spare(b, bond_b, mechanism_b, together)
        bond_b.availability = available_b * spare(a, bond_a, mechanism_a, together)
        strain_a = strange_a + together.contagion * b.display
        strain_b = strange_b + together.contagion * a.display
        alarm_a = second(a, bond_a, care_of_b, mechanism_a, drawn, THERE, strain_a, NOT_IMPOSED)
        drawn = luck(start + np.uint64(t), time, stream_b, person_b, low_b, high_b)
        alarm_b = second(b, bond_b, care_of_a, mechanism_b, drawn, THERE, strain_b, NOT_IMPOSED)
        if filmed:
            record(row_a, a, bond_a, THERE, alarm_a)
            record(row_b, b, bond_b, THERE, alarm_b)
            seen_a, seen_b = settle(row_a), settle(row_b)
            for k in range(firsts.size):
                put_lane(seen_a, k, films[k, t])
                put_lane(seen_b, k, others[k, t])
    a, bond_a, b, bond_b = settle(a), settle(bond_a), settle(b), settle(bond_b)
    for k in range(firsts.size):
        leave(a, bond_a, rows, firsts[k], one.which[k], k)
        leave(b, bond_b, rows, firsts[k] + 1, other.which[k], k)


@compiled
def share_needs(one, other, rows, firsts, shared_needs):
    """Let a need of one of two adults be a need of both, in a share of episodes.

    one, other: groups whose episode has begun; who is at ease in them (`in_play`) changes.
    firsts: rows of the first adults; what is needed and felt changes. shared_needs: that share.
    """
    deal(one, SHARED, SHARED)
    deal(other, SHARED, SHARED)
    for k in range(firsts.size):
        if one.in_play[k] == other.in_play[k]:
            continue
        in_need = firsts[k] if other.in_play[k] else firsts[k] + 1
        deck = one.deck if other.in_play[k] else other.deck
        if uniform(deck[SHARED, 0, k]) < shared_needs:
            need = rows.infants[in_need].need
            rows.infants[in_need ^ 1].need = need
            rows.infants[in_need ^ 1].distress = need
            one.in_play[k] = other.in_play[k] = False


@verb
def felt(bond):
    """How good a day with the other was: relief expected, less the distress of the day."""
    return bond.expected_relief - bond.day_distress / max(1.0, bond.day_seconds)


@compiled
def pass_night(rows, quality, together, i, day):
    """What a day leaves in a couple, i being the first adult's row; then the next one begins.

    quality: (adults,), what each has come to feel about the couple.
    """
    first, other = rows.caregivers[i].load_now, rows.caregivers[i + 1].load_now
    for j, spills in ((i, other), (i + 1, first)):
        adult, mechanism, care = rows.infants[j], rows.mechanisms[j], rows.caregivers[j]
        bond = rows.bonds[j]
        if bond.day_seconds > 0.0:
            quality[j] += (felt(bond) - quality[j]) / together.quality_days
        heard = rows.bonds[j ^ 1]  # the other's bond, in which this one gives care
        bear(care, heard, mechanism, care.shared_home * spills, day)
    for j in (i, i + 1):
        adult, mechanism, care = rows.infants[j], rows.mechanisms[j], rows.caregivers[j]
        learning.consolidate(adult, rows.bonds[j : j + 1], mechanism)
        clear_day(rows.bonds[j])
        begin_day(care, mechanism, day)
        grow(adult, mechanism, day)
        adult.crying = math.exp(together.need_under_load * care.load_now)
        wake(adult, mechanism, day)


@compiled
def live_together(one, other, rows, quality, together, firsts, day, days):
    """Days `day` .. `day + days - 1` of couples.

    Args:
        one: a new group, for the first adults.
        other: another new one, for the second.
        rows: adults, as said above; changed in place.
        quality: (adults,), changed in place.
        together: what a couple adds.
        firsts: int64, rows of the first adults of those who live.
        day: age in days at the start.
        days: how many.
    """
    nobody = np.empty((1, 1), TRACE_DTYPE)
    length = rows.mechanisms[0].episode_seconds
    episodes = rows.mechanisms[0].episodes_per_day
    for at in range(0, firsts.size, WIDTH):
        some = firsts[at : min(at + WIDTH, firsts.size)]
        beside = some + 1
        seat_families(one, rows, some)
        seat_families(other, rows, beside)
        for now in range(day, day + days):
            for i in some:
                pass_night(rows, quality, together, i, now)
            for time in range(now * episodes, (now + 1) * episodes):
                draw_episodes(one, time)
                draw_episodes(other, time)
                begin_with_them(one, rows, some, time)
                begin_with_them(other, rows, beside, time)
                share_needs(one, other, rows, some, together.shared_needs)
                seat(one, rows, some, time)
                seat(other, rows, beside, time)
                seconds_together(one, other, rows, some, together, length, nobody, nobody)
                end_together(one, rows, some)
                end_together(other, rows, beside)


@compiled
def sit_down(rows, j, time, need):
    """Adult j begins a conversation with this need: how available, with what policy."""
    adult, mechanism, bond = rows.infants[j], rows.mechanisms[j], rows.bonds[j]
    a, b, c, d = words(adult, 0, EPISODE, time, 0)
    first = trials(adult, 0, time)
    care = rows.caregivers[bond.caregiver]
    bond.availability = care.undivided * available(adult, care, 0, time, False, uniform(a), first)
    learning.try_policy(adult, bond, mechanism, 0.0, 0.0, uniform(b), uniform(c), uniform(d))
    meet(adult, bond)
    e, f, _, _ = words(adult, 0, EPISODE, time, 1)
    bond.attending = 1.0 if uniform(e) < bond.availability else 0.0
    adult.toward = 1.0 if uniform(f) < 0.5 else 0.0
    adult.need = need
    adult.distress = need


@compiled
def all_sit_down(rows, firsts, time, needs, other_needs):
    """Let couples begin a conversation.

    firsts: rows of the first adults. needs, other_needs: (couples,), of the first and the second.
    """
    for k in range(firsts.size):
        sit_down(rows, firsts[k], time, needs[k])
        sit_down(rows, firsts[k] + 1, time, other_needs[k])


@compiled
def second_with_person(rows, i, time, t, together, available, engagement, display, film, other):
    """Second `t` of adult i beside a person who has the other's place; records it in row t.

    available: how available adult i is in this conversation. engagement, display: of the person,
    who is with the adult as much as they show. film, other: records (seconds,) of the adult and of
    the person.
    """
    adult, person = rows.infants[i], rows.infants[i ^ 1]
    bond, persons = rows.bonds[i], rows.bonds[i ^ 1]
    care, mechanism = rows.caregivers[i], rows.mechanisms[i]
    draw, scratch = np.empty((CHANNELS, 1)), np.empty((4, 1), np.uint32)
    fill(draw, scratch, person, 0, time, t, 1)
    person.shown, person.display, person.distress = engagement, display, display
    persons.availability = available * spare(adult, bond, mechanism, together)
    attend(person, persons, care, mechanism, draw[ATTENTION, 0])
    respond(person, persons, care, mechanism, 1.0, draw[REPAIR, 0], draw[TRACKING, 0])
    alarm = provoke(person, persons, care, mechanism, draw[PROVOCATION, 0])
    compare(person, persons, mechanism, persons.engagement - engagement)
    persons.seen = engagement
    record(other[t], person, persons, THERE, alarm)
    fill(draw, scratch, adult, 0, time, t, 1)
    lucky = (
        draw[0, 0], draw[1, 0], draw[2, 0], draw[3, 0],
        draw[4, 0], draw[5, 0], draw[6, 0], draw[7, 0],
    )  # fmt: skip
    strain = together.contagion * display
    second(adult, bond, rows.caregivers[i ^ 1], mechanism, lucky, THERE, strain, engagement)
    record(film[t], adult, bond, THERE, 0.0)


@compiled
def film_together(one, other, rows, together, firsts, time, count, films, others):
    """Film `count` seconds of couples who have met: see `seconds_together`.

    one, other: new groups. time: to which the random numbers belong (`occasions`).
    """
    for at in range(0, firsts.size, WIDTH):
        last = min(at + WIDTH, firsts.size)
        some = firsts[at:last]
        beside = some + 1
        seat_families(one, rows, some)
        seat_families(other, rows, beside)
        seat(one, rows, some, time)
        seat(other, rows, beside, time)
        seconds_together(one, other, rows, some, together, count, films[at:last], others[at:last])
