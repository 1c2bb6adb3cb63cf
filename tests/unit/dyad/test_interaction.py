"""The second: what stays in bounds, what follows from what, and what a mechanism leaves alone."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_sim import measures
from attune_sim.dyad import noise
from attune_sim.dyad.interaction import (
    NO_TRACE,
    NOTHING_IMPOSED,
    second,
    seconds,
    turning_toward,
)
from attune_sim.dyad.state import (
    BOND_DTYPE,
    CAREGIVER_DTYPE,
    INFANT_DTYPE,
    MECHANISM_DTYPE,
    TRACE_DTYPE,
    TURNING,
)
from attune_sim.parameters import CAREGIVER, MECHANISMS, PARAMETERS, TEMPERAMENT
from attune_sim.procedures.thresholds import CONTACT

# --- a dyad in any state ------------------------------------------------------------------------

share = st.floats(0, 1)
yes_or_no = st.sampled_from([0.0, 1.0])
STATES = {
    "distress": share,
    "need": share,
    "wish": share,
    "toward": yes_or_no,
    "affect": share,
    "unanswered": st.floats(0, 500),
    "shown": share,
    "display": share,
    "capacity": share,
    "mobility": share,
    "self_regulation": st.floats(0, 0.2),
    "display_gain_now": st.floats(0.13, 2.72),
    "turning_away_now": share,
    "expected_alarm": share,
    "responsiveness_today": share,
    "undivided": share,
    "availability": share,
    "engagement": share,
    "attending": yes_or_no,
    "seen": share,
    "heard": share,
    "matched": st.sampled_from([-1.0, 0.0, 1.0]),
    "rupture_s": st.floats(0, 500),
    "distance": share,
    "recoil_now": st.floats(0, 1),
}
DYAD = (*TEMPERAMENT, *MECHANISMS, *CAREGIVER)


def values(name):
    p = PARAMETERS[name]
    return st.integers(int(p.low), int(p.high)) if p.whole else st.floats(p.low, p.high)


ANY = st.fixed_dictionaries({name: values(name) for name in DYAD} | STATES)
"""A dyad with any parameters within their ranges and in any state."""

TYPICAL = {
    **{name: PARAMETERS[name].default for name in DYAD},
    "reactivity": 1.0,
    "soothability": 1.0,
    "signal_clarity": 1.0,
    "responsiveness_in_play": PARAMETERS["responsiveness"].default,
    "responsiveness_today": 0.6,
    "undivided": 1.0,
    "availability": 0.6,
    "capacity": 1.0,
    "mobility": 1.0,
    "self_regulation": 0.01,
    "display_gain_now": 1.0,
    "turning_away_now": 0.2,
    "distress": 0.6,
    "need": 0.6,
    "wish": 0.5,
    "shown": 0.5,
    "toward": 1.0,
    "affect": 0.2,
    "engagement": 0.5,
    "seen": 0.5,
    "attending": 1.0,
    "matched": -1.0,
    "distance": 0.5,
    "expected_alarm": 0.1,
}


class Dyad(NamedTuple):
    infant: np.void
    bond: np.void
    caregiver: np.void
    mechanism: np.void


def dyad(columns):
    made = Dyad(
        *(
            np.zeros(1, dtype)[0]
            for dtype in (INFANT_DTYPE, BOND_DTYPE, CAREGIVER_DTYPE, MECHANISM_DTYPE)
        )
    )
    for name, value in columns.items():
        (row,) = (row for row in made if name in row.dtype.names)
        row[name] = value
    made.infant["reactivity_today"] = made.infant["reactivity"]
    made.infant["clarity"] = made.infant["signal_clarity"]
    made.infant["closeness"] = made.infant["plasticity"] = 1.0
    for name in ("repair_rate", *TURNING):
        made.caregiver[f"{name}_today"] = made.caregiver[name]
    if made.bond["matched"] == 1.0:
        made.bond["rupture_s"] = 0.0
    return made


def let_in(columns):
    made = dyad(columns)
    return turning_toward(made.infant, made.bond, made.mechanism)


def luck(seed, count):
    """Noise of `count` seconds: four rows of bell-shaped numbers, four of uniform ones."""
    rng = np.random.default_rng(seed)
    return np.vstack([rng.normal(size=(4, count)).clip(-3.5, 3.5), rng.random((4, count))])


def film(columns, draw, *, present=True, strain=0.0, imposed=NOTHING_IMPOSED, cry_limit=0):
    """The trace of a dyad's next seconds, and the dyad after them."""
    made = dyad(columns)
    count = draw.shape[1]
    trace = np.zeros(count, TRACE_DTYPE)
    done = seconds(*made, draw, count, present, strain, imposed, cry_limit, trace, 0)
    return trace[:done], made.infant, made.bond


