"""The answers on family life of experiments/README.md, from families that are followed anew.

As in `test_answers_hold`: fixed seeds, one-sided questions at the level of one in a thousand
(ERROR), each with a margin, so that with all of them together a true answer would be called false
in less than one run of a hundred if the seeds were not fixed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from attune_sim.measurement import observe
from attune_sim.run import lives
from attune_sim.scenario import CaregiverSpec, Event, Scenario, load_population

ERROR = 0.001
MEASURES = ("felt_security", "policy", "family")
NOTHING_ON_CARE = {
    "load_inattention": 0.0,
    "mood_unsteadiness": 0.0,
    "mood_rejection": 0.0,
    "mood_alarm": 0.0,
}


def parents(infants: int, *events: Event, **values: float) -> Scenario:
    scenario = load_population("parents").with_(infants=infants, seed=40, **values)
    return scenario.with_(events=events)


def followed(
    scenario: Scenario,
    ages: Sequence[int],
    caregiver: int = 0,
    measures: Sequence[str] = MEASURES,
) -> list[pd.DataFrame]:
    """What is seen and read from the model at each age, of one caregiver, a row an infant."""
    families, days = lives(scenario, ages, threads=2)
    tables = (observe(families, day, measures=measures) for day in days)
    return [table[table["caregiver"] == caregiver].reset_index(drop=True) for table in tables]


def clearly_more(more: pd.Series, less: pd.Series, than: float = 0.0) -> bool:
    """Whether the first mean exceeds the second by more than this, paired by random numbers."""
    return bool(stats.ttest_1samp(more - less, than, alternative="greater").pvalue < ERROR)


def test_support_changes_load_alone_where_load_and_mood_touch_no_care() -> None:
    little, much = (
        followed(parents(20, money_strain=2.5, support=x, **NOTHING_ON_CARE), [120])[0]
        for x in (0.1, 0.7)
    )
    assert clearly_more(little["load"], much["load"], than=1.0)
    for name in ("felt_security", "policy_turning_away", "policy_display_gain", "bond_strength"):
        assert np.array_equal(little[name], much[name])


def test_support_raises_sensitivity_as_rated_more_where_load_is_high() -> None:
    name = "sensitivity_rating"
    gained = []
    for strain in (0.2, 2.5):
        little, much = (
            followed(parents(48, money_strain=strain, support=x), [270], measures=[name])[0][name]
            for x in (0.1, 0.7)
        )
        gained.append(much - little)
    low, high = gained
    assert clearly_more(high, low, than=0.1)
    assert clearly_more(high, high * 0.0, than=0.2)


def test_a_bad_time_lowers_felt_security_and_most_of_it_comes_back_but_not_the_policy() -> None:
    bad = Event(
        day=240,
        length=120,
        multiply={"responsiveness": 0.5, "responsiveness_in_play": 0.5},
        add={"rejection": 0.2},
    )
    without, with_it = (followed(parents(160, *events), [360, 472]) for events in ((), (bad,)))
    at_its_end, later = (
        one["felt_security"] - other["felt_security"]
        for one, other in zip(without, with_it, strict=True)
    )
    assert clearly_more(at_its_end, at_its_end * 0.0, than=0.05)
    assert clearly_more(at_its_end, 2.0 * later)
    turning = [table["policy_turning_away"] for table in (without[1], with_it[1])]
    assert clearly_more(turning[1], turning[0])


def test_infants_expect_less_of_a_carer_with_many_other_children() -> None:
    home = parents(32)
    own = {"money_strain": 0.0, "conflict": 0.0, "shared_home": 0.0}
    felt = []
    for others in (0.0, 8.0):
        carer = CaregiverSpec("carer", 0.0, {**own, "other_children": others})
        begins = Event(day=150, care={"mother": 0.4, "father": 0.2, "carer": 0.4})
        scenario = home.with_(caregivers=(*home.caregivers, carer), events=(begins,))
        felt.append([followed(scenario, [330], who)[0]["felt_security"] for who in (0, 2)])
    alone, group = felt
    assert clearly_more(alone[1], group[1])
    apart = stats.ttest_1samp(alone[0] - group[0], 0.0).confidence_interval(1 - ERROR)
    assert -0.08 < apart.low < apart.high < 0.08
