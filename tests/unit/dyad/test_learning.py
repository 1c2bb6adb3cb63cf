"""What an episode leaves behind: policy, expectations, self-regulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.dyad.learning import (
    expect,
    learn_policy,
    practise,
    try_policy,
)
from attune_sim.measurement import inner_state
from attune_sim.parameters import PARAMETERS

LOWEST_GAIN, HIGHEST_GAIN = (PARAMETERS[f"{end}_log_gain"].default for end in ("lowest", "highest"))
share = st.floats(0, 1)
normal = st.floats(-6, 6)


@pytest.fixture
def learner(families):
    """A newborn that learns in play as in distress, amid their policy's range; mechanisms."""
    population = families(learns_in_play=1.0, learns_in_distress=1.0, learning_rate=0.5)
    infant = population.infants[0]
    infant["log_display_gain"] = -0.5
    infant["turning_away"] = 0.5
    infant["usual_distress"] = infant["usual_play_distress"] = 0.4
    return infant, population.bonds[0], population.mechanisms[0]


@pytest.fixture(scope="module")
def pair(families):
    """One newborn, their bond and mechanisms, for hypothesis: each example sets what it needs."""
    population = families()
    return population.infants[0], population.bonds[0], population.mechanisms[0]


# --- the policy ---------------------------------------------------------------------------------


@given(
    gain=st.floats(LOWEST_GAIN, HIGHEST_GAIN),
    away=share,
    exploration=st.floats(0.01, 1),
    random=share,
    z=st.tuples(normal, normal),
    u=st.tuples(share, share, share),
)
def test_what_is_tried_stays_within_the_bounds(pair, gain, away, exploration, random, z, u):
    infant, bond, mechanism = pair
    infant["log_display_gain"], infant["turning_away"] = gain, away
    mechanism["policy_exploration"], mechanism["random_policy"] = exploration, random
    try_policy(infant, bond, mechanism, *z, *u)
    assert math.exp(LOWEST_GAIN) - 1e-12 <= infant["display_gain_now"] <= math.exp(HIGHEST_GAIN)
    assert 0 <= infant["turning_away_now"] <= 1
    assert infant["log_display_gain"] == gain
    assert infant["turning_away"] == away


def test_without_deviation_the_learnt_policy_is_played(learner):
    infant, bond, mechanism = learner
    mechanism["random_policy"] = 0.0
    try_policy(infant, bond, mechanism, 0.0, 0.0, 0.3, 0.9, 0.9)
    assert infant["display_gain_now"] == pytest.approx(math.exp(-0.5))
    assert infant["turning_away_now"] == 0.5


def test_a_deviation_is_as_wide_as_exploration_says(learner):
    infant, bond, mechanism = learner
    mechanism["policy_exploration"], mechanism["random_policy"] = 0.2, 0.0
    try_policy(infant, bond, mechanism, 1.0, -1.0, 0.3, 0.9, 0.9)
    assert math.log(infant["display_gain_now"]) == pytest.approx(-0.5 + 0.2)
    assert infant["turning_away_now"] < 0.5


def test_a_random_policy_has_nothing_of_the_learnt_one(learner):
    infant, bond, mechanism = learner
    mechanism["random_policy"] = 1.0
    for u in (0.0, 0.5, 1.0):
        for learnt in (LOWEST_GAIN, HIGHEST_GAIN):
            infant["log_display_gain"] = learnt
            try_policy(infant, bond, mechanism, 3.0, 3.0, 0.999, u, 1 - u)
            drawn = LOWEST_GAIN + u * (HIGHEST_GAIN - LOWEST_GAIN)
            assert math.log(infant["display_gain_now"]) == pytest.approx(drawn)
            assert infant["turning_away_now"] == 1 - u


@pytest.mark.parametrize("in_play", [True, False])
@pytest.mark.parametrize("better", [True, False])
@pytest.mark.parametrize("z", [1.5, -1.5])
def test_what_paid_is_done_more_and_what_cost_is_done_less(learner, in_play, better, z):
    infant, bond, mechanism = learner
    learn_policy(infant, bond, mechanism, 0.2 if better else 0.6, in_play, z, z)
    direction = math.copysign(1.0, z) * (1 if better else -1)
    assert (infant["log_display_gain"] + 0.5) * direction > 0
    assert (infant["turning_away"] - 0.5) * direction > 0


