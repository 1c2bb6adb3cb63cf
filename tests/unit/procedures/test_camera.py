"""Films of procedures: what a camera sees, of whom, and that filming changes nobody."""

import numpy as np
import pytest

from attune_sim.dyad.state import CAMERA_FIELDS, PHYSIOLOGY_FIELDS, TRACE_DTYPE
from attune_sim.population import Population, populate
from attune_sim.procedures import (
    PROCEDURES,
    free_play,
    home,
    peer_play,
    problem_solving,
    still_face,
    strange_situation,
)
from attune_sim.procedures.camera import Episode, Film, film, film_everyday
from attune_sim.scenario import load

each = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)
SEEN = set(CAMERA_FIELDS)


def scrambled(rows, keep=()):
    """The same rows with other numbers in all columns but a few."""
    rng = np.random.default_rng(1)
    out = rows.copy()
    for name in set(rows.dtype.names) - set(keep):
        out[name] = rng.integers(0, 100, rows.shape)
    return out


# --- the film -----------------------------------------------------------------------------------


def test_a_film_is_cut_into_its_episodes_without_gap_or_overlap(mixed):
    script = (
        Episode("together", 20),
        Episode("alone", 90, caregiver=False, strain="separation_strain", cry_limit=10),
        Episode("still", 15, engagement=0.0),
        Episode("together again", 40, distance=0.8),
    )
    f = film(mixed, script, occasion=5, age=365)
    n = len(mixed)
    assert f.starts.shape == f.lengths.shape == (n, 4)
    assert f.trace.shape == (n, 165)
    assert (f.starts[:, 0] == 0).all()
    assert (f.starts[:, 1:] == np.cumsum(f.lengths, axis=1)[:, :-1]).all()
    assert (f.lengths[:, [0, 2, 3]] == (20, 15, 40)).all()
    assert (f.lengths[:, 1] <= 90).all()
    assert len(np.unique(f.lengths[:, 1])) > 1  # some cry, some do not
    for episode, present in enumerate((1.0, 0.0, 1.0, 1.0)):
        seen = f.camera("present", episode)
        assert (seen[~np.isnan(seen)] == present).all()
    for i in range(n):  # nothing is written after an infant's last second
        assert not f.trace["infant_engagement"][i, f.lengths[i].sum() :].any()
    assert (f.camera("caregiver_engagement", 2) == 0).all()
    assert np.isnan(f.camera("caregiver_engagement", 1)).all()
    assert (np.abs(f.camera("distance", 3)[:, 0] - 0.8) < 0.2).all()


def test_seconds_after_an_early_end_are_not_coded():
    trace = np.zeros((2, 9), TRACE_DTYPE)
    trace["display"] = np.arange(9)
    trace["distress"] = 10 + np.arange(9)
    hand_made = Film(trace, np.array([[0, 4], [0, 2]]), np.array([[4, 5], [2, 3]]))
    nan = np.nan
    np.testing.assert_array_equal(hand_made.camera("display", 0), [[0, 1, 2, 3], [0, 1, nan, nan]])
    np.testing.assert_array_equal(
        hand_made.camera("display", 1), [[4, 5, 6, 7, 8], [2, 3, 4, nan, nan]]
    )
    np.testing.assert_array_equal(
        hand_made.physiology("distress", 1), [[14, 15, 16, 17, 18], [12, 13, 14, nan, nan]]
    )
    assert hand_made.mean("display", 0).tolist() == [1.5, 0.5]
    assert hand_made.mean("display", 0, 1).tolist() == [4.0, 2.0]
    assert hand_made.mean_physiology("distress", 1).tolist() == [16.0, 13.0]


@pytest.mark.parametrize("field", [*PHYSIOLOGY_FIELDS, "need", "turning_away", "expected_alarm"])
def test_a_camera_refuses_what_cannot_be_seen(field, mixed):
    f = free_play.record(mixed, age=20)
    with pytest.raises(KeyError, match=f"{field} cannot be seen"):
        f.camera(field, 0)
    with pytest.raises(KeyError, match=f"{field} cannot be seen"):
        f.mean(field, 0)


@pytest.mark.parametrize("field", [*CAMERA_FIELDS, "need"])
def test_electrodes_refuse_what_they_do_not_record(field, mixed):
    f = free_play.record(mixed, age=20)
    with pytest.raises(KeyError, match=f"{field} is not recorded"):
        f.physiology(field, 0)
    with pytest.raises(KeyError, match=f"{field} is not recorded"):
        f.mean_physiology(field, 0)


# --- coders see the camera's part of the film, and nothing of the infant -------------------------


