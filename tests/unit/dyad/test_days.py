"""Days: nothing depends on how they are cut, and episodes are what the parameters say."""

import numpy as np
import pytest
from scipy import stats

from attune_sim.dyad import days, episode, lanes, morning, noise
from attune_sim.dyad.interaction import NO_TRACE, NOTHING_IMPOSED, seconds
from attune_sim.dyad.maturation import crying
from attune_sim.population import populate
from attune_sim.scenario import load

FAR = 4.5  # standard errors; the draws are the same every time, so a test passes or fails for good
TALLIES = ("seconds", "attuned", "ruptures", "repairs", "repair_s", "distress", "display")


@pytest.fixture(scope="module")
def newborn():
    """Twelve unlike families with two caregivers each; not to be changed."""
    return populate(load("two-caregivers").with_(infants=12))


def lived(population, count=4, first=40, **how):
    population = population.copy()
    assert days.live(population.rows, first, count, **how)
    return population


@pytest.fixture(scope="module")
def grown(newborn):
    return lived(newborn)


@pytest.fixture
def alike(same):
    def alike(one, other):
        same(one.infants, other.infants)
        same(one.bonds, other.bonds)

    return alike


# --- how the work is cut changes no number --------------------------------------------------------


@pytest.mark.parametrize("threads", [2, 3, 16])
def test_any_number_of_threads(newborn, grown, alike, threads):
    alike(lived(newborn, threads=threads), grown)


@pytest.mark.parametrize("block_seconds", [1, 700, 5_000])
@pytest.mark.parametrize("threads", [1, 2])
def test_any_size_of_block(newborn, grown, alike, monkeypatch, block_seconds, threads):
    monkeypatch.setattr(days, "BLOCK_SECONDS", block_seconds)
    alike(lived(newborn, threads=threads), grown)


def test_days_in_one_go_or_in_several(newborn, grown, alike):
    alike(lived(lived(newborn, 1, 40), 3, 41), grown)


def test_days_that_were_begun_before(newborn, grown, alike):
    population = newborn.copy()
    for day in range(40, 44):
        days.begin_days(population.rows, day)
        days.live(population.rows, day, 1, begin=False)
    alike(population, grown)


@pytest.mark.parametrize("number", [0, 7, 11])
def test_an_infant_alone_or_among_others(grown, same, number):
    alone = lived(populate(load("two-caregivers").with_(infants=12), numbers=[number]))
    for name in alone.infants.dtype.names:
        if name != "first_bond":
            same(alone.infants[name], grown.infants[name][number : number + 1])
    own = grown.only(np.array([number]))
    same(alone.bonds, own.bonds)
    same(alone.caregivers, own.caregivers)


@pytest.mark.parametrize("present", [True, False])
def test_the_second_can_stop_after_any_second_and_go_on(newborn, same, present):
    found = []
    for pieces in ((120,), (37, 83), (1, 118, 1)):
        population = newborn.copy()
        infant, bond = population.infants[3], population.bonds[6]
        caregiver, mechanism = population.caregivers[6], population.mechanisms[3]
        morning.grow(infant, mechanism, 300)
        episode.begin_episode(population.rows, 3, 0, 5)
        infant["distress"] = infant["need"] = 0.6
        start = 0
        for count in pieces:
            draw, scratch = np.empty((noise.CHANNELS, count)), np.empty((4, count), np.uint32)
            noise.fill(draw, scratch, infant, 0, 5, start, count)
            ran = seconds(
                infant, bond, caregiver, mechanism, draw, count, present, 0.01,
                NOTHING_IMPOSED, 0, NO_TRACE, 0,
            )  # fmt: skip
            assert ran == count
            start += count
        found.append(population)
    for other in found[1:]:
        same(other.infants, found[0].infants)
        same(other.bonds, found[0].bonds)


def test_two_scenarios_with_one_seed_share_their_luck(families):
    """With what differs switched off in effect, two runs are one run."""
    one, other = (families(3, days=5, fear_strength=0.0, fear_reach=r) for r in (0.2, 2.0))
    np.testing.assert_array_equal(one.bonds["day_attuned"], other.bonds["day_attuned"])
    np.testing.assert_array_equal(one.infants["distress"], other.infants["distress"])
    assert not np.array_equal(
        one.bonds["day_attuned"], families(3, days=5, seed=2).bonds["day_attuned"]
    )