@pytest.mark.parametrize("in_play", [True, False])
def test_what_is_as_usual_teaches_nothing(learner, in_play):
    infant, bond, mechanism = learner
    learn_policy(infant, bond, mechanism, 0.4, in_play, 1.0, 1.0)
    assert infant["log_display_gain"] == -0.5
    assert infant["turning_away"] == 0.5


def test_a_larger_difference_teaches_more(learner):
    infant, bond, mechanism = learner
    steps = []
    for distress in (0.35, 0.2, 0.0):
        one = infant.copy()
        learn_policy(one, bond, mechanism, distress, False, 1.0, 0.0)
        steps.append(one["log_display_gain"])
    assert steps == sorted(set(steps))


@pytest.mark.parametrize("in_play", [True, False])
def test_usual_distress_moves_toward_experience_in_its_own_kind_of_episode(learner, in_play):
    infant, bond, mechanism = learner
    own, other = "usual_play_distress", "usual_distress"
    if not in_play:
        own, other = other, own
    for distress in (0.9, 0.1):
        before = float(infant[own])
        learn_policy(infant, bond, mechanism, distress, in_play, 1.0, 1.0)
        assert min(before, distress) < infant[own] < max(before, distress)
    assert infant[other] == 0.4


@pytest.mark.parametrize(
    ("weight", "in_play"), [("learns_in_play", True), ("learns_in_distress", False)]
)
def test_where_learning_has_no_weight_the_policy_stays(learner, weight, in_play):
    infant, bond, mechanism = learner
    mechanism[weight] = 0.0
    learn_policy(infant, bond, mechanism, 0.0, in_play, 2.0, 2.0)
    assert infant["log_display_gain"] == -0.5
    assert infant["turning_away"] == 0.5
    learn_policy(infant, bond, mechanism, 0.0, not in_play, 2.0, 2.0)
    assert infant["log_display_gain"] != -0.5


@given(
    rate=st.floats(0, 5),
    distress=share,
    usual=share,
    z=st.tuples(normal, normal),
    play=st.booleans(),
)
def test_the_policy_stays_within_its_bounds(pair, rate, distress, usual, z, play):
    infant, bond, mechanism = pair
    mechanism["learning_rate"], mechanism["learns_in_play"] = rate, 1.0
    infant["usual_distress"] = infant["usual_play_distress"] = usual
    learn_policy(infant, bond, mechanism, distress, play, *z)
    assert LOWEST_GAIN <= infant["log_display_gain"] <= HIGHEST_GAIN
    assert 0 <= infant["turning_away"] <= 1
    assert 0 <= infant["usual_distress"] <= 1


def test_a_policy_is_found_on_average_by_what_it_pays(families):
    """Where turning away costs a known amount, many noisy steps lead away from it."""
    population = families(learning_rate=0.5, policy_exploration=0.3)
    infant, bond, mechanism = (
        population.infants[0],
        population.bonds[0],
        population.mechanisms[0],
    )
    infant["turning_away"] = 0.8
    rng = np.random.default_rng(1)
    for _ in range(2_000):
        z_gain, z_away, *u = rng.normal(size=2).tolist() + rng.random(3).tolist()
        try_policy(infant, bond, mechanism, z_gain, z_away, *u)
        learn_policy(
            infant, bond, mechanism, 0.6 * float(infant["turning_away_now"]), False, z_gain, z_away
        )
    assert infant["turning_away"] < 0.3


# --- the internal working model -----------------------------------------------------------------


@given(
    rate=share,
    distress=share,
    relief=share,
    variance=st.floats(0, 0.25),
    alarm=share,
    alarms=st.floats(0, 20),
    play=st.booleans(),
)
def test_expectations_move_toward_experience(
    pair, rate, distress, relief, variance, alarm, alarms, play
):
    infant, bond, mechanism = pair
    mechanism["expectation_rate"] = rate
    mechanism["soothed_alarm"] = mechanism["overload_alarm"] = 0.0
    bond["expected_relief"], bond["relief_variance"] = relief, variance
    bond["expected_alarm"], bond["alarms"] = alarm, alarms
    expect(infant, bond, mechanism, distress, play)
    for name in ("expected_relief", "expected_alarm"):
        assert -1e-12 <= bond[name] <= 1 + 1e-12
    assert 0 <= bond["relief_variance"] <= 1
    seen = min(1.0, alarms)
    assert min(alarm, seen) - 1e-12 <= bond["expected_alarm"] <= max(alarm, seen) + 1e-12
    if play:
        assert bond["expected_relief"] == relief
        assert bond["relief_variance"] == variance