seeds = st.integers(0, 2**32 - 1)
some = settings(max_examples=settings.default.max_examples // 2)

# --- bounds -------------------------------------------------------------------------------------

WITHIN = {
    "infant": ("distress", "need", "wish", "shown", "display", "affect", "turning_away_now"),
    "bond": ("engagement", "seen", "heard", "distance", "availability"),
}


@some
@given(
    ANY,
    seeds,
    st.booleans(),
    st.floats(0, 0.2),
    st.one_of(st.none(), st.lists(share, min_size=20, max_size=20)),
)
def test_everything_stays_finite_and_within_its_bounds(columns, seed, present, strain, imposed):
    given_from_outside = NOTHING_IMPOSED if imposed is None else np.array(imposed)
    trace, infant, bond = film(
        columns, luck(seed, 20), present=present, strain=strain, imposed=given_from_outside
    )
    for row, names in ((infant, WITHIN["infant"]), (bond, WITHIN["bond"])):
        for name in names:
            assert 0 <= row[name] <= 1, name
        for name in row.dtype.names:
            assert np.isfinite(row[name]), name
    for name in TRACE_DTYPE.names:
        if name == "caregiver_engagement" and not present:
            assert np.isnan(trace[name]).all()
        else:
            assert ((trace[name] >= 0) & (trace[name] <= 1)).all(), name
    assert bond["attending"] in (0, 1)
    assert infant["toward"] in (0, 1)
    assert bond["matched"] in ((0, 1) if present else (-1,))
    assert bond["rupture_s"] >= 0
    assert (bond["matched"] == 0) == (bond["rupture_s"] > 0)
    assert set(np.unique(trace["alarm"])) <= {0.0, 1.0}


@some
@given(ANY, seeds)
def test_positive_affect_leaves_no_room_that_distress_has_taken(columns, seed):
    trace, _, _ = film(columns, luck(seed, 20))
    assert (trace["affect"][1:] <= 1 - trace["distress"][:-1] + 1e-12).all()


@some
@given(ANY)
def test_what_is_let_in_is_a_share_and_all_of_it_where_nothing_cuts(columns):
    assert 0 <= let_in(columns) <= 1
    assert let_in(columns | {"turning_away_cut": 0.0, "give_up": 0.0}) == 1


@some
@given(ANY, share, share)
def test_who_looks_away_waits_or_hurts_more_lets_no_more_in(columns, one, other):
    for name, scale in (("turning_away_now", 1), ("distress", 1), ("unanswered", 300)):
        less, more = (let_in(columns | {name: scale * v}) for v in sorted((one, other)))
        assert more <= less


def test_half_of_what_can_be_given_up_is_given_up_at_its_time():
    columns = TYPICAL | {"turning_away_now": 0.0, "give_up": 0.6, "give_up_s": 20.0}
    given_up = [1 - let_in(columns | {"unanswered": t}) for t in (0, 20, 1e9)]
    assert given_up == pytest.approx([0.0, 0.3, 0.6])


def test_an_answer_ends_giving_up_and_a_mismatch_goes_on_to_it():
    columns = TYPICAL | {"turning_away_now": 0.0, "unanswered": 100.0, "give_up": 0.8}
    columns |= {"turn_rate": 0.0, "wish_noise": 0.0, "wish": 0.7, "distress": 0.0, "need": 0.0}
    mechanism = dyad(columns).mechanism
    answered, unanswered = (
        film(columns, luck(1, 1), imposed=np.array([engagement]))[1:] for engagement in (0.7, 0.0)
    )
    assert answered[0]["unanswered"] == 0
    assert turning_toward(*answered, mechanism) == 1
    assert unanswered[0]["unanswered"] == 101
    assert turning_toward(*unanswered, mechanism) < 0.3


def test_two_who_have_both_turned_away_match_but_nobody_has_answered():
    columns = TYPICAL | {"unanswered": 30.0, "give_up": 1.0, "give_up_s": 1.0, "need": 0.0}
    _, infant, bond = film(columns, luck(1, 1), imposed=np.array([0.0]))
    assert bond["matched"] == 1
    assert infant["unanswered"] == 31


def test_who_is_expected_to_alarm_is_not_looked_away_from():
    columns = TYPICAL | {"turning_away_now": 1.0, "distress": 0.5, "unanswered": 0.0}
    columns |= {"turning_away_cut": 0.8, "watchfulness": 1.0}
    shares = [let_in(columns | {"expected_alarm": a}) for a in (0.0, 0.5, 1.0)]
    assert shares == pytest.approx([0.2, 0.6, 1.0])
    off = columns | {"watchfulness": 0.0, "expected_alarm": 1.0}
    assert let_in(off) == pytest.approx(0.2)


# --- consequences within one second, all else equal ---------------------------------------------

# Raising the first never lowers (+) or never raises (-) the second.
CONSEQUENCES = [
    ("soothability", "distress", -1),
    ("soothing", "distress", -1),
    ("self_regulation", "distress", -1),
    ("capacity", "distress", -1),
    ("turning_away_relief", "distress", -1),
    ("reactivity", "distress", 1),
    ("mismatch_distress", "distress", 1),
    ("borne_s", "distress", -1),
    ("overstimulation", "distress", 1),
    ("cry_cost", "distress", 1),
    ("need_distress", "distress", 1),
    ("need", "distress", 1),
    ("need_relief", "need", -1),
    ("need_fading", "need", -1),
    ("approach", "distance", -1),
    ("exploration_pull", "distance", 1),
    ("fear_strength", "distance", 1),
    ("fear_reach", "distance", 1),
    ("expected_alarm", "distance", 1),
    ("recoil_now", "distance", 1),
    ("signal_clarity", "display", 1),
    ("display_gain_now", "display", 1),
]


# All with each dyad, since drawing one takes much longer than living its second.
@some
@given(columns=ANY, seed=seeds, levels=st.tuples(share, share))
def test_one_thing_follows_from_another(columns, seed, levels):
    numbers = tuple(luck(seed, 1)[:, 0])
    for cause, effect, sign in CONSEQUENCES:
        # Or watchfulness would draw the infant near.
        others = columns | ({"watchfulness": 0.0} if cause == "expected_alarm" else {})
        low, high = 0.0, 1.0
        if cause not in STATES:
            low, high = PARAMETERS[cause].low, PARAMETERS[cause].high
        found = []
        for level in sorted(levels):
            infant, bond, *rest = dyad(others | {cause: low + (high - low) * level})
            second(infant, bond, *rest, numbers, True, 0.0, np.nan)
            found.append(sign * (infant if effect in INFANT_DTYPE.names else bond)[effect])
        assert found[0] <= found[1] + 1e-12, f"{cause} on {effect}"


@some
@given(columns=ANY, seed=seeds, levels=st.tuples(share, share))
def test_the_same_luck_wins_attention_sooner(columns, seed, levels):
    numbers = tuple(luck(seed, 1)[:, 0])
    quiet = columns | {"alarming_moments": 0.0, "rejection": 0.0, "withdrawal": 0.0}
    for cause in ("responsiveness_today", "availability", "answer_rate", "solicitation", "heard"):
        found = []
        for level in sorted(levels):
            infant, bond, *rest = dyad(quiet | {cause: level})
            second(infant, bond, *rest, numbers, True, 0.0, np.nan)
            found.append(bond["attending"])
        assert found[0] <= found[1], cause


@some
@given(ANY, seeds, st.booleans(), st.tuples(st.floats(0, 0.2), st.floats(0, 0.2)))
def test_a_stranger_room_never_calms(columns, seed, present, strains):
    found = []
    for strain in sorted(strains):
        infant, bond, caregiver, mechanism = dyad(columns)
        second(
            infant, bond, caregiver, mechanism, tuple(luck(seed, 1)[:, 0]), present, strain, np.nan
        )
        found.append(infant["distress"])
    assert found[0] <= found[1] + 1e-12


@pytest.mark.parametrize("overstimulation", [0.0, 0.3])
@pytest.mark.parametrize("gap", [0.15, 0.3])
def test_too_much_is_worse_than_too_little_only_by_overstimulation(overstimulation, gap):
    columns = TYPICAL | {
        "overstimulation": overstimulation,
        "turning_away_now": 0.0,
        "give_up": 0.0,
        "wish_noise": 0.0,
        "turn_rate": 0.0,
        "tolerance": 0.1,
        "fitting_tolerance": 0.1,
    }
    draw = luck(1, 1)
    shown = film(columns, draw)[0]["infant_engagement"][0]
    less, more = (
        film(columns, draw, imposed=np.array([shown + side * gap]))[0]["distress"][0]
        for side in (-1, 1)
    )
    if overstimulation:
        assert more > less
    else:
        assert more == pytest.approx(less, abs=1e-15)


MET = TYPICAL | {"turn_rate": 0.0, "wish_noise": 0.0, "give_up": 0.0, "turning_away_cut": 0.0}


def met(columns, seconds=1):
    """A film in which the caregiver gives just what is wished for, and always."""
    wish = film(columns, luck(1, seconds), present=False)[0]["infant_engagement"]
    return film(columns, luck(1, seconds), imposed=wish)[0]


def test_who_turns_away_takes_up_less_comfort():
    distress = [met(MET | {"turning_away_now": w})["distress"][0] for w in (0.0, 0.5, 1.0)]
    assert distress[0] < distress[1] < distress[2]


def test_a_fitting_answer_calms_faster_than_being_left_and_ends_the_need():
    columns = MET | {"turning_away_now": 0.0}
    columns |= {"soothing": 0.1, "self_regulation": 0.01, "need_relief": 0.04, "need_fading": 0.004}
    answered = met(columns)["distress"][0]
    left = film(columns, luck(1, 1), present=False)[0]["distress"][0]
    assert answered < left
    wish = np.array([film(columns, luck(1, 1))[0]["infant_engagement"][0]])
    need = [film(columns, luck(1, 1), imposed=e)[1]["need"] for e in (wish, np.zeros(1))]
    # A need fades by .4% by itself, and by 4% with fitting care.
    assert need == pytest.approx([0.6 * 0.96 * 0.996, 0.6 * 0.996])


def test_turning_away_relieves_only_where_there_is_someone_to_turn_from():
    columns = TYPICAL | {"turning_away_now": 0.8, "turning_away_cut": 0.0}
    for present in (True, False):
        weak, strong = (
            film(
                columns | {"turning_away_relief": r},
                luck(1, 20),
                present=present,
                imposed=np.zeros(20),
            )[0]["distress"][-1]
            for r in (0.0, 3.0)
        )
        assert (strong < weak) == present


def test_a_short_rupture_is_borne_and_a_long_one_is_not():
    columns = TYPICAL | {"need": 0.0, "distress": 0.0, "wish": 0.7, "overstimulation": 0.0}
    columns |= {"turn_rate": 0.0, "wish_noise": 0.0, "give_up": 0.0}
    distress = film(columns, luck(1, 40), imposed=np.zeros(40))[0]["distress"]
    rise = np.diff(distress, prepend=0)
    assert rise[0] < rise[3] < rise[10]
    assert distress[-1] > 10 * distress[2]


@pytest.mark.parametrize(("lasted", "speed"), [(0.1, 1 / 101), (1, 1 / 2), (2, 4 / 5), (1e6, 1)])
def test_distress_of_a_rupture_is_half_as_fast_at_the_length_that_is_borne(lasted, speed):
    columns = TYPICAL | {"need": 0.0, "distress": 0.0, "borne_s": 10.0, "mismatch_distress": 0.2}
    columns |= {"matched": 0.0, "rupture_s": lasted * 10.0 - 1.0, "cry_cost": 0.0}
    trace = film(columns, luck(1, 1), imposed=np.zeros(1))[0]
    mismatch = trace["infant_engagement"][0]
    assert mismatch > 0.3
    assert trace["distress"][0] == pytest.approx(0.2 * mismatch * speed)


# --- mechanisms that are off leave the trajectory alone -----------------------------------------

LUCK = {
    name: getattr(noise, name)
    for name in (
        "WISH",
        "TRACKING",
        "MOVEMENT",
        "TURN",
        "ATTENTION",
        "REPAIR",
        "PROVOCATION",
        "SPARE",
    )
}
# What is off, what must then not matter (columns with another value, or rows of noise), and with
# what it matters.
OFF = {
    "giving up": ({"give_up": 0.0}, {"give_up_s": 1.0, "unanswered": 300.0}, {"give_up": 0.8}),
    "turning away": (
        {"turning_away_now": 0.0},
        {"turning_away_cut": 0.1, "turning_away_relief": 5.0},
        {"turning_away_now": 0.6},
    ),
    "distress of mismatch": (
        {"mismatch_distress": 0.0},
        {"borne_s": 60.0, "turned_away_misses": 0.1},
        {"mismatch_distress": 0.1},
    ),
    "needs": (
        {"need_distress": 0.0},
        {"need": 0.1, "need_relief": 0.5, "need_fading": 0.3},
        {"need_distress": 0.05},
    ),
    "alarms": (
        {"alarming_moments": 0.0, "withdrawal": 0.0},
        {"alarm_size": 1.0, "recoil": 1.0, "alarm_when_calm": 0.1},
        {"alarming_moments": 6.0},
    ),
    "rejection": ({"rejection": 0.0}, ["PROVOCATION"], {"rejection": 0.5}),
    "withdrawal": ({"withdrawal": 0.0}, ["PROVOCATION"], {"withdrawal": 0.5}),
    "alarming moments": ({"alarming_moments": 0.0}, ["PROVOCATION"], {"alarming_moments": 6.0}),
    "fear": (
        {"fear_strength": 0.0, "watchfulness": 0.0},
        {"expected_alarm": 0.9, "fear_reach": 2.0},
        {"fear_strength": 1.0},
    ),
    "fear without alarm": (
        {"expected_alarm": 0.0},
        {"fear_strength": 5.0, "fear_reach": 2.0},
        {"expected_alarm": 0.5},
    ),
    "soft answers": (
        {"loudness_contingency": 1.0, "solicitation": 0.0},
        {"responsiveness_today": 0.1},
        {"loudness_contingency": 0.0},
    ),
    "answers": (
        {"answer_rate": 0.0},
        {"loudness_contingency": 1.0, "cry_lag": 15.0},
        {"answer_rate": 0.5},
    ),
    "attention": (
        {"attention_rate": 0.0, "answer_rate": 0.0, "solicitation": 0.0},
        {"availability": 0.1, "responsiveness_today": 0.1},
        {"attention_rate": 0.3},
    ),
    "turns": ({"turn_rate": 0.0}, ["TURN"], {"turn_rate": 0.3}),
    "unrest": ({"wish_noise": 0.0}, ["WISH"], {"wish_noise": 0.1}),
    "repair": ({"repair_rate": 0.0}, ["REPAIR"], {"repair_rate": 0.5}),
    "walking": (
        {"mobility": 0.0},
        {"approach": 1.0, "exploration_pull": 1.0, "fear_strength": 5.0},
        {"mobility": 1.0},
    ),
    "reactivity": (
        {"mismatch_distress": 0.0, "overstimulation": 0.0},
        {"reactivity": 4.0},
        {"mismatch_distress": 0.1},
    ),
}


@pytest.mark.parametrize(("off", "inert", "on"), OFF.values(), ids=OFF)
def test_a_mechanism_that_is_off_changes_nothing(off, inert, on, same):
    def pair(settings):
        draw, other = luck(3, 400), luck(3, 400)
        columns = TYPICAL | settings
        changed = columns
        if isinstance(inert, dict):
            changed = columns | inert
        else:
            for row in inert:
                other[LUCK[row]] = luck(4, 400)[LUCK[row]]
        return film(columns, draw)[0], film(changed, other)[0]

    same(*pair(off))
    one, other = pair(off | on)
    assert any((one[name] != other[name]).any() for name in TRACE_DTYPE.names)


NOT_OF_THE_SECOND = [
    name
    for name, p in PARAMETERS.items()
    if p.group
    in (
        *("learning", "everyday life", "memory", "the infant's day", "care over time"),
        *("circumstances", "family life", "growth"),
    )
    and name != "overload"
] + [
    *("responsiveness", "responsiveness_in_play", "consistency", "daily_variation"),
    *("slow_variation", "soothed_alarm", "overload_alarm"),
]


def test_what_belongs_to_episodes_and_days_does_not_touch_the_second(same):
    changed = {name: PARAMETERS[name].high for name in NOT_OF_THE_SECOND}
    same(film(TYPICAL, luck(5, 300))[0], film(TYPICAL | changed, luck(5, 300))[0])


def test_each_number_of_a_second_is_drawn_for_its_own_purpose():
    base = film(TYPICAL | {"rejection": 0.5}, luck(6, 200))[0]
    for name, row in LUCK.items():
        draw = luck(6, 200)
        draw[row] = luck(7, 200)[row]
        other = film(TYPICAL | {"rejection": 0.5}, draw)[0]
        differs = any((base[n] != other[n]).any() for n in TRACE_DTYPE.names)
        assert differs == (name != "SPARE"), name


# --- nobody there, or a caregiver set from outside ----------------------------------------------


@some
@given(ANY, seeds)
def test_alone_there_is_no_contact_no_comfort_and_no_attunement(columns, seed):
    trace, infant, bond = film(columns, luck(seed, 20), present=False)
    assert (trace["distance"] == 1).all()
    assert not trace["attending"].any()
    assert not trace["present"].any()
    assert not trace["alarm"].any()
    assert bond["day_seconds"] == 0
    assert bond["day_attuned"] == 0
    assert infant["unanswered"] == 0
    assert (np.diff(trace["affect"]) <= 0).all()


@some
@given(ANY, seeds)
def test_alone_it_does_not_matter_with_whom_one_was(columns, seed):
    one = film(columns, luck(seed, 20), present=False)[0]
    other_caregiver = {name: PARAMETERS[name].low for name in CAREGIVER}
    draw = luck(seed, 20)
    for row in ("TRACKING", "MOVEMENT", "ATTENTION", "REPAIR", "PROVOCATION"):
        draw[LUCK[row]] = 0.5
    other = film(columns | other_caregiver, draw, present=False)[0]
    for name in TRACE_DTYPE.names:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


@some
@given(ANY, seeds, st.lists(share, min_size=20, max_size=20))
def test_an_engagement_set_from_outside_is_what_the_film_shows(columns, seed, imposed):
    trace, _, bond = film(columns, luck(seed, 20), imposed=np.array(imposed))
    assert trace["caregiver_engagement"].tolist() == imposed
    assert not trace["alarm"].any()
    assert bond["engagement"] == imposed[-1]


def test_a_caregiver_set_from_outside_has_no_traits_and_no_luck_of_its_own(same):
    imposed = luck(9, 100)[5]
    one = film(TYPICAL, luck(8, 100), imposed=imposed)[0]
    draw = luck(8, 100)
    for row in ("TRACKING", "ATTENTION", "REPAIR", "PROVOCATION"):
        draw[LUCK[row]] = 0.0
    traits = {name: PARAMETERS[name].high for name in CAREGIVER}
    same(one, film(TYPICAL | traits, draw, imposed=imposed)[0])


def test_gaps_in_what_is_set_from_outside_are_lived_by_the_caregiver_itself():
    imposed = np.full(100, np.nan)
    imposed[50:] = 0.3
    free, part = film(TYPICAL, luck(8, 100))[0], film(TYPICAL, luck(8, 100), imposed=imposed)[0]
    assert (free[:50] == part[:50]).all()
    assert (part["caregiver_engagement"][50:] == 0.3).all()


# --- stop after any second and go on ------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 37, 99])
def test_the_state_is_complete_after_each_second(cut, same):
    draw = luck(11, 100)
    whole = film(TYPICAL, draw)[0]
    made = dyad(TYPICAL)
    trace = np.zeros(100, TRACE_DTYPE)
    seconds(*made, draw[:, :cut].copy(), cut, True, 0.0, NOTHING_IMPOSED, 0, trace, 0)
    seconds(
        *(row.copy() for row in made),
        draw[:, cut:].copy(),
        100 - cut,
        True,
        0.0,
        NOTHING_IMPOSED,
        0,
        trace,
        cut,
    )
    same(trace, whole)


def test_recording_changes_nothing(same):
    _, infant, bond = film(TYPICAL, luck(12, 100))
    made = dyad(TYPICAL)
    done = seconds(*made, luck(12, 100), 100, True, 0.0, NOTHING_IMPOSED, 0, NO_TRACE, 0)
    assert done == 100
    same(made.infant, infant)
    same(made.bond, bond)


@pytest.mark.parametrize("limit", [1, 5, 30])
def test_an_episode_ends_after_so_many_seconds_of_hard_crying_in_a_row_and_not_before(limit):
    columns = TYPICAL | {"distress": 0.35, "display_gain_now": 1.3}
    draw = luck(2, 400)
    whole = film(columns, draw, present=False, strain=0.012)[0]
    crying = (whole["display"] > 0.5).astype(int)
    run, first = 0, None
    for t, cries in enumerate(crying):
        run = run + 1 if cries else 0
        if run == limit and first is None:
            first = t + 1
    assert first is not None
    assert first > limit
    cut = film(columns, draw, present=False, strain=0.012, cry_limit=limit)[0]
    assert len(cut) == first
    assert (cut["display"] == whole["display"][:first]).all()


def test_who_does_not_cry_is_not_cut_short():
    columns = TYPICAL | {"display_gain_now": 0.3, "distress": 0.9}
    assert len(film(columns, luck(2, 300), present=False, strain=0.05, cry_limit=1)[0]) == 300


# --- attunement, rupture, repair: the day's tallies and the coder's measures --------------------


def felt(columns, trace, first_distress):
    """What of the caregiver's engagement reached an infant that looks away but never gives up."""
    before = np.append(first_distress, trace["distress"][:-1])
    cut = columns["turning_away_cut"] * columns["turning_away_now"] * np.minimum(1, 2 * before)
    cut = cut * (1 - columns["watchfulness"] * columns["expected_alarm"])
    return (1 - cut) * trace["caregiver_engagement"]


@pytest.mark.parametrize("turning_away", [0.0, 0.7])
@pytest.mark.parametrize("seed", range(4))
def test_the_tallies_of_a_day_are_what_measures_make_of_the_felt_series(turning_away, seed):
    columns = TYPICAL | {"give_up": 0.0, "turning_away_now": turning_away}
    trace, _, bond = film(columns, luck(seed, 1_200))
    shown, received = trace["infant_engagement"], felt(columns, trace, columns["distress"])
    exact = columns["tolerance"] - measures.ROUNDING  # which a coder's grid needs, and the felt not
    mask = measures.attuned(shown, received, exact)
    steps = len(mask) - 1
    assert bond["day_seconds"] == len(mask)
    assert bond["day_attuned"] == mask.sum()
    share = measures.attuned_share(shown, received, exact)
    assert bond["day_attuned"] / bond["day_seconds"] == share
    assert bond["day_ruptures"] == pytest.approx(measures.ruptures_per_min(mask) * steps / 60)
    both = bond["day_ruptures"] + bond["day_repairs"]
    assert both == pytest.approx(measures.transitions_per_min(mask) * steps / 60)
    ended = measures.bout_lengths(~mask)[: int(bond["day_repairs"])]
    assert bond["day_repair_s"] == ended.sum()
    assert bond["day_ruptures"] > 20
    assert bond["day_distress"] == pytest.approx(trace["distress"].sum())
    assert bond["day_display"] == pytest.approx(trace["display"].sum())
    if not turning_away:  # then what is felt is what can be seen
        assert (received == trace["caregiver_engagement"]).all()
    else:
        seen = measures.attuned(shown, trace["caregiver_engagement"], columns["tolerance"])
        assert (seen != mask).any()


@pytest.mark.parametrize("overload", [0.4, 0.9])
def test_practice_is_coming_down_alone_below_overload(overload):
    columns = TYPICAL | {"give_up": 0.0, "overload": overload, "mismatch_distress": 0.1}
    columns |= {"self_regulation": 0.1, "soothing": 0.02, "need_relief": 0.01}
    trace, infant, _ = film(columns, luck(1, 600))
    before = np.append(columns["distress"], trace["distress"][:-1])
    gap = np.abs(felt(columns, trace, columns["distress"]) - trace["infant_engagement"])
    fitting = (trace["attending"] == 1) & (gap <= columns["fitting_tolerance"])
    alone = ~fitting & (trace["distress"] < before) & (before <= overload)
    assert infant["calmed_alone"] == alone.sum()
    assert infant["overloaded"] == (before > overload).sum()
    assert infant["distress_sum"] == pytest.approx(trace["distress"].sum())
    assert 0 < alone.sum() < 600


def test_a_return_is_no_repair_and_a_leaving_no_rupture():
    infant, bond, caregiver, mechanism = dyad(TYPICAL)
    draw = luck(3, 60)
    args = (0.0, NOTHING_IMPOSED, 0, NO_TRACE, 0)
    seconds(infant, bond, caregiver, mechanism, draw, 60, True, *args)
    counted = [float(bond[n]) for n in ("day_ruptures", "day_repairs", "day_repair_s")]
    seconds(infant, bond, caregiver, mechanism, draw, 60, False, *args)
    now = tuple(draw[:, 0])
    second(infant, bond, caregiver, mechanism, now, True, 0.0, 0.0)  # comes back, near or far
    assert [float(bond[n]) for n in ("day_ruptures", "day_repairs", "day_repair_s")] == counted
    assert bond["day_seconds"] == 61


# --- the caregiver's doings ---------------------------------------------------------------------

CALM = TYPICAL | {"need": 0.0, "distress": 0.0, "mismatch_distress": 0.0, "overstimulation": 0.0}


@pytest.mark.parametrize("availability", [0.1, 0.5, 0.9])
def test_without_signals_attention_is_as_frequent_as_availability(availability):
    columns = CALM | {"availability": availability, "answer_rate": 0.0, "solicitation": 0.0}
    attending = film(columns, luck(1, 40_000))[0]["attending"].mean()
    # A two-state chain that turns over at .15 a second: about 3,000 independent looks.
    assert attending == pytest.approx(availability, abs=0.04)


def chance(columns):
    """The chance that this second's signal wins attention, found by trying."""
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        draw = np.zeros((8, 1))
        draw[LUCK["ATTENTION"]] = middle = (low + high) / 2
        draw[LUCK["TURN"]] = draw[LUCK["PROVOCATION"]] = 1.0
        attends = film(columns | {"attending": 0.0, "attention_rate": 0.0}, draw)[0]["attending"][0]
        low, high = (middle, high) if attends else (low, middle)
    return low


LOUDNESS = TYPICAL | {"cry_lag": 1.0, "solicitation": 0.0, "answer_rate": 0.8}


@pytest.mark.parametrize("display", [0.1, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("contingency", [0.0, 0.3, 1.0])
def test_soft_signals_are_answered_by_responsiveness_and_loud_ones_by_loudness(
    display, contingency
):
    columns = LOUDNESS | {"distress": display, "loudness_contingency": contingency}
    any_clear_display = 0.6 * min(1, display / 0.25)
    mixed = (1 - contingency) * any_clear_display + contingency * display**4
    assert chance(columns) == pytest.approx(0.8 * mixed, abs=1e-6)


def test_a_cry_gets_through_with_its_lag():
    heard = [
        film(TYPICAL | {"cry_lag": lag, "distress": 0.6}, luck(1, 1))[2]["heard"]
        for lag in (1.0, 3.0, 12.0)
    ]
    assert heard == pytest.approx([0.6, 0.2, 0.05])


def test_a_bid_counts_where_the_infant_shows_more_than_it_is_met_with():
    columns = TYPICAL | {"answer_rate": 0.0, "solicitation": 0.5, "distress": 0.0, "need": 0.0}
    columns |= {"wish_pace": 0.0, "wish": 0.8, "turning_away_now": 0.0, "signal_clarity": 1.5}
    assert chance(columns | {"engagement": 0.1}) == pytest.approx(0.5 * 1.5 * 0.8 * 0.6, abs=1e-6)
    assert chance(columns | {"engagement": 0.75}) < 1e-6


@pytest.mark.parametrize("rate", [0.5, 3.0])
def test_alarming_moments_come_at_their_rate_and_more_often_at_full_display(rate):
    minutes = 500
    columns = CALM | {"alarming_moments": rate, "alarm_size": 0.0, "self_regulation": 0.2}
    columns |= {"alarm_when_calm": 0.5, "alarm_by_display": 2.0}
    calm = film(columns, luck(1, 60 * minutes))[0]["alarm"].sum()
    expected = rate * minutes
    assert calm == pytest.approx(0.5 * expected, abs=4 * np.sqrt(expected))
    columns |= {"need": 1.0, "need_distress": 0.5, "need_fading": 0.0, "need_relief": 0.0}
    columns |= {"distress": 1.0, "soothing": 0.0, "self_regulation": 0.0}
    loud = film(columns, luck(2, 60 * minutes))[0]["alarm"].sum()
    assert loud == pytest.approx(2.5 * expected, abs=4 * np.sqrt(2.5 * expected))


def test_an_alarm_distresses_and_drives_away():
    columns = TYPICAL | {"alarming_moments": 6.0, "distance": 0.2}
    draw = luck(1, 5)
    draw[LUCK["PROVOCATION"]] = 1.0
    calm = film(columns, draw)[0]
    draw[LUCK["PROVOCATION"], 0] = 0.0
    alarmed, _, bond = film(columns, draw)
    assert alarmed["alarm"].tolist() == [1, 0, 0, 0, 0]
    assert alarmed["distress"][0] > calm["distress"][0]
    assert (alarmed["distance"] > calm["distance"]).all()
    assert bond["alarms"] == 1


@pytest.mark.parametrize(("trait", "acts_against"), [("rejection", True), ("withdrawal", False)])
def test_a_loud_signal_may_drive_a_caregiver_off(trait, acts_against):
    draw = luck(1, 1)
    draw[LUCK["PROVOCATION"]] = 0.0
    draw[LUCK["ATTENTION"]] = 1.0
    columns = TYPICAL | {"distress": 0.9}
    stays = film(columns, draw)[0]
    leaves, _, bond = film(columns | {trait: 0.5}, draw)
    assert stays["attending"][0] == 1
    assert leaves["attending"][0] == 0
    assert leaves["caregiver_engagement"][0] == 0
    assert leaves["alarm"][0] == 0
    assert (bond["alarms"] > 0) != acts_against
    assert leaves["distress"][0] > stays["distress"][0]
    calm = TYPICAL | {trait: 1.0, "distress": 0.0, "need": 0.0, "wish": 0.1, "toward": 0.0}
    assert film(calm | {"turn_rate": 0.0}, draw)[0]["attending"][0] == 1


def test_an_intrusive_caregiver_offers_more_and_follows_who_turns_away():
    columns = TYPICAL | {"availability": 1.0, "need": 0.0, "distress": 0.0}
    shares = [
        film(columns | {"intrusiveness": i}, luck(1, 600))[0]["caregiver_engagement"].mean()
        for i in (0.0, 0.4, 1.0)
    ]
    assert shares == sorted(shares)
    assert shares[-1] > shares[0] + 0.2
    turned = CALM | {"unanswered": 1e6, "give_up": 1.0, "intrusiveness": 1.0, "repair_rate": 1.0}
    attentive = {"availability": 1.0, "seen": 0.2, "engagement": 1.0, "misreading": 0.0}
    draw = np.zeros((8, 1))
    follows, stays = (
        film(turned | attentive | {"give_up": g}, draw)[0]["caregiver_engagement"][0]
        for g in (1.0, 0.0)
    )
    assert follows > stays


def test_a_caregiver_that_attends_tracks_what_the_infant_showed_a_second_ago():
    columns = CALM | {"availability": 1.0, "misreading": 0.0, "repair_rate": 1.0, "tolerance": 0.01}
    draw = luck(1, 50)
    draw[LUCK["TRACKING"]] = 0.0
    trace = film(columns, draw)[0]
    lag = np.abs(trace["caregiver_engagement"][1:] - trace["infant_engagement"][:-1])
    assert lag.max() <= 0.011


def test_a_caregiver_that_does_not_attend_sinks_away():
    columns = CALM | {
        "availability": 0.0,
        "attending": 0.0,
        "answer_rate": 0.0,
        "solicitation": 0.0,
    }
    trace = film(columns | {"engagement": 1.0}, luck(1, 120))[0]
    assert not trace["attending"].any()
    assert trace["caregiver_engagement"][60:].mean() < 0.2


# --- place --------------------------------------------------------------------------------------


def test_a_distressed_infant_seeks_contact_and_the_calm_one_explores():
    distressed = TYPICAL | {"expected_alarm": 0.0, "turning_away_now": 0.0, "distance": 0.8}
    distressed |= {"need": 1.0, "need_relief": 0.0, "need_fading": 0.0, "soothing": 0.0}
    near = film(distressed, luck(1, 60))[0]["distance"]
    assert (near < CONTACT).any()
    calm = CALM | {"expected_alarm": 0.0, "wish": 0.2, "toward": 0.0, "turn_rate": 0.0}
    far = film(calm | {"distance": 0.05}, luck(1, 60), imposed=np.full(60, 0.25))[0]["distance"]
    assert far[-1] > 0.5


def test_fear_keeps_from_contact_and_a_flat_gradient_turns_away_altogether():
    """Miller's gradients: the steeper one of fear lets come near, not reach."""
    columns = TYPICAL | {"turning_away_now": 0.0, "distance": 0.8, "need": 1.0, "need_fading": 0.0}
    columns |= {"soothing": 0.0, "need_relief": 0.0, "fear_strength": 0.9, "approach": 0.22}
    columns |= {"availability": 1.0, "fear_reach": 0.25}
    calm, torn, flat = (
        film(columns | change, luck(1, 120))[0]["distance"][30:]
        for change in (
            {"expected_alarm": 0.0},
            {"expected_alarm": 0.6},
            {"expected_alarm": 0.6, "fear_reach": 5.0},
        )
    )
    assert (calm < CONTACT).mean() > 0.5
    assert (torn < CONTACT).mean() < 0.1
    assert calm.mean() < torn.mean() < flat.mean()


def test_a_caregiver_that_attends_picks_up_who_cries_nearby():
    crying = TYPICAL | {"distress": 0.9, "mobility": 0.0, "distance": 0.5, "availability": 1.0}
    crying |= {"answer_rate": 0.0, "soothing": 0.0, "need_relief": 0.0}
    held = film(crying, luck(1, 30))[0]
    left = film(crying | {"attending": 0.0, "availability": 0.0, "solicitation": 0.0}, luck(1, 30))[
        0
    ]
    assert held["distance"][-1] < CONTACT
    assert left["distance"][-1] > 0.3