@each
def test_coders_do_not_use_what_they_cannot_see(procedure, mixed, same):
    f = procedure.record(mixed, age=365)
    codes = procedure.code(f, mixed)
    trace = scrambled(f.trace, keep=CAMERA_FIELDS)
    for i in range(len(mixed)):
        end = f.lengths[i].sum()
        for name in TRACE_DTYPE.names:
            trace[name][i, end:] = 77.0
    who = ("number", "key_low", "key_high", "bonds", "first_bond")
    strangers = Population(
        scrambled(mixed.infants, keep=who),
        scrambled(mixed.bonds, keep=("caregiver",)),
        scrambled(mixed.caregivers),
        scrambled(mixed.mechanisms),
        mixed.settings,
    )
    blind = procedure.code(Film(trace, f.starts, f.lengths, f.age), strangers)
    physiological = {
        key for key in codes if key.endswith("_physiological") or key.startswith("arousal_")
    }
    same(
        {k: codes[k] for k in codes.keys() - physiological},
        {k: blind[k] for k in blind.keys() - physiological},
    )
    assert bool(physiological) == (procedure is strange_situation)
    for key in physiological:
        assert (codes[key] != blind[key]).all()


def test_electrodes_do_not_use_the_camera(mixed, same):
    f = strange_situation.record(mixed, age=365)
    other = strange_situation.code(
        Film(scrambled(f.trace, keep=PHYSIOLOGY_FIELDS), f.starts, f.lengths, f.age), mixed
    )
    codes = strange_situation.code(f, mixed)
    for key in (k for k in codes if k.endswith("_physiological") or k.startswith("arousal_")):
        same(codes[key], other[key])
    assert (codes["reunion_displayed"] != other["reunion_displayed"]).all()


# --- filming changes nobody, and its luck is an infant's own ------------------------------------


@each
@pytest.mark.parametrize("age", [0, 20, 365, 3_650])
def test_a_procedure_changes_nobody_at_any_age(procedure, age):
    population = populate(load("mixed-population").with_(infants=3))
    rows = (*population.rows, population.settings)
    before = [r.tobytes() for r in rows]
    codes = procedure.code(procedure.record(population, age=age), population)
    assert [r.tobytes() for r in rows] == before
    for key, values in codes.items():
        assert values.shape == (3,), key
        assert not np.isinf(values).any(), key


@each
def test_the_same_occasion_gives_the_same_numbers_alone_or_in_a_crowd(procedure, mixed, same):
    crowd = procedure.record(mixed, age=200)
    again = procedure.record(mixed, age=200)
    assert (crowd.trace.view(np.uint8) == again.trace.view(np.uint8)).all()
    few = mixed.only(np.array([31, 7]))
    apart = procedure.record(few, age=200)
    assert (apart.lengths == crowd.lengths[[31, 7]]).all()
    for name in TRACE_DTYPE.names:
        same(apart.trace[name], crowd.trace[name][[31, 7]])
    codes, own = procedure.code(crowd, mixed), procedure.code(apart, few)
    for key, values in own.items():
        np.testing.assert_allclose(values, codes[key][[31, 7]], rtol=1e-12, err_msg=key)


@each
def test_another_repetition_and_another_caregiver_have_other_luck(procedure):
    alike = load("two-caregivers").with_(
        infants=20,
        responsiveness=0.5,
        consistency=0.5,
        loudness_contingency=0.3,
        daily_variation=0.0,
    )
    population = populate(alike)
    first = procedure.record(population, age=365)
    changes = [{"repetition": 1}] + [{"which": 1}] * (procedure is not peer_play)
    for change in changes:
        other = procedure.record(population, age=365, **change)
        differs = (other.trace["infant_engagement"] != first.trace["infant_engagement"]).any(axis=1)
        assert differs.all()
        one, two = (p["caregiver_engagement"][:, :60].ravel() for p in (first.trace, other.trace))
        assert abs(np.corrcoef(one, two)[0, 1]) < 0.3


def test_procedures_have_luck_apart_from_each_other_and_from_every_day():
    population = populate(load("good-enough").with_(infants=5))
    films = [
        p.record(population, age=365).trace["infant_engagement"][:, 5:60]
        for p in PROCEDURES.values()
    ]
    for k, one in enumerate(films):
        for other in films[k + 1 :]:
            assert (one != other).any(axis=1).all()


def test_each_procedure_is_listed_by_the_name_that_people_type():
    assert list(PROCEDURES.items()) == [
        ("free-play", free_play),
        ("still-face", still_face),
        ("strange-situation", strange_situation),
        ("home", home),
        ("problem-solving", problem_solving),
        ("peer-play", peer_play),
    ]