def test_calm_episodes_teach_relief_and_distressed_ones_teach_none(pair):
    infant, bond, mechanism = pair
    mechanism["expectation_rate"] = 0.1
    for distress, limit in ((0.0, 1.0), (1.0, 0.0)):
        bond["expected_relief"], bond["relief_variance"] = 0.5, 0.02
        for _ in range(200):
            expect(infant, bond, mechanism, distress, False)
        assert bond["expected_relief"] == pytest.approx(limit, abs=0.01)
        assert bond["relief_variance"] == pytest.approx(0.0, abs=0.01)


def test_a_rate_of_zero_keeps_every_expectation(pair):
    infant, bond, mechanism = pair
    mechanism["expectation_rate"] = 0.0
    bond["expected_relief"], bond["expected_alarm"] = 0.4, 0.2
    bond["alarms"] = 5.0
    expect(infant, bond, mechanism, 1.0, False)
    assert (bond["expected_relief"], bond["expected_alarm"]) == (0.4, 0.2)


# --- self-regulation ----------------------------------------------------------------------------


@given(used=share, lost=share, start=share, ceiling=st.floats(0.01, 0.2))
def test_self_regulation_stays_between_nothing_and_its_ceiling(pair, used, lost, start, ceiling):
    infant, _, mechanism = pair
    mechanism["self_regulation_growth"] = mechanism["self_regulation_loss"] = 1.0
    mechanism["self_regulation_ceiling"], infant["self_regulation"] = ceiling, start * ceiling
    infant["calmed_alone"], infant["overloaded"] = 100 * used * (1 - lost), 100 * lost
    practise(infant, mechanism, 100)
    assert 0 <= infant["self_regulation"] <= ceiling * (1 + 1e-12)


def test_self_regulation_grows_by_use_shrinks_by_overload_and_else_stays(families):
    def after(used, lost):
        population = families(self_regulation_start=0.01, self_regulation_ceiling=0.03)
        infant, mechanism = population.infants[0], population.mechanisms[0]
        infant["calmed_alone"], infant["overloaded"] = used, lost
        practise(infant, mechanism, 120)
        return infant["self_regulation"]

    assert after(0, 0) == 0.01
    assert after(0, 120) < after(0, 30) < 0.01 < after(30, 0) < after(120, 0) < 0.03


# --- over days ----------------------------------------------------------------------------------

POLICY = ("log_display_gain", "turning_away")
MODEL = ("expected_relief", "relief_variance", "expected_alarm")


def test_a_frozen_infant_keeps_the_policy_it_was_born_with(families, same):
    born, lived = (families(4, days=d, learning_rate=0.0, rejection=0.3) for d in (0, 6))
    for name in POLICY:
        same(lived.infants[name], born.infants[name])
    assert (lived.bonds["expected_relief"] != born.bonds["expected_relief"]).all()
    learnt = families(4, days=6, rejection=0.3)
    for name in POLICY:
        assert (learnt.infants[name] != born.infants[name]).all()


def test_frozen_expectations_and_self_regulation_stay_as_at_birth(families, same):
    frozen = {"expectation_rate": 0.0, "self_regulation_growth": 0.0, "self_regulation_loss": 0.0}
    born, lived = (families(4, days=d, alarming_moments=2.0, **frozen) for d in (0, 6))
    for name in MODEL:
        same(lived.bonds[name], born.bonds[name])
    same(lived.infants["self_regulation"], born.infants["self_regulation"])


def test_without_play_in_learning_a_life_of_play_teaches_no_policy(families, same):
    play = {"distress_share": 0.0, "learns_in_distress": 1.0}
    born, lived = (families(4, days=d, learns_in_play=0.0, **play) for d in (0, 4))
    for name in POLICY:
        same(lived.infants[name], born.infants[name])
    taught = families(4, days=4, learns_in_play=1.0, **play)
    assert (taught.infants["log_display_gain"] != born.infants["log_display_gain"]).all()


