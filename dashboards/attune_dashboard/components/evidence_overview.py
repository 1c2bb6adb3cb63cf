"""All findings at a glance: a line for each topic, a sign for each finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import solara

from attune_dashboard.components.html import element, markup, whole
from attune_dashboard.state.session import session
from attune_sim.evidence import Comparison
from attune_sim.evidence.validation.tally import tally
from attune_sim.evidence.verdicts import INSIDE, VERDICTS, WRONG

KEY = "  ".join(verdict.marked for verdict in VERDICTS.values())


def answer(found: Sequence[Comparison]) -> str:
    """What the comparison comes to, in two sentences; the kept back findings, if there are any."""
    told = _sentence("published findings", found)
    kept = [c for c in found if not c.fitted]
    if kept and len(kept) < len(found):
        told += f" {_sentence('findings that were kept back from fitting', kept)}"
    return told


def _sentence(what: str, found: Sequence[Comparison]) -> str:
    count = tally(found)
    roughly = sum(count[name] for name, v in VERDICTS.items() if v.agreement == 1)
    open_ = count.total() - count[INSIDE] - roughly - count[WRONG]
    return (
        f"Of {count.total()} {what} the model agrees with {count[INSIDE]} within error and with"
        f" {roughly} in direction or order; it contradicts {count[WRONG]}, and {open_} cannot be"
        " judged."
    )


@solara.component
def Overview(found: Sequence[Comparison]) -> Any:
    """A line for each topic; each sign leads to its finding.

    Args:
        found: all findings.
    """
    link = solara.use_context(session).link
    topics: dict[str, list[Comparison]] = {}
    for c in found:
        topics.setdefault(c.topic or "Other", []).append(c)
    order = list(VERDICTS)
    lines = []
    for topic, rows in topics.items():
        rows = sorted(rows, key=lambda c: order.index(c.verdict))
        inside = sum(c.verdict == INSIDE for c in rows)
        signs = [
            markup(
                "a",
                VERDICTS[c.verdict].symbol,
                href=link(f"/evidence/{c.id}"),
                title=f"{c.finding}: {c.verdict}",
                aria_label=f"{c.finding}: {c.verdict}",
                name=f"at-sign at-sign-{c.verdict.replace(' ', '-')}",
            )
            for c in rows
        ]
        lines.append(
            markup(
                "li",
                markup("span", topic, name="at-topic"),
                markup("span", *signs, name="at-signs"),
                markup("span", f"{inside} of {len(rows)} inside", name="at-note"),
            )
        )
    return element(
        "div",
        whole("ul", *lines, name="at-overview", aria_label="All findings by topic"),
        element("p", KEY, name="at-caption"),
    )
