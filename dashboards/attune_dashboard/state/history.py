"""What a visitor looks at, and what they looked at before, so that a change can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from attune_dashboard.state.choice import Choice

MOST_PAST = 50


@dataclass(frozen=True)
class History:
    """A choice, those it is compared with, and what stood there before.

    Attributes:
        choice: what is looked at.
        others: further scenarios that it is compared with.
        past: earlier pairs of both, the last one at the end; at most `MOST_PAST`.
    """

    choice: Choice
    others: tuple[Choice, ...] = ()
    past: tuple[tuple[Choice, tuple[Choice, ...]], ...] = ()

    def changed(self, choice: Choice, others: tuple[Choice, ...]) -> Self:
        """With another choice or others; it can be undone."""
        if (choice, others) == (self.choice, self.others):
            return self
        past = (*self.past, (self.choice, self.others))[-MOST_PAST:]
        return replace(self, choice=choice, others=others, past=past)

    def undone(self) -> Self:
        """As it was before the last change; the same if there was none."""
        if not self.past:
            return self
        choice, others = self.past[-1]
        return replace(self, choice=choice, others=others, past=self.past[:-1])
