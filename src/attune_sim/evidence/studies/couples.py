"""What studies of couples see: each couple on days together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from attune_sim.couples import looks
from attune_sim.couples.conversations import CONVERSATIONS
from attune_sim.couples.scenario import CoupleScenario

PARTED = "parted"
OUTCOMES = (PARTED, *looks.OUTCOMES)
"""Of a visit: what a look has, and 1 where the couple has parted before it."""


class Visit(Protocol):
    """When, and which partner."""

    @property
    def age(self) -> int: ...  # noqa: D102
    @property
    def caregiver(self) -> int: ...  # noqa: D102


def seen(
    scenario: CoupleScenario,
    visits: Mapping[str, Visit],
    outcomes: Mapping[str, Sequence[str]],
    numbers: range,
) -> pd.DataFrame:
    """Some couples on all visits: a row each; columns are `visit key|outcome`.

    Args:
        scenario: with the seed of the study.
        visits: by key.
        outcomes: what each visit is made for, by its key.
        numbers: which couples.
    """
    wanted = {name for names in outcomes.values() for name in names}
    filmed = [kind for kind in CONVERSATIONS if any(n.startswith(f"{kind}_") for n in wanted)]
    days = [visit.age for visit in visits.values()]
    tables = dict(looks.looks(scenario, days, numbers=numbers, conversations=filmed))
    found = {}
    for key, visit in visits.items():
        table = tables[visit.age].iloc[visit.caregiver :: 2]
        for name in outcomes.get(key, ()):
            values = ~table["together"] if name == PARTED else table[name]
            found[f"{key}|{name}"] = np.asarray(values, float)
    return pd.DataFrame(found)
