"""What a design can say: subsets, treatments and subgroups as columns, a seed, two caregivers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.evidence import read_findings
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.evidence.studies.columns import (
    NOT_VISITS,
    Known,
    check_column,
    trait_and_caregiver,
    visits_and_outcomes,
)
from attune_sim.evidence.studies.simulation import cohorts, group_key, samples, simulate
from attune_sim.parameters import PARAMETERS

SEED = 5
TRIAL = """
[[finding]]
id = "trial"
statement = "Help works for irritable infants only"
statistic = "difference-of-log-odds"
of = ["group.helped", "subgroup.irritable", "ssp.secure"]
direction = 1
subset = { "home.sensitivity_rating" = { below = 8 } }
reliability = { "trait.reactivity" = 0.6 }
visits = { home = { age = 1 }, ssp = { age = 2 } }

[finding.subgroups]
irritable = { "trait.reactivity" = { top = 0.4 } }

[finding.groups]
helped = { population = "mixed", events = [{ day = 1, multiply = { alarming_moments = 0.5 } }] }
others = { population = "mixed" }
"""
BOTH = """
[[finding]]
id = "both"
statement = "Two caregivers, some of whom come home late"
statistic = "correlation"
of = ["trait.responsiveness", "trait.responsiveness.1"]
direction = 0
groups = { families = { population = "two-caregivers", events = [LATE] } }
visits = {}
""".replace(
    "LATE",
    '{ title = "late home", day = 1, share = 0.5, care = { first = 0.9, second = 0.1 } }',
)


@pytest.fixture
def trial(finding_file):
    return read_findings(finding_file(TRIAL))[0]


def read(finding_file, text, **replaced):
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    return read_findings(finding_file(text))[0]


def both(finding_file, old="", new=""):
    return read(finding_file, BOTH, **({old: new} if old else {}))


def simulated(finding, families=40):
    return simulate(cohorts([finding], families), seed=SEED)


# --- subsets and subgroups ------------------------------------------------------------------------


def test_all_that_conditions_are_on_is_observed(trial):
    for cohort in cohorts([trial], 10).values():
        assert set(cohort.outcomes["trait"]) == {"reactivity"}
        assert sorted(name for names in cohort.outcomes.values() for name in names) == [
            "reactivity", "secure", "sensitivity_rating",
        ]  # fmt: skip


def test_only_families_of_the_subset_are_analysed_and_groups_and_subgroups_are_columns(trial):
    tables = simulated(trial)
    helped, others = samples(trial, tables, SEED)
    assert (helped[:, 0] == 1).all()
    assert (others[:, 0] == 0).all()
    for name, found in zip(trial.groups, (helped, others), strict=True):
        whole = tables[group_key(trial.groups[name])]
        rating = next(c for c in whole if c.endswith("|sensitivity_rating"))
        assert len(found) == (whole[rating] < 8).sum() < len(whole)
        assert set(found[:, 1]) == {0.0, 1.0}
    assert np.isfinite(STATISTICS[trial.statistic].compute([helped, others]))


def test_a_subgroup_is_of_the_values_as_they_are_rated(trial, rng):
    true = rng.normal(1, 0.3, 2000)
    visit = {name: f"{key}|" for name, key in _keys(trial).items()}
    table = pd.DataFrame(
        {
            "trait|reactivity": true,
            f"{visit['home']}sensitivity_rating": 5.0,
            f"{visit['ssp']}secure": 1.0,
        }
    )
    tables = {group_key(group): table for group in trial.groups.values()}
    chosen = samples(trial, tables, SEED)[0][:, 1] == 1
    assert chosen.mean() == pytest.approx(0.4, abs=0.01)
    exactly = true > np.quantile(true, 0.6)
    assert 0.55 < (chosen & exactly).sum() / exactly.sum() < 0.9


def test_a_family_whose_subgroup_is_unknown_is_left_out(trial):
    visit = _keys(trial)
    table = pd.DataFrame(
        {
            "trait|reactivity": [1.0, np.nan, 2.0],
            f"{visit['home']}|sensitivity_rating": [5.0, 5.0, np.nan],
            f"{visit['ssp']}|secure": 1.0,
        }
    )
    trial.reliability.clear()
    tables = {group_key(group): table for group in trial.groups.values()}
    assert samples(trial, tables, SEED)[1].tolist() == [[0, 0, 1]]


def _keys(finding):
    from attune_sim.evidence.studies.simulation import visit_key

    return {name: visit_key(visit) for name, visit in finding.visits.items()}


# --- events and second caregivers -----------------------------------------------------------------


def test_each_caregivers_traits_are_columns(finding_file):
    finding = both(finding_file)
    assert cohorts([finding], 5).popitem()[1].outcomes["trait"] == (
        "responsiveness", "responsiveness.1",
    )  # fmt: skip
    (table,) = samples(finding, simulated(finding, 300), SEED)
    assert abs(np.corrcoef(table.T)[0, 1]) < 4 / np.sqrt(300)


def test_whom_an_event_befalls_is_a_column(finding_file):
    finding = both(finding_file, "trait.responsiveness.1", "event.late home")
    (table,) = samples(finding, simulated(finding, 300), SEED)
    assert set(table[:, 1]) == {0.0, 1.0}
    assert table[:, 1].mean() == pytest.approx(0.5, abs=0.12)
    assert abs(np.corrcoef(table.T)[0, 1]) < 4 / np.sqrt(300)


# --- a seed ---------------------------------------------------------------------------------------


def test_a_study_with_a_seed_has_families_of_its_own(finding_file):
    plain, *seeded = (
        both(finding_file, "visits = {}", f"visits = {{}}\n{line}")
        for line in ("", "seed = 1", "seed = 2", "seed = 1")
    )
    one, two, again = (samples(f, simulated(f, 200), SEED)[0] for f in seeded)
    np.testing.assert_array_equal(one, again)
    for other in (two, samples(plain, simulated(plain, 200), SEED)[0]):
        assert abs(np.corrcoef(one[:, 0], other[:, 0])[0, 1]) < 4 / np.sqrt(200)
    assert len(cohorts(seeded, 10)) == 2


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"group.helped"', '"group.helpd"', "there is no group 'helpd'; did you mean helped"),
        ('"subgroup.irritable"', '"subgroup.x"', "there is no subgroup 'x'"),
        ('"group.helped"', '"event.help"', "column 'event.help': the study has no event"),
        ('"group.helped"', '"trait.reactivity.0"', "reactivity is not a caregiver's trait"),
        ('"group.helped"', '"trait.rejection.1"', "'1' is not the number of a caregiver, from 0"),
        ('"group.helped"', '"trait.rejection.x"', "'x' is not the number of a caregiver"),
        (
            "{ below = 8 }",
            "{ below = 8, top = 0.1 }",
            "subset.'home.sensitivity_rating': a condition",
        ),
        ("{ below = 8 }", "8", "subset.'home.sensitivity_rating' = 8 is not a table"),
        ('subset = { "home.', 'subset = { "hom.', "subset: column 'hom.sensitivity_rating'"),
        ('"trait.reactivity" = { top', '"ssp.pattern" = { top', "it is a label"),
        ('irritable = { "trait.reactivity" = { top = 0.4 } }', "irritable = {}", "no condition"),
        ('"trait.reactivity" = { top', '"subgroup.irritable" = { top', "has no subgroup"),
        ('reliability = { "trait.reactivity"', 'reliability = { "trait.rejection"', "reliability"),
        ("visits = { home", "seed = -1\nvisits = { home", "seed = -1 is not a whole number from 0"),
        ("ssp = { age = 2 }", "ssp = { age = 2 }, group = { age = 3 }", "'group' is no name of a"),
    ],
)
def test_a_design_that_does_not_hold_together_is_told(finding_file, old, new, told):
    assert old in TRIAL
    with pytest.raises(InputError) as error:
        read_findings(finding_file(TRIAL.replace(old, new)))
    assert told in str(error.value)
    assert "finding 'trial': " in str(error.value)
    assert "\n" not in str(error.value)


KNOWN = Known(("home", "ssp"), ("helped",), ("irritable",), ("late home",), 2)
WORDS = st.sampled_from(
    ("home", "ssp", "trait", "group", "subgroup", "event", ".", " - ", "1", "secure", "helped",
     "irritable", "late home", "rejection", "reactivity", "sensitivity_rating", "pattern", ""),
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(WORDS, max_size=8).map("".join)))
def test_whatever_is_written_for_a_column_is_understood_or_refused_in_a_sentence(column):
    refused = ""
    try:
        check_column(column, KNOWN)
    except ValueError as error:
        refused = str(error)
    assert "\n" not in refused
    if refused:
        return
    for visit, name in visits_and_outcomes(column):
        assert visit in (*KNOWN.visits, *NOT_VISITS)
        if visit == "trait":
            trait, caregiver = trait_and_caregiver(name)
            assert trait in PARAMETERS
            assert 0 <= caregiver < KNOWN.caregivers
