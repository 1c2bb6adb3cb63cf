"""Pieces of what people read on a terminal: headings, values with their units, pattern bars, notes.

Nothing here is good or bad: patterns share one colour, and what is undefined is said to be so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.bar import Bar
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attune_sim.outcomes import GROUPS, OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.scenario import Scenario

READABLE = 88  # characters in a line of running text, at most
BAR_WIDTH = 24
COLOUR = "cyan"
SHARES = ("share", "probability")

TITLES = {
    "free-play": "Free play",
    "still-face": "Still-face paradigm",
    "strange-situation": "Strange Situation",
    "home": "Home visit",
}
MODEL = (
    "All of this holds in this model. It measures nobody, and is no advice on a particular child."
)
CODED = (
    "Patterns are coded by a simulated Strange Situation, with coder's error: each is the pattern"
    " shown with this caregiver on that day, and no diagnosis."
)


def count(number: int, what: str) -> str:
    """A number of things: 1 infant, 1,000 infants."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def value(name: str, number: float) -> str:
    """An outcome's value in words: a share as per cent, the rest with its unit."""
    if not math.isfinite(number):
        return "undefined"
    outcome = OUTCOMES[name]
    if outcome.unit.startswith(SHARES):
        return f"{number:.0%}".replace("%", " %")
    if outcome.unit == "difference":
        return f"{100 * number:+.0f} points"
    if outcome.unit.startswith("1-"):
        return f"{number:.1f} of {outcome.high:g}"
    unit = "" if outcome.unit in ("factor", "SD") else f" {outcome.unit}"
    return f"{rounded(number)}{unit}".rstrip()


def spread(name: str, sd: float) -> str:
    """An outcome's standard deviation over infants, in the outcome's unit."""
    if not math.isfinite(sd):
        return "undefined"
    return f"{100 * sd:.0f} points" if OUTCOMES[name].unit.startswith(SHARES) else rounded(sd)


def rounded(number: float) -> str:
    """A number with as many digits as tell something."""
    return f"{number:.{1 if abs(number) >= 1 else 2 if abs(number) >= 0.1 else 3}f}"


def heading(scenario: Scenario, facts: Iterable[str], given: Mapping[str, str]) -> RenderableType:
    """Title, what was simulated, and the story.

    Args:
        scenario: what was simulated.
        facts: how many, how long.
        given: parameters from the command line, as typed.
    """
    parts: list[RenderableType] = [
        Text(scenario.title or scenario.name, style="bold"),
        Text(" · ".join((scenario.name, *facts)), style="dim"),
    ]
    if given:
        parts.append(Text("with " + ", ".join(f"{k} {v}" for k, v in given.items()), style="dim"))
    if scenario.story:
        parts.append(Padding(prose(scenario.story), (1, 0, 0, 0)))
    return Padding(Group(*parts), (1, 0, 1, 0))


def prose(text: str, style: str = "") -> RenderableType:
    """Running text in lines of readable length."""
    return Constrain(Text(" ".join(text.split()), style=style), READABLE)


def section(title: str, body: RenderableType) -> RenderableType:
    """A titled part."""
    return Group(Text(title, style="bold"), Padding(body, (0, 0, 1, 2)))


def patterns(scenario: Scenario, table: pd.DataFrame) -> list[RenderableType]:
    """For each caregiver the patterns shown with it: bars, counts and 95 % Wilson intervals."""
    several = len(scenario.caregivers) > 1
    return [
        section(
            f"Pattern shown with {caregiver.name if several else 'this caregiver'}",
            pattern_bars(table[table["caregiver"] == number]),
        )
        for number, caregiver in enumerate(scenario.caregivers)
    ]


def pattern_bars(table: pd.DataFrame) -> Table:
    """Bars, counts and 95 % Wilson intervals of the patterns in these rows."""
    from attune_sim.intervals import wilson

    bars = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    bars.add_column(min_width=14)
    bars.add_column(width=BAR_WIDTH)
    for title in ("infants", "share", "95 % interval"):
        bars.add_column(title, justify="right", no_wrap=True)
    for name in GROUPS["patterns"]:
        shown = int(table[name].sum())
        low, high = wilson(shown, len(table))
        bars.add_row(
            name.removeprefix("patterns_"),
            Bar(1.0, 0.0, shown / len(table), width=BAR_WIDTH, color=COLOUR),
            f"{shown:,}",
            value(name, shown / len(table)),
            f"{100 * low:.0f} to {100 * high:.0f} %",
        )
    return bars


def notes(*texts: str) -> RenderableType:
    """What to keep in mind, at the end."""
    return Group(*(prose(text, style="dim") for text in texts))
