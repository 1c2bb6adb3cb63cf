"""The Solara app: pages by their addresses, the state that a tab keeps, and what goes wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import solara

from attune_dashboard.components.bar import BESIDE, OBSERVATIONS, PAGES, Bar
from attune_dashboard.components.disclaimers import MODEL, NO_VERDICT
from attune_dashboard.components.html import element
from attune_dashboard.components.report import Place, Report, place
from attune_dashboard.compute import engine
from attune_dashboard.pages.class_mode.page import ClassPage
from attune_dashboard.pages.compare.page import ComparePage
from attune_dashboard.pages.couple import CouplePage
from attune_dashboard.pages.evidence import EvidencePage
from attune_dashboard.pages.family import FamilyPage
from attune_dashboard.pages.first_year import FirstYearPage
from attune_dashboard.pages.lessons import LessonsPage
from attune_dashboard.pages.lives import LivesPage
from attune_dashboard.pages.map import MapPage
from attune_dashboard.pages.moment import MomentPage
from attune_dashboard.pages.observations import ObservationsPage
from attune_dashboard.pages.population import PopulationPage
from attune_dashboard.pages.still_face import StillFacePage
from attune_dashboard.pages.strange_situation import StrangeSituationPage
from attune_dashboard.prefix import HEADER
from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.couples import couple_choice
from attune_dashboard.state.history import History
from attune_dashboard.state.link import from_query, is_bare, to_query
from attune_dashboard.state.page_settings import value, with_value
from attune_dashboard.state.session import Session, off_path, session
from attune_sim.figures.base import style
from attune_sim.outcomes import FACE, SSP
from attune_sim.scenario import load

log = logging.getLogger(__name__)
COMPONENTS = {
    "/": MomentPage,
    "/first-year": FirstYearPage,
    "/family": FamilyPage,
    "/lives": LivesPage,
    "/couple": CouplePage,
    "/compare": ComparePage,
    "/map": MapPage,
    f"/{SSP}": StrangeSituationPage,
    f"/{FACE}": StillFacePage,
    "/population": PopulationPage,
    "/evidence": EvidencePage,
    "/lessons": LessonsPage,
    OBSERVATIONS: ObservationsPage,
    "/class": ClassPage,
}
"""What is shown at each address of PAGES and BESIDE."""


@solara.component
def Layout(children: Sequence[Any] = ()) -> Any:
    """Everything around a page: the bar, notices, and the state."""
    router = solara.use_router()
    solara.use_route()
    path = "/" + "/".join(part for part in router.parts if part)
    own: Any = solara.use_ref("")
    asked = solara.use_memo(
        lambda: arrived(path, router.search, own.current), [path, router.search]
    )
    # Changes build on what is there when they arrive: two may come before the page is drawn again.
    history, set_history = solara.use_state(History(asked[0], asked[1]))
    choice, others = history.choice, history.others
    runs, set_runs = solara.use_state(())
    ready, set_ready = solara.use_state(engine.is_ready())

    own.current = choice.own
    headers = solara.lab.headers.value or {}

    def adopt() -> None:
        set_history(lambda held: replace(held, choice=asked[0], others=asked[1]))

    solara.use_effect(adopt, [router.search])

    async def wait() -> None:
        while not engine.is_ready():
            await asyncio.sleep(0.25)
        set_ready(True)

    solara.lab.use_task(wait, dependencies=[])

    def show(wanted: Choice) -> None:
        set_history(lambda held: replace(held, choice=wanted))

    def change(wanted: Choice) -> None:
        set_history(lambda held: held.changed(wanted, held.others))

    def change_others(wanted: tuple[Choice, ...]) -> None:
        set_history(lambda held: held.changed(held.choice, wanted))

    def go(page: str, wanted: Choice) -> None:
        show(wanted)
        router.push(page + to_query(wanted, others))

    def begin() -> None:
        first = replace(choice, extra=with_value(choice.extra, "scene", "1"))
        show(first)
        if path != "/":
            router.push("/" + to_query(first, others))

    session.provide(
        Session(
            choice=choice,
            others=others,
            set_choice=change,
            set_others=change_others,
            runs=runs,
            set_runs=set_runs,
            undo=lambda: set_history(History.undone),
            can_undo=bool(history.past),
            go=go,
            prefix=headers.get(HEADER, [""])[0],
            origin=headers.get("origin", [""])[0],
        )
    )
    place.provide(solara.use_memo(Place, []))
    label = (PAGES | BESIDE).get("/" + path.split("/")[1], "")
    real = path == OBSERVATIONS  # no scenario and no report: films are saved as tables only
    with element("div", name="at-app") as main:
        solara.Style(style.variables())
        Bar(
            here=path,
            search=to_query(off_path(choice), others),
            own=to_query(choice, others),
            title=window(choice, path, label),
            projector=choice.projector,
            does={
                "projector": lambda: show(replace(choice, projector=not choice.projector)),
                "begin": begin,
                "settings": lambda: show(off_path(choice)),
            },
        )
        with element("main", id="at-main"):
            if asked[2]:
                element(
                    "div",
                    element("p", "Parts of the link could not be used:"),
                    element("ul", *(element("li", text) for text in asked[2][:8])),
                    name="at-notice",
                    role="status",
                )
            if not ready:
                element(
                    "p",
                    "Compiling the engine. This happens once for each version and takes about 15"
                    " seconds.",
                    name="at-notice at-waiting",
                    role="status",
                )
            else:
                Guarded(children)
        if real:
            element("footer", NO_VERDICT, name="at-footer")
        else:
            element("footer", MODEL, Report(choice), name="at-footer")
    return main


def arrived(path: str, query: str | None, own: str) -> tuple[Choice, tuple[Choice, ...], list[str]]:
    """What an address asks for, as `from_query` gives it; the bare one asks for the path."""
    found = from_query(query, own)
    if path != "/" or not is_bare(query):
        return found
    return replace(found[0], extra=with_value(found[0].extra, "scene", "1")), *found[1:]


def window(choice: Choice, path: str, label: str) -> str:
    """What the browser's window is called: by whom its page shows, if it shows anybody."""
    if int(value(choice.extra, "scene")):
        return "attune-sim"
    page = "/" + path.split("/")[1]
    if page == "/couple":
        whom = couple_choice(choice).scenario.title
    elif page == "/lives":
        whom = load(value(choice.extra, "origin")).title
    else:
        whom = titled(choice)
    return f"{whom} · {label} · attune-sim"


@solara.component
def Guarded(children: Sequence[Any] = ()) -> Any:
    """The page, or a sentence if it fails."""
    error, clear = solara.use_exception()
    if error is not None:
        log.error("a page failed", exc_info=error)
        return element(
            "div",
            element("p", f"This page could not be shown ({type(error).__name__})."),
            solara.Button("Try again", on_click=clear, outlined=True),
            name="at-notice",
            role="alert",
        )
    return element("div", *children)


routes = [
    solara.Route(
        address.removeprefix("/") or "/",
        component=COMPONENTS[address],
        layout=Layout if address == "/" else None,
        label=label,
    )
    for address, label in (PAGES | BESIDE).items()
]
