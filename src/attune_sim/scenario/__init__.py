"""A scenario: what is simulated. Parameters as numbers or distributions, infants, days, seed.

TOML in and out:

    extends = "good-enough"            # another scenario, of which only what follows differs
    title = "Erratic care"
    story = "..."
    look_for = "..."
    source = "..."                     # of its sizes
    infants = 100
    days = 365
    seed = 1

    [parameters]                       # what is left out keeps its default
    consistency = 0.05
    reactivity = { shape = "lognormal", mean = 1.0, sd = 0.25 }

    [[correlations]]                   # of the underlying normal scores
    between = ["responsiveness", "consistency"]
    r = 0.4

    [[caregivers]]                     # one caregiver unless said otherwise
    name = "first"
    share = 0.7
    parameters = { responsiveness = 0.7 }

    [[events]]                         # what happens on the way; `event` tells all keys
    day = 180
    add = { responsiveness = -0.15 }
    length = 60
    fade = 30
"""

from __future__ import annotations

from attune_sim.scenario.event import CARE, MOST_DAYS, MOST_EVENTS, Event, events_without
from attune_sim.scenario.model_file import beside, class_digest, model_file
from attune_sim.scenario.scenario import (
    LARGEST_SEED,
    MOST_INFANTS,
    WORDS,
    CaregiverSpec,
    Correlation,
    Scenario,
    check_family_life,
)
from attune_sim.scenario.toml import (
    families,
    is_there,
    load,
    load_population,
    populations,
    presets,
    read_scenario,
    scenario_from,
    scenario_names,
    scenario_of,
)
from attune_sim.scenario.values import (
    Distribution,
    Numbers,
    Traits,
    Value,
    Values,
    check_value,
    plain,
    value_from,
)

__all__ = [
    "CARE",
    "LARGEST_SEED",
    "MOST_DAYS",
    "MOST_EVENTS",
    "MOST_INFANTS",
    "WORDS",
    "CaregiverSpec",
    "Correlation",
    "Distribution",
    "Event",
    "Numbers",
    "Scenario",
    "Traits",
    "Value",
    "Values",
    "beside",
    "check_family_life",
    "check_value",
    "class_digest",
    "events_without",
    "families",
    "is_there",
    "load",
    "load_population",
    "model_file",
    "plain",
    "populations",
    "presets",
    "read_scenario",
    "scenario_from",
    "scenario_names",
    "scenario_of",
    "value_from",
]
