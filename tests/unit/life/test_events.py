"""Events: when they are there, whom they befall, and that they are taken back."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.life.course import live, live_through
from attune_sim.life.events import change_days, take_hold
from attune_sim.parameters import PARAMETERS
from attune_sim.population import join, populate
from attune_sim.scenario import (
    CaregiverSpec,
    Distribution,
    Event,
    Scenario,
    load,
    scenario_from,
)

TWO = (CaregiverSpec("a", 0.5), CaregiverSpec("b", 0.5))


def scenario(*events, infants=40, **changes):
    return Scenario(**{"infants": infants, "days": 20, "events": events, **changes})


# --- when ---------------------------------------------------------------------------------------


@given(st.integers(0, 50), st.integers(1, 30), st.integers(0, 30))
def test_a_change_is_whole_for_its_length_and_then_passes_off_evenly(day, length, fade):
    event = Event(day, add={"rejection": 0.1}, length=length, fade=fade)
    weights = [event.weight(at) for at in range(day + length + fade + 3)]
    assert weights[:day] == [0.0] * day
    assert weights[day : day + length] == [1.0] * length
    steps = np.diff(weights[day + length - 1 : day + length + fade + 1])
    np.testing.assert_allclose(steps, -1 / (fade + 1))
    assert weights[day + length + fade :] == [0.0] * 3


def test_a_change_for_good_stays():
    event = Event(3, add={"rejection": 0.1})
    assert [event.weight(day) for day in (2, 3, 4, 3_650)] == [0, 1, 1, 1]


@given(st.integers(0, 20), st.integers(1, 20), st.integers(0, 20), st.integers(0, 60))
def test_families_stop_at_every_day_on_which_a_weight_changes(day, length, fade, until):
    event = Event(day, add={"rejection": 0.1}, length=length, fade=fade)
    population = populate(scenario(event, infants=1))
    expected = [d for d in range(1, until + 1) if event.weight(d) != event.weight(d - 1)]
    assert change_days(population, 0, until) == expected


# --- what ---------------------------------------------------------------------------------------


def test_an_event_adds_sets_and_is_taken_back():
    events = (
        Event(2, add={"responsiveness": -0.2}, length=3),
        Event(4, set={"rejection": 0.5, "reactivity": 2.0, "learning_rate": 0.1}, length=4),
    )
    population = populate(scenario(*events))
    born = population.copy()
    days = {}
    for day in live_through(population, range(10)):
        days[day] = {
            name: population.values(name)[0]
            for name in ("responsiveness", "rejection", "reactivity", "learning_rate")
        }
    usual = PARAMETERS["learning_rate"].default
    expected = {
        "responsiveness": {1: 0.65, 2: 0.45, 4: 0.45, 5: 0.65},
        "rejection": {3: 0, 4: 0.5, 7: 0.5, 8: 0},
        "reactivity": {3: 1, 4: 2, 8: 1},
        "learning_rate": {3: usual, 4: 0.1, 8: usual},
    }
    for name, values in expected.items():
        assert [days[day][name] for day in values] == pytest.approx(list(values.values())), name
    for name in ("responsiveness", "rejection", "reactivity", "learning_rate"):
        np.testing.assert_allclose(population.values(name), born.values(name), rtol=1e-12)


def test_what_is_held_at_an_end_of_the_range_comes_back_to_where_it_was():
    spread = Distribution("uniform", low=0.0, high=1.0)
    event = Event(1, add={"responsiveness": -0.5}, length=2)
    population = populate(scenario(event, parameters={"responsiveness": spread}))
    before = population.values("responsiveness")
    live(population, 2)
    np.testing.assert_array_equal(
        population.values("responsiveness"), np.clip(before - 0.5, 0.0, 1.0)
    )
    live(population, 4, from_day=2)
    np.testing.assert_allclose(population.values("responsiveness"), before, atol=1e-12)


def test_two_events_add_up_in_any_order_of_their_ends():
    one = Event(1, add={"responsiveness": -0.2}, length=5)
    other = Event(2, add={"responsiveness": 0.1}, length=2)
    population = populate(scenario(one, other, infants=1))
    seen = [population.values("responsiveness")[0] for _ in live_through(population, range(1, 8))]
    np.testing.assert_allclose(seen, [0.45, 0.55, 0.55, 0.45, 0.45, 0.65, 0.65])


def test_a_factor_takes_a_share_away_and_gives_it_back():
    spread = Distribution("uniform", low=0.2, high=1.0)
    event = Event(1, multiply={"alarming_moments": 0.5, "responsiveness": 2.0}, length=2, fade=1)
    population = populate(
        scenario(event, parameters={"responsiveness": spread, "alarming_moments": 0.4})
    )
    born = population.values("responsiveness")
    for day, factor in ((1, 2.0), (3, 1.5), (4, 1.0)):
        live(population, day, from_day=day - 1)
        np.testing.assert_allclose(
            population.values("responsiveness"), np.minimum(1.0, factor * born), rtol=1e-12
        )
        np.testing.assert_allclose(
            population.values("alarming_moments"), 0.4 * (0.5 + (2 - factor) / 2), rtol=1e-12
        )


def test_responsiveness_in_play_is_multiplied_with_responsiveness():
    population = populate(scenario(Event(0, multiply={"responsiveness": 0.5})))
    live(population, 0)
    np.testing.assert_allclose(population.values("responsiveness_in_play"), 0.325)


def test_what_one_event_sets_is_not_moved_by_the_end_of_another():
    events = [
        Event(1, set={"rejection": 0.5}),
        Event(2, add={"rejection": 0.2}, length=2),
        Event(2, multiply={"rejection": 0.5}, length=3),
    ]
    population = populate(scenario(*events, infants=1))
    seen = [population.values("rejection")[0] for _ in live_through(population, range(1, 7))]
    np.testing.assert_allclose(seen, [0.5, 0.35, 0.35, 0.25, 0.5, 0.5])


CHANGES = st.builds(
    lambda day, length, fade, what, amount: Event(
        day, length=length, fade=fade, **{what: {"withdrawal": amount}}
    ),
    st.integers(0, 10),
    st.integers(1, 6),
    st.integers(0, 4),
    st.sampled_from(("add", "multiply", "set")),
    st.floats(0.0, 1.0),
)


def no_contradiction(events):
    days = [event.day for event in events if event.set]
    return len(set(days)) == len(days)


@given(st.lists(CHANGES, min_size=1, max_size=4).filter(no_contradiction), st.floats(0.0, 1.0))
def test_when_all_is_over_everybody_is_as_before(events, born):
    population = populate(scenario(*events, infants=2, parameters={"withdrawal": born}))
    for day in range(22):
        take_hold(population, day)
        assert (
            (population.values("withdrawal") >= 0) & (population.values("withdrawal") <= 1)
        ).all()
    np.testing.assert_allclose(population.values("withdrawal"), born, atol=1e-9)


# --- who cares how much ---------------------------------------------------------------------------


def shares(population):
    return population.bonds["share"].reshape(len(population), -1)


def test_shares_of_care_change_for_a_time_and_come_back():
    event = Event(3, care={"b": 0.9, "a": 0.1}, length=2, fade=1, share=0.5)
    population = populate(scenario(event, infants=400, caregivers=TWO))
    live(population, 3)
    hit = shares(population)[:, 1] != 0.5
    assert 0.4 < hit.mean() < 0.6
    np.testing.assert_allclose(shares(population)[hit], [(0.1, 0.9)] * hit.sum())
    for day, second in ((5, 0.7), (6, 0.5)):
        live(population, day, from_day=3)
        np.testing.assert_allclose(shares(population)[hit, 1], second)
        np.testing.assert_allclose(shares(population).sum(axis=1), 1.0)
    assert (shares(population)[~hit] == 0.5).all()


def test_who_comes_later_is_not_there_before_and_does_the_care_from_then_on():
    own = (CaregiverSpec("a", 1.0), CaregiverSpec("b", 0.0))
    event = Event(5, care={"a": 0.0, "b": 1.0})
    population = populate(scenario(event, infants=10, caregivers=own))
    live(population, 5)
    first, second = (population.bonds[population.bond_rows(k)] for k in (0, 1))
    assert (second["day_seconds"] == 0).all()
    assert (first["day_seconds"] > 0).all()
    live(population, 6, from_day=5)
    first, second = (population.bonds[population.bond_rows(k)] for k in (0, 1))
    assert (first["day_seconds"] == 0).all()
    assert (second["day_seconds"] > 0).all()


def test_a_change_of_care_names_every_caregiver():
    with pytest.raises(InputError, match="care says nothing of 'b'; give each caregiver's share"):
        scenario(Event(1, care={"a": 1.0}), caregivers=TWO)


def test_what_a_study_sets_meanwhile_is_kept():
    population = populate(scenario(Event(2, add={"rejection": 0.2}, length=2), infants=3))
    live(population, 3)
    population.caregivers["rejection"] += 0.1
    live(population, 6, from_day=3)
    np.testing.assert_allclose(population.values("rejection"), 0.1)


def test_responsiveness_in_play_follows_where_it_is_not_set_apart():
    event = Event(0, add={"responsiveness": -0.2})
    population = populate(scenario(event))
    live(population, 0)
    np.testing.assert_allclose(population.values("responsiveness_in_play"), 0.45)
    apart = populate(scenario(event, parameters={"responsiveness_in_play": 0.5}))
    live(apart, 0)
    np.testing.assert_allclose(apart.values("responsiveness_in_play"), 0.5)


def test_taking_hold_twice_is_once():
    population = populate(scenario(Event(0, add={"rejection": 0.2})))
    take_hold(population, 0)
    take_hold(population, 0)
    assert (population.values("rejection") == 0.2).all()


# --- whom ---------------------------------------------------------------------------------------


def test_it_befalls_the_named_caregiver_only():
    population = populate(scenario(Event(0, whom=("b",), set={"rejection": 0.4}), caregivers=TWO))
    live(population, 0)
    assert (population.values("rejection", 0) == 0).all()
    assert (population.values("rejection", 1) == 0.4).all()


def test_it_befalls_its_share_of_families_whole_and_the_same_ones_each_time():
    event = Event(0, set={"rejection": 0.4, "reactivity": 2.0}, share=0.3)
    population = populate(scenario(event, infants=2_000, caregivers=TWO))
    live(population, 0)
    hit = population.values("rejection", 0) > 0
    np.testing.assert_array_equal(population.values("rejection", 1) > 0, hit)
    np.testing.assert_array_equal(population.values("reactivity") > 1, hit)
    assert abs(hit.mean() - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 2_000)  # four standard errors
    alone = populate(scenario(event, infants=2_000, caregivers=TWO), numbers=[17])
    live(alone, 0)
    assert (alone.values("rejection") > 0)[0] == hit[17]


def test_two_events_befall_families_apart():
    events = [Event(0, set={name: 0.4}, share=0.5) for name in ("rejection", "withdrawal")]
    population = populate(scenario(*events, infants=2_000))
    live(population, 0)
    one, other = (population.values(name) > 0 for name in ("rejection", "withdrawal"))
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(2_000)


def test_in_a_block_of_several_runs_each_keeps_its_events(same):
    event = Event(2, add={"rejection": 0.3}, length=4, share=0.5)
    apart = [
        populate(scenario(event, infants=5)),
        populate(scenario(infants=3)),
        populate(scenario(replace(event, day=3), infants=4, seed=2)),
    ]
    joined = join(apart)
    live(joined, 5)
    for population in apart:
        live(population, 5)
    same(joined.caregivers, np.concatenate([p.caregivers for p in apart]))
    same(joined.infants["distress"], np.concatenate([p.infants["distress"] for p in apart]))


def test_a_copy_has_happenings_of_its_own():
    population = populate(scenario(Event(1, add={"rejection": 0.2}, length=1)))
    copy = population.copy()
    live(copy, 1)
    assert (population.values("rejection") == 0).all()
    live(population, 3)
    live(copy, 3, from_day=1)
    np.testing.assert_allclose(copy.values("rejection"), population.values("rejection"))


# --- off ----------------------------------------------------------------------------------------


def test_without_events_nothing_changes(same):
    plain, empty = populate(scenario(infants=4)), populate(Scenario(infants=4, days=20))
    for population in (plain, empty):
        live(population, 3)
    same(plain.infants, empty.infants)
    same(plain.bonds, empty.bonds)


def test_an_event_that_adds_nothing_changes_nothing(same):
    nothing, plain = populate(scenario(Event(1, add={"rejection": 0.0}, fade=2, length=1))), None
    plain = populate(scenario())
    for population in (nothing, plain):
        live(population, 5)
    same(nothing.infants, plain.infants)
    same(nothing.bonds, plain.bonds)
    same(nothing.caregivers, plain.caregivers)


# --- what may be asked ----------------------------------------------------------------------------

FINE = {"day": 5, "add": {"rejection": 0.1}}
REFUSED = [
    ({"day": -1}, "events.day = -1 is not a day of life from 0 to 9125"),
    ({"day": 1.5}, "events.day = 1.5 is not a day of life"),
    ({"day": True}, "events.day = True is not a day of life"),
    ({"length": 0}, "events.length = 0 is not a number of days from 1"),
    ({"fade": 3}, "fade = 3 needs a length"),
    ({"share": 0}, "events.share = 0 is not a number above 0 and up to 1"),
    ({"share": float("nan")}, "events.share = nan is not a number"),
    ({"whom": "nobody"}, "whom = 'nobody' is not a caregiver"),
    ({"whom": 3}, "events.whom = 3 is not a list of names"),
    ({"title": 3}, "events.title = 3 is not text"),
    ({"add": {}}, "an event changes something"),
    ({"add": {"rejecton": 0.1}}, "no parameter 'rejecton'; did you mean rejection"),
    ({"add": {"rejection": 2}}, "rejection = 2 is not a number from -1 to 1"),
    ({"add": {"rejection": "much"}}, "rejection = 'much' is not a number"),
    ({"set": {"reactivity": 9.0}}, "reactivity = 9.0 is not a number from 0.25 to 4"),
    ({"set": {"rejection": 0.2}}, "stands under add and under set"),
    ({"add": {"episodes_per_day": 1}}, "a whole number, which an event cannot change"),
    ({"add": {"coder_error": 0.1}}, "of the observation, which an event cannot change"),
    ({"add": {"reactivity": 0.1}, "whom": "caregiver"}, "not a caregiver's trait; leave out whom"),
    ({"at": 5}, "no key 'at' in events"),
    ({"rejection": 0.1}, "put it under add, multiply or set"),
    ({"multiply": {"consistency": -1}}, "consistency = -1 is not a factor, a number from 0 to"),
    ({"multiply": {"consistency": 2000}}, "consistency = 2000 is not a factor"),
    ({"multiply": {"rejection": 2}}, "rejection stands under add and under multiply"),
    ({"multiply": {"coder_error": 2}}, "of the observation, which an event cannot change"),
    ({"care": 0.5}, "events.care = 0.5 is not a table of caregivers and their shares"),
    ({"care": {"caregiver": 2}}, "caregiver = 2 is not a share of care"),
    ({"care": {"caregiver": 0.5}}, "the shares under care add up to 0.5, not to 1"),
    ({"care": {"nobody": 1.0}}, "care: 'nobody' is not a caregiver; "),
    ({"add": 0.1}, "events.add = 0.1 is not a table of parameters"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED)
def test_what_cannot_happen_is_refused_in_a_sentence(change, sentence):
    with pytest.raises(InputError) as caught:
        scenario_from({"events": [{**FINE, **change}]}, "mine")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_event_needs_a_day():
    with pytest.raises(InputError, match="the key 'day' in events is missing"):
        scenario_from({"events": [{"add": {"rejection": 0.1}}]}, "mine")


def test_a_file_names_the_line(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("days = 9\n[[events]]\nday = 3\nadd = { rejection = 0.1 }\nshare = 2\n")
    with pytest.raises(InputError, match=r"mine.toml, line 5: events.share = 2 is not"):
        load(path)


def test_an_event_is_written_as_it_is_read():
    raw = {
        "day": 5,
        "title": "a move",
        "whom": ["caregiver"],
        "add": {"rejection": 0.1},
        "multiply": {"withdrawal": 0.5},
        "set": {"consistency": 0.2},
        "length": 30,
        "fade": 10,
        "share": 0.5,
        "care": {"caregiver": 1.0},
    }
    event = Event(**raw)
    assert event.as_dict() == raw
    assert Event(**event.as_dict()) == event
    assert Event(**FINE).as_dict() == FINE
    assert Event(**FINE, whom="caregiver").whom == ("caregiver",)


# --- coming on, and at different times ------------------------------------------------------------


@given(st.integers(0, 50), st.integers(0, 30), st.integers(1, 30))
def test_a_change_comes_on_evenly_and_is_whole_after_its_rise(day, rise, more):
    event = Event(day, add={"rejection": 0.1}, rise=rise, length=rise + more)
    weights = [event.weight(at) for at in range(day + rise + more)]
    assert weights[:day] == [0.0] * day
    np.testing.assert_allclose(np.diff(weights[day : day + rise + 1]), 1 / (rise + 1))
    assert weights[day + rise :] == [1.0] * more


@given(st.integers(0, 20), st.integers(0, 9), st.integers(0, 9), st.integers(0, 60))
def test_families_stop_while_a_change_comes_on(day, rise, more, until):
    event = Event(day, add={"rejection": 0.1}, rise=rise, length=rise + 1 + more, fade=3)
    population = populate(scenario(event, infants=1))
    expected = [d for d in range(1, until + 1) if event.weight(d) != event.weight(d - 1)]
    assert change_days(population, 0, until) == expected


def test_each_family_has_a_day_of_its_own_up_to_the_latest():
    event = Event(5, add={"rejection": 0.1}, latest=14)
    population = populate(scenario(event, infants=2_000))
    late = population.happenings[0].late
    assert set(late) == set(range(10))
    counts = np.bincount(late)
    assert abs(counts - 200).max() < 4.5 * np.sqrt(200 * 0.9)
    begun = np.zeros(2_000, np.int64)
    for day in range(20):
        take_hold(population, day)
        begun[(population.caregivers["rejection"] > 0) & (begun == 0)] = day
    np.testing.assert_array_equal(begun, 5 + late)


def test_a_day_of_ones_own_is_the_same_in_any_crowd_and_for_all_of_the_family():
    event = Event(5, add={"rejection": 0.1}, latest=60, care={"a": 0.2, "b": 0.8})
    families = scenario(event, infants=9, caregivers=TWO)
    whole = populate(families)
    part = populate(families, numbers=[7])
    assert part.happenings[0].late.tolist() == [whole.happenings[0].late[7]]
    np.testing.assert_array_equal(whole.happenings[0].late_with, whole.happenings[0].late.repeat(2))
    joined = join([part, whole])
    live(joined, 70)
    live(whole, 70)
    np.testing.assert_array_equal(joined.bonds["share"][2:], whole.bonds["share"])
    np.testing.assert_allclose(whole.bonds["share"][::2], 0.2)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rise": 10, "length": 10}, ["rise = 10", "length = 10"]),
        ({"latest": 4}, ["latest = 4", "day = 5"]),
        ({"rise": -1}, ["rise", "-1"]),
        ({"latest": 9_126}, ["latest", "9125"]),
    ],
)
def test_times_that_contradict_each_other_are_refused(wrong, words):
    raw = {"events": [{"day": 5, "add": {"rejection": 0.1}, **wrong}]}
    with pytest.raises(InputError) as told:
        scenario_from(raw, "x")
    assert all(word in str(told.value) for word in words)


def test_two_events_may_not_set_the_same_at_once():
    one, other = (Event(5, set={"rejection": value}) for value in (0.1, 0.2))
    with pytest.raises(InputError, match="two of them set rejection from day 5"):
        scenario(one, other)
    scenario(one, replace(other, day=6))
    scenario(one, replace(other, share=0.5))
    scenario(replace(one, whom=("a",)), replace(other, whom=("b",)), caregivers=TWO)
    shares = {"a": 0.2, "b": 0.8}
    with pytest.raises(InputError, match="two of them set care from day 5"):
        scenario(Event(5, care=shares), Event(5, care=shares), caregivers=TWO)


def test_circumstances_need_family_life():
    for raw in (
        {"parameters": {"work": 1.0}},
        {"caregivers": [{"name": "a", "parameters": {"support": 0.5}}]},
        {"events": [{"day": 5, "add": {"conflict": 1.0}}]},
    ):
        with pytest.raises(InputError, match="family_life = 1"):
            scenario_from(raw, "x")
        for said in (0, 1):
            parameters = {**raw.get("parameters", {}), "family_life": said}
            scenario_from({**raw, "parameters": parameters}, "x")
    scenario(parameters={"work": 1.0})  # a slider may be moved before the switch
