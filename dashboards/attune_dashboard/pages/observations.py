"""`/observations`: coded films of real people, for researchers, on this machine only.

It shows numbers beside chance; no norm, no verdict on a dyad, no pattern of attachment. Nothing of
it enters a link, a report, or class mode.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import solara

from attune_dashboard.addresses import is_here
from attune_dashboard.components.coded_files import CodedFiles, Rail
from attune_dashboard.components.html import element
from attune_dashboard.components.page_settings import Field, Fields
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.table import table
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.compute.observations import (
    TABLES,
    Looked,
    Measured,
    looked,
    measured_by,
)
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.classroom import opened_by
from attune_dashboard.state.session import session
from attune_dashboard.state.visitor import visitor
from attune_sim import numbers
from attune_sim.errors import InputError
from attune_sim.observations.codebook import COUNTS, MEASURES

PRIVATE = (
    "For researchers who have consent for such an analysis. Files are read on this machine; nothing"
    " is sent to another, kept, or put into a link, and names of files stay in the browser."
)
CAUTION = (
    "Read every share beside its chance level: both depend on unit, rule and tolerance. No number"
    " here is a norm, and none says anything about a particular dyad's relationship. A number from"
    " a film is no pattern of attachment."
)
IN_CLASS = (
    "A class is open in this browser, and films of real people do not belong before a class. End"
    " the class first, on the page With a class."
)
ELSEWHERE = (
    "You look at this dashboard from another machine than it runs on, so your files would leave"
    " yours. Start the dashboard on your own machine to load films."
)
STEPS = (
    "Load the coded files of one dyad or of many. What they hold is shown here.",
    "Say in the mapping what each code means. A first mapping is written for you; nobody but you"
    " can know what belongs there.",
    "Measure. Each dyad's film and numbers are shown here, with what could not be used. Then save"
    " the tables.",
)
PERCENT = ("attuned_share", "attuned_share_above_chance", "repaired_by_caregiver",
           "attuned_share_surrogate")  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a researcher has loaded and asked for; it lives as long as the tab.

    Attributes:
        contents: of the files.
        mapping: by which they were to be measured, once they were.
        count: of the measuring, so that the same mapping may be tried again.
    """

    contents: tuple[bytes, ...] = ()
    mapping: str = ""
    count: int = 0


@solara.component
def ObservationsPage() -> None:
    """The page."""
    Look()
    with element("div", name="at-page"):
        element(
            "div",
            element("h1", "Observations"),
            element(
                "p",
                "Measure coded films of a caregiver and an infant by the measures of simulated"
                " ones: how much the two match, compared with chance, and how ruptures are"
                " repaired. Load files of BORIS, ELAN, Datavyu, Praat, INTERACT, Observer,"
                " GridWare, or any table.",
                name="at-lead",
            ),
            element("p", PRIVATE, name="at-lead"),
            name="at-head",
        )
        closed = closed_because(solara.use_context(session).origin)
        if closed:
            element("p", closed, name="at-rule", role="status")
        else:
            Films()


def closed_because(origin: str) -> str:
    """Why no film may be loaded; empty if one may.

    Args:
        origin: of the page, as its browser names it.
    """
    if not is_here(origin):
        return ELSEWHERE
    return IN_CLASS if opened_by(visitor()) else ""


