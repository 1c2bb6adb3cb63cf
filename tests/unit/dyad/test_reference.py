"""The model in plain Python and the compiled one give the same numbers.

Equal to the last bit on this kind of machine, so compared with ==. A processor or C library of
another kind may round exp or pow otherwise; TOLERANCE is for those and far below what matters.
"""

import math
import platform

import numpy as np
import pytest

from attune_sim.dyad import days, episode, morning, noise
from attune_sim.dyad import interaction as compiled
from attune_sim.dyad import load as load_of_days
from attune_sim.dyad.interaction import NO_TRACE, NOTHING_IMPOSED
from attune_sim.dyad.reference import (
    Luck,
    Morning,
    begin_day,
    live_day,
    reference_family,
    second,
    seconds,
)
from attune_sim.parameters import OBSERVATION, PARAMETERS
from attune_sim.population import populate
from attune_sim.scenario import load, presets

TOLERANCE = 0.0 if platform.machine() in ("x86_64", "AMD64") else 1e-12
SECONDS = 120
MEMORY = {
    "generalization": 0.4,
    "prototype_pull": 0.05,
    "prototype_rate": 0.03,
    "alarm_forgetting": 0.3,
    "soothed_alarm": 0.5,
    "overload_alarm": 2.0,
    "daily_reactivity": 0.4,
    "arrival_distress": 0.2,
    "care_drift": 0.1,
    "phase_changes": 12.0,
}
"""All that is off by default and works over days."""
FAMILY = {
    "family_life": 1,
    "work": 0.7,
    "money_strain": 0.3,
    "conflict": 0.2,
    "night_care": 0.5,
    "support": 0.2,
    "shared_home": 0.7,
    "low_mood": 1.2,
    "other_children": 3.0,
    "bond_growth": 0.05,
    "bond_fading": 0.1,
    "mood_days": 5.0,
}
"""Family life, quick enough for some days."""
GROWTH = {"growth": 1, "answer_learning": 5.0}
"""Growing up, and adults who learn whom to answer."""


def assert_same_family(child, caregivers, rows, when=""):
    """Plain objects and the first family's rows agree in every column."""
    assert_same(child, rows.infants[0], when)
    for caregiver, bond in zip(caregivers, rows.bonds, strict=True):
        assert_same(caregiver, bond, when)
        assert_same(caregiver, rows.caregivers[bond["caregiver"]], when)


def assert_same(plain, row, when=""):
    """A plain object and a row agree in every column."""
    for name in row.dtype.names:
        one, other = getattr(plain, name), row[name].item()
        same = one == other or (math.isnan(one) and math.isnan(other))
        assert same or math.isclose(one, other, rel_tol=TOLERANCE), (
            f"{when}: {name} is {one!r} in plain Python and {other!r} in compiled code"
        )


def noise_of(infant, which, time, count, start=0):
    draw, scratch = np.empty((noise.CHANNELS, count)), np.empty((4, count), np.uint32)
    noise.fill(draw, scratch, infant, which, time, start, count)
    return draw


def uniforms(infant, time, index):
    return [noise.uniform(word) for word in noise.words(infant, 0, noise.EPISODE, time, index)]


def luck_of(infant, time):
    """The engine's random numbers of the episode at this time."""
    who, kind, need, available = uniforms(infant, time, 0)
    a, b, _, _ = noise.words(infant, 0, noise.EPISODE, time, 1)
    _, _, u_random, u_gain = uniforms(infant, time, 1)
    u_away, u_attending, u_toward, _ = uniforms(infant, time, 2)
    z_gain, z_away = noise.normal_pair(a, b)
    return Luck(
        u_who=who,
        u_distress=kind,
        u_need=need,
        u_available=available,
        u_random=u_random,
        u_gain=u_gain,
        u_away=u_away,
        u_attending=u_attending,
        u_toward=u_toward,
        z_gain=z_gain,
        z_away=z_away,
        beta=lambda which, mean, k: noise.beta(
            infant, which, time, mean, k, noise.trials(infant, which, time)
        ),
        draws=lambda which: noise_of(infant, which, time, SECONDS).T.tolist(),
    )


def morning_of(infant, caregivers, day):
    """The engine's random numbers with which this day begins."""
    c, d, _, _ = noise.words(infant, 0, noise.DAY, day, morning.INFANT)
    numbers = []
    for which in range(caregivers):
        first, second, third, fourth = noise.words(infant, which, noise.DAY, day, 0)
        phase, _, _, _ = noise.words(infant, which, noise.DAY, day, morning.PHASE)
        z_slow, z_day = noise.normal_pair(first, second)
        z_drift, _ = noise.normal_pair(third, fourth)
        a, b, _, _ = noise.words(infant, which, noise.DAY, day, load_of_days.PRESSURE)
        z_pressure = noise.normal(a, b)
        numbers.append((z_slow, z_day, z_drift, noise.uniform(phase), z_pressure))
    return Morning(noise.normal_pair(c, d)[0], numbers)


def dyad(population, *, distress=0.05, need=0.0, time=0):
    """The first family at the beginning of an episode: rows, and plain objects like them."""
    rows = population.rows
    morning.grow(rows.infants[0], rows.mechanisms[0], 200)
    morning.wake(rows.infants[0], rows.mechanisms[0], 200)
    morning.begin_day(rows.caregivers[0], rows.mechanisms[0], 200)
    episode.begin_episode(rows, 0, 0, time)
    rows.infants[0]["distress"], rows.infants[0]["need"] = distress, need
    # Enough of what a newborn does not know yet for fear to matter.
    rows.bonds[0]["expected_alarm"] = 0.2
    four = (rows.infants[0], rows.bonds[0], rows.caregivers[0], rows.mechanisms[0])
    return four, *reference_family(rows, 0)