def test_nobody_and_no_days_are_nothing_to_do(newborn, alike):
    alike(lived(newborn, 0), newborn)
    assert days.live(newborn.only(np.arange(0)).rows, 0, 3)


@pytest.mark.parametrize("threads", [1, 2])
def test_all_infant_days_are_reported(newborn, monkeypatch, threads):
    monkeypatch.setattr(days, "BLOCK_SECONDS", 1_500)
    reported = []
    lived(newborn, threads=threads, report=reported.append)
    assert sum(reported) == len(newborn) * 4
    assert len(reported) > 1


def test_a_cancelled_run_leaves_each_family_between_two_days(newborn, monkeypatch, same):
    monkeypatch.setattr(days, "BLOCK_SECONDS", 1)  # one group and day at a time
    population, asked = newborn.copy(), iter(range(100))
    done = days.live(population.rows, 40, 4, cancelled=lambda: next(asked) >= 6)
    assert not done
    for i in range(len(population)):
        days_lived = 4 if i < lanes.WIDTH else 2
        expected = lived(newborn, days_lived)
        same(population.infants[i : i + 1], expected.infants[i : i + 1])


def test_who_is_beyond_the_last_whole_group_needs_no_other_kernel():
    for count in range(1, 3 * lanes.WIDTH + 1):
        for threads in (1, 2, 3):
            blocks = days._blocks(5, 5 + count, 10_000, 4, threads)
            edges = [5, *(block.last for block in blocks)]
            assert [block.first for block in blocks] == edges[:-1]
            assert edges[-1] == 5 + count
            assert count <= days.FEW or min(np.diff(edges)) > days.FEW


# --- what a day and an episode are ----------------------------------------------------------------


def test_a_day_counts_its_own_seconds_only(grown):
    lengths = grown.mechanisms["episode_seconds"] * grown.mechanisms["episodes_per_day"]
    np.testing.assert_array_equal(grown.bonds["day_seconds"].reshape(-1, 2).sum(axis=1), lengths)
    assert (grown.bonds["day_attuned"] <= grown.bonds["day_seconds"]).all()
    assert (grown.bonds["day_repairs"] <= grown.bonds["day_repair_s"]).all()


def test_a_day_begins_with_empty_tallies(grown):
    bond = grown.copy().bonds[0]
    assert any(bond[f"day_{tally}"] for tally in TALLIES)
    morning.clear_day(bond)
    assert all(bond[f"day_{tally}"] == 0.0 for tally in TALLIES)


@pytest.fixture
def dyad(families):
    """The rows of families with parameters as wished; the first is looked at."""

    def dyad(**parameters):
        population = families(**parameters)
        return population.rows

    return dyad


def todays(rows, count=3_000):
    out, caregiver = np.empty(count), rows.caregivers[0]
    for day in range(count):
        morning.begin_day(caregiver, rows.mechanisms[0], day)
        out[day] = caregiver["responsiveness_today"]
    return out


def test_without_variation_every_day_is_alike(dyad):
    rows = dyad(responsiveness=0.6, daily_variation=0.0, slow_variation=0.0)
    assert (todays(rows, 50) == 0.6).all()


def test_responsiveness_varies_from_day_to_day_as_stated(dyad):
    rows = dyad(responsiveness=0.5, daily_variation=0.1, slow_variation=0.0)
    today = todays(rows)
    n = len(today)
    assert abs(today.mean() - 0.5) < FAR * 0.1 / np.sqrt(n)
    assert today.std() == pytest.approx(0.1, rel=FAR / np.sqrt(2 * n))
    assert abs(np.corrcoef(today[1:], today[:-1])[0, 1]) < FAR / np.sqrt(n)


def test_responsiveness_stays_a_probability(dyad):
    rows = dyad(responsiveness=0.95, daily_variation=0.5)
    today = todays(rows, 300)
    assert today.min() >= 0
    assert today.max() == 1


