"""`/strange-situation`: the procedure, its ratings with the seconds that earned them, the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import solara

from attune_dashboard.components.controls import Controls
from attune_dashboard.components.html import busy, element
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.table import table
from attune_dashboard.components.view import View, csv, played
from attune_dashboard.compute import in_words, procedures
from attune_dashboard.compute.background import Working, growing, use_work
from attune_dashboard.compute.moments import Moment
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.changes import file_name, titled
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.session import session
from attune_sim import numbers
from attune_sim.outcomes import OUTCOMES
from attune_sim.procedures.strange_situation import REUNIONS, SCALES

EPISODES = (
    "A stranger shows the room to both and leaves.",
    "Caregiver and infant are alone; the infant may play.",
    "A stranger comes in, sits, and after a while comes nearer.",
    "The caregiver leaves; the stranger stays. It ends early after a minute of hard crying.",
    "The caregiver comes back. What the infant does now is rated.",
    "The caregiver leaves, and the infant is alone. It ends early after a minute of hard crying.",
    "The stranger comes back in place of the caregiver.",
    "The caregiver comes back. What the infant does now is rated, and counts double.",
)
"""What happens in each episode (Ainsworth et al. 1978)."""
LOWEST = 1.05
"""Up to which a rating says that nothing was seen."""
Luck = procedures.Again | None
"""The same infant with other luck; None until it has been simulated."""


@solara.component
def StrangeSituationPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    key = procedures.at_age(choice, procedures.ONE_YEAR)

    def parts(cancelled: Callable[[], bool]) -> Iterator[tuple[Choice, procedures.Situation, Luck]]:
        found = procedures.situation(choice)
        yield choice, found, None
        yield choice, found, procedures.again(choice, cancelled)

    filmed = use_work(growing(parts, lambda part: part[2] is not None), key)
    now_luck = filmed.fresh and filmed.value[2] is None
    coded = [in_words.of_situation(filmed.value[1])] if filmed.fresh else []
    Look()
    with element("div", name="at-page"):
        element(
            "div",
            element("h1", f"{titled(choice)}: the Strange Situation"),
            element(
                "p",
                *(element("strong", text, " ") for text in coded),
                "A simulated baby of one year in a strange room: the caregiver leaves twice and"
                " comes back twice.",
                name="at-lead",
                id="at-coded",
            ),
            name="at-head at-brief",
        )
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                element("p", "\N{NO-BREAK SPACE}", name="at-busy") if now_luck else busy(filmed)
                if filmed.value is not None:
                    Filmed(*filmed.value, filmed)
            Controls(
                choice,
                lambda wanted: here.set_choice(replace(wanted, second=None)),
                on_undo=here.undo,
                can_undo=here.can_undo,
            )


@solara.component
def Filmed(choice: Choice, found: procedures.Situation, luck: Luck, working: Working) -> None:
    """The film, its ratings, and how certain they are.

    Args:
        choice: for which it was filmed; the visitor may have gone on to another.
        found: the procedure.
        luck: the patterns by other coders, on other days, and after other first years, once known.
        working: how far all this is.
    """
    chosen, key = solara.use_context(session).choice, procedures.at_age(choice, procedures.ONE_YEAR)
    only = episode_at(found, chosen.second)
    picture = solara.use_memo(
        lambda: shown(procedures.situation_moment(choice, found, only), chosen.projector),
        [key, only, chosen.projector],
    )
    coders = solara.use_memo(
        lambda: packed(procedures.disagreement_figure(found), projector=chosen.projector),
        [key, chosen.projector],
    )
    again = solara.use_memo(
        lambda: luck and packed(procedures.again_figure(luck), projector=chosen.projector),
        [key, luck is None, chosen.projector],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(
                found.trace.reset_index(names="second"), file_name(choice, "strange-situation")
            )
        return None

    def answer_coders(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(ratings_table(found), file_name(choice, "ratings"))
        return None

    def answer_luck(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv" and luck is not None:
            return csv(luck.table(), file_name(choice, "other-luck"))
        return None

    first = found.codings[0]
    with element("div"):
        Episodes(found, only, chosen)
        View(picture[0], answer, picture[1])
        element("h2", "What the ratings are based on", name="at-section")
        Seen(found)
        element("h2", "How it was rated", name="at-section")
        Ratings(found)
        element(
            "p",
            element("strong", f"Coded {first.pattern}. "),
            first.rule,
            name="at-rule",
            data_pattern=first.pattern,
            id="at-pattern",
        )
        element(
            "p",
            "The pattern is the one shown with this caregiver on that day; it is not a trait of"
            " the infant or a diagnosis. The camera records position, gaze and expression, but not"
            " heart rate. How strange a separation is differs between families and cultures.",
            name="at-lead at-tight",
        )
        element("h2", "Would other coders agree?", name="at-section")
        element("p", agreement(found), name="at-lead at-tight")
        View(coders, answer_coders)
        element("h2", "Would it happen again?", name="at-section")
        element(
            "p",
            f"Top: {procedures.AGAIN} coders watch this film, including the {procedures.CODERS}"
            " from before. Middle: the same infant comes on other days. Bottom: infants with the"
            " same traits and caregivers live through other first years.",
            name="at-lead at-tight",
        )
        if again:
            View(again, answer_luck)
        elif working.fresh:
            busy(working)


def shown(record: Moment, projector: bool) -> tuple[str, str]:
    """Figure and film of a record, as the browser needs them."""
    return packed(record.figure, projector=projector), played(record, counted=False)


def episode_at(found: procedures.Situation, second: int | None) -> int | None:
    """The episode that holds a second; None for all."""
    if second is None:
        return None
    for number, episode in enumerate(found.episodes):
        if episode.start <= second < episode.start + episode.seconds:
            return number
    return None


@solara.component
def Episodes(found: procedures.Situation, only: int | None, choice: Choice) -> Any:
    """Buttons for the episodes, and what happens in the one that is shown."""
    here = solara.use_context(session)

    def button(label: str, number: int | None) -> Any:
        start = None if number is None else found.episodes[number].start
        short, _, name = label.partition(" ")
        return solara.Button(
            children=[
                element("span", short),
                element(
                    "span", f"\N{NO-BREAK SPACE}{name}" if name else "", name="at-episode-name"
                ),
            ],
            on_click=lambda: here.set_choice(replace(choice, second=start)),
            classes=["at-button", *(["at-chosen"] if number == only else [])],
            text=True,
            attributes={
                "aria-pressed": str(number == only).lower(),
                "aria-label": label,
                "title": label,
            },
        )

    names = [e.name for e in found.episodes]
    return element(
        "div",
        element(
            "div",
            button("All", None),
            *(button(name.capitalize(), number) for number, name in enumerate(names)),
            name="at-buttons at-episodes",
            role="group",
            aria_label="Episode",
        ),
        element(
            "p",
            f"{names[only].capitalize()}: {EPISODES[only]}"
            if only is not None
            else "All eight episodes; choose one to look closer.",
            name="at-lead at-tight",
            role="status",
        ),
    )


@solara.component
def Seen(found: procedures.Situation) -> Any:
    """What the two reunions earned, in words."""
    items = [e for e in found.earned if e.rating > LOWEST]
    rows = [
        (
            OUTCOMES[item.scale].label,
            found.episodes[item.episode].name.partition(" ")[2],
            item.words,
        )
        for item in items
    ]
    if not rows:
        rows = [("None", "both", "Both reunions got only the lowest ratings.")]
    head = ("Scale", "Reunion", "Seconds it is based on")
    return element(
        "div",
        table(head, rows, label="Seconds the ratings are based on"),
        element(
            "p", f"Ratings of {numbers.plain(LOWEST)} or less are not listed.", name="at-caption"
        ),
    )


def ratings_table(found: procedures.Situation) -> Any:
    """A row per scale: each reunion, both without error, and each coder's rating."""
    import pandas as pd

    by = {(e.scale, e.episode): e.rating for e in found.earned}
    return pd.DataFrame(
        {
            "scale": scale,
            **{f"reunion_{k + 1}": by[scale, e] for k, e in enumerate(REUNIONS)},
            "without_error": found.without_error[scale],
            **{f"coder_{c.coder + 1}": c.ratings[scale] for c in found.codings},
        }
        for scale in SCALES
    )


