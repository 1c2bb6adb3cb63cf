"""The runs that are kept in the tab, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import solara

from attune_dashboard.components.html import button, element
from attune_dashboard.components.table import table
from attune_dashboard.state import runs
from attune_dashboard.state.arms import MOST
from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.session import Session
from attune_sim import numbers
from attune_sim.csv_files import csv_text
from attune_sim.outcomes import PATTERNS

HEAD = (
    "Run",
    "Seed",
    "Families",
    *(name.capitalize() for name in PATTERNS),
    "Attuned, everyday",
    "Distress, everyday",
    "Felt security",
    "",
)


@solara.component
def KeptRuns(here: Session, new: Sequence[runs.Run], others: Sequence[Choice]) -> None:
    """A button that keeps what is shown, and a table of what has been kept.

    Args:
        here: the tab's state.
        new: the runs that are shown; none while they are computed.
        others: the scenarios that the first is compared with.
    """
    kept = here.runs

    def beside(run: runs.Run) -> None:
        here.set_others((*others, replace(run.choice, projector=here.choice.projector)))

    with element("section", name="at-kept", aria_label="Kept runs"):
        element("h2", "Kept runs", name="at-section")
        element(
            "p",
            "They stay in this tab until it is closed or loaded anew.",
            name="at-lead at-tight",
        )
        with element("div", name="at-buttons"):
            button(
                "Keep these runs",
                lambda: here.set_runs(runs.with_runs(kept, new)),
                name="at-button at-run",
            ).key("keep")
            if kept:
                solara.FileDownload(
                    lambda: csv_text(runs.table(kept)),
                    filename="runs.csv",
                    children=[element("span", "Save them (CSV)", name="at-button at-save-votes")],
                ).key("save")
        if kept:
            table(HEAD, [_row(here, run, partial(beside, run), others) for run in kept],
                  label="Kept runs").key("table")  # fmt: skip


def _row(
    here: Session, run: runs.Run, beside: Callable[[], None], others: Sequence[Choice]
) -> list[Any]:
    """The cells of a run; its buttons take it away, or compare it."""
    found = dict(run.found)
    shares = [numbers.percent(found[name]) for name in PATTERNS]
    means = [numbers.decimals(v) for name, v in run.found if name not in PATTERNS]
    means[0] = numbers.percent(found["attuned_share_everyday"])
    name = titled(run.choice)
    actions = [
        button(
            "Remove",
            lambda: here.set_runs(tuple(r for r in here.runs if r != run)),
            name="at-quiet",
            aria_label=f"Remove {name}",
        )
    ]
    if 1 + len(others) < MOST:
        actions.insert(0, button("Compare", beside, name="at-quiet", aria_label=f"Compare {name}"))
    return [
        name,
        str(run.choice.seed),
        str(run.families),
        *shares,
        *means,
        element("div", *actions, name="at-buttons"),
    ]
