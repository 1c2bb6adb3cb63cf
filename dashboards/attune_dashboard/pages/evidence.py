"""`/evidence`: published findings and claims, and how the model stands to them; `/evidence/ID`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import solara
from markupsafe import Markup

from attune_dashboard.components.evidence_overview import Overview, answer
from attune_dashboard.components.html import busy, element, markup
from attune_dashboard.components.lesson_parts import paragraphs
from attune_dashboard.components.page_settings import Field, Fields
from attune_dashboard.components.published_table import published_table
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.table import table
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import rerun_evidence
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import value, with_value
from attune_dashboard.state.session import session
from attune_dashboard.units import unit
from attune_sim import numbers
from attune_sim.evidence import Claim, Comparison, claims, published, standing, stored_validation
from attune_sim.evidence.validation.comparison import SIDES
from attune_sim.evidence.validation.judgement import Interval
from attune_sim.evidence.validation.tally import counted_once, in_words, rivals
from attune_sim.evidence.verdicts import READING, VERDICTS
from attune_sim.figures.evidence.forest import forest_draft

MOST_ROWS = 30
"""Findings from which no figure is drawn of all together."""


@solara.component
def EvidencePage() -> None:
    """The page that the address asks for."""
    parts = [part for part in solara.use_router().parts if part]
    here = solara.use_context(session)
    found = {c.id: c for c in stored_validation().comparisons}
    said = {claim.id: claim for claim in claims()}
    Look()
    if len(parts) == 1:
        Browse()
    elif len(parts) == 2 and parts[1] in found:
        Finding(found[parts[1]]).key(parts[1])
    elif len(parts) == 2 and parts[1] in said:
        Said(said[parts[1]]).key(parts[1])
    else:
        element(
            "div",
            element("h1", "There is no finding or claim of this name"),
            element(
                "p",
                element("a", "All findings and claims", href=here.link("/evidence")),
                name="at-lead",
            ),
            name="at-page at-head",
        )


def interval_text(interval: Interval) -> str:
    """A value with its interval; a dash where there is none."""
    if not math.isfinite(interval.value):
        return "–"
    return numbers.with_interval(
        *(numbers.decimals(x) for x in (interval.value, interval.low, interval.high))
    )


def unbroken(text: str) -> str | Markup:
    """A value whose interval, if it has one, stays in one line."""
    value, paren, rest = text.partition(" (")
    if not paren:
        return text
    return markup("span", f"{value} ", markup("span", f"({rest}", name="at-whole"))


def publication(c: Comparison) -> str:
    """The published figure, or the direction where only that was published."""
    return SIDES[c.direction] if c.direction is not None else interval_text(c.published)


def use(c: Comparison) -> str:
    """Whether the finding was used to fit the model."""
    return "used to fit" if c.fitted else "kept back"


def saved(sent: dict[str, Any], rows: Sequence[Comparison]) -> dict[str, Any] | None:
    """Comparisons as a file, where the browser asks for it."""
    if sent.get("what") != "csv":
        return None
    return csv(pd.json_normalize([c.as_dict() for c in rows]), "evidence")


def listing(choice: Choice, what: str) -> Choice:
    """The choice with the list of findings or of claims; what narrows the other list is dropped."""
    extra = choice.extra
    if value(extra, "show") != what:
        for key, text in (("show", what), ("topic", "0"), ("verdict", "all")):
            extra = with_value(extra, key, text)
    return replace(choice, extra=extra)


@solara.component
def Browse() -> None:
    """Lists with what narrows them down."""
    here = solara.use_context(session)
    extra = here.choice.extra
    what, verdict = value(extra, "show"), value(extra, "verdict").replace("-", " ")
    record = stored_validation()
    listed: Sequence[Any] = record.comparisons if what == "findings" else claims()
    topics = list(dict.fromkeys(item.topic or "Other" for item in listed))
    number = int(value(extra, "topic"))
    topic = topics[number - 1] if 1 <= number <= len(topics) else ""

    def change(key: str, text: str) -> None:
        if key == "show":
            here.set_choice(listing(here.choice, text))
        else:
            here.set_choice(replace(here.choice, extra=with_value(extra, key, text)))

    fields = [
        Field("show", "Show", what, options=(("findings", "Findings"), ("claims", "Claims"))),
        Field(
            "topic",
            "Topic",
            str(number if topic else 0),
            options=(("0", "All topics"), *((str(k + 1), t) for k, t in enumerate(topics))),
        ),
    ]
    if what == "findings":
        fields.append(
            Field(
                "verdict",
                "Verdict",
                verdict.replace(" ", "-"),
                options=(
                    ("all", "All"),
                    *((name.replace(" ", "-"), name.capitalize()) for name in VERDICTS),
                ),
            )
        )
    kept = [item for item in listed if topic in ("", item.topic or "Other")]
    with element("div", name="at-page"):
        element(
            "div",
            element("h1", "Evidence"),
            element(
                "p",
                "Published findings compared with the model, and what people often say about"
                " attunement. Findings that the model does not reproduce stay on this page.",
                name="at-lead",
            ),
            name="at-head at-brief",
        )
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                if what == "findings":
                    if not topic and verdict == "all":
                        element(
                            "p", answer(record.comparisons), name="at-rule", id="at-answer"
                        ).key("answer")
                        Overview(record.comparisons).key("overview")
                    Findings([c for c in kept if verdict in ("all", c.verdict)], bool(topic)).key(
                        "findings"
                    )
                else:
                    Claims(kept).key("list-claims")
            Fields("Show", fields, change).key(f"fields-{what}")


@solara.component
def Findings(rows: list[Comparison], one_topic: bool) -> None:
    """A table of findings, and a figure unless there are too many."""
    here = solara.use_context(session)
    projector = here.choice.projector
    record = stored_validation()
    drawn = 0 < len(rows) <= MOST_ROWS
    ids = tuple(c.id for c in rows)
    picture = solara.use_memo(
        lambda: packed(forest_draft(rows), projector=projector) if drawn else "",
        [ids, projector],
    )
    about = f"{len(rows)} findings: {in_words(rows)}." if rows else "No findings match."
    about = f"{about} {counted_once(rows)}".strip()
    if rows and not drawn:
        about += " Choose a topic to see a figure."
    with element("div"):
        element("p", about, name="at-lead at-tight", role="status", id="at-found")
        element(
            "details",
            element("summary", "What the verdicts mean"),
            element("p", READING, name="at-caption at-tight"),
            name="at-details",
        )
        element(
            "p",
            f"Recorded on {record.date} by version {record.version} with {record.families:,}"
            " families in each group.",
            name="at-caption at-tight",
        )
        with element("div"):
            if drawn:
                View(picture, lambda sent: saved(sent, rows)).key("picture")
        listed = [
            (
                markup("a", c.finding, href=here.link(f"/evidence/{c.id}")),
                unbroken(publication(c)),
                unbroken(interval_text(c.model)),
                unit(c),
                VERDICTS[c.verdict].marked,
                c.certainty or "–",
                use(c),
            )
            for c in rows
        ]
        head = ("Finding", "Published", "Model", "Unit", "Verdict", "How it is known", "Use")
        table(head, listed, label="Findings", name="at-evidence")


@solara.component
def Claims(rows: list[Claim]) -> Any:
    """A table of claims."""
    link = solara.use_context(session).link
    record = stored_validation()
    listed = [
        (
            markup("a", claim.title, href=link(f"/evidence/{claim.id}")),
            standing(claim, record).words,
            certainties(claim.evidence),
        )
        for claim in rows
    ]
    head = ("Claim", "In the model", "How the evidence is known")
    return table(head, listed, label="Claims", name="at-evidence")


def certainties(rows: Sequence[str]) -> str:
    """How surely the figures behind something are known, in a few words."""
    count = Counter(published()[row].certainty for row in rows)
    return ", ".join(f"{number} {certainty}" for certainty, number in count.items()) or "–"


@solara.component
def RunIt(ids: tuple[str, ...], record: list[Comparison]) -> None:
    """The stored figure, and a button that simulates the designs now."""
    projector = solara.use_context(session).choice.projector
    begun, set_begun = solara.use_state(False)

    def compute(job: Job) -> Any:
        now = rerun_evidence.again(ids, job.cancelled) if begun else []
        return packed(rerun_evidence.both(record, now), projector=projector), now

    result = use_work(compute, (ids, begun, projector))
    now = result.value[1] if result.value else []
    with element("div", data_verdicts=",".join(c.verdict for c in now)):
        with element("div"):
            busy(result)
            if result.value is not None:
                View(result.value[0], lambda sent: saved(sent, [*record, *now]))
        with element("div", name="at-buttons at-screen"):
            solara.Button(
                "Running" if begun and result.busy else "It has run" if begun else "Run it",
                on_click=lambda: set_begun(True),
                disabled=begun,
                classes=["at-button", "at-run"],
                text=True,
            )
        element(
            "p",
            f"This simulates the study now, with {rerun_evidence.FAMILIES} families in each"
            " group: enough to see a direction, but with wider intervals than the record.",
            name="at-caption",
        )


@solara.component
def Finding(c: Comparison) -> None:
    """One finding."""
    here = solara.use_context(session)
    back = here.link("/evidence", listing(here.choice, "findings"))
    said = [claim for claim in claims() if c.id in (*claim.findings, *claim.against)]
    facts = [
        ("Published", publication(c) + (f", n = {c.published.n:,}" if c.published.n else "")),
        ("How it is known", c.certainty or "–"),
        ("Study", f"{c.citation}{f', doi:{c.doi}' if c.doi else ''}" or "–"),
        ("Model", f"{interval_text(c.model)}, {c.model.n} families"),
        ("Unit", unit(c)),
        (
            f"Single studies of {c.study.n} families, in the model",
            numbers.interval(numbers.decimals(c.study.low), numbers.decimals(c.study.high)),
        ),
        ("Verdict", VERDICTS[c.verdict].marked),
        ("Statistic", c.statistic),
        ("Use", use(c)),
    ]
    others = rivals(stored_validation().comparisons).get(c.id, ())
    if others:
        by_id = stored_validation().by_id()
        facts.append(
            ("Other results for the same number", "; ".join(by_id[name].finding for name in others))
        )
    with element("div", name="at-page at-sheet"):
        element(
            "div",
            element("h1", c.finding),
            element("p", c.note, name="at-lead"),
            element("p", element("a", "All findings", href=back), name="at-lead"),
            name="at-head",
        )
        RunIt((c.id,), [c])
        table(("", ""), facts, label="About this finding", name="at-facts")
        if said:
            element("h2", "Claims it bears on", name="at-section")
            element(
                "ul",
                *(
                    element(
                        "li", element("a", claim.title, href=here.link(f"/evidence/{claim.id}"))
                    )
                    for claim in said
                ),
                name="at-list",
            )


@solara.component
def Said(claim: Claim) -> None:
    """One claim."""
    here = solara.use_context(session)
    back = here.link("/evidence", listing(here.choice, "claims"))
    record = stored_validation()
    stands = standing(claim, record)
    by_id = record.by_id()
    ids = tuple(name for name in (*claim.findings, *claim.against) if name in by_id)
    with element("div", name="at-page at-sheet"):
        element(
            "div",
            element("h1", claim.title),
            element("p", element("a", "All claims", href=back), name="at-lead"),
            name="at-head",
        )
        element("p", element("strong", f"{stands.words}. "), stands.basis, name="at-rule")
        element("h2", "What is said", name="at-section")
        paragraphs(claim.said)
        element("h2", "What studies found", name="at-section")
        paragraphs(claim.found)
        with element("div"):
            if claim.evidence:
                published_table(claim.evidence)
        element("h2", "What the model does", name="at-section")
        paragraphs(claim.model)
        if ids:
            element("h2", "Findings that bear on it", name="at-section")
            element(
                "ul",
                *(
                    element(
                        "li",
                        element("a", by_id[name].finding, href=here.link(f"/evidence/{name}")),
                        f" ({by_id[name].verdict})",
                    )
                    for name in ids
                ),
                name="at-list",
            )
            RunIt(ids, [by_id[name] for name in ids])