@solara.component
def Ratings(found: procedures.Situation) -> Any:
    """The five scales: each reunion, both together, the coder's rating."""
    by = {(e.scale, e.episode): e.rating for e in found.earned}
    first = found.codings[0]
    rows = [
        (
            OUTCOMES[scale].label,
            *(numbers.decimals(by[scale, episode]) for episode in REUNIONS),
            numbers.decimals(found.without_error[scale]),
            numbers.decimals(first.ratings[scale]),
            OUTCOMES[scale].unit,
        )
        for scale in SCALES
    ]
    head = ("Scale", "First reunion", "Second reunion", "Together", "Rated", "Of")
    return element(
        "div",
        table(head, rows, label="Ratings", name="at-ratings"),
        element(
            "p",
            "Together: the second reunion counts double; for disorganization the higher rating"
            " counts."
            " Rated: with a coder's error, as a run reports it.",
            name="at-caption",
        ),
    )


def agreement(found: procedures.Situation) -> str:
    """How many coders chose the same pattern as the first."""
    first, *others = found.codings
    same = sum(c.pattern == first.pattern for c in others)
    if same == len(others):
        return (
            f"All {len(found.codings)} coders chose the same pattern, with slightly different"
            " ratings."
        )
    return (
        f"{len(others)} more coders rated the same film: {same or 'none'} agreed,"
        f" {len(others) - same} chose another pattern."
    )
