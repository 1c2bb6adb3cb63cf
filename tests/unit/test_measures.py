"""Measures of codes: against a plain second-by-second reading, and by their properties."""

import math
import time
import warnings
from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from attune_sim import measures as m
from attune_sim.codes import per_second
from attune_sim.errors import InputError

pytestmark = pytest.mark.filterwarnings("error")

TOL = 0.15
NAN = math.nan
# Codes on a grid of 0.05 (differences fall exactly on the tolerance), free ones, gaps.
CODE = st.one_of(
    st.integers(0, 20).map(lambda k: k / 20), st.floats(0, 1), st.sampled_from([NAN, 0.25, 0.75])
)
TOLERANCE = st.sampled_from([0.0, 0.05, 0.15, 0.25, 1.0])


def stacks(rows, codes=CODE, min_seconds=0):
    shape = st.tuples(st.just(2), rows, st.integers(min_seconds, 40))
    return shape.flatmap(lambda s: arrays(float, s, elements=codes))


def dyads():
    """Infants and caregivers, (2, dyads, seconds)."""
    return stacks(st.integers(0, 4))


def pairs(codes=CODE, min_seconds=0):
    """One infant and one caregiver, (seconds,) each."""
    return stacks(st.just(1), codes, min_seconds).map(lambda d: (d[0, 0], d[1, 0]))


FULL = st.integers(0, 20).map(lambda k: k / 20)


def same(x, y):
    np.testing.assert_allclose(x, y, rtol=0, atol=1e-12)


# --- the same measures, read as a patient coder would, one second after the other ------------


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else NAN


def plain_states(a, b, tol):
    """'A' attuned, 'U' unattuned, '-' not coded."""
    return "".join(
        "-" if math.isnan(x) or math.isnan(y) else "A" if abs(x - y) <= tol + 1e-6 else "U"
        for x, y in zip(a, b, strict=True)
    )


def plain_share(a, b, tol):
    return mean(s == "A" for s in plain_states(a, b, tol) if s != "-")


def plain_surrogate(a, b, tol, shortest=10):
    n = len(a)
    apart = shortest if n >= 2 * shortest + 1 else 1
    shares = [
        plain_share(a, np.roll(b, shift), tol)
        for shift in range(1, n)
        if min(shift, n - shift) >= apart
    ]
    return mean(s for s in shares if not math.isnan(s))


def plain_category(x):
    return NAN if math.isnan(x) else float(sum(x + 1e-6 >= edge for edge in (0.25, 0.5, 0.75)))


def plain_measures(a, b, tol):
    states = plain_states(a, b, tol)
    steps = [x + y for x, y in pairwise(states)]
    seen = [s for s in steps if "-" not in s]
    runs = [(state, len(list(run))) for state, run in groupby(states)]
    latencies = [
        runs[i][1]
        for i in range(1, len(runs) - 1)
        if runs[i][0] == "U" and runs[i - 1][0] == runs[i + 1][0] == "A"
    ]
    credits_ = []
    for t, step in enumerate(steps):
        if step == "UA":
            lead = abs(b[t + 1] - b[t]) - abs(a[t + 1] - a[t])
            credits_.append(0.5 if abs(lead) <= 1e-6 else float(lead > 0))
    ca, cb = [plain_category(x) for x in a], [plain_category(x) for x in b]
    return {
        "attuned_share": plain_share(a, b, tol),
        "attuned_share_surrogate": plain_surrogate(a, b, tol),
        "repair_latency_s": mean(latencies),
        "match_duration_s": mean(length for state, length in runs if state == "A"),
        "ruptures_per_min": 60 * mean(s == "AU" for s in seen),
        "transitions_per_min": 60 * mean(s in ("AU", "UA") for s in seen),
        "next_second_repair": mean(s == "UA" for s in seen if s[0] == "U"),
        "repaired_by_caregiver": mean(credits_),
        "category_share": plain_share(ca, cb, 0),
        "category_share_surrogate": plain_surrogate(ca, cb, 0),
    }


@given(pairs(), TOLERANCE)
def test_every_measure_equals_its_plain_reading(pair, tol):
    a, b = pair
    expected = plain_measures(a, b, tol)
    got = m.interaction_measures(a, b, tol)
    assert list(got) == list(expected)
    for name, value in expected.items():
        np.testing.assert_allclose(got[name], value, rtol=0, atol=1e-9, err_msg=name)