# --- what a script says is done -----------------------------------------------------------------


def test_no_second_of_a_film_has_the_luck_of_another(families):
    script = (Episode("alone", 60, caregiver=False), Episode("alone again", 60, caregiver=False))
    f = film(families(20, wish_noise=0.1), script, occasion=1, age=365)
    first, second = (f.camera("infant_engagement", k)[:, 20:] for k in (0, 1))
    assert abs(np.corrcoef(np.diff(first).ravel(), np.diff(second).ravel())[0, 1]) < 0.15


def test_a_strain_is_the_studys_own_and_raises_distress(families):
    means = []
    for strain in (0.0, 0.02, 0.1):
        population = families(10, separation_strain=strain)
        script = (Episode("alone", 60, caregiver=False, strain="separation_strain"),)
        means.append(film(population, script, occasion=1, age=365).physiology("distress", 0).mean())
    assert means[0] < means[1] < means[2]
    unstrained = film(population, (Episode("alone", 60, caregiver=False),), occasion=1, age=365)
    assert unstrained.physiology("distress", 0).mean() == pytest.approx(means[0])


def test_a_caregiver_told_to_respond_is_more_available(families):
    population = families(60, responsiveness=0.2, instruction=0.6)
    script = (Episode("together", 120),)
    told, untold = (
        film(population, script, occasion=1, age=365, instructed=i).camera("attending", 0).mean()
        for i in (True, False)
    )
    assert told > untold + 0.2


@pytest.mark.parametrize("responsiveness", [0.0, 0.6, 1.0])
def test_who_comes_back_attends_as_they_do_at_the_start(families, responsiveness):
    steady = {"consistency": 1.0, "daily_variation": 0.0, "answer_rate": 0.0, "solicitation": 0.0}
    population = families(400, responsiveness=responsiveness, attention_rate=0.01, **steady)
    script = (Episode("together", 10), Episode("alone", 10, caregiver=False), Episode("back", 10))
    f = film(population, script, occasion=1, age=365)
    before, after = f.camera("attending", 0)[:, 0], f.camera("attending", 2)[:, 0]
    for attending in (before, after):
        assert attending.mean() == pytest.approx(responsiveness, abs=0.1)
    if responsiveness == 0.6:
        assert abs(np.corrcoef(before, after)[0, 1]) < 4 / np.sqrt(400)  # drawn anew


def test_what_is_seen_on_another_day_has_random_numbers_of_its_own(families):
    population = families(60)
    script = (Episode("together", 60),)
    first, same_day, later = (
        film(population, script, occasion=1, age=age).camera("infant_engagement", 0)
        for age in (365, 365, 366)
    )
    assert (first == same_day).all()
    assert abs(np.corrcoef(first.ravel(), later.ravel())[0, 1]) < 0.3


def test_an_infant_arrives_as_distressed_as_the_procedure_says(families):
    population = families(10, arrival_distress=0.0)
    script = (Episode("alone", 1, caregiver=False),)
    calm, upset = (
        film(population, script, occasion=1, age=365, distress=d).physiology("distress", 0).mean()
        for d in (0.0, 0.5)
    )
    assert calm < 0.05
    assert upset == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("in_play", [True, False])
def test_play_is_played_as_available_as_in_play(families, in_play):
    population = families(60, responsiveness=0.1, responsiveness_in_play=0.9, consistency=1.0)
    f = film(population, (Episode("together", 120),), occasion=1, age=365, in_play=in_play)
    assert (f.camera("attending", 0).mean() > 0.6) == in_play


def test_the_policy_that_was_learnt_is_the_one_that_is_shown(families):
    population = families(2, signal_clarity=1.0)
    population.infants["log_display_gain"] = (0.0, -1.5)
    script = (Episode("alone", 60, caregiver=False, strain="separation_strain"),)
    f = film(population, script, occasion=1, age=365)
    # What is shown in a second is what was felt when it began.
    shown = f.camera("display", 0)[:, 1:] / f.physiology("distress", 0)[:, :-1]
    assert shown == pytest.approx(np.repeat(np.exp([[0.0], [-1.5]]), 59, axis=1))


def test_a_home_film_shows_everyday_life_of_its_length(families):
    population = families(6, home_minutes=30, distress_share=0.5)
    f = film_everyday(population, 30, occasion=1, age=365)
    assert f.trace.shape == (6, 1800)
    assert (f.lengths == 1800).all()
    assert f.trace["present"].all()
    assert f.trace["display"].max() > 0.3
    play = film_everyday(families(6, distress_share=0.0), 30, occasion=1, age=365)
    assert play.trace["distress"][:, 0].max() < 0.2
