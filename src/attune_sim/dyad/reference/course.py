"""A second, an episode and a day of one family, in the order in which things happen."""

# mypy: disable-error-code="has-type"
# The attributes are columns of the dtypes, which type checkers do not see.

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from attune_sim.dyad.noise import (
    ATTENTION,
    MOVEMENT,
    PROVOCATION,
    REPAIR,
    TRACKING,
    TURN,
    WISH,
)
from attune_sim.dyad.reference.caregiver import ReferenceCaregiver
from attune_sim.dyad.reference.infant import ReferenceInfant
from attune_sim.dyad.reference.person import Draw, Luck, Morning
from attune_sim.dyad.state import Rows

ATTENDS_FROM = 0.15  # engagement set from outside from which a caregiver counts as attending


def reference_family(rows: Rows, i: int) -> tuple[ReferenceInfant, list[ReferenceCaregiver]]:
    """The infant in row i and their caregivers as plain objects."""
    infant = rows.infants[i]
    first = int(infant["first_bond"])
    bonds = rows.bonds[first : first + int(infant["bonds"])]
    return (
        ReferenceInfant(infant, rows.mechanisms[i]),
        [ReferenceCaregiver(rows.caregivers[bond["caregiver"]], bond) for bond in bonds],
    )


def second(
    infant: ReferenceInfant,
    caregiver: ReferenceCaregiver,
    draw: Draw,
    *,
    present: bool = True,
    strain: float = 0.0,
    imposed: float | None = None,
) -> bool:
    """Move infant and caregiver on by one second; True if an alarming moment fell in it.

    Args:
        infant: changed in place.
        caregiver: changed in place.
        draw: this second's random numbers.
        present: whether the caregiver is there.
        strain: rise of distress by a strange room, per second.
        imposed: the caregiver's engagement if it is set from outside.
    """
    alarm = False
    infant.renew_wish(draw[TURN], draw[WISH])
    let_in = infant.turning_toward(caregiver)
    infant.shown = let_in * infant.wish
    infant.express()
    mismatch = 0.0
    if not present:
        caregiver.matched = -1.0
        caregiver.attending = caregiver.rupture_s = infant.unanswered = 0.0
        caregiver.distance = 1.0
        infant.enjoy(False)
    elif imposed is not None:
        caregiver.engagement = imposed
        caregiver.attending = 1.0 if imposed > ATTENDS_FROM else 0.0
    else:
        caregiver.attend(infant, draw[ATTENTION])
        caregiver.respond(infant, let_in, draw[REPAIR], draw[TRACKING])
        alarm = caregiver.provoke(infant, draw[PROVOCATION])
    if present:
        mismatch = let_in * caregiver.engagement - infant.shown
        caregiver.compare(infant, mismatch)
        infant.enjoy(caregiver.matched == 1.0)
    infant.feel(caregiver, mismatch, present, strain)
    if present:
        infant.move(caregiver, draw[MOVEMENT])
    caregiver.seen = infant.shown
    infant.distress_sum += infant.distress
    caregiver.day_distress += infant.distress
    caregiver.day_display += infant.display
    return alarm


def seconds(
    infant: ReferenceInfant,
    caregiver: ReferenceCaregiver,
    draws: Iterable[Draw],
    *,
    present: bool = True,
    strain: float = 0.0,
    imposed: Sequence[float] | None = None,
    cry_limit: int = 0,
) -> int:
    """Run one second for each draw; how many were run.

    Args:
        infant: changed in place.
        caregiver: changed in place.
        draws: the seconds' random numbers.
        present: as in `second`.
        strain: as in `second`.
        imposed: the caregiver's engagement in each second, if it is set from outside.
        cry_limit: stop after so many seconds of hard crying in a row; 0 never.
    """
    crying = run = 0
    for t, draw in enumerate(draws):
        given = None if imposed is None else imposed[t]
        second(infant, caregiver, draw, present=present, strain=strain, imposed=given)
        run = t + 1
        crying = crying + 1 if infant.display > infant.hard_crying else 0
        if cry_limit and crying >= cry_limit:
            break
    return run


