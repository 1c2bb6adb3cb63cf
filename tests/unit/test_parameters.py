"""The declarations of all parameters: complete, consistent, strict."""

import math
import re

import pytest
from pydantic import ValidationError

from attune_sim.parameters import (
    CAREGIVER,
    CIRCUMSTANCES,
    MECHANISMS,
    OBSERVATION,
    PARAMETERS,
    TEMPERAMENT,
    Parameters,
)

GROUPS = {
    "caregiver",
    "infant",
    "interaction",
    "distress",
    "learning",
    "approach and fear",
    "everyday life",
    "observation",
    "fixed",
    "care over time",
    "memory",
    "the infant's day",
    "alarm",
    "circumstances",
    "family life",
    "growth",
    "generations",
}


def test_a_declaration_is_complete(subtests):
    for parameter in PARAMETERS.values():
        with subtests.test(parameter.name):
            assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", parameter.name)
            assert parameter.group in GROUPS
            assert parameter.unit.strip()
            assert parameter.source.strip()
            assert parameter.label[0].isupper()
            assert len(parameter.label) <= 40
            assert parameter.meaning[0].isupper()
            assert parameter.meaning.endswith(".")
            assert (
                "  " not in parameter.meaning + parameter.label + parameter.source + parameter.unit
            )


def test_a_source_is_a_study_with_its_year_or_says_where_the_default_comes_from(subtests):
    known = r"\b(19|20)\d\d\b|calibrated|assumed|null model|usual|kappa|unless a scenario says so"
    for parameter in PARAMETERS.values():
        with subtests.test(parameter.name):
            assert re.search(known, parameter.source)


def test_the_range_is_one_and_holds_the_default(subtests):
    for parameter in PARAMETERS.values():
        with subtests.test(parameter.name):
            assert math.isfinite(parameter.low)
            assert math.isfinite(parameter.high)
            assert parameter.low < parameter.high
            if parameter.default is not None:
                assert parameter.low <= parameter.default <= parameter.high
                assert type(parameter.default) is (int if parameter.whole else float)


def test_what_is_left_out_takes_a_default_or_the_value_of_another(subtests):
    for parameter in PARAMETERS.values():
        with subtests.test(parameter.name):
            if parameter.default_from is None:
                assert parameter.default is not None
            else:
                assert parameter.default is None
                other = PARAMETERS[parameter.default_from]
                assert other.group == parameter.group
                assert other.default_from is None
                assert (other.low, other.high) == (parameter.low, parameter.high)


def test_both_ends_of_the_range_are_allowed_and_what_lies_beyond_is_not(subtests):
    for parameter in PARAMETERS.values():
        with subtests.test(parameter.name):
            kind = int if parameter.whole else float
            for end in (parameter.low, parameter.high):
                assert getattr(Parameters(**{parameter.name: kind(end)}), parameter.name) == end
            beyond = 1 if parameter.whole else 1e-9
            for value in (kind(parameter.low - beyond), kind(parameter.high + beyond)):
                with pytest.raises(ValidationError):
                    Parameters(**{parameter.name: value})


def test_what_is_no_number_is_refused(subtests):
    for parameter in PARAMETERS.values():
        with subtests.test(parameter.name):
            for value in (True, "0.5", "1", math.nan, math.inf, -math.inf, [0.5], {}, 10**400, 1j):
                with pytest.raises(ValidationError):
                    Parameters(**{parameter.name: value})


def test_the_allowed_values_are_told_in_words(subtests):
    for parameter in PARAMETERS.values():
        with subtests.test(parameter.name):
            assert parameter.allowed.startswith(
                "a whole number" if parameter.whole else "a number from"
            )
            low, high = re.findall(r"-?[\d.]+(?:e[+-]?\d+)?", parameter.allowed)
            assert (float(low), float(high)) == (parameter.low, parameter.high)


def test_labels_and_meanings_are_all_different():
    for what in ("label", "meaning"):
        told = [getattr(p, what) for p in PARAMETERS.values()]
        assert sorted(told) == sorted(set(told))


def test_the_three_lists_hold_every_parameter_once():
    assert sorted((*CAREGIVER, *TEMPERAMENT, *MECHANISMS, *OBSERVATION)) == sorted(PARAMETERS)
    assert {PARAMETERS[name].group for name in CAREGIVER} == {
        *("caregiver", "care over time", "circumstances")
    }
    assert {PARAMETERS[name].group for name in CIRCUMSTANCES} == {"circumstances"}
    assert {PARAMETERS[name].group for name in OBSERVATION} == {"observation"}
    assert {PARAMETERS[name].group for name in PARAMETERS} == GROUPS


def test_a_fraction_is_no_whole_number():
    for name, p in PARAMETERS.items():
        if p.whole:
            with pytest.raises(ValidationError):
                Parameters(**{name: float(p.low)})


def test_parameters_are_frozen_and_take_no_unknown_name():
    with pytest.raises(ValidationError):
        Parameters().responsiveness = 0.1
    with pytest.raises(ValidationError):
        Parameters(responsivness=0.5)
    with pytest.raises(AttributeError):
        PARAMETERS["responsiveness"].low = -1.0


def test_no_parameter_is_named_after_a_verdict_or_assumes_who_cares():
    words = re.compile(
        r"\b(mothers?|fathers?|bad|cold|abus\w+|fail\w*|damag\w+|causes?|normal|difficult|clingy"
        r"|spoilt|secure|avoidant|disorgani[sz]ed)\b",
        re.IGNORECASE,
    )
    for p in PARAMETERS.values():
        assert not words.search(f"{p.name.replace('_', ' ')} {p.label} {p.meaning}"), p.name
