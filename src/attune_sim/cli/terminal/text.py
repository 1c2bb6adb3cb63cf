"""Pieces of what people read on a terminal: headings, values with their units, pattern bars, notes.

Nothing here is good or bad: all patterns share one colour.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from rich.bar import Bar
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from attune_sim import numbers
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.outcomes import GROUPS, OUTCOMES, PROCEDURE_TITLES, SSP
from attune_sim.parameters import PARAMETERS

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.contrasts import Estimate
    from attune_sim.scenario import Scenario

READABLE = 88  # characters in a line of running text, at most
BAR_WIDTH = 24
COLOUR = "cyan"
SHARES = ("share", "probability")

MODEL = (
    "These are results of a model, not of real children. Nothing here assesses anyone or advises"
    " on any child."
)
CODED = (
    "Patterns come from a simulated Strange Situation, with coder's error: each is the pattern"
    " shown with this caregiver on that day. It is not a diagnosis."
)


def value(name: str, number: float) -> str:
    """An outcome's value in words: a share as per cent, the rest with its unit."""
    outcome = OUTCOMES[name]
    if not math.isfinite(number):
        return numbers.UNDEFINED
    if is_share(name):
        return numbers.percent(number)
    if outcome.unit == "difference":
        return numbers.points(number)
    if outcome.is_rating:
        return f"{numbers.decimals(number, 1)} of {outcome.high:g}"
    unit = "" if outcome.unit in ("factor", "SD") else f" {outcome.unit}"
    return f"{numbers.rounded(number)}{unit}".rstrip()


def mean_with_interval(name: str, found: Estimate) -> str:
    """A mean and its interval, the unit once: 43% (40 to 46%), 3.7 s (3.2 to 4.1)."""
    mean = value(name, found.mean)
    if not math.isfinite(found.low):
        return mean
    low, high = (value(name, end).partition(" ")[0] for end in (found.low, found.high))
    return f"{mean} ({numbers.interval(low, high)})"


def scale(name: str) -> str:
    """The ends of an outcome's scale in words; 'from 0' where it has no upper end."""
    outcome = OUTCOMES[name]
    if outcome.low is None:
        return ""
    written = numbers.percent if is_share(name) else numbers.plain
    low = written(outcome.low)
    return f"from {low}" if outcome.high is None else numbers.interval(low, written(outcome.high))


def difference(name: str, number: float) -> str:
    """A difference of an outcome's values, with its sign: in percentage points for a share."""
    if not math.isfinite(number):
        return numbers.UNDEFINED
    if is_share(name) or OUTCOMES[name].unit == "difference":
        return numbers.points(number)
    size = abs(number)
    return numbers.signed(number, 1 if size >= 1 else 2 if size >= 0.1 else 3)


def is_share(name: str) -> bool:
    """Whether an outcome is written as per cent."""
    return OUTCOMES[name].unit.startswith(SHARES)


def spread(name: str, sd: float) -> str:
    """An outcome's standard deviation over infants, in the outcome's unit."""
    if is_share(name) and math.isfinite(sd):
        return f"{numbers.decimals(100 * sd, 0)} points"
    return numbers.rounded(sd)


def column_heading(name: str) -> str:
    """A parameter, factor or measure as the heading of a column, with its unit."""
    parameter, _, moment = name.partition(".")
    if parameter in ("caregivers", "events"):
        from attune_sim.sweep.people_and_events import label

        return label(name)
    if parameter in PARAMETERS:
        from attune_sim.sweep.moments import MOMENTS

        return PARAMETERS[parameter].label + (f", {MOMENTS[moment]}" if moment else "")
    if name not in OUTCOMES:
        return name.capitalize()
    outcome = OUTCOMES[name]
    if is_share(name):
        return f"{outcome.label} %"
    return f"{outcome.label} ({outcome.unit})" if outcome.unit else outcome.label


class Told(Protocol):
    """What a heading says of a scenario, of families or of couples."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def story(self) -> str: ...  # noqa: D102


def heading(scenario: Told, facts: Iterable[str], given: Mapping[str, str]) -> RenderableType:
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
    """For each caregiver the patterns shown with them: bars, counts and 95% Wilson intervals.

    Notes about the infants' age stand beside them; nothing else where it was not carried out.
    """
    from attune_sim import ages

    coded = GROUPS["patterns"][0] in table
    told = ages.notes(scenario, [SSP] if coded else [], strange_situation=True)
    if not coded:
        return [section(PROCEDURE_TITLES[SSP], notes(*told))]
    several = len(scenario.caregivers) > 1
    return [
        section(
            f"Pattern shown with {caregiver.name if several else 'this caregiver'}",
            Group(pattern_bars(table[table["caregiver"] == number]), notes(*told)),
        )
        for number, caregiver in enumerate(scenario.caregivers)
    ]


def pattern_bars(table: pd.DataFrame) -> Grid:
    """Bars, counts and 95% Wilson intervals of the patterns in these rows."""
    from attune_sim.intervals import wilson

    bars = Grid(
        Column(least=14),
        Column(),
        *(Column(title, right=True) for title in ("infants", "share", "95% interval")),
    )
    for name in GROUPS["patterns"]:
        shown = int(table[name].sum())
        low, high = wilson(shown, len(table))
        bars.add(
            name.removeprefix("patterns_"),
            Bar(1.0, 0.0, shown / len(table), width=BAR_WIDTH, color=COLOUR),
            f"{shown:,}",
            value(name, shown / len(table)),
            numbers.interval(numbers.percent(low), numbers.percent(high)),
        )
    return bars


def notes(*texts: str) -> RenderableType:
    """What to keep in mind, at the end."""
    return Group(*(prose(text, style="dim") for text in texts))