def meet(infant: ReferenceInfant, caregiver: ReferenceCaregiver) -> None:
    """The two find each other at the start of an episode."""
    infant.wish = infant.shown = caregiver.engagement = caregiver.seen = 0.5
    infant.affect = 0.2
    infant.display = infant.unanswered = infant.distress_sum = 0.0
    infant.calmed_alone = infant.overloaded = 0.0
    caregiver.heard = caregiver.rupture_s = caregiver.recoil_now = caregiver.alarms = 0.0
    caregiver.matched = -1.0
    caregiver.distance = 0.5


def who_cares(caregivers: Sequence[ReferenceCaregiver], seeks: float, u: float) -> int:
    """Number of the caregiver who is there, by share of care and, if sought, by strength.

    Who lives apart from the others has hours of their own, which come first.
    """
    home = [c.share * c.shared_home for c in caregivers]
    sought = [
        one * math.exp(seeks * c.strength) if seeks else one
        for one, c in zip(home, caregivers, strict=True)
    ]
    total, together, weights = added(c.share for c in caregivers), added(home), added(sought)
    u *= total
    for which, caregiver in enumerate(caregivers):
        u -= caregiver.share - home[which]
        if u < 0.0:
            return which
    u *= weights / max(1e-300, together)
    for which, weight in enumerate(sought[:-1]):
        u -= weight
        if u < 0.0:
            return which
    return len(caregivers) - 1


def added(values: Iterable[float]) -> float:
    """Their sum, one after the other: sum() rounds otherwise from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total


def begin_episode(
    infant: ReferenceInfant, caregivers: Sequence[ReferenceCaregiver], day: int, luck: Luck
) -> tuple[int, bool]:
    """Begin an episode at this age; number of the caregiver who is there, and True for play."""
    odds = infant.distress_odds()
    in_play = luck.u_distress >= odds / (1.0 + odds)
    need = infant.need_low + (infant.need_high - infant.need_low) * luck.u_need
    which = who_cares(caregivers, 0.0 if in_play else infant.seeks(need), luck.u_who)
    caregiver = caregivers[which]
    caregiver.strain = infant.strangeness_of(caregiver)
    free = caregiver.worth_answering(caregiver.available(which, in_play, luck))
    caregiver.availability = caregiver.undivided * free
    infant.try_policy(caregiver, luck)
    meet(infant, caregiver)
    caregiver.attending = 1.0 if luck.u_attending < caregiver.availability else 0.0
    infant.toward = 1.0 if luck.u_toward < 0.5 else 0.0
    infant.need = 0.0 if in_play else need
    infant.distress = 0.05 if in_play else need
    return which, in_play


def end_episode(
    infant: ReferenceInfant, caregiver: ReferenceCaregiver, in_play: bool, luck: Luck
) -> None:
    """Learn from the episode."""
    distress = infant.distress_sum / infant.episode_seconds
    infant.learn_policy(caregiver, distress, in_play, luck)
    infant.expect(caregiver, distress, in_play)
    infant.practise()
    if infant.family_life == 1 and not in_play:
        caregiver.strength += infant.bond_growth * (1.0 - caregiver.strength)


def begin_day(
    infant: ReferenceInfant,
    caregivers: Sequence[ReferenceCaregiver],
    day: int,
    morning: Morning,
) -> None:
    """A night has passed and a day begins, at this age."""
    if infant.family_life == 1:
        everyone = added(c.shared_home * c.load_now for c in caregivers)
        homes = added(c.shared_home for c in caregivers)
        for caregiver, numbers in zip(caregivers, morning.caregivers, strict=True):
            home, others = caregiver.shared_home, homes - caregiver.shared_home
            spills = 0.0
            if others > 0.0:
                spills = home * (everyone - home * caregiver.load_now) / others
            caregiver.pass_night(infant, spills, day, numbers[-1])
    infant.consolidate(caregivers)
    for caregiver, numbers in zip(caregivers, morning.caregivers, strict=True):
        caregiver.clear_day()
        caregiver.begin_day(infant, *numbers[:-1])
    infant.grow(day)
    infant.wake(morning.z_infant)


def live_day(
    infant: ReferenceInfant,
    caregivers: Sequence[ReferenceCaregiver],
    day: int,
    lucks: Iterable[Luck],
) -> None:
    """Live a day that has begun: its episodes, one for each luck."""
    for luck in lucks:
        which, in_play = begin_episode(infant, caregivers, day, luck)
        caregiver = caregivers[which]
        seconds(infant, caregiver, luck.draws(which), strain=caregiver.strain)
        end_episode(infant, caregiver, in_play, luck)
