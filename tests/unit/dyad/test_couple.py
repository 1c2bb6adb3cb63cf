"""Two adults in one second: what each part of a couple does, and what does not matter."""

import numpy as np
import pytest

from attune_sim.dyad import couple, group, noise
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.population import Population, populate
from attune_sim.scenario import load

ALONE = couple.Together(
    contagion=0.0,
    disengagement=0.0,
    self_focus=0.0,
    shared_needs=0.0,
    need_under_load=0.0,
    quality_days=365.0,
)
"""Nothing that a couple adds."""
ADULT = 9_000
SECONDS = 300


def adults(couples=6, **values):
    """Grown children of mixed families as couples, whose care is their own caregivers'."""
    families = populate(load("mixed-population").with_(infants=2 * couples, **values))
    n = 2 * couples
    rows = Population(
        families.infants, families.bonds, families.caregivers, families.mechanisms,
        families.settings,
    ).rows.copy()  # fmt: skip
    rows.bonds["caregiver"] = np.arange(n) ^ 1
    rows.mechanisms["family_life"] = 1
    return rows


def firsts(rows):
    return np.arange(0, len(rows.infants), 2)


def groups():
    return group.new_group(), group.new_group()


def filmed(rows, together=ALONE, need=0.6, other=0.6):
    who = firsts(rows)
    films, others = (np.zeros((len(who), SECONDS), TRACE_DTYPE) for _ in range(2))
    couple.all_sit_down(rows, who, 7, np.full(len(who), need), np.full(len(who), other))
    couple.film_together(*groups(), rows, together, who, 7, SECONDS, films, others)
    return films, others


def lived(rows, together=ALONE, days=5, who=None):
    quality = np.zeros(len(rows.infants))
    who = firsts(rows) if who is None else who
    couple.live_together(*groups(), rows, quality, together, who, ADULT, days)
    return quality


def test_it_does_not_matter_who_of_the_two_is_first():
    busy = couple.Together(0.02, 0.8, 0.7, 0.5, 0.4, 100.0)
    one = adults()
    other = adults()
    swapped = np.arange(len(one.infants)) ^ 1
    for rows in (other.infants, other.caregivers, other.mechanisms):
        rows[:] = rows[swapped]
    other.infants["first_bond"] = np.arange(len(other.infants))
    quality, mirrored = lived(one, busy), lived(other, busy)
    np.testing.assert_array_equal(quality, mirrored[swapped])
    for name in ("expected_relief", "gain_offset", "strength"):
        np.testing.assert_array_equal(one.bonds[name], other.bonds[name][swapped])
    np.testing.assert_array_equal(one.caregivers["load_now"], other.caregivers["load_now"][swapped])


def test_a_couple_alone_or_among_others():
    busy = couple.Together(0.02, 0.8, 0.7, 0.5, 0.4, 100.0)
    whole, part = adults(11), adults(11)
    lived(whole, busy)
    lived(part, busy, who=np.array([4, 20]))
    for i in (4, 5, 20, 21):
        assert whole.infants[i] == part.infants[i]
        assert whole.bonds[i] == part.bonds[i]


def test_without_what_a_couple_adds_nobody_notices_how_the_other_is():
    calm, upset = filmed(adults(), other=0.05), filmed(adults(), other=0.9)
    np.testing.assert_array_equal(calm[0], upset[0])


def test_shown_distress_is_catching():
    catching = ALONE._replace(contagion=0.03)
    calm, upset = (filmed(adults(), catching, need=0.0, other=x)[0] for x in (0.0, 0.9))
    assert upset["distress"].mean() > calm["distress"].mean() + 0.03
    quiet = adults()
    quiet.infants["clarity"][1::2] = 0.0  # nobody sees it
    hidden = filmed(quiet, catching, need=0.0, other=0.9)[0]
    np.testing.assert_array_equal(hidden["distress"], filmed(adults(), need=0.0)[0]["distress"])


