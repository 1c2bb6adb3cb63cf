"""Which couples a visitor looks at: scenario, couple, conversation, and the year of the look."""

from __future__ import annotations

from dataclasses import dataclass, replace

from attune_dashboard.state.choice import MOST_SEED, Choice
from attune_dashboard.state.page_settings import value, with_value
from attune_sim.couples.conversations import CONVERSATIONS
from attune_sim.couples.scenario import CoupleScenario, load

A_YEAR = 365
KEYS = ("couple", "pair", "conversation", "year", "place")
"""Settings of the page, as in a link."""


@dataclass(frozen=True)
class CoupleChoice:
    """What is looked at.

    Attributes:
        scenario: of couples, with the visitor's seed.
        pair: number of the couple on the stage, from 0.
        conversation: one of CONVERSATIONS.
        day: of the look, counted from the first one together.
        place: number of the partner, 0 or 1, whose place a visitor may take.
    """

    scenario: CoupleScenario
    pair: int
    conversation: str
    day: int
    place: int = 1

    @property
    def names(self) -> tuple[str, str]:
        """The partners' names."""
        one, other = self.scenario.partners
        return one.name, other.name

    @property
    def title(self) -> str:
        """Of the conversation."""
        return CONVERSATIONS[self.conversation].title


def years(scenario: CoupleScenario) -> list[int]:
    """Days on which couples can be looked at: the first one, and after each year."""
    return list(range(0, scenario.days + 1, A_YEAR))


def couple_choice(choice: Choice) -> CoupleChoice:
    """What a visitor's choice is of couples."""
    scenario = load(value(choice.extra, "couple")).with_(seed=choice.seed)
    year = min(int(value(choice.extra, "year")), len(years(scenario)) - 1)
    return CoupleChoice(
        scenario,
        int(value(choice.extra, "pair")) - 1,
        value(choice.extra, "conversation"),
        year * A_YEAR,
        int(value(choice.extra, "place")) - 1,
    )


def changed(choice: Choice, key: str, text: str) -> Choice:
    """The choice after one of KEYS, or `seed`, was set; the same if that is not allowed."""
    if key == "seed" and text.isascii() and text.isdigit() and int(text) <= MOST_SEED:
        return replace(choice, seed=int(text))
    if key not in KEYS:
        return choice
    return replace(choice, extra=with_value(choice.extra, key, text))