@solara.component
def Films() -> None:
    """Files, mapping, picture and numbers."""
    asked, set_asked = solara.use_state(Asked())
    found: Any
    found, set_found = solara.use_state(None)
    rail, set_rail = solara.use_state(Rail())
    dyad, set_dyad = solara.use_state(0)

    def told(problem: str, loaded: bool = rail.loaded) -> None:
        set_rail(replace(rail, problem=problem, turn=rail.turn + 1, loaded=loaded))

    def look(contents: tuple[bytes, ...], typed: dict[str, str]) -> None:
        try:
            seen = looked(contents, typed)
        except InputError as error:
            told(_sentence(error), True)
            return
        set_found(seen)
        set_rail(Rail(seen.mapping, rail.version + 1, rail.turn + 1, loaded=True))

    def files(contents: list[bytes], typed: dict[str, str]) -> None:
        set_asked(Asked(tuple(contents)))
        set_found(None)
        set_dyad(0)
        if opened_by(visitor()):
            told(IN_CLASS)
        else:
            look(tuple(contents), typed)

    def measure(mapping: str) -> None:
        set_dyad(0)
        told("")
        set_asked(replace(asked, mapping=mapping, count=asked.count + 1))

    def compute(_: Job) -> Measured | None:
        return measured_by(asked.contents, asked.mapping) if asked.mapping else None

    working = use_work(compute, (id(asked.contents), asked.mapping, asked.count))
    done: Measured | None = None
    if asked.mapping and not working.busy and not working.error:
        done = working.value
    measuring = bool(asked.mapping) and working.busy
    fault = "Measuring …" if measuring else working.error
    shown = replace(rail, fault=fault, tables=TABLES if done else ())
    with element("div", name="at-two at-observations"):
        CodedFiles(
            shown,
            files,
            lambda typed: look(asked.contents, typed),
            measure,
            lambda error: told(_sentence(error)),
            lambda name: done.table(name) if done else "",
        )
        with element("div", name="at-main-column", data_busy=str(measuring)):
            if not asked.contents:
                element("ol", *(element("li", step) for step in STEPS), name="at-coded-steps")
            if done is not None:
                Shown(done, min(dyad, len(done.result.series) - 1), set_dyad).key(
                    f"shown {asked.count}"
                )
            if found is not None:
                Held(found)


def _sentence(error: InputError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


@solara.component
def Held(found: Looked) -> None:
    """What the files hold."""
    with element("div"):
        element("h2", "What the files hold", name="at-section")
        for sentence in found.told:
            element("p", f"{sentence[:1].upper()}{sentence[1:]}.", name="at-caption")
        table(("File", "Format", "Track", "Coded", "Codes (how often)"), found.rows,
              label="What the files hold")  # fmt: skip


@solara.component
def Shown(done: Measured, dyad: int, set_dyad: Any) -> None:
    """One dyad's film and numbers."""
    projector = solara.use_context(session).choice.projector
    result = done.result
    row = {str(k): v for k, v in result.table.iloc[dyad].to_dict().items()}
    picture = solara.use_memo(
        lambda: packed(done.picture(dyad), projector=projector) if done.drawable else "",
        [id(done), dyad, projector],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        return csv(result.table, "measures") if sent.get("what") == "csv" else None

    names = result.table["dyad"].tolist()
    with element("div"):
        if len(names) > 1:
            options = tuple((str(k), f"Dyad {name}") for k, name in enumerate(names))
            Fields(
                "Results", [Field("dyad", "Dyad", str(dyad), options=options)],
                lambda _, text: set_dyad(int(text)) if text.isdecimal() else None,
            )  # fmt: skip
        if done.drawable:
            View(picture, answer).key(f"film {dyad}")
        else:
            element(
                "p",
                "There is no picture: it needs units of one second and codes that mean numbers.",
                name="at-caption",
            )
        table(("Measure", "Value", "95% interval", "Unit"), measures(row),
              label=f"Measures of dyad {names[dyad]}")  # fmt: skip
        element("p", CAUTION, name="at-caption")
        faults = unused(row)
        element("h2", "What could not be used as it stands", name="at-section")
        if faults:
            table(("What", "Infant", "Caregiver"), faults, label="What could not be used")
        else:
            element("p", "Everything could be used.")
        for sentence in result.told:
            element("p", f"{sentence[:1].upper()}{sentence[1:]}.", name="at-caption")


def measures(row: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """One dyad's measures as text, matched by chance after matched."""
    rows = []
    for entry in MEASURES:
        ends = [_written(entry.column, row[f"{entry.column}_{end}"]) for end in ("low", "high")]
        interval = "–" if numbers.UNDEFINED in ends else numbers.interval(*ends)
        unit = {"s": "seconds"}.get(entry.unit, entry.unit)
        rows.append((entry.label, _written(entry.column, row[entry.column]), interval, unit))
        if entry.column == "attuned_share":
            chance = _written("attuned_share_surrogate", row["attuned_share_surrogate"])
            rows.append(("Matched by chance", chance, "–", unit))
    return rows


def _written(name: str, value: float) -> str:
    return numbers.percent(value) if name in PERCENT else numbers.rounded(value)


def unused(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What of each person could not be used, if anything."""
    return [
        (meaning, f"{row[f'infant_{name}']:,}", f"{row[f'caregiver_{name}']:,}")
        for name, meaning in COUNTS.items()
        if row[f"infant_{name}"] or row[f"caregiver_{name}"]
    ]
