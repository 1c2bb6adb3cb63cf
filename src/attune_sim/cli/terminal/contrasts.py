"""Differences between scenarios for people: in words first, then as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from attune_sim import numbers
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import MODEL, difference, notes, prose, section, value
from attune_sim.outcomes import OUTCOMES, SSP

if TYPE_CHECKING:
    from attune_sim.contrasts import Contrast
    from attune_sim.scenario import Scenario

MOST_IN_WORDS = 5
HOW = (
    "Each infant is compared with themselves: the same seed gives the same random numbers in every"
    " scenario. In brackets are 95% intervals. Those of differences and means come from a"
    " bootstrap over families; those of shares of infants are Wilson intervals."
)
SEVERAL = "Where an infant has several caregivers, the family's value is the mean over them."
OTHERS = (
    "These scenarios do not have the same caregivers, so the means are over different people; with"
    " --caregiver {} all are compared by what is measured with that one."
)


def told(
    asked: Sequence[Scenario],
    values: Mapping[str, str],
    caregiver: str | None,
    found: Mapping[str, list[tuple[int, Contrast]]],
    *,
    several: bool,
    named: bool = False,
) -> RenderableType:
    """Each scenario against the first: in words, then as a table.

    Args:
        asked: the scenarios; the first is the one that the others are compared with.
        values: parameters that were set in all of them.
        caregiver: whose values they are; None: the mean over all of an infant's.
        found: the differences of each other scenario, with the infants' age.
        several: whether several ages were asked for; then there is a table for each measure.
        named: whether the measures were asked for by name; then no other is missed.
    """
    first = asked[0]
    facts = [
        numbers.count(first.infants, "infant"),
        numbers.count(first.days, "day"),
        f"seed {first.seed}",
        *([f"with {caregiver}"] if caregiver is not None else []),
    ]
    parts: list[RenderableType] = [
        Text(" and ".join(s.title or s.name for s in asked), style="bold"),
        Text(" · ".join(facts), style="dim"),
    ]
    if values:
        parts.append(Text("with " + ", ".join(f"{k} {v}" for k, v in values.items()), style="dim"))
    for other, aged in found.items():
        contrasts = [c for _, c in aged]
        if several:
            body: RenderableType = _over_time(first.name, other, aged)
        else:
            body = Group(
                *(prose(sentence) for sentence in _sentences(first.name, other, contrasts)),
                Padding(_table(first.name, other, contrasts), (1, 0, 0, 0)),
            )
        parts += [Text(""), section(f"{other} against {first.name}", body)]
    told = [*_aged(asked, found, named), HOW, *(_together(asked) if caregiver is None else [])]
    told.append(MODEL)
    return Padding(Group(*parts, notes(*told)), (1, 0, 0, 0))


def _together(asked: Sequence[Scenario]) -> list[str]:
    """What to keep in mind about means over several caregivers."""
    names = [{c.name for c in s.caregivers} for s in asked]
    if all(len(own) == 1 for own in names):
        return []
    shared = [c.name for c in asked[0].caregivers if all(c.name in own for own in names)]
    alike = all(own == names[0] for own in names)
    return [SEVERAL, *([] if alike or not shared else [OTHERS.format(shared[0])])]


def _aged(
    asked: Sequence[Scenario], found: Mapping[str, list[tuple[int, Contrast]]], named: bool
) -> list[str]:
    """What to keep in mind about the infants' age, and of which scenario where it is not of all."""
    from attune_sim import ages

    done: dict[int, set[str]] = {}  # the procedures at each age
    for age, each in (aged for differences in found.values() for aged in differences):
        if each.families:
            done.setdefault(age, set()).add(OUTCOMES[each.measure].needs or "")
    coded = [age for age, procedures in done.items() if SSP in procedures]
    unfit = any(not ages.can_move(s) or ages.is_child(s, s.days) for s in asked)
    missed = unfit and not named and not coded
    whose: dict[str, list[str]] = {}
    for scenario in asked:
        last = done.get(scenario.days, ())
        for sentence in ages.notes(scenario, last, strange_situation=missed):
            whose.setdefault(sentence, []).append(scenario.name)
    return [
        *ages.other_ages([age for age in coded if age != asked[0].days]),
        *(
            sentence if len(names) == len(asked) else f"{', '.join(names)}: {sentence}"
            for sentence, names in whose.items()
        ),
    ]


def _sentences(first: str, second: str, contrasts: Sequence[Contrast]) -> list[str]:
    """What differs, the clearest difference first, and what cannot be told apart."""
    apart = sorted((c for c in contrasts if c.told_apart), key=_clarity, reverse=True)
    out = [_sentence(first, second, c) for c in apart[:MOST_IN_WORDS]]
    if len(apart) > MOST_IN_WORDS:
        more = numbers.count(len(apart) - MOST_IN_WORDS, "more outcome")
        differ = "differs" if len(apart) - MOST_IN_WORDS == 1 else "differ"
        out.append(f"{more} {differ} too; see the table.")
    alike = [OUTCOMES[c.measure].label for c in contrasts if not c.told_apart]
    if alike:
        out.append(f"No clear difference with this many infants: {'; '.join(alike)}.")
    return out


def _clarity(c: Contrast) -> float:
    width = c.high - c.low
    return abs(c.difference) / width if width > 0 else float("inf")


def _sentence(first: str, second: str, c: Contrast) -> str:
    of_infants = OUTCOMES[c.measure].unit == "share of infants"
    more, less = ("more frequent", "less frequent") if of_infants else ("higher", "lower")
    word = more if c.difference > 0 else less
    before, after = value(c.measure, c.first.mean), value(c.measure, c.second.mean)
    return (
        f"{OUTCOMES[c.measure].label} is {word} in {second}: {after}, against {before} in"
        f" {first}, a difference of {_with_interval(c)}."
    )


def _with_interval(c: Contrast) -> str:
    ends = [difference(c.measure, x) for x in (c.difference, c.low, c.high)]
    return numbers.with_interval(*ends)


def _table(first: str, second: str, contrasts: Sequence[Contrast]) -> Grid:
    grid = Grid(
        Column(words=True),
        Column(first, right=True),
        Column(second, right=True),
        Column("difference", words=True),
    )
    for c in contrasts:
        name = c.measure
        means = (value(name, c.first.mean), value(name, c.second.mean))
        grid.add(OUTCOMES[name].label, *means, _with_interval(c))
    return grid


def _over_time(first: str, second: str, aged: Sequence[tuple[int, Contrast]]) -> RenderableType:
    """A table for each measure, with a row for each age at which it is known."""
    parts: list[RenderableType] = []
    for name in dict.fromkeys(c.measure for _, c in aged):
        known = [(age, c) for age, c in aged if c.measure == name and c.families]
        if not known:
            continue
        grid = Grid(
            Column("day", right=True),
            Column("first", right=True),
            Column("second", right=True),
            Column("difference", words=True),
        )
        for age, c in known:
            means = (value(name, c.first.mean), value(name, c.second.mean))
            grid.add(f"{age:,}", *means, _with_interval(c))
        parts += [Text(OUTCOMES[name].label, style="bold"), grid, Text("")]
    return Group(prose(f"The first is {first}, the second {second}."), Text(""), *parts[:-1])