def attention(together, **other):
    """How much a calm partner is attended to by one who has this need and turning away."""
    rows = adults(24)
    rows.infants["turning_away"][1::2] = other.get("turning_away", 0.0)
    return filmed(rows, together, need=0.0, other=other["need"])[0]["attending"][:, :60].mean()


def test_who_is_upset_has_less_attention_for_the_other():
    focused = ALONE._replace(self_focus=1.0)
    assert attention(focused, need=0.9) < attention(focused, need=0.0) - 0.05


def test_who_turns_away_has_less_attention_for_the_other():
    turning = ALONE._replace(disengagement=1.0)
    near, away = (attention(turning, need=0.9, turning_away=x) for x in (0.0, 1.0))
    assert away < near - 0.05


def test_flooding_keeps_comfort_from_getting_through():
    calm, flooded = adults(8, flooding=0.0, overload=0.3), adults(8, flooding=1.0, overload=0.3)
    for rows in (calm, flooded):
        rows.caregivers["responsiveness_today"] = 0.9
    assert filmed(flooded)[0]["distress"].mean() > filmed(calm)[0]["distress"].mean() + 0.02


def sharing(one_at_ease, other_at_ease, share, time=3):
    """Adults after they have shared their needs or not, and who is at ease then."""
    rows = adults(len(one_at_ease))
    who, sides, n = firsts(rows), groups(), len(one_at_ease)
    for side, members in zip(sides, (who, who + 1), strict=True):
        group.seat_families(side, rows, members)
        group.begin_together(side, rows, members, time)
    for side, at_ease in enumerate((one_at_ease, other_at_ease)):
        at_ease = np.array(at_ease)
        sides[side].in_play[:n] = at_ease
        rows.infants["need"][side::2] = rows.infants["distress"][side::2] = ~at_ease * 0.7
    couple.share_needs(*sides, rows, who, share)
    return rows, *(side.in_play[:n] for side in sides)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_shared_need_is_a_need_of_both(share):
    rows, one, other = sharing([False, True, True, False], [True, False, True, False], share)
    both = bool(share)
    assert list(one) == [False, not both, True, False]
    assert list(other) == [not both, False, True, False]
    for name in ("need", "distress"):
        felt = rows.infants[name].reshape(-1, 2)
        np.testing.assert_array_equal(felt > 0.0, ~np.array([one, other]).T)
        assert set(felt.ravel()) == {0.0, 0.7}


def test_whether_a_need_is_shared_is_luck_of_who_has_it():
    found = []
    for time in range(100):
        rows, one, other = sharing([False] * 4 + [True] * 4, [True] * 4 + [False] * 4, 0.3, time)
        for k, in_need in enumerate([0, 2, 4, 6, 9, 11, 13, 15]):
            u = noise.uniform(noise.words(rows.infants[in_need], 0, noise.EPISODE, time, 8)[0])
            assert (one[k] == other[k]) == (u < 0.3)
        found.append(one == other)
    assert 0.25 < np.mean(found) < 0.35  # 800 draws: beyond it once in about 500


def test_load_of_one_spills_over_and_brings_needs():
    loaded = ALONE._replace(need_under_load=0.5)
    rows, usual = adults(), adults()
    rows.caregivers["work"][::2] = 3.0
    for each in (rows, usual):
        lived(each, loaded, days=20)
    assert rows.caregivers["load_now"][::2].mean() > usual.caregivers["load_now"][::2].mean() + 1
    assert rows.caregivers["load_now"][1::2].mean() > usual.caregivers["load_now"][1::2].mean()
    assert rows.infants["crying"][::2].mean() > 2 * usual.infants["crying"][::2].mean()


def test_quality_follows_the_days():
    rows = adults()
    quality = lived(rows, ALONE._replace(quality_days=1.0), days=3)
    felt = rows.bonds["expected_relief"]  # of the last day, of which it has seen all but the last
    assert np.corrcoef(quality, felt)[0, 1] > 0.5
