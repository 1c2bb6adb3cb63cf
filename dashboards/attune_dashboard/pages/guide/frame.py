"""What all scenes of the guided path have in common: stage, lines, and the thing to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from attune_dashboard.components.html import element
from attune_dashboard.components.view import View, csv, played
from attune_dashboard.compute.moments import Moment
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.caregiver_place import CaregiverPlace
from attune_dashboard.state.choice import Choice


@solara.component
def Stage(
    record: Moment,
    choice: Choice,
    *,
    press: str = "",
    on_press: Callable[[float], None] | None = None,
    can_sit: bool = False,
    opening: bool = True,
) -> None:
    """The stage with its lines.

    Args:
        record: what is played.
        choice: whose; for who takes the caregiver's place.
        press: text of a button beside Run, to be pressed while it plays; none if empty.
        on_press: called with the second at which it was pressed.
        can_sit: whether one may take the caregiver's place.
        opening: whether it plays by itself.
    """
    place: Any = solara.use_ref(None)
    projector = choice.projector
    figure = solara.use_memo(
        lambda: packed(record.figure, projector=projector), [record, projector]
    )
    film = solara.use_memo(
        lambda: played(
            record,
            second=0 if not opening else None,
            can_sit=can_sit,
            opening=0 if opening else None,
            plays=len(record.trace),
            counted=False,
            press=press,
        ),
        [record, opening, press, can_sit],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        what = sent.get("what")
        if what == "csv":
            return csv(record.trace.reset_index(names="second"), "scene")
        if what == "pressed" and on_press is not None:
            at = sent.get("second")
            if isinstance(at, int | float) and 0 <= at <= len(record.trace):
                on_press(float(at))
        if what == "sit" and can_sit:
            place.current = CaregiverPlace(choice)
            return place.current.taken()
        if what == "second" and place.current is not None:
            return place.current.second(sent.get("act"))
        return None

    View(figure, answer, film)


def beside() -> Any:
    """The stage, and beside it the thing to do; above one another where it is narrow."""
    return element("div", name="at-two at-scene-and-do")


def turn(onward: Callable[[], Any], *parts: Any) -> Any:
    """The thing to do and what came of it, and the way on to other scenes."""
    box = element("section", *parts, name="at-do", aria_label="Your turn")
    return element("div", box, onward(), name="at-turn")


def outcome(text: str) -> Any:
    """What came of what was done; a screen reader says it."""
    return element(
        "p", element("span", text).key(text) if text else "", name="at-came", role="status"
    )
