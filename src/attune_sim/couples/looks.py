"""Couples looked at several times: tables of the same couples, and what they say together.

tables = looks(scenario, [0, 365, 1095])       # of each day, a row per couple and partner
content = summary(scenario, tables)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import memory
from attune_sim.couples.conversations import CONVERSATIONS, MEASURES, code, conversation, record
from attune_sim.couples.course import live_couples
from attune_sim.couples.pairs import Couples, days_of, form
from attune_sim.couples.scenario import CoupleScenario
from attune_sim.errors import InputError
from attune_sim.life.course import Progress
from attune_sim.numbers import size

MOST_LOOKS = 100
PART = 2_048  # couples that live at once
BYTES = 16  # of a number in a table, with what pandas needs
STATES = ("quality", "expected_relief", "spread", "expected_alarm", "turning_away", "display_gain",
          "load", "mood")  # fmt: skip
"""What is read off the model, of each partner with the other."""
OUTCOMES = ("together", *STATES, *(f"{kind}_{name}" for kind in CONVERSATIONS for name in MEASURES))
"""Columns of a table of couples, after the couple and the partner."""
CHILDHOOD, YEARS = 0.6, 0.4  # shares of the work, about


def check_days(days: Sequence[int]) -> None:
    """Refuse days on which nobody is looked at, or too many of them.

    Raises:
        InputError: says which.
    """
    if len(days_of(days, "at")) > MOST_LOOKS:
        raise InputError(
            f"at: {len(set(days))} days are too many; at most {MOST_LOOKS} are looked at"
        )


def check_memory(scenario: CoupleScenario, count: int) -> None:
    """Refuse couples whose tables would not fit into memory.

    Args:
        scenario: how many couples.
        count: of tables.

    Raises:
        InputError: that says what they need, and what is free.
    """
    need, free = 2 * scenario.couples * count * len(OUTCOMES) * BYTES, memory.available()
    if need > 0.8 * free:
        raise InputError(
            f"couples = {scenario.couples} needs about {size(need)}, and"
            f" {size(free)} are free; use fewer couples, or look at them less often"
        )


def looks(
    scenario: CoupleScenario,
    days: Sequence[int],
    *,
    numbers: range | None = None,
    conversations: Sequence[str] = tuple(CONVERSATIONS),
    threads: int = 1,
    progress: Progress | None = None,
) -> list[tuple[int, pd.DataFrame]]:
    """A table of the same couples on each day: a row per couple and partner.

    Columns: couple, partner, together (whether they have not parted), STATES, and for each
    conversation its measures (`conversations.code`, the same for both partners but for
    `..._demands`: the share of seconds in which this partner is upset and the other turned away).
    Measures of those who have parted are NaN; their states are those of the last day together.

    Args:
        scenario: of couples; its days do not count.
        days: counted from the first one together, in any order.
        numbers: which couples; all if None.
        conversations: which ones are filmed.
        threads: changes no number.
        progress: who is told.

    Raises:
        InputError: a day on which nobody is looked at, or no such conversation, or nobody to look
            at.
    """
    check_days(days)
    for kind in conversations:
        conversation(kind)
    progress = progress or Progress()
    check_memory(scenario, len(set(days)))
    found: dict[int, list[pd.DataFrame]] = {day: [] for day in sorted(days_of(days))}
    wanted = range(scenario.couples) if numbers is None else numbers
    if not len(wanted):
        raise InputError("numbers is empty; at least one couple is needed")
    for first in range(0, len(wanted), PART):
        some = wanted[first : first + PART]
        weight = len(some) / len(wanted)
        couples = form(
            scenario, some, threads=threads, progress=progress, weight=CHILDHOOD * weight
        )
        for day in live_couples(
            couples, scenario, found, threads=threads, progress=progress, weight=YEARS * weight
        ):
            found[day].append(table_of(couples, scenario, day, conversations))
    return [(day, pd.concat(tables, ignore_index=True)) for day, tables in found.items()]


def table_of(
    couples: Couples, scenario: CoupleScenario, day: int, conversations: Sequence[str]
) -> pd.DataFrame:
    """Couples as they are on a day: a row per couple and partner, see `looks`."""
    people, bonds = couples.people.infants, couples.people.bonds
    care = couples.people.caregivers
    table = pd.DataFrame(
        {
            "couple": people["number"].astype(np.int64),
            "partner": np.tile([p.name for p in scenario.partners], len(couples)),
            "together": np.repeat(couples.parted < 0, 2),
            "quality": couples.quality,
            "expected_relief": bonds["expected_relief"],
            "spread": np.sqrt(bonds["relief_variance"]),
            "expected_alarm": bonds["expected_alarm"],
            "turning_away": np.clip(people["turning_away"] + bonds["away_offset"], 0.0, 1.0),
            "display_gain": np.exp(people["log_display_gain"] + bonds["gain_offset"]),
            "load": care["load_now"],
            "mood": -care["low_mood_now"],
        }
    )
    firsts = couples.firsts()
    for kind in conversations:
        coded = code(record(couples, kind, day=day))
        demands = [coded.pop(f"demand_withdraw_{side}") for side in ("one", "other")]
        coded["demands"] = np.empty(0)
        for name, values in coded.items():
            column = np.full(2 * len(couples), math.nan)
            for side in (0, 1):
                column[firsts + side] = demands[side] if name == "demands" else values
            table[f"{kind}_{name}"] = column
    return table


# --- in a few numbers -----------------------------------------------------------------------------


def summary(scenario: CoupleScenario, tables: Sequence[tuple[int, pd.DataFrame]]) -> dict[str, Any]:
    """What happened, and at each look how they are, in plain types; None where undefined.

    Args:
        scenario: what was simulated.
        tables: of `looks`.
    """
    return {
        "scenario": scenario.name,
        "seed": scenario.seed,
        "couples": scenario.couples,
        "events": [
            {
                "day": event.day,
                "title": event.title,
                "whom": list(event.whom or [p.name for p in scenario.partners]),
            }
            for event in sorted(scenario.events, key=lambda event: event.day)
        ],
        "looks": [_look(scenario, day, table) for day, table in tables],
    }


def _look(scenario: CoupleScenario, day: int, table: pd.DataFrame) -> dict[str, Any]:
    together = table[table["together"]]
    once = together.groupby("couple", sort=False).first()
    filmed = [kind for kind in CONVERSATIONS if f"{kind}_demands" in table]
    return {
        "day": day,
        "together": float(table["together"].mean()),
        "partners": {
            partner.name: {
                name: _mean(together.loc[together["partner"] == partner.name, name])
                for name in (*STATES, *(f"{kind}_demands" for kind in filmed))
            }
            for partner in scenario.partners
        },
        "conversations": {
            kind: {
                column.removeprefix(f"{kind}_"): _mean(once[column])
                for column in table.columns
                if column.startswith(f"{kind}_") and not column.endswith("_demands")
            }
            for kind in filmed
        },
    }


def _mean(values: pd.Series) -> float | None:
    known = values.to_numpy(float)
    known = known[np.isfinite(known)]
    return float(known.mean()) if known.size else None
