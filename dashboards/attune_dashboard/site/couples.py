"""Couples: one of each scenario in a conflict on the stage, and forty such couples over years."""

from __future__ import annotations

from dataclasses import replace

import solara

from attune_dashboard.components.disclaimers import COUPLE_HELP
from attune_dashboard.components.html import element
from attune_dashboard.components.view import View, played
from attune_dashboard.compute import couple_courses, couple_films, couple_in_words
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.couple import LEAD, NOT, Done, Story, Years
from attune_dashboard.site.addresses import couple
from attune_dashboard.site.families import links
from attune_dashboard.state.couples import A_YEAR, CoupleChoice
from attune_sim.couples.scenario import couple_scenarios, load

LOOKS = (0, 1)
"""Years together after which a couple is filmed."""


@solara.component
def CouplePage(name: str, year: int, seed: int, up: str) -> None:
    """Couples of one scenario.

    Args:
        name: of the scenario.
        year: after which one of them is filmed.
        seed: of their random numbers.
        up: how addresses on this page begin.
    """
    done = solara.use_memo(lambda: followed(name, seed), [name, seed])
    wanted = solara.use_memo(lambda: filmed(name, year, seed, done), [done, year])
    film = solara.use_memo(lambda: couple_films.conversation(done.course.first, wanted), [wanted])
    scenario, here = wanted.scenario, couple(name, year)
    others = [(load(other).title, couple(other, year)) for other in couple_scenarios()]
    looks = [(couple_in_words.after(y * A_YEAR), couple(name, y)) for y in LOOKS]
    with element("div", name="at-page at-couple"):
        with element("div", name="at-head at-brief"):
            element("h1", f"{scenario.title}: a couple")
            element("p", LEAD, name="at-lead")
        with element("div", name="at-two at-family"):
            with element("div", name="at-main-column"):
                told = couple_in_words.answer(wanted, done.course)
                element("p", told, name="at-finding", id="at-answer")
                View(
                    packed(film.moment.figure),
                    lambda _: None,
                    played(film.moment, on_stage=film.on_stage),
                    told=couple_in_words.of_film(wanted, film),
                )
                Years(wanted, done, projector=False)
                Story(scenario.story, scenario.look_for)
                element("p", NOT, name="at-caption at-tight", id="at-not")
                element("p", COUPLE_HELP, name="at-caption at-tight", id="at-help")
            element(
                "nav",
                element("h2", "These couples", name="at-rail-title"),
                links(looks, here, up),
                element("h2", "Other couples", name="at-rail-title"),
                links(others, here, up),
                element("p", element("a", "Only the stage, for a slide", href="?embed")),
                name="at-rail",
                aria_label="Couples",
            )


def followed(name: str, seed: int) -> Done:
    """All couples of a scenario."""
    *_, course = couple_courses.courses(name, seed, lambda: False)
    return Done((name, seed), course)


def filmed(name: str, year: int, seed: int, done: Done) -> CoupleChoice:
    """Who is filmed: the most usual of those that may be."""
    scenario = replace(load(name), seed=seed)
    usual = couple_films.usual(done.course.first[0])
    return CoupleChoice(scenario, usual, "conflict", year * A_YEAR)


def shown() -> list[tuple[str, int]]:
    """All pages of couples: a scenario, and the year after which one of them is filmed."""
    return [(name, year) for name in couple_scenarios() for year in LOOKS]
