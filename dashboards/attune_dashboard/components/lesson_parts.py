"""Parts of a lesson that lesson pages and class mode show alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import solara

from attune_dashboard.components.disclaimers import HELP, LESSON
from attune_dashboard.components.html import element, live, markup, whole
from attune_dashboard.components.published_table import published_table
from attune_dashboard.components.table import table
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import lesson_runs
from attune_sim.evidence import claims, standing, stored_validation
from attune_sim.lessons import Found, Lesson

MARKS = {True: "✓ happened", False: "✗ did not happen", None: "? cannot tell"}


def paragraphs(text: str, name: str = "at-prose") -> Any:
    """A text with its paragraphs."""
    parts = [part for part in text.split("\n\n") if part]
    return whole("div", *(markup("p", part) for part in parts), name=name)


def not_this(lesson: Lesson) -> Any:
    """What the lesson is not, and where help is found if it touches somebody."""
    texts = (LESSON[lesson.of], HELP[lesson.of])
    return whole("div", *(markup("p", text, name="at-caption") for text in texts if text))


@solara.component
def Happened(
    found: Found,
    predicted: int | None,
    *,
    projector: bool,
    tallies: Mapping[str, Sequence[int]] | None = None,
) -> None:
    """What happened, compared with what was predicted; all of it from the run.

    Args:
        found: the run.
        predicted: number of the option that was committed here, if any.
        projector: whether figures are drawn larger.
        tallies: how many of a class predicted each option, by the name of each vote.
    """
    lesson = found.lesson
    figure = lesson_runs.picture(found, projector=projector)
    came = [found.came(option) for option in lesson.options]
    words = whole("ul", *(markup("li", text) for text in found.words()), name="at-words")
    rows = []
    for k, (option, answer) in enumerate(zip(lesson.options, came, strict=True)):
        own = " (your prediction)" if k == predicted else ""
        cells = [option.text + own, MARKS[answer]]
        cells[1:1] = [str(tally[k]) for tally in (tallies or {}).values()]
        rows.append(cells)
    head = ["Prediction", *(tallies or {}), "In this run"]

    def asked(sent: dict[str, Any]) -> dict[str, Any] | None:
        return csv(found.table(), lesson.name) if sent.get("what") == "csv" else None

    View(figure, asked)
    element(
        "div",
        words,
        element("p", verdict(came, predicted), name="at-rule") if predicted is not None else "",
        table(head, rows, label="Predictions and what happened", name="at-predictions"),
        *(
            paragraphs(option.if_so)
            for option, answer in zip(lesson.options, came, strict=True)
            if answer and option.if_so
        ),
        name="at-happened",
        data_came=",".join(str(k) for k, answer in enumerate(came) if answer),
    )


@solara.component
def Growing(found: Found, lesson: Lesson, *, projector: bool) -> None:
    """What a run has given so far, while more families are simulated; judged only in the end.

    Args:
        found: with those that are done.
        lesson: which.
        projector: whether figures are drawn larger.
    """
    with element("div", name="at-growing"):
        live(
            "p",
            f"{found.lesson.number} of {lesson.number} {lesson.of} in each row so far …",
            name="at-busy",
            role="status",
        )
        View(lesson_runs.picture(found, projector=projector), lambda _: None)


def verdict(came: Sequence[bool | None], predicted: int) -> str:
    """What became of a prediction, without praise or blame."""
    if came[predicted] is None:
        return "This run cannot tell whether it happens as you predicted. Another seed might."
    if came[predicted]:
        return "In this run it happened as you predicted. The next question is why."
    return "That is not what you predicted, and that is where learning starts."


@solara.component
def Why(lesson: Lesson) -> Any:
    """The explanation, its evidence and how certain that is, and popular claims."""
    known = {claim.id: claim for claim in claims()}
    record = stored_validation()
    stands = {key: standing(known[key], record) for key in lesson.claims if key in known}
    said = [(known[key].title, its.words, its.basis) for key, its in stands.items()]
    return element(
        "div",
        paragraphs(lesson.explanation),
        element("h3", "How certain is that?"),
        paragraphs(lesson.certainty),
        *(
            (
                element("h3", "What studies found"),
                published_table(lesson.evidence),
            )
            if lesson.evidence
            else ()
        ),
        *(
            (
                element("h3", "What people often say, and what the model says"),
                table(("Claim", "In the model", "On what grounds"), said, label="Claims"),
            )
            if said
            else ()
        ),
        name="at-why",
    )
