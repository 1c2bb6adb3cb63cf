"""The families: one of each scenario on the stage, and the list of all."""

from __future__ import annotations

from typing import Any

import solara

from attune_dashboard.components.html import element
from attune_dashboard.components.view import View
from attune_dashboard.compute import in_words, moments
from attune_dashboard.pages.moment import Head, Story, picture_of
from attune_dashboard.site.addresses import AGES, family
from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import VIEWS, Choice
from attune_dashboard.state.scenario_groups import grouped
from attune_sim.scenario import load, presets


@solara.component
def FamilyPage(choice: Choice, up: str) -> None:
    """One family's film.

    Args:
        choice: who is filmed, and in what.
        up: how addresses on this page begin.
    """
    picture = solara.use_memo(lambda: picture_of(choice, can_sit=False, opening=True), [choice])
    told = in_words.of_moment(moments.moment(choice), moments.tolerance(choice))
    scenario, here = choice.preset(), family(choice.scenario, choice.view)
    with element("div", name="at-page"):
        Head(titled(choice), choice.view)
        with element("div", name="at-two at-family"):
            with element("div", name="at-main-column"):
                View(picture["figure"], lambda _: None, picture["film"], told=told)
                Story(scenario.story, scenario.look_for)
            element(
                "nav",
                element("h2", "This family", name="at-rail-title"),
                links([(title, family(choice.scenario, v)) for v, title in filmed()], here, up),
                element("h2", "Other families", name="at-rail-title"),
                links([(title, family(n, choice.view)) for n, title in kinds()], here, up),
                element("p", element("a", "Only the stage, for a slide", href="?embed")),
                name="at-rail",
                aria_label="Families",
            )


def links(to: list[tuple[str, str]], here: str, up: str) -> Any:
    """A list of links to pages; the one that is shown is marked.

    Args:
        to: title and file of each.
        here: the file that is shown.
        up: how addresses on this page begin.
    """
    return element(
        "ul",
        *(
            element(
                "li",
                element(
                    "a",
                    title,
                    href=up + file,
                    **({"aria_current": "page"} if file == here else {}),
                ),
            )
            for title, file in to
        ),
        name="at-list",
    )


def filmed() -> list[tuple[str, str]]:
    """What is filmed of each family, and its title."""
    return [(view, VIEWS[view]) for view in AGES]


def groups() -> dict[str, list[tuple[str, str]]]:
    """Name and title of each scenario that is filmed, by group, from ordinary to special ones."""
    here = presets()
    found = {
        group: [(name, title) for name, title in pairs if name in here]
        for group, pairs in grouped().items()
    }
    return {group: pairs for group, pairs in found.items() if pairs}


def kinds() -> list[tuple[str, str]]:
    """The same without the groups."""
    return [pair for pairs in groups().values() for pair in pairs]


@solara.component
def FamiliesPage(up: str) -> Any:
    """The list of all families.

    Args:
        up: how addresses on this page begin.
    """
    return element(
        "div",
        element(
            "div",
            element("h1", "Families"),
            element(
                "p",
                "Each film shows one simulated baby and caregiver. Traits differ between families"
                " of one kind, so another family of the same kind would look different.",
                name="at-lead",
            ),
            name="at-head",
        ),
        *(
            part
            for group, pairs in groups().items()
            for part in (
                element("h2", group, name="at-section"),
                element("ol", *(_card(name, up) for name, _ in pairs), name="at-cards"),
            )
        ),
        name="at-page at-lesson",
    )


def _card(name: str, up: str) -> Any:
    scenario = load(name)
    films = [element("a", title, href=up + family(name, v)) for v, title in filmed()]
    return element(
        "li",
        element("a", scenario.title, href=up + family(name, "play")),
        element("p", " ".join(scenario.story.split())),
        element("p", films[0], *(x for f in films[1:] for x in (" · ", f)), name="at-note"),
        name="at-card",
    )
