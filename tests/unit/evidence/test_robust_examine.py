"""Conclusions asked under conditions: what is built in is found, what is not is not."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.evidence.calibration.constants import DYAD
from attune_sim.evidence.robustness.alternatives import Alternative
from attune_sim.evidence.robustness.conclusions import Conclusion
from attune_sim.evidence.robustness.conditions import (
    ALTERNATIVE,
    DEFAULT,
    DISTURBED,
    DRAW,
    conditions,
    constants_of_the_dyad,
    disturbances,
)
from attune_sim.evidence.robustness.effect import GONE, REVERSED, STANDS, UNDEFINED
from attune_sim.evidence.robustness.examination import examine
from attune_sim.parameters import PARAMETERS


def conclusion(**keys):
    raw = {
        "id": "mine",
        "statement": "So it is.",
        "experiments": (),
        "days": 1,
        "families": 12,
        "expected": "a above b",
        "of": ("self_regulation",),
        "a": {"population": "good-enough", "parameters": {"self_regulation_start": 0.009}},
        "b": {"population": "good-enough", "parameters": {"self_regulation_start": 0.003}},
    }
    return Conclusion.model_validate({k: v for k, v in (raw | keys).items() if v is not None})


def alternative(**keys):
    raw = {"id": "other", "title": "another choice", "kind": "choice"}
    return Alternative.model_validate(raw | keys)


def asked(*conclusions, draws=None, disturbed=0, alternatives=()):
    """Verdicts: a list a conclusion, an entry a condition."""
    found = examine(conclusions, conditions(draws, disturbed, alternatives, seed=3))
    return [[cell and cell[1] for cell in row] for row in found]


def test_what_is_built_in_is_found_and_what_is_not_is_not():
    same = {"population": "good-enough"}
    assert asked(
        conclusion(),
        conclusion(expected="a below b"),
        conclusion(expected="no difference", margin=0.001),
        conclusion(a=same, b=same),
        conclusion(a=same, b=same, expected="no difference", margin=0.001),
    ) == [[STANDS], [REVERSED], [GONE], [GONE], [STANDS]]


def test_without_a_second_arm_the_first_is_held_against_nothing():
    one = conclusion(b=None, a={"population": "good-enough"})
    assert asked(one, one.model_copy(update={"expected": "a below b"})) == [[STANDS], [REVERSED]]


def test_an_alternative_in_which_it_is_not_so_lets_it_go():
    """Nothing is learnt of relief at a rate of 0, so no kind of care makes a difference."""
    relief = conclusion(
        of=("expected_relief",),
        days=30,
        a={"population": "responsive"},
        b={"population": "hardly-there"},
    )
    other = alternative(parameters={"expectation_rate": 0.0})
    assert asked(relief, alternatives=[other]) == [[STANDS, GONE]]


def test_a_value_that_an_arm_sets_is_no_alternatives_business():
    other = alternative(parameters={"self_regulation_start": 0.009})
    assert asked(conclusion(), alternatives=[other]) == [[STANDS, STANDS]]


def test_a_ruler_is_asked_only_where_it_is_used():
    ruler = alternative(instead={"attuned_share": "category_share"})
    matching = conclusion(
        of=("attuned_share",), a={"population": "good-enough"}, b=None, families=10
    )
    (one, two) = examine([conclusion(), matching], conditions(None, 0, [ruler], seed=3))
    assert one[1] is None
    assert two[0][0].value != two[1][0].value


def test_families_can_be_picked_and_correlated():
    both = {"population": "mixed-population", "of": ("attuned_share", "category_share")}
    none = {"population": "mixed-population", "of": ("attuned_share", "fuss_share")}
    marker = conclusion(of=None, a=both, b=none, families=40)
    picked = conclusion(
        a={"population": "good-enough", "where": "patterns_secure"}, b=None, families=12
    )
    nobody = conclusion(
        a={"population": "good-enough", "where": "patterns_disorganized"}, b=None, families=12
    )
    found = asked(marker, picked, nobody)
    assert found[0] == [STANDS]
    assert found[2] == [UNDEFINED]
    assert found[1][0] in (STANDS, UNDEFINED)


def test_a_conclusion_does_not_depend_on_what_else_is_asked():
    few = conclusion(of=("attuned_share",), days=2)
    many = few.model_copy(update={"families": 30, "of": ("attuned_share",)})
    under = conditions(None, 1, (), seed=3)
    (alone,) = examine([few], under)
    together, larger = examine([few, many], under)
    assert alone == together
    assert alone != larger


def test_progress_adds_up_to_the_whole():
    told = []
    examine([conclusion()], conditions(None, 2, (), seed=3), report=told.append)
    assert sum(told) == pytest.approx(1.0)


def test_draws_disturbances_and_alternatives_are_conditions_of_their_own():
    draws = pd.DataFrame(DYAD.values(np.full((2, len(DYAD.names)), 0.5)), columns=DYAD.names)
    other = alternative(parameters={"bandit": 1})
    under = conditions(draws, 3, [other], seed=3)
    assert [c.kind for c in under] == [DEFAULT] + 2 * [DRAW] + 3 * [DISTURBED] + [ALTERNATIVE]
    assert not under[0].values
    kept = {c.name for c in DYAD.members if not c.of_populations}
    assert set(under[1].values) == kept < set(DYAD.names)
    assert under[-1].values == {"bandit": 1}


def test_disturbances_reach_a_fifth_and_stay_within_bounds():
    found = disturbances(40, seed=3)
    names = constants_of_the_dyad()
    assert {"learning_rate", "unsteadiness"} <= set(names)
    assert PARAMETERS["unsteadiness"].group == "fixed"
    assert not {"bandit", "random_policy", "learns_in_play", "responsiveness"} & set(names)
    for name in names:
        p = PARAMETERS[name]
        column = np.array([values[name] for values in found])
        assert ((p.low <= column) & (column <= p.high)).all()
        if p.default == 0:
            assert (column == 0).all()
            continue
        factors = column / p.default
        assert (factors > 0.8 - 1e-9).all()
        assert (factors < 1.2 + 1e-9).all()
        assert p.default * 0.8 < p.low or factors.min() < 0.83
        assert p.default * 1.2 > p.high or factors.max() > 1.17


def test_disturbances_follow_their_seed():
    assert disturbances(3, seed=3) == disturbances(3, seed=3)
    assert disturbances(3, seed=3) != disturbances(3, seed=4)
