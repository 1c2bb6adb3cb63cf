"""Couples: one of each scenario in a conflict on the stage, and forty such couples over years."""

from __future__ import annotations

from dataclasses import replace

import solara

from attune_dashboard.components.disclaimers import COUPLE_HELP
from attune_dashboard.components.html import element
from attune_dashboard.components.view import View, played
from attune_dashboard.compute import couple_courses, couple_films, couple_in_words
from attune_dashboard.compute.couple_courses import Course
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.couple import LEAD, NOT, Story, Years
from attune_dashboard.site.addresses import couple
from attune_dashboard.site.families import links
from attune_dashboard.state.couples import A_YEAR, CoupleChoice
from attune_sim.couples.scenario import couple_scenarios, load

FILMED = A_YEAR
"""Day together on which a couple is filmed."""


@solara.component
def CouplePage(name: str, seed: int, up: str) -> None:
    """Couples of one scenario.

    Args:
        name: of the scenario.
        seed: of their random numbers.
        up: how addresses on this page begin.
    """
    course = solara.use_memo(lambda: followed(name, seed), [name, seed])
    wanted = solara.use_memo(lambda: filmed(name, seed, course), [id(course)])
    film = solara.use_memo(lambda: couple_films.conversation(course.first, wanted), [wanted])
    scenario, here = wanted.scenario, couple(name)
    others = [(load(other).title, couple(other)) for other in couple_scenarios()]
    with element("div", name="at-page at-couple"):
        with element("div", name="at-head at-brief"):
            element("h1", f"{scenario.title}: a couple")
            element("p", LEAD, name="at-lead")
        with element("div", name="at-two at-family"):
            with element("div", name="at-main-column"):
                told = couple_in_words.answer(wanted, course)
                element("p", told, name="at-finding", id="at-answer")
                View(
                    packed(film.moment.figure),
                    lambda _: None,
                    played(film.moment, on_stage=film.on_stage),
                    told=couple_in_words.of_film(wanted, film),
                )
                Years(wanted, course, projector=False)
                Story(scenario.story, scenario.look_for)
                element("p", NOT, name="at-caption at-tight", id="at-not")
                element("p", COUPLE_HELP, name="at-caption at-tight", id="at-help")
            element(
                "nav",
                element("h2", "Other couples", name="at-rail-title"),
                links(others, here, up),
                element("p", element("a", "Only the stage, for a slide", href="?embed")),
                name="at-rail",
                aria_label="Couples",
            )


def followed(name: str, seed: int) -> Course:
    """All couples of a scenario."""
    *_, course = couple_courses.courses(name, seed, lambda: False)
    return course


def filmed(name: str, seed: int, course: Course) -> CoupleChoice:
    """Who is filmed: the most usual of those that may be."""
    scenario = replace(load(name), seed=seed)
    usual = couple_films.usual(course.first[0])
    return CoupleChoice(scenario, usual, "conflict", FILMED)