def follow(population, *, present=True, imposed=None, strain=0.0, time=0, **state):
    """Let both run an episode and compare every column after every second; alarms that fell."""
    four, child, caregivers = dyad(population, time=time, **state)
    draw = noise_of(four[0], 0, time, SECONDS)
    alarms = 0
    for t, numbers in enumerate(draw.T.tolist()):
        given = math.nan if imposed is None else imposed[t]
        one = compiled.second(*four, tuple(draw[:, t]), present, strain, given)
        given = None if imposed is None else imposed[t]
        other = second(child, caregivers[0], numbers, present=present, strain=strain, imposed=given)
        assert one == other
        alarms += other
        assert_same(child, four[0], f"second {t}")
        assert_same(caregivers[0], four[1], f"second {t}")
    return alarms


KINDS = {"play": {}, "distress": {"distress": 0.6, "need": 0.6}}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("preset", presets())
def test_every_preset_moves_alike(preset, kind):
    follow(populate(load(preset).with_(infants=1)), **KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_alone_in_a_strange_room_all_moves_alike(families, kind):
    follow(families(), present=False, strain=0.02, **KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_with_an_imposed_engagement_all_moves_alike(families, kind):
    given = np.concatenate([np.zeros(SECONDS // 2), np.linspace(0, 1, SECONDS // 2)]).tolist()
    follow(families(), imposed=given, **KINDS[kind])


def test_mechanisms_that_are_rare_move_alike(families):
    population = families(
        alarming_moments=6.0,
        rejection=0.05,
        withdrawal=0.3,
        intrusiveness=0.5,
        loudness_contingency=0.8,
        solicitation=0.3,
        misreading=0.2,
        signal_clarity=1.3,
        reactivity=2.0,
        overload=0.5,
    )
    alarms = sum(
        follow(population, distress=0.8, need=0.9, strain=0.01, time=time) for time in range(5)
    )
    assert alarms > 0


@pytest.mark.parametrize("seed", range(6))
def test_with_any_parameters_all_moves_alike(families, seed):
    rng = np.random.default_rng(seed)
    drawn = {
        name: rng.uniform(p.low, p.high)
        for name, p in PARAMETERS.items()
        if name not in OBSERVATION and not p.whole
    }
    for low, high in (
        ("need_low", "need_high"),
        ("self_regulation_start", "self_regulation_ceiling"),
    ):
        drawn[low], drawn[high] = sorted((drawn[low], drawn[high]))
    follow(families(**drawn), distress=rng.random(), need=rng.random(), time=seed)


def test_hard_crying_ends_both_in_the_same_second(families):
    population = families(signal_clarity=2.0)
    four, child, (caregiver,) = dyad(population, distress=0.3, need=1.0)
    infant, bond, _, _ = four
    infant["display_gain_now"] = child.display_gain_now = 1.0
    draw = noise_of(infant, 0, 0, SECONDS)
    strain, limit = 0.05, 20
    ran = compiled.seconds(*four, draw, SECONDS, False, strain, NOTHING_IMPOSED, limit, NO_TRACE, 0)
    plain = seconds(
        child, caregiver, draw.T.tolist(), present=False, strain=strain, cry_limit=limit
    )
    assert limit <= ran < SECONDS
    assert plain == ran
    assert_same(child, infant)
    assert_same(caregiver, bond)


@pytest.mark.parametrize(
    ("preset", "changes"),
    [
        ("good-enough", {}),
        ("alarming", {"random_policy": 0.3}),
        ("erratic", {"consistency": 0.0, "learns_in_play": 1.0}),
        ("rejecting", {"cry_cost": 0.03}),
        ("two-caregivers", {}),
        ("responsive", {"consistency": 1.0, "daily_variation": 0.0}),
        ("two-caregivers", MEMORY),
        ("mixed-population", {**MEMORY, "prototype_pull": 0.0}),
        ("alarming", {**MEMORY, "generalization": 1.0, "prototype_rate": 0.0}),
        ("two-caregivers", FAMILY),
        ("alarming", {**FAMILY, "low_mood": -1.0, "other_children": 0.0}),
        ("two-caregivers", GROWTH),
        ("two-caregivers", {**GROWTH, **FAMILY}),
    ],
)
def test_days_are_lived_alike(preset, changes):
    first, count = (300, 4) if "family_life" in changes else (30, 3)
    first += 600 * ("growth" in changes)
    population = populate(load(preset).with_(infants=1, **changes))
    born = population.copy()
    days.live(population.rows, first, count)
    child, caregivers = live_plainly(born, first, count)
    assert_same_family(child, caregivers, population.rows)
    assert child.log_display_gain != born.infants[0]["log_display_gain"]


def live_plainly(born, first, count):
    """The first family after some days in plain Python."""
    row = born.infants[0]
    child, caregivers = reference_family(born.rows, 0)
    episodes = int(child.episodes_per_day)
    for day in range(first, first + count):
        begin_day(child, caregivers, day, morning_of(row, len(caregivers), day))
        times = range(day * episodes, (day + 1) * episodes)
        live_day(child, caregivers, day, [luck_of(row, time) for time in times])
    return child, caregivers


@pytest.mark.parametrize("random_policy", [0.0, 0.3])
def test_a_bandit_learns_alike(random_policy):
    changes = {"bandit": 1, "learning_rate": 2.0, "random_policy": random_policy}
    population = populate(load("rejecting").with_(infants=1, **changes))
    born = population.copy()
    days.live(population.rows, 30, 20)
    child, caregivers = live_plainly(born, 30, 20)
    assert_same_family(child, caregivers, population.rows)
    tried = ("low_gain_paid", "high_gain_paid", "half_turning_paid", "full_turning_paid")
    assert all(getattr(child, name) != 0.0 for name in tried)