@given(pairs(), st.integers(0, 25))
def test_surrogate_with_any_shortest_shift(pair, shortest):
    same(m.surrogate_share(*pair, TOL, shortest), plain_surrogate(*pair, TOL, max(shortest, 1)))


@pytest.mark.parametrize(("seconds", "shifts"), [(2, 1), (20, 19), (21, 2), (22, 3), (180, 161)])
def test_number_of_shifts(seconds, shifts):
    spike = np.zeros(seconds)
    spike[0] = 1.0  # two spikes at one second: every shift but zero misses twice
    same(m.surrogate_share(spike, spike, TOL), (seconds - 2) / seconds)
    late = np.roll(spike, seconds // 2)  # one shift, long enough, brings them together
    hit = 1 / shifts
    same(m.surrogate_share(spike, late, TOL), hit + (1 - hit) * (seconds - 2) / seconds)


# --- properties -------------------------------------------------------------------------------


@given(dyads(), TOLERANCE)
def test_ranges(codes, tol):
    for name, value in m.interaction_measures(*codes, tol).items():
        known = value[~np.isnan(value)]
        assert value.shape == codes.shape[1:-1]
        assert (known >= (1 if name.endswith("_s") else 0)).all()
        top = 60 if name.endswith("_min") else 1
        assert name.endswith("_s") or (known <= top + 1e-12).all()


@given(dyads(), TOLERANCE)
def test_all_rows_at_once_equal_row_by_row(codes, tol):
    together = m.interaction_measures(*codes, tol)
    apart = [m.interaction_measures(a, b, tol) for a, b in zip(*codes, strict=True)]
    deeper = m.interaction_measures(*codes[:, None], tol)
    for name, values in together.items():
        same(values, [row[name] for row in apart])
        same(deeper[name], values[None])


@given(pairs(min_seconds=1), TOLERANCE)
def test_identical_series_share_one(pair, tol):
    a, _ = pair
    expected = NAN if np.isnan(a).all() else 1.0
    same(m.attuned_share(a, a, tol), expected)
    same(m.category_share(a, a), expected)


@given(pairs(), TOLERANCE, st.integers(0, 40))
def test_where_the_clock_starts_does_not_matter_to_shares(pair, tol, turn):
    later = [np.roll(x, turn) for x in pair]
    same(m.attuned_share(*later, tol), m.attuned_share(*pair, tol))
    same(m.surrogate_share(*later, tol), m.surrogate_share(*pair, tol))


@given(pairs(FULL, min_seconds=2), TOLERANCE)
def test_all_shifts_together_are_all_pairs_of_seconds(pair, tol):
    a, b = pair
    n = len(a)
    every = (np.abs(a[:, None] - b) <= tol + 1e-6).mean() * n
    same(m.surrogate_share(a, b, tol, 1) * (n - 1) + m.attuned_share(a, b, tol), every)


@given(pairs(), TOLERANCE)
def test_backward_in_time(pair, tol):
    forward = m.interaction_measures(*pair, tol)
    backward = m.interaction_measures(*(x[::-1] for x in pair), tol)
    for name in set(forward) - {"ruptures_per_min", "next_second_repair", "repaired_by_caregiver"}:
        same(backward[name], forward[name])
    repairs = forward["transitions_per_min"] - forward["ruptures_per_min"]
    np.testing.assert_allclose(backward["ruptures_per_min"], repairs, atol=1e-9)


@given(pairs(), TOLERANCE)
def test_roles_exchanged(pair, tol):
    forward, exchanged = (m.interaction_measures(*p, tol) for p in (pair, pair[::-1]))
    same(exchanged.pop("repaired_by_caregiver"), 1 - forward.pop("repaired_by_caregiver"))
    for name, value in forward.items():
        same(exchanged[name], value)


@given(pairs(), TOLERANCE)
def test_bouts_add_up_and_ruptures_are_steps_out(pair, tol):
    mask, coded = m.attuned(*pair, tol), m.both_coded(*pair)
    bouts, ruptures = m.bout_lengths(mask, coded), m.bout_lengths(coded & ~mask, coded)
    assert bouts.sum() == mask.sum()
    assert ruptures.sum() == (coded & ~mask).sum()
    repaired = m.bout_lengths(coded & ~mask, coded, complete_only=True)
    same(m.match_duration_s(mask, coded), mean(bouts))
    same(m.repair_latency_s(mask, coded), mean(repaired))
    if coded.all() and len(mask) > 1:
        steps = m.ruptures_per_min(mask) * (len(mask) - 1) / 60
        assert steps == pytest.approx((mask[:-1] & ~mask[1:]).sum())
        repairs = m.transitions_per_min(mask) * (len(mask) - 1) / 60 - steps
        assert abs(steps - repairs) <= 1 + 1e-9
        same(m.match_duration_s(mask), m.match_duration_s(mask, coded))


@given(pairs(), st.lists(st.integers(0, 40), max_size=10), st.sampled_from([0, 1]))
def test_seconds_not_coded_leave_shares_alone(pair, where, who):
    at = np.minimum(np.array(where, int), len(pair[0]))
    holes = [np.insert(x, at, 0.5) for x in pair]
    marks = np.insert(np.zeros(len(pair[0]), bool), at, True)
    holes[who][marks] = NAN
    same(m.attuned_share(*holes, TOL), m.attuned_share(*pair, TOL))
    same(m.category_share(*holes), m.category_share(*pair))
    assert not m.attuned(*holes, TOL)[marks].any()


@given(pairs(), TOLERANCE, TOLERANCE)
def test_a_wider_ruler_sees_no_less(pair, one, other):
    narrow, wide = sorted((one, other))
    for share in (m.attuned_share, m.surrogate_share):
        low, high = share(*pair, narrow), share(*pair, wide)
        assert np.isnan(low) if np.isnan(high) else low <= high + 1e-12


# --- chance and coordination ------------------------------------------------------------------


def wandering(rng, rows, seconds, memory=0.85):
    """Engagement with a rhythm of its own: a smooth random walk squeezed into [0, 1]."""
    x = np.zeros((rows, seconds))
    x[:, 0] = rng.normal(size=rows)
    for t in range(1, seconds):
        noise = rng.normal(size=rows) * math.sqrt(1 - memory**2)
        x[:, t] = memory * x[:, t - 1] + noise
    return 1 / (1 + np.exp(-2 * x))


def test_independent_series_match_as_often_as_their_surrogates():
    rng = np.random.default_rng(1)
    infant, caregiver = wandering(rng, 1000, 180), wandering(rng, 1000, 180)
    got = m.interaction_measures(infant, caregiver, TOL)
    for name in ("attuned_share", "category_share"):
        excess = got[name] - got[f"{name}_surrogate"]
        assert abs(excess.mean()) < 0.01  # more than five standard errors of the mean
        assert excess.std() < 0.1


def test_series_that_follow_match_more_than_their_surrogates():
    rng = np.random.default_rng(2)
    infant, own = wandering(rng, 300, 180), wandering(rng, 300, 180)
    caregiver = 0.7 * np.roll(infant, 1, axis=-1) + 0.3 * own
    got = m.interaction_measures(infant, caregiver, TOL)
    for name in ("attuned_share", "category_share"):
        excess = got[name] - got[f"{name}_surrogate"]
        assert excess.mean() > 0.1
        assert (excess > 0).mean() > 0.97


def test_two_that_never_change_match_by_chance_alone():
    same(m.attuned_share(np.full(60, 0.5), np.full(60, 0.6), TOL), 1)
    same(m.surrogate_share(np.full(60, 0.5), np.full(60, 0.6), TOL), 1)


# --- worked examples --------------------------------------------------------------------------


def test_a_record_worked_by_hand():
    infant = np.array([0.9, 0.5, 0.5, 0.9, 0.5, 0.5, 0.1, 0.5, NAN, 0.9])
    caregiver = np.array([0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1, 0.5, 0.5])
    mask, coded = m.attuned(infant, caregiver, 0.1), m.both_coded(infant, caregiver)
    assert "".join(".A"[int(x)] for x in mask) == ".AA.AA...."
    assert m.bout_lengths(mask, coded).tolist() == [2, 2]
    assert m.bout_lengths(~mask & coded, coded).tolist() == [1, 1, 2, 1]
    assert m.bout_lengths(~mask & coded, coded, complete_only=True).tolist() == [1]
    same(m.attuned_share(infant, caregiver, 0.1), 4 / 9)
    same(m.repair_latency_s(mask, coded), 1)  # open at the start, cut by the gap: left out
    same(m.match_duration_s(mask, coded), 2)
    same(m.ruptures_per_min(mask, coded), 60 * 2 / 7)  # seven steps were seen
    same(m.transitions_per_min(mask, coded), 60 * 4 / 7)
    same(m.next_second_repair(mask, coded), 2 / 3)
    same(m.repaired_by_caregiver(infant, caregiver, 0.1), 0.25)  # a tie, then the infant


def test_ends_of_the_record():
    wholly, never = np.ones(20, bool), np.zeros(20, bool)
    same(m.match_duration_s(wholly), 20)
    same([m.repair_latency_s(wholly), m.repair_latency_s(never), m.match_duration_s(never)], NAN)
    same([m.next_second_repair(wholly), m.next_second_repair(never)], [NAN, 0])
    same(m.repair_latency_s(np.array([0, 0, 0, 1, 0, 0, 1, 0, 0], bool)), 2)


def test_category_edges_belong_to_the_upper_category():
    codes = [0, 0.24, 0.25, 0.5, 0.74, 0.75, 1, NAN]
    assert m.category(codes).tolist() == [0, 0, 1, 2, 2, 3, 3, -1]
    assert m.category(np.float32([0.1, 0.7]), edges=(0.1, 0.7)).tolist() == [1, 2]
    assert m.category(0.6) == 2


def test_tolerance_holds_up_to_rounding():
    assert m.attuned(np.float32([0.4, 0.3]), np.float32([0.3, 0.2]), 0.1).all()
    assert not m.attuned([0.4001], [0.3], 0.1).any()


@pytest.mark.parametrize("shape", [(0,), (1,), (3, 0), (3, 1), (0, 5), (2, 3, 30)])
def test_degenerate_series_give_nan_and_no_warning(shape):
    with warnings.catch_warnings(action="error"):
        for value in m.interaction_measures(*np.full((2, *shape), NAN), TOL).values():
            assert value.shape == shape[:-1]
            assert np.isnan(value).all()
        one = m.interaction_measures([0.5], [0.5], TOL)
    same([one["attuned_share"], one["attuned_share_surrogate"]], [1, NAN])


def test_codes_are_left_as_they_were():
    codes = np.random.default_rng(3).random((2, 5, 40))
    before = codes.copy()
    m.interaction_measures(*codes, TOL)
    np.testing.assert_array_equal(codes, before)


def test_a_thousand_dyads_do_not_take_long():
    codes = np.random.default_rng(4).random((2, 1000, 180))
    codes[0, 0, 0] = NAN  # the slower way, with gaps

    def once():
        start = time.process_time()  # of this process alone: the machine may be busy
        m.interaction_measures(*codes, TOL)
        return time.process_time() - start

    assert min(once() for _ in range(3)) < 3.0  # .26 usually; dyad by dyad it would be far more


# --- what is no code of a second --------------------------------------------------------------

HALF = [0.5] * 4


@pytest.mark.parametrize(
    ("infant", "caregiver", "sentence"),
    [
        ([0.5, 1, 2, 4], HALF, "the infant's code in second 2 is 2, which is not from 0 to 1"),
        (HALF, [0.5, 0.5, 99, 0.5], r"the caregiver's code in second 2 is 99.* \(rating - 1\) / 3"),
        ([0.5, -1, 0.5, 0.5], HALF, "the infant's code in second 1 is -1.* write NaN"),
        ([0.5, math.inf, 0.5, 0.5], HALF, "is inf"),
        ([0.5, "gaze", 0.5, 0.5], HALF, "the infant's codes are not all numbers"),
        (HALF, [0.5] * 3, "for the same seconds, but there are 4 seconds and 3 seconds"),
        (HALF, 0.5, "4 seconds and one value without seconds"),
        ([HALF] * 2, [HALF] * 3, r"shape \(2, 4\) and \(3, 4\) do not belong together"),
    ],
)
def test_what_is_no_code_is_refused(infant, caregiver, sentence):
    for measure in (
        m.interaction_measures,
        m.attuned,
        m.attuned_share,
        m.surrogate_share,
        m.repaired_by_caregiver,
        lambda a, b, _: m.both_coded(a, b),
        lambda a, b, _: m.category_share(a, b),
        lambda a, b, _: m.category_surrogate_share(a, b),
    ):
        with pytest.raises(InputError, match=sentence) as error:
            measure(infant, caregiver, TOL)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize("tolerance", [-0.1, 15, NAN])
def test_a_tolerance_is_on_the_scale_of_the_codes(tolerance):
    for measure in (m.attuned, m.surrogate_share, m.interaction_measures):
        with pytest.raises(InputError, match=r"tolerance = .* is not from 0 to 1"):
            measure(HALF, HALF, tolerance)


def test_a_missing_code_may_be_none():
    same(m.attuned_share([0.5, None, 0.5], [0.5, 0.5, 0.9], TOL), 0.5)


def test_codes_are_no_mask():
    for measure in (m.repair_latency_s, m.match_duration_s, m.ruptures_per_min, m.bout_lengths):
        with pytest.raises(InputError, match="a mask is true or false"):
            measure([0.5, 1.0, 0.3])
        with pytest.raises(InputError, match="must have the same seconds"):
            measure(np.ones(4, bool), np.ones(1, bool))
    same(m.match_duration_s([0, 1, 1, 0]), 2)


def test_ten_values_a_second_are_measured_as_seconds():
    rng = np.random.default_rng(5)
    infant, caregiver = wandering(rng, 3, 60), wandering(rng, 3, 60)
    infant[0, 5] = NAN
    finer = [np.repeat(x, 10, axis=-1) for x in (infant, caregiver)]
    by_second = m.interaction_measures(infant, caregiver, TOL)
    for name, value in m.interaction_measures(*finer, TOL, rate=10).items():
        same(value, by_second[name])


def test_a_second_is_the_mean_of_what_is_coded():
    same(per_second([0.2, 0.4, NAN, 0.6, NAN, NAN, 0.7], 2), [0.3, 0.6, NAN, 0.7])
    same(per_second([0.2, 0.4], 1), [0.2, 0.4])


@pytest.mark.parametrize("rate", [0, -10, 0.2, "10", True, NAN])
def test_a_rate_is_a_whole_number(rate):
    with pytest.raises(InputError, match="is not a whole number of values a second"):
        per_second(HALF, rate)


# --- agreement and effect size ----------------------------------------------------------------

LABELS = st.lists(st.tuples(st.sampled_from("BACD"), st.sampled_from("BACD")), max_size=30)


@given(LABELS)
def test_kappa_equals_its_plain_reading(items):
    a, b = [x for x, _ in items], [y for _, y in items]
    chance = sum((a.count(k) / len(a)) * (b.count(k) / len(b)) for k in set(a)) if a else NAN
    got = m.kappa(np.array(a, dtype=str), np.array(b, dtype=str))
    if not a or chance == 1:
        assert math.isnan(got)
    else:
        assert got == pytest.approx((mean(x == y for x, y in items) - chance) / (1 - chance))
        assert got == m.kappa(np.array(b), np.array(a))
        assert -1 <= got <= 1


def test_kappa_of_a_known_table():
    a, b = np.repeat([1, 1, 0, 0], [20, 5, 10, 15]), np.repeat([1, 0, 1, 0], [20, 5, 10, 15])
    assert m.kappa(a, b) == pytest.approx(0.4)
    assert m.kappa(a, a) == 1
    assert m.kappa([1, 2, NAN, 1], [1, 2, 2, NAN]) == 1
    assert m.kappa(["B", "A", None, "A"], ["B", "A", "A", NAN]) == 1
    assert m.kappa([1, 2, None], [1, 2, 2]) == 1
    assert m.kappa([1, 2], ["1", "2"]) == 0
    assert math.isnan(m.kappa([1, 1], [1, 1]))
    assert m.kappa([1, 1], [2, 2]) == 0


@pytest.mark.parametrize("labels", [([1, 2, 1], [1]), ([[1, 2]], [[1, 2]]), (1, 1)])
def test_kappa_needs_the_same_items(labels):
    with pytest.raises(InputError, match="two lists of the same items"):
        m.kappa(*labels)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_odds_to_d(p, q):
    d = m.odds_to_d(p, q)
    assert d == pytest.approx(math.log(p / (1 - p) / (q / (1 - q))) * 0.551, abs=1e-9)
    assert m.odds_to_d(q, p) == pytest.approx(-d)
    assert m.odds_to_d(1 - q, 1 - p) == pytest.approx(d, abs=1e-9)


def test_odds_to_d_undefined_at_the_ends():
    with warnings.catch_warnings(action="error"):
        same(m.odds_to_d([0.5, 0, 0.5, NAN], [0.5, 0.5, 1, 0.5]), [0, NAN, NAN, NAN])
