"""Beside the figures of a comparison: which scenario is set up, and its controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import solara

from attune_dashboard.components import bench
from attune_dashboard.components.controls import Controls
from attune_dashboard.components.html import button, element
from attune_dashboard.state.arms import MOST
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.session import Session

ORDINAL = ("First", "Second", "Third", "Fourth", "Fifth")


@solara.component
def Rail(
    here: Session,
    choices: Sequence[Choice],
    named: Sequence[str],
    chosen: int,
    set_chosen: Callable[[int], None],
) -> None:
    """The controls of one of the scenarios, and the way to the others.

    Args:
        here: the tab's state.
        choices: all scenarios that are compared.
        named: their names.
        chosen: number of the one whose controls are shown.
        set_chosen: called with another number.
    """
    others = tuple(choices[1:])

    def change(wanted: Choice) -> None:
        if chosen == 0:
            here.set_choice(wanted)
        else:
            here.set_others((*others[: chosen - 1], wanted, *others[chosen:]))

    def add() -> None:
        here.set_others((*others, choices[chosen]))
        set_chosen(len(choices))

    def remove() -> None:
        here.set_others((*others[: chosen - 1], *others[chosen:]))
        set_chosen(chosen - 1)

    on = bench.is_on(here.choice)
    with element("div", name="at-side"):
        with element("div", name="at-arms", role="group", aria_label="Scenario to set up"):
            for number, name in enumerate(named):
                button(
                    f"{number + 1} {name}",
                    partial(set_chosen, number),
                    name=f"at-button{' at-chosen' if number == chosen else ''}",
                    aria_pressed=str(number == chosen).lower(),
                ).key(f"arm {number}")
        bench.Bench(here, [bench.count(here.choice, "families", "Families of each scenario")])
        if on:
            with element("div", name="at-buttons").key("more"):
                if len(choices) < MOST:
                    button("Add a scenario", add).key("add")
                if chosen > 0 and len(choices) > 2:
                    button("Remove this one", remove).key("remove")
        Controls(
            choices[chosen],
            change,
            on_undo=here.undo,
            can_undo=here.can_undo,
            heading=f"{ORDINAL[chosen]} scenario",
            luck=chosen == 0,
            story=True,
            bench=on,
        ).key(f"controls {chosen} {on}")
