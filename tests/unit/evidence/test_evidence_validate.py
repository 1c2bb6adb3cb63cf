import json
import math
from dataclasses import replace

import numpy as np
import pytest

from attune_sim.evidence import validate
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.evidence.studies.design import Visit
from attune_sim.evidence.validation.comparison import many, published_interval, resampled
from attune_sim.evidence.verdicts import VERDICTS

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
    assert {c["verdict"] for c in plain} <= VERDICTS.keys()


def test_less_responsive_care_lowers_felt_security(small):
    """The whole way: a change on the way, two visits, two groups, a direction."""
    (found,) = validate([small["contrast"]], families=60)
    assert found.model.value < 0


def test_few_families_or_families_all_alike_do_not_look_sure(small):
    """Resampled, none of 30 has an interval without width; Wilson's goes up to .11."""
    finding = of_statistic(small["link"], "share")
    nobody, everybody = np.zeros((30, 1)), np.ones((30, 1))
    assert resampled(finding, [nobody], 30, 1) == (0, 0)
    assert many(finding, [nobody], 1) == pytest.approx((0, 0.114), abs=1e-3)
    assert many(finding, [everybody], 1)[0] == pytest.approx(0.886, abs=1e-3)
    assert all(math.isnan(end) for end in many(finding, [nobody[:7]], 1))
    assert all(math.isnan(end) for end in many(replace(finding, statistic="mean"), [nobody], 1))


def test_one_family_tells_nothing(small):
    for c in validate(list(small.values()), families=1):
        assert c.verdict in ("cannot tell", "not testable")
