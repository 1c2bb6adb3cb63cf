"""The scenarios that are compared: questions that make another one, and short names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import ARMS
from attune_sim import numbers
from attune_sim.parameters import PARAMETERS

MOST = 1 + len(ARMS)
"""As many scenarios are compared at a time: a link holds no more."""


class Question(NamedTuple):
    """What the second scenario may differ by, at a click.

    Attributes:
        words: after 'What if'.
        name: of the scenario that it makes.
        values: by parameter.
    """

    words: str
    name: str
    values: Mapping[str, float]


WHAT_IF = (
    Question(
        "caregivers were often elsewhere and turned crying away",
        "Often elsewhere",
        {
            "responsiveness": 0.35,
            "responsiveness_in_play": 0.35,
            "consistency": 0.4,
            "rejection": 0.2,
        },
    ),
    Question("repair were slower", "Slower repair", {"repair_rate": 0.1}),
    Question("only loud signals were answered", "Only loud signals", {"loudness_contingency": 1.0}),
    Question("infants were more reactive", "More reactive", {"reactivity": 2.0}),
    Question("repair were quicker", "Quicker repair", {"repair_rate": 0.8}),
    Question("care came and went", "Comes and goes", {"consistency": 0.05}),
)


def asked_by(one: Choice, values: Mapping[str, float]) -> Choice:
    """The second scenario that a question is about."""
    return one.with_changes(dict(one.changes) | dict(values))


def names(choices: Sequence[Choice]) -> tuple[str, ...]:
    """Short names that tell scenarios apart; the first is what the others are held beside."""
    found = [titled(choices[0]), *(_beside(choices[0], other) for other in choices[1:])]
    return tuple(
        f"{name} ({number})" if name in found[: number - 1] else name
        for number, name in enumerate(found, 1)
    )


def _beside(one: Choice, other: Choice) -> str:
    if (one.scenario, one.own) != (other.scenario, other.own):
        return titled(other)
    if one.changes == other.changes:
        return f"{titled(other)}, unchanged"
    for question in WHAT_IF:
        if other.changes == asked_by(one, question.values).changes:
            return question.name
    changes = dict(other.changes)
    unlike = [n for n, v in changes.items() if dict(one.changes).get(n) != v]
    if len(unlike) == 1 and set(dict(one.changes)) <= set(changes):
        return f"{PARAMETERS[unlike[0]].label} {numbers.significant(changes[unlike[0]])}"
    return titled(other) if titled(other) != titled(one) else "Other settings"