def availabilities(rows, in_play=False, count=3_000):
    infant, caregiver = rows.infants[0], rows.caregivers[0]
    u = np.random.default_rng(1).random(count)
    return np.array(
        [
            episode.available(infant, caregiver, 0, t, in_play, u[t], noise.trials(infant, 0, t))
            for t in range(count)
        ]
    )


def test_a_consistent_caregiver_is_available_alike_each_time(dyad):
    rows = dyad(responsiveness=0.6, consistency=1.0)
    assert (availabilities(rows, count=20) == 0.6).all()


def test_an_inconsistent_one_is_there_wholly_or_not_at_all(dyad):
    drawn = availabilities(dyad(responsiveness=0.6, consistency=0.0))
    assert set(drawn) == {0.0, 1.0}
    assert abs(drawn.mean() - 0.6) < FAR * np.sqrt(0.24 / len(drawn))


@pytest.mark.parametrize("consistency", [0.2, 0.5, 0.9])
def test_between_them_availability_is_beta_distributed_around_responsiveness(dyad, consistency):
    drawn = availabilities(dyad(responsiveness=0.6, consistency=consistency))
    k = 2 * consistency / (1 - consistency)
    assert stats.kstest(drawn, stats.beta(0.6 * k, 0.4 * k).cdf).pvalue > 1e-4


def test_availability_in_play_has_a_mean_of_its_own_and_shares_the_day(dyad):
    rows = dyad(responsiveness=0.6, responsiveness_in_play=0.3, consistency=1.0)
    rows.caregivers[0]["responsiveness_today"] = 0.5
    assert availabilities(rows, in_play=True, count=1)[0] == pytest.approx(0.2)
    assert availabilities(rows, count=1)[0] == 0.5


def episodes(population, age, count=2_000):
    """Beginnings of many episodes of the first infant: with whom, play, need, distress, toward."""
    infant, out = population.infants[0], []
    morning.grow(infant, population.mechanisms[0], age)
    for time in range(count):
        which, in_play, _, _ = episode.begin_episode(population.rows, 0, -1, time)
        out.append((which, in_play, infant["need"], infant["distress"], infant["toward"]))
    return np.array(out, float).T


@pytest.mark.parametrize("age", [30, 365])
@pytest.mark.parametrize("curve", [0.0, 1.0])
def test_distress_is_as_frequent_as_its_odds_say(families, age, curve):
    infants = families(distress_share=0.3, crying_curve=curve)
    _, in_play, _, _, _ = episodes(infants, age)
    odds = 0.3 / 0.7 * crying(age) ** curve
    share = odds / (1 + odds)
    assert abs((1 - in_play).mean() - share) < FAR * np.sqrt(share * (1 - share) / len(in_play))


def test_an_episode_of_distress_begins_with_a_need_and_play_with_none(families):
    _, in_play, need, distress, toward = episodes(families(need_low=0.3, need_high=0.7), 200)
    assert (need[in_play == 1] == 0).all()
    assert (distress[in_play == 1] < 0.1).all()
    hurt = need[in_play == 0]
    assert stats.kstest(hurt, stats.uniform(0.3, 0.4).cdf).pvalue > 1e-4
    np.testing.assert_array_equal(distress[in_play == 0], hurt)
    assert abs(toward.mean() - 0.5) < FAR * 0.5 / np.sqrt(len(toward))


def test_caregivers_are_there_by_their_shares_of_care():
    population = populate(load("two-caregivers").with_(infants=1))
    population.bonds["share"] = (3.0, 1.0)
    which = episodes(population, 200)[0]
    assert abs((which == 0).mean() - 0.75) < FAR * np.sqrt(0.75 * 0.25 / len(which))
    population.bonds["share"] = (0.0, 1.0)
    assert (episodes(population, 200, 50)[0] == 1).all()


def test_who_is_not_there_is_not_changed_by_the_day():
    population = populate(load("two-caregivers").with_(infants=1, prototype_pull=0.0))
    population.bonds["share"] = (1.0, 0.0)
    before = population.copy()
    days.live(population.rows, 0, 3)
    for name in ("expected_relief", "expected_alarm", "day_seconds", "matched", "engagement"):
        assert population.bonds[name][1] == before.bonds[name][1]
    assert population.bonds["expected_relief"][0] != before.bonds["expected_relief"][0]