def test_a_caregiver_that_answers_is_expected_to_relieve(families):
    there, absent = (families(8, days=40, responsiveness=r, consistency=1.0) for r in (0.95, 0.05))
    assert there.bonds["expected_relief"].mean() > absent.bonds["expected_relief"].mean() + 0.2


def test_alarming_moments_are_expected_where_they_happen(families):
    calm, alarming = (
        families(8, days=40, alarming_moments=a, overload_alarm=0.0) for a in (0.0, 3.0)
    )
    assert not calm.bonds["expected_alarm"].any()
    assert alarming.bonds["expected_alarm"].min() > 0.2


def test_each_caregiver_is_expected_by_what_it_does_itself(families):
    from attune_sim.scenario import CaregiverSpec

    population = families(
        8,
        days=60,
        prototype_pull=0.0,
        overload_alarm=0.0,
        caregivers=(
            CaregiverSpec("answers", 0.5, {"responsiveness": 0.95, "consistency": 1.0}),
            CaregiverSpec("hardly", 0.5, {"responsiveness": 0.02, "alarming_moments": 2.0}),
        ),
    )
    answers, hardly = (inner_state(population, 60, which) for which in (0, 1))
    assert (answers["expected_relief"] > hardly["expected_relief"]).all()
    assert (answers["felt_security"] > hardly["felt_security"]).all()
    assert not answers["expected_alarm"].any()
    assert (hardly["expected_alarm"] > 0).all()


# --- the bandit ---------------------------------------------------------------------------------


@pytest.fixture
def bandit(families):
    """One newborn that learns as a bandit."""
    population = families(bandit=1, learning_rate=1.0)
    population.infants[0]["usual_distress"] = 0.4
    return population.infants[0], population.bonds[0], population.mechanisms[0]


@pytest.mark.parametrize("best", [-1.5, 0.0, 1.0])
@pytest.mark.parametrize("away", [0.0, 0.5, 1.0])
def test_a_bandit_ends_with_what_pays(bandit, best, away):
    infant, bond, mechanism = bandit
    rng = np.random.default_rng(4)
    for _ in range(2000):
        try_policy(infant, bond, mechanism, *rng.standard_normal(2), *rng.random(3))
        off = abs(math.log(infant["display_gain_now"]) - best)
        off += 2.0 * abs(infant["turning_away_now"] - away)
        learn_policy(infant, bond, mechanism, 0.2 + 0.1 * off, False, 1.0, 1.0)
    assert infant["log_display_gain"] == best
    assert infant["turning_away"] == away


def test_a_bandit_without_deviation_plays_what_paid_best(bandit):
    infant, bond, mechanism = bandit
    infant["low_gain_paid"], infant["full_turning_paid"] = 0.1, 0.1
    for u in np.linspace(0.0, 0.99, 12):
        try_policy(infant, bond, mechanism, 0.0, 0.0, 0.5, u, u)
        assert math.log(infant["display_gain_now"]) == pytest.approx(-1.5)
        assert infant["turning_away_now"] == 1.0


def test_a_bandit_tries_others_as_often_as_said(bandit):
    infant, bond, mechanism = bandit
    rng = np.random.default_rng(5)
    gains = []
    for _ in range(4000):
        try_policy(infant, bond, mechanism, 1.0, 1.0, *rng.random(3))
        gains.append(round(math.log(infant["display_gain_now"]), 6))
    # 15% of episodes try any of three; a binomial share, 4 standard errors
    for arm in (-1.5, 1.0):
        assert gains.count(arm) / len(gains) == pytest.approx(0.05, abs=4 * (0.05 / 4000) ** 0.5)


@pytest.mark.parametrize("change", [{"learning_rate": 0.0}, {"learns_in_distress": 0.0}])
def test_a_bandit_that_does_not_learn_stays_as_it_was_born(bandit, change):
    infant, bond, mechanism = bandit
    for name, value in change.items():
        mechanism[name] = value
    rng = np.random.default_rng(6)
    for _ in range(200):
        try_policy(infant, bond, mechanism, *rng.standard_normal(2), *rng.random(3))
        learn_policy(infant, bond, mechanism, rng.random(), False, 1.0, 1.0)
    assert infant["log_display_gain"] == 0.0
    assert infant["turning_away"] == 0.0
