"""`/couple`: two adults in a conversation on the stage, and many couples over years."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import solara

from attune_dashboard.components.disclaimers import COUPLE_HELP
from attune_dashboard.components.finding import Finding
from attune_dashboard.components.glossary import explained
from attune_dashboard.components.html import button, element, live
from attune_dashboard.components.page_settings import Field, Fields
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.view import View, csv, played
from attune_dashboard.compute import couple_courses, couple_films, couple_in_words
from attune_dashboard.compute.background import growing, use_work
from attune_dashboard.compute.couple_courses import Course
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.partner_place import PartnerPlace
from attune_dashboard.state.choice import MOST_SEED
from attune_dashboard.state.couples import CoupleChoice, changed, couple_choice, years
from attune_dashboard.state.session import session
from attune_sim.couples.conversations import CONVERSATIONS
from attune_sim.couples.scenario import couple_scenarios, load
from attune_sim.figures.couples.course import couple_course_draft

LEAD = (
    "Two simulated adults who grew up in this model talk with each other. Nobody was given a style:"
    " each brings what they learnt with distress as an infant."
)
NOT = (
    "This page types nobody. Most people change, in the model as in studies, and early"
    " security explains little about a couple: the links in studies are small. Nothing here says"
    " whether a couple stays together, or whether anybody should stay or leave."
)
PAIRS, COUPLES = couple_courses.PART, couple_courses.COUPLES


@solara.component
def CouplePage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    wanted = couple_choice(choice)
    key = (wanted.scenario.name, choice.seed)
    parts = partial(couple_courses.courses, *key)
    working = use_work(growing(parts, lambda part: part.couples == couple_courses.COUPLES), key)
    course: Course | None = working.value if working.fresh else None

    def change(name: str, text: str) -> None:
        here.set_choice(changed(choice, name, text))

    scenario = wanted.scenario
    Look()
    with element("div", name="at-page at-couple"):
        with element("div", name="at-head at-brief"):
            live("h1", f"{scenario.title}: a couple")
            element("p", LEAD, name="at-lead")
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                Finding(
                    working,
                    "" if course is None else couple_in_words.answer(wanted, course),
                    "" if course is None else f"{course.couples} of {COUPLES} couples",
                )
                if course is not None:
                    Film(wanted, course, choice.projector)
                    Years(wanted, course, choice.projector)
                Story(scenario.story, scenario.look_for).key(f"story {scenario.name}")
                element("p", NOT, name="at-caption at-tight", id="at-not")
                element("p", COUPLE_HELP, name="at-caption at-tight", id="at-help")
                element(
                    "p",
                    "What passes from parents to children: ",
                    element("a", "Lives", href=here.link("/lives")),
                    name="at-caption at-tight",
                )
            with element("div", name="at-side"):
                Fields("Choose", fields(wanted), change)
                with element("div", name="at-buttons"):
                    button(
                        "Another couple",
                        lambda: change("pair", str((wanted.pair + 1) % PAIRS + 1)),
                    )
                    button(
                        "Try another seed",
                        lambda: change("seed", str(choice.seed % MOST_SEED + 1)),
                    )


@solara.component
def Film(wanted: CoupleChoice, course: Course, projector: bool) -> None:
    """The conversation on the stage."""
    looks = course.first
    place: Any = solara.use_ref(None)
    seat = {"seat": wanted.names[wanted.place]}
    film = solara.use_memo(lambda: couple_films.conversation(looks, wanted), [id(looks), wanted])
    shown = solara.use_memo(
        lambda: (
            packed(film.moment.figure, projector=projector),
            played(film.moment, on_stage=film.on_stage | seat, can_sit=True),
        ),
        [film, projector, wanted.place],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "sit":
            place.current = PartnerPlace(looks, wanted, projector=projector)
            return dict(place.current.taken())
        if sent.get("what") == "second" and place.current is not None:
            back: dict[str, Any] | None = place.current.second(sent.get("act"))
            return back
        if sent.get("what") != "csv":
            return None
        both = zip(wanted.names, (film.one, film.other), strict=True)
        parts = [t.reset_index(names="second").assign(partner=name) for name, t in both]
        name = f"couple-{wanted.scenario.name}-{wanted.pair + 1}-{wanted.conversation}"
        return csv(pd.concat(parts, ignore_index=True), name)

    View(shown[0], answer, shown[1], told=couple_in_words.of_film(wanted, film))


@solara.component
def Years(wanted: CoupleChoice, found: Course, projector: bool) -> None:
    """Many couples over years."""
    scenario = wanted.scenario
    picture = solara.use_memo(
        lambda: packed(
            couple_course_draft(
                found.drawn,
                wanted.names,
                without=None if found.without is None else found.without[1],
                events=couple_courses.events(scenario),
                day=wanted.day,
                title=f"{COUPLES} such couples over years",
            ),
            projector=projector,
        ),
        [id(found), wanted, projector],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(found.lines, f"couples-{scenario.name}")
        return None

    View(picture, answer)


@solara.component
def Story(story: str, look_for: str) -> Any:
    """What the scenario is, and what to notice in it."""
    return element(
        "div",
        element("p", *explained(" ".join(story.split())), name="at-lead"),
        element(
            "p",
            element("strong", "Notice: "),
            *explained(" ".join(look_for.split())),
            name="at-lead",
        ),
        name="at-told",
    )


def fields(wanted: CoupleChoice) -> list[Field]:
    """What can be chosen."""
    looked = years(wanted.scenario)
    return [
        Field(
            "couple",
            "Couples",
            wanted.scenario.name,
            options=tuple((name, load(name).title) for name in couple_scenarios()),
        ),
        Field(
            "conversation",
            "Conversation",
            wanted.conversation,
            options=tuple((name, kind.title) for name, kind in CONVERSATIONS.items()),
            note="Conflict: 15 minutes about something both need. Support: 10 about the first"
            " partner's trouble. Reunion: 10 after a day apart.",
        ),
        Field(
            "year",
            "When",
            str(looked.index(wanted.day)),
            options=tuple((str(k), couple_in_words.after(d)) for k, d in enumerate(looked)),
        ),
        Field(
            "pair",
            "Couple on the stage",
            str(wanted.pair + 1),
            options=tuple((str(k), f"Couple {k}") for k in range(1, PAIRS + 1)),
        ),
        Field(
            "place",
            "Whose place you can take",
            str(wanted.place + 1),
            options=tuple((str(k + 1), name) for k, name in enumerate(wanted.names)),
        ),
    ]
