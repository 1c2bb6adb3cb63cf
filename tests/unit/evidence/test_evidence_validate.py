import json
import math
from dataclasses import replace

import numpy as np
import pytest

from attune_sim.evidence import validate
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.evidence.studies.design import Visit
from attune_sim.evidence.validation.comparison import (
    DIRECTION,
    INSIDE,
    WRONG,
    Interval,
    published_interval,
    resampled,
    verdict,
)

NAN = math.nan
UNKNOWN = (NAN, NAN, NAN)


def of_statistic(finding, name, **changes):
    """The finding by another statistic, with as many groups and columns as that takes."""
    takes = STATISTICS[name]
    group = next(iter(finding.groups.values()))
    made = {
        "statistic": name,
        "of": ("play.attuned_share", "play.repair_latency_s")[: takes.columns],
        "groups": {f"group {k}": group for k in range(takes.groups or 1)},
        "visits": {"play": Visit(2)},
        "reliability": {},
    }
    return replace(finding, **(made | changes))


@pytest.mark.parametrize(
    ("statistic", "direction", "found", "model", "study", "expected"),
    [
        # a value with its interval
        ("correlation", None, (0.26, 0.22, 0.29), (0.24, 0.2, 0.28), UNKNOWN, INSIDE),
        ("correlation", None, (0.26, 0.22, 0.29), (0.40, 0.38, 0.42), UNKNOWN, DIRECTION),
        ("correlation", None, (0.26, 0.22, 0.29), (-0.1, -0.12, -0.08), UNKNOWN, WRONG),
        # intervals that just touch are apart; a wide one of the model reaches further
        ("correlation", None, (0.26, 0.22, 0.30), (0.32, 0.30, 0.34), UNKNOWN, DIRECTION),
        ("correlation", None, (0.26, 0.22, 0.30), (0.32, 0.26, 0.38), UNKNOWN, INSIDE),
        # the published side of an interval counts that faces the model
        ("correlation", None, (0.3, 0.1, 0.31), (0.15, 0.15, 0.15), UNKNOWN, INSIDE),
        ("correlation", None, (0.3, 0.29, 0.5), (0.15, 0.15, 0.15), UNKNOWN, DIRECTION),
        # what was published as not different from 0 has no direction
        ("hedges-g", None, (0.10, -0.02, 0.19), (0.5, 0.4, 0.6), UNKNOWN, WRONG),
        # no interval: the range of single studies
        ("kappa", None, (0.23, NAN, NAN), (0.5, 0.45, 0.55), (0.5, 0.2, 0.8), INSIDE),
        ("kappa", None, (0.23, NAN, NAN), (0.5, 0.45, 0.55), (0.5, 0.3, 0.7), DIRECTION),
        ("kappa", None, (0.23, NAN, NAN), (0.5, 0.45, 0.55), UNKNOWN, DIRECTION),
        # shares and means: half and double
        ("share", None, (0.5, 0.49, 0.51), (0.3, 0.28, 0.32), UNKNOWN, DIRECTION),
        ("share", None, (0.5, 0.49, 0.51), (0.2, 0.18, 0.22), UNKNOWN, WRONG),
        ("mean", None, (1.5, 1, 2), (4, 3.9, 4.1), UNKNOWN, WRONG),
        ("mean", None, (1.5, 1, 2), (2.9, 2.8, 3.0), UNKNOWN, DIRECTION),
        # a ratio of 1 is no difference
        ("risk-ratio", None, (1.5, 1.4, 1.6), (1.1, 1.05, 1.15), UNKNOWN, DIRECTION),
        ("risk-ratio", None, (1.5, 1.4, 1.6), (1.0, 0.95, 1.05), UNKNOWN, WRONG),
        ("paired-ratio", None, (0.6, 0.5, 0.7), (0.9, 0.85, 0.95), UNKNOWN, DIRECTION),
        ("paired-ratio", None, (0.6, 0.5, 0.7), (1.1, 1.05, 1.15), UNKNOWN, WRONG),
        # directions
        ("mean", 1, UNKNOWN, (0.2, 0.1, 0.3), (0.2, -0.1, 0.5), INSIDE),
        ("mean", 1, UNKNOWN, (0.2, 0.1, 0.3), (0.2, -0.2, 0.6), DIRECTION),  # one in six miss it
        ("mean", 1, UNKNOWN, (0.2, 0.1, 0.3), UNKNOWN, DIRECTION),
        ("mean", 1, UNKNOWN, (0.2, -0.1, 0.5), UNKNOWN, DIRECTION),
        ("mean", 1, UNKNOWN, (0.2, NAN, NAN), UNKNOWN, DIRECTION),
        ("mean", 1, UNKNOWN, (-0.2, -0.3, -0.1), UNKNOWN, WRONG),
        ("mean", 1, UNKNOWN, (0.0, 0.0, 0.0), UNKNOWN, WRONG),
        ("mean", -1, UNKNOWN, (-0.2, -0.3, -0.1), (-0.2, -0.5, 0.1), INSIDE),
        ("mean", -1, UNKNOWN, (-0.2, -0.3, 0.1), UNKNOWN, DIRECTION),
        ("mean", 0, UNKNOWN, (0.2, 0.1, 0.3), (0.2, -0.1, 0.5), INSIDE),
        ("mean", 0, UNKNOWN, (0.2, 0.1, 0.3), (0.2, 0.1, 0.5), WRONG),
        # undefined in the model
        ("correlation", None, (0.26, 0.22, 0.29), UNKNOWN, UNKNOWN, WRONG),
        ("mean", 0, UNKNOWN, UNKNOWN, UNKNOWN, WRONG),
    ],
)
def test_verdicts(small, statistic, direction, found, model, study, expected):
    finding = of_statistic(small["share"], statistic, direction=direction)
    intervals = [Interval(*v, None) for v in (found, model, study)]
    assert verdict(finding, *intervals) == expected


