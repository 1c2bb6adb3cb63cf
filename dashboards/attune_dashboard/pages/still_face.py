"""`/still-face`: play, still face, reunion; published directions beside the run."""

from __future__ import annotations

from typing import Any

import solara

from attune_dashboard.components.controls import Controls
from attune_dashboard.components.html import busy, element
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.table import table
from attune_dashboard.components.view import View, csv, played
from attune_dashboard.compute import in_words, moments, procedures
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.changes import file_name, titled
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.session import session
from attune_sim import numbers


@solara.component
def StillFacePage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    key = procedures.at_age(choice, procedures.FIVE_MONTHS)

    def compute(job: Job) -> tuple[Choice, procedures.Face]:
        return choice, procedures.face(choice)

    filmed = use_work(compute, key)
    Look()
    with element("div", name="at-page"):
        element(
            "div",
            element("h1", f"{titled(choice)}: the still face"),
            element(
                "p",
                "The two play for two minutes; then the caregiver keeps a still face for two"
                " minutes and does not respond; then both play again. The infant is five months"
                " old. Two minutes of still face is a small strain that infants know from daily"
                " life; studies stop at once when an infant is upset.",
                name="at-lead",
            ),
            name="at-head",
        )
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                busy(filmed)
                if filmed.value is not None:
                    Filmed(*filmed.value, choice.projector)
            Controls(
                choice,
                here.set_choice,
                on_undo=here.undo,
                can_undo=here.can_undo,
            )


@solara.component
def Filmed(choice: Choice, found: procedures.Face, projector: bool) -> None:
    """The film, what was coded, and what studies found.

    Args:
        choice: for which it was filmed; the visitor may have gone on to another.
        found: the procedure.
        projector: whether figures are for a projector.
    """
    key = procedures.at_age(choice, procedures.FIVE_MONTHS)
    pictures = solara.use_memo(
        lambda: [
            packed(figure, projector=projector)
            for figure in (procedures.face_figure(found), found.record.figure)
        ],
        [key, projector],
    )
    effects = procedures.effects(found)
    film = solara.use_memo(lambda: played(found.record), [key])

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        return (
            csv(found.codes, file_name(choice, "still-face")) if sent.get("what") == "csv" else None
        )

    def answer_record(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(
                found.record.trace.reset_index(names="second"),
                file_name(choice, "still-face-record"),
            )
        return None

    record = in_words.of_moment(found.record, moments.tolerance(choice))
    with element("div"):
        View(pictures[0], answer, told=in_words.of_still_face(effects))
        element("h2", "Published results and this run", name="at-section")
        Effects(effects)
        element("h2", "Second by second", name="at-section")
        View(pictures[1], answer_record, film, told=record)


@solara.component
def Effects(effects: list[procedures.Effect]) -> Any:
    """A row per published effect: direction, this infant, its like, source and certainty."""
    rows = [
        (
            e.finding,
            "▲ more" if e.direction > 0 else "▼ less",
            numbers.signed(e.own),
            f"{e.going[0]} of {e.going[1]}",
            f"{e.source} ({e.certainty})",
        )
        for e in effects
    ]
    head = (
        "Finding",
        "Published",
        "This infant",
        "In the published direction",
        "Source (how known)",
    )
    return element(
        "div",
        table(head, rows, label="Published effects beside the run", name="at-effects"),
        element(
            "p",
            "Studies agree on the directions. Pooled sizes are not in the table of evidence, so"
            " none are shown.",
            name="at-caption",
        ),
    )
