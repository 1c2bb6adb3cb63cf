"""Lessons on couples and on families: what is measured is what their own commands measure."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from attune_sim.couples import pairs
from attune_sim.couples.looks import looks
from attune_sim.couples.scenario import load as load_couple
from attune_sim.errors import InputError
from attune_sim.figures.families.contrast import contrast_draft
from attune_sim.generations import generations, summary
from attune_sim.lessons import read_lesson, run_lesson
from attune_sim.lessons.contrasts import Contrast, contrast, holds, interval
from attune_sim.lessons.lesson import ALIKE, LESS, MORE, NOT_LESS, NOT_MORE, UNCLEAR
from attune_sim.lessons.run import joined, run_part
from attune_sim.lessons.subjects import SUBJECTS
from attune_sim.lessons.subjects.families import correlated
from attune_sim.scenario import load

INFANTS_ARMS = (
    'scenario = "good-enough"\nparameters = { repair_rate = 0.05 }',
    ('scenario = "good-enough"\nparameters = { repair_rate = 0.9 }'),
)


def about(text, of, measure, *arms, days, beside=""):
    """The lesson of the fixture, about somebody else."""
    text = text.replace("infants = 12", f"{of} = 10").replace("days = 10", f"days = {days}")
    text = text.replace('"expected_relief"', f'"{measure}"')
    text = text.replace('beside = ["felt_security"]', f"beside = [{beside}]")
    for before, arm in zip(INFANTS_ARMS, arms, strict=True):
        assert before in text
        text = text.replace(before, arm)
    return text.replace('parameters = ["repair_rate"]', "parameters = []")


@pytest.fixture
def couples(text, write, monkeypatch):
    """Of partners whose childhood was short: what is compared with itself does not need more."""
    monkeypatch.setattr(pairs, "GROWN", 60)
    arms = 'scenario = "anxious-avoidant"\ndays = 0', 'scenario = "one-secure"'
    measured = about(text, "couples", "conflict_demands_first", *arms, days=20,
                     beside='"expected_relief_second", "conflict_attuned_share"')  # fmt: skip
    return read_lesson(write(measured))


@pytest.fixture
def families(text, write):
    arms = [f'scenario = "mixed-population"\nparameters = {{ mirroring = {mu} }}' for mu in (0, 1)]
    measured = about(text, "families", "same_pattern", *arms, days=365, beside='"mind_and_care"')
    return read_lesson(write(measured))


def test_couples_are_measured_as_by_their_own_command(couples):
    found = run_lesson(couples)
    scenario = load_couple("one-secure").with_(couples=10, seed=1)
    ((_, table),) = looks(scenario, [20], conversations=["conflict"])
    one, other = table.iloc[::2], table.iloc[1::2]
    for values, column in (
        (found.values["quick"], one["conflict_demands"]),
        (found.beside["conflict_attuned_share"]["quick"], one["conflict_attuned_share"]),
        (found.beside["expected_relief_second"]["quick"], other["expected_relief"]),
    ):
        assert np.array_equal(values, column, equal_nan=True)
    start = load_couple("anxious-avoidant").with_(couples=10, seed=1)
    ((_, first),) = looks(start, [0], conversations=["conflict"])  # an arm's own day
    assert np.array_equal(found.values["slow"], first.iloc[::2]["conflict_demands"])
    assert list(contrast_draft(found).layout["meta"]["numbers"]["columns"])[-1] == "Couples"


def test_nothing_is_told_of_couples_that_have_parted(couples):
    arms = tuple(replace(a, parameters={"breakup_rate": 1.0}) for a in couples.arms)
    found = run_lesson(replace(couples, arms=arms, days=1000))
    assert np.isnan(found.values["quick"]).any()
    assert np.isfinite(found.values["slow"]).all()  # on the first day all are together


def test_families_are_measured_as_by_their_own_command(families):
    found = run_lesson(families)
    scenario = load("mixed-population").with_(infants=10, days=365, mirroring=1.0)
    tables = generations(scenario, 2, seed=1)
    told = summary(scenario, tables)["transmission"]["agreement_4way"]["share"]
    assert found.values["quick"].mean() == pytest.approx(told)


@pytest.mark.parametrize("of", ["couples", "families"])
def test_parts_give_what_all_of_them_give(of, request):
    lesson = replace(request.getfixturevalue(of), number=7)
    whole = run_lesson(lesson)
    parts = joined([run_part(lesson, numbers) for numbers in (range(4), range(4, 7))])
    assert parts.lesson == lesson
    for key, values in whole.values.items():
        assert np.array_equal(parts.values[key], values, equal_nan=True)
    for name, by_arm in whole.beside.items():
        for key, values in by_arm.items():
            assert np.array_equal(parts.beside[name][key], values, equal_nan=True)


def test_arms_that_differ_in_their_measure_only_are_run_once(families, monkeypatch):
    ran = []
    subject = SUBJECTS["families"]

    def columns(group, wanted, *rest):
        ran.append(wanted)
        return subject.columns(group, wanted, *rest)

    monkeypatch.setitem(SUBJECTS, "families", replace(subject, columns=columns))
    one, other = families.arms
    same = replace(other, parameters=one.parameters, measure="mind_and_child_secure")
    run_lesson(replace(families, arms=(one, same)))
    assert len(ran) == 1
    assert len(set(ran[0])) == len(ran[0])


def test_the_values_of_a_correlation_are_as_uncertain_as_it_is():
    luck = np.random.default_rng(2)
    x = luck.normal(size=600)
    y = 0.4 * x + luck.normal(size=600)
    values = correlated(x, y)
    mean, low, high, n = interval(values)
    theirs = stats.pearsonr(x, y)
    assert mean == pytest.approx(theirs.statistic)
    assert (low, high) == pytest.approx(tuple(theirs.confidence_interval()), abs=0.012)
    assert n == 600
    y[:3] = np.nan
    assert np.isnan(correlated(x, y)[:3]).all()
    assert correlated(x, y)[3:].mean() == pytest.approx(stats.pearsonr(x[3:], y[3:]).statistic)
    assert (correlated(x, np.ones(600)) == 0.0).all()  # what is the same for all goes with nothing


def test_correlations_of_the_same_families_are_compared_as_such(lesson):
    luck = np.random.default_rng(3)
    x = luck.normal(size=300)
    strong, weak = x + luck.normal(size=300), 0.3 * x + luck.normal(size=300)
    arm = lesson.arms[0]
    found = contrast(arm, arm, correlated(x, strong), correlated(x, weak), 0.05)
    assert found.relation == MORE
    again = []
    for _ in range(400):  # a bootstrap of families
        some = luck.integers(0, 300, 300)
        r = [np.corrcoef(x[some], other[some])[0, 1] for other in (strong, weak)]
        again.append(r[0] - r[1])
    assert found.high - found.low == pytest.approx(2 * 1.96 * np.std(again), rel=0.15)


HOLD = (MORE, LESS, ALIKE, NOT_MORE, NOT_LESS)


@pytest.mark.parametrize(
    ("low", "high", "relation", "answers"),
    [
        (0.2, 0.4, MORE, (True, False, False, False, True)),
        (-0.4, -0.2, LESS, (False, True, False, True, False)),
        (-0.05, 0.05, ALIKE, (False, False, True, True, True)),
        (-0.3, 0.05, UNCLEAR, (False, None, None, True, None)),
        (-0.05, 0.3, UNCLEAR, (None, False, None, None, True)),
        (-0.3, 0.3, UNCLEAR, (None, None, None, None, None)),
    ],
)
def test_what_cannot_be_told_may_still_exclude_something(lesson, low, high, relation, answers):
    arm = lesson.arms[0]
    found = Contrast(arm, arm, (low + high) / 2, low, high, relation)
    for expects, answer in zip(HOLD, answers, strict=True):
        assert holds(found, expects, 0.1) is answer


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("couples = 10", "couples = 900", "couples = 900 is not a whole number from 10 to 200"),
        ("couples = 10", "couples = 10\ninfants = 12", "infants and couples are there"),
        ("couples = 10\n", "", "none of them is there"),
        ("days = 20", "days = 9000", "couples are looked at on a day from 0 to 1825"),
        ("days = 0", "days = -1", "couples are looked at on a day from 0 to 1825"),
        ('"one-secure"', '"good-enough"', "there is no scenario 'good-enough'"),
        ('"conflict_demands_first"', '"felt_security"', "there is no measure 'felt_security'"),
        ('"conflict_attuned_share"', '"attuned_shar"', "there is no measure 'attuned_shar'"),
        ("parameters = []", 'parameters = ["repair_rate"]', "there is no parameter 'repair_rate'"),
        ('"one-secure"', '"one-secure"\nparameters = { contagion = 9 }', "contagion = 9 is not"),
        (
            '"one-secure"',
            '"one-secure"\nparameters = { repair_rate = 0.1 }',
            "there is no parameter 'repair_rate'",
        ),
    ],
)
def test_what_does_not_fit_whom_it_is_about_is_told(text, write, right, wrong, fault):
    arms = 'scenario = "anxious-avoidant"\ndays = 0', 'scenario = "one-secure"'
    content = about(text, "couples", "conflict_demands_first", *arms, days=20,
                    beside='"expected_relief_second", "conflict_attuned_share"')  # fmt: skip
    assert right in content
    path = write(content.replace(right, wrong, 1))
    with pytest.raises(InputError) as error:
        read_lesson(path)
    assert str(error.value).startswith(f"{path}, line ")
    assert fault in str(error.value)
