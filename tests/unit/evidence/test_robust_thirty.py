"""Thirty percent: the same films by several rulers, as families differ and set from outside."""

import numpy as np
import pytest

from attune_sim.evidence.robustness.thirty_percent import imposed
from attune_sim.evidence.robustness.thirty_percent.rulers import (
    ABOVE_CHANCE,
    CATEGORIES,
    RULERS,
    shares,
)
from attune_sim.evidence.robustness.thirty_percent.shape import percentile
from attune_sim.measurement import observe


def test_a_percentile_does_not_depend_on_the_unit(rng):
    x = rng.normal(size=999)
    at = float(np.quantile(x, 0.9))
    assert percentile(x, at) == pytest.approx(90, abs=0.2)
    assert percentile(np.exp(3 * x), float(np.exp(3 * at))) == percentile(x, at)
    assert [percentile(x, edge) for edge in (-9.0, 9.0)] == [0, 100]
    assert percentile(np.array([1.0, 2, 2, 3]), 2.0) == 50


def test_rulers_code_the_same_films(mixed):
    found = shares(mixed, 20)
    assert list(found) == list(RULERS)
    narrow, middle, wide = (found[name] for name in RULERS[:3])
    assert (narrow <= middle).all()
    assert (middle <= wide).all()
    assert narrow.mean() < middle.mean() < wide.mean()
    usual = observe(mixed, 20, measures=["attuned_share_above_chance", "category_share"])
    np.testing.assert_array_equal(middle, usual["attuned_share"])
    np.testing.assert_array_equal(found[ABOVE_CHANCE], usual["attuned_share_above_chance"])
    np.testing.assert_array_equal(found[CATEGORIES], usual["category_share"])


def test_coding_changes_no_family(mixed, same):
    before = mixed.copy()
    shares(mixed, 20)
    for one, other in zip(
        (before.infants, before.bonds, before.settings),
        (mixed.infants, mixed.bonds, mixed.settings),
        strict=True,
    ):
        same(one, other)


def test_families_as_they_differ(monkeypatch):
    whole = imposed.across_families(12, seed=3)
    assert set(whole["secure"]) <= {0.0, 1.0}
    monkeypatch.setattr(imposed, "CHUNK", 5)
    assert imposed.across_families(12, seed=3).equals(whole)


def test_raising_play_raises_the_shares_of_tolerance():
    rules = {"as it is": {}, "frozen": {"learning_rate": 0.0}}
    table = imposed.set_from_outside(rules, 6, days=1)
    cells = len(imposed.IN_PLAY) * len(imposed.IN_DISTRESS) * imposed.REPLICATIONS
    assert table.groupby("rule").size().to_dict() == {"as it is": cells, "frozen": cells}
    means = table.groupby("play")[list(RULERS)].mean()
    assert (means.loc[0.95] > means.loc[0.1])[list(RULERS[:3])].all()
    assert table["secure"].between(0, 1).all()
    keys = ["rule", "play", "distress", "replication"]
    assert not table.duplicated(keys).any()


def test_luck_is_shared_by_the_cells_of_a_replication():
    one = imposed.set_from_outside({"x": {}}, 4, days=0)
    two = imposed.set_from_outside({"y": {}}, 4, days=0)
    assert one[list(RULERS)].equals(two[list(RULERS)])
    by_luck = one[one["distress"] == 0.9].groupby("play")["tolerance 0.10"].nunique()
    assert (by_luck == imposed.REPLICATIONS).all()
    assert one["tolerance 0.10"].mean() == pytest.approx(0.3, abs=0.2)