def test_a_model_that_is_right_is_inside_in_all_but_five_of_a_hundred(small, rng):
    """Both are measured with error; 2,000 pairs of correlations of 300 and 150."""
    finding = replace(small["link"], direction=None)
    halves = 1.96 / np.sqrt([300 - 3, 150 - 3])
    inside = 0
    for z in 0.3 + rng.normal(size=(2000, 2)) * halves / 1.96:
        found, model = (
            Interval(*np.tanh([m, m - h, m + h]), None) for m, h in zip(z, halves, strict=True)
        )
        inside += verdict(finding, found, model, model) == INSIDE
    assert inside / 2000 == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"published": ("4.02b",)}, (0.26, 0.22, 0.29)),  # as published
        ({"published": ("5.01a",), "n": 851}, (0.34, 0.28, 0.40)),  # r, from n
        ({"statistic": "share", "published": ("3.01a",)}, (0.516, 0.509, 0.523)),
        ({"statistic": "hedges-g", "published": ("10.03c",), "n": 500}, (0.26, 0.08, 0.44)),
        ({"statistic": "kappa", "published": ("9.01b",), "n": None}, (0.23, NAN, NAN)),
        ({"published": ("4.03",), "direction": 1}, UNKNOWN),  # only a direction is compared
        ({"value": 0.5, "low": 0.4, "high": 0.6}, (0.5, 0.4, 0.6)),
    ],
)
def test_published_intervals(small, changes, expected):
    n = {"3.01a": 20720}.get(changes.get("published", ("",))[0])
    finding = of_statistic(small["link"], changes.get("statistic", "correlation"), n=n)
    found = published_interval(replace(finding, **changes))
    values = (found.value, found.low, found.high)
    assert values == pytest.approx(expected, abs=0.006, nan_ok=True)


@pytest.mark.parametrize(("statistic", "truth"), [("share", 0.3), ("correlation", 0.5)])
def test_resampled_intervals_cover_the_truth_in_about_95_of_100(small, rng, statistic, truth):
    """Percentile intervals of 80 families; 250 trials have a standard error of 1.4 points."""
    finding = of_statistic(small["link"], statistic)
    covered = 0
    for trial in range(250):
        if statistic == "share":
            table = (rng.random((80, 1)) < truth).astype(float)
        else:
            table = rng.multivariate_normal([0, 0], [[1, truth], [truth, 1]], 80)
        low, high = resampled(finding, [table], 80, trial)
        covered += low <= truth <= high
    assert 0.90 <= covered / 250 <= 0.99


def test_a_smaller_study_finds_a_wider_range(small, rng):
    finding = small["link"]
    table = rng.normal(size=(500, 2))
    wide, narrow = (np.diff(resampled(finding, [table], n, 1))[0] for n in (30, 500))
    assert 3 < wide / narrow < 5.5  # about the root of 500 / 30


def test_a_statistic_that_is_mostly_undefined_has_no_range(small):
    finding = replace(small["link"], statistic="hedges-g")
    nobody = np.column_stack([np.arange(50.0), np.zeros(50)])
    assert all(math.isnan(v) for v in resampled(finding, [nobody], 50, 1))
    assert all(math.isnan(v) for v in resampled(finding, [np.empty((0, 2))], 50, 1))


def test_a_comparison_is_the_same_alone_as_among_others(small):
    together = {c.id: c.as_dict() for c in validate(list(small.values()), families=8)}
    for name, finding in small.items():
        (alone,) = validate([finding], families=8)
        assert alone.as_dict() == together[name]


def test_another_seed_gives_other_numbers_and_the_same_seed_the_same(small):
    one, again, other = (
        validate([small["link"]], families=8, seed=s)[0].model.value for s in (1, 1, 2)
    )
    assert one == again != other


def test_a_comparison_in_plain_types(small):
    found = [c.as_dict() for c in validate(list(small.values()), families=6)]
    plain = json.loads(json.dumps(found, allow_nan=False))
    share, link, contrast = plain
    assert share["published"] == {
        "value": 0.516,
        "low": pytest.approx(0.509, abs=1e-3),
        "high": pytest.approx(0.523, abs=1e-3),
        "n": 20720,
        "certainty": "abstract read",
    }
    assert (share["fitted"], link["fitted"]) == (False, True)
    assert (share["model"]["n"], contrast["model"]["n"]) == (6, 12)
    assert contrast["published"]["value"] is None
    assert contrast["direction"] == -1
    assert contrast["scale"] == "d"
    assert {c["verdict"] for c in plain} <= {INSIDE, DIRECTION, WRONG}


def test_less_responsive_care_lowers_felt_security(small):
    """The whole way: a change on the way, two visits, two groups, a direction."""
    (found,) = validate([small["contrast"]], families=60)
    assert found.model.value < 0
