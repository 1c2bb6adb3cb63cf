"""Several generations, and what passes from one to the next."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.errors import InputError
from attune_sim.generations import CARE, STATE, check, gap, generations, summary, transmission
from attune_sim.outcomes import PATTERNS
from attune_sim.scenario import load_population

MIXED = load_population("mixed").with_(infants=12, days=370, mirroring=0.5)


@pytest.fixture(scope="module")
def tables():
    return generations(MIXED, 3)


def test_each_generation_is_a_row_per_family_in_the_same_order(tables):
    assert len(tables) == 3
    for table in tables:
        assert table["family"].tolist() == list(range(12))
        assert set(table["pattern"]) <= set(PATTERNS)
        assert "disorganized" not in set(table["forced_pattern"])
        assert table[[*STATE, *CARE]].notna().all().all()
    assert (tables[0]["relief"] != tables[1]["relief"]).all()


def test_a_run_is_the_same_again_and_the_first_generation_knows_of_no_other(tables):
    again = generations(MIXED, 2)
    for one, other in zip(tables[:2], again, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_summary_in_plain_types(tables):
    found = summary(MIXED, tables)
    assert [g["number"] for g in found["generations"]] == [1, 2, 3]
    for generation in found["generations"]:
        assert sum(generation["patterns"].values()) == pytest.approx(1.0)
        assert set(generation["state_of_mind"]) == set(STATE)
    assert {"r", "agreement_3way", "agreement_4way", "first_order"} <= set(found["transmission"])
    assert set(found["gap"]) == {"by_rating", "by_trait"}


def made(security, pattern, **more):
    count = len(security)
    table = {
        "security": security,
        "alarm": np.zeros(count),
        "pattern": pattern,
        "forced_pattern": pattern,
        **{name: more.get(name, np.zeros(count)) for name in ("sensitivity_rating", *CARE)},
    }
    return pd.DataFrame(table)


def chain(count=20_000):
    """Three generations in which each state of mind is .6 of the last, and decides the pattern."""
    rng = np.random.default_rng(3)
    out, state = [], rng.normal(size=count)
    for _ in range(3):
        care = 0.6 * state + 0.8 * rng.normal(size=count)
        rated = care + rng.normal(size=count)
        pattern = np.where(care > 0, "secure", "avoidant")
        out.append(made(state, pattern, responsiveness=care, sensitivity_rating=rated))
        state = care
    return out


def test_a_chain_of_first_order_is_told_as_one():
    found = transmission(chain())["first_order"]
    assert found["r"] == pytest.approx(found["product"], abs=0.02)
    assert found["beyond_parent"] == pytest.approx(0.0, abs=0.03)


def test_what_goes_wholly_through_care_leaves_no_gap_but_the_rulers():
    found = gap(chain())
    assert found["by_trait"] == pytest.approx(1.0, abs=0.05)
    assert 0.2 < found["by_rating"] < 0.8


def test_agreement_stands_beside_chance():
    same = made(np.arange(4.0), ["secure", "secure", "avoidant", "secure"])
    found = transmission([same, same])["agreement_4way"]
    assert found == {"share": 1.0, "by_chance": pytest.approx(0.75**2 + 0.25**2)}


def test_what_does_not_vary_is_undefined():
    one = made(np.ones(5), ["secure"] * 5)
    assert transmission([one, one, one])["r"] is None
    assert gap([one, one]) == {"by_rating": None, "by_trait": None}
    assert transmission([one, one])["first_order"]["r"] is None


@pytest.mark.parametrize(
    ("scenario", "count", "words"),
    [
        (MIXED, 1, "generations = 1"),
        (MIXED, 13, "generations = 13"),
        (MIXED.with_(days=200), 3, "days = 200"),
    ],
)
def test_what_cannot_be_simulated_is_refused(scenario, count, words):
    with pytest.raises(InputError, match=words):
        check(scenario, count)
