"""`attune-sim claims`: what popular writing says, what studies found, what the model does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import print_json, results, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from attune_sim.evidence import Claim, ValidationRecord

TABLES = "experiments/README.md"


def _ids(incomplete: str) -> list[str]:
    from attune_sim.evidence import claims

    return [c.id for c in claims() if c.id.startswith(incomplete)]


def claims(
    claim: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Show this claim in full.", autocompletion=_ids),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """List claims about attunement and what the model does with them, or show one.

    Verdicts follow from the stored validation; nothing is simulated.
    """
    from attune_sim.errors import InputError, near
    from attune_sim.evidence import claims as shipped
    from attune_sim.evidence import stored_validation
    from attune_sim.evidence.claims.standing import claim_as_dict, standing

    there = {c.id: c for c in shipped()}
    record = stored_validation()
    if claim is None:
        if as_json:
            print_json(
                [
                    {
                        "id": c.id,
                        "topic": c.topic,
                        "title": c.title,
                        "verdict": standing(c, record).verdict,
                        "words": standing(c, record).words,
                    }
                    for c in there.values()
                ]
            )
        else:
            show(_list(list(there.values()), record))
        return
    if claim not in there:
        raise InputError(
            f"there is no claim '{claim}'; {near(claim, there)} (attune-sim claims lists all)"
        )
    if as_json:
        print_json(claim_as_dict(there[claim], record))
    else:
        show(_one(there[claim], record, results().width))


def _list(found: Sequence[Claim], record: ValidationRecord) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import MODEL, notes, section
    from attune_sim.evidence.claims.standing import standing

    parts: list[RenderableType] = [Text("")]
    for topic in dict.fromkeys(c.topic for c in found):
        table = Grid(Column(style="cyan"), Column(words=True))
        for c in found:
            if c.topic == topic:
                words = Text.assemble(f"{c.title}\n", (standing(c, record).words, "dim"))
                table.add(c.id, words)
        parts.append(section(topic, table))
    more = "attune-sim claims ID shows what studies found and what the verdict is based on."
    return Group(*parts, notes(more, MODEL))


def _one(claim: Claim, record: ValidationRecord, width: int) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    from attune_sim.cli.terminal.comparisons import NARROW, lacks_intervals, table_of_comparisons
    from attune_sim.cli.terminal.text import MODEL, notes, prose, section
    from attune_sim.evidence.claims.standing import standing

    stands = standing(claim, record)
    parts: list[RenderableType] = [
        Padding(
            Group(
                Text(claim.title, style="bold"),
                Text(f"{claim.id} · {claim.topic}", style="dim"),
            ),
            (1, 0),
        ),
        section("What is said", prose(claim.said)),
        section("What studies found", Group(prose(claim.found), *_evidence(claim))),
        section("What the model does", prose(claim.model)),
        section("Verdict", Group(prose(stands.words), prose(stands.basis, style="dim"))),
    ]
    stored = record.by_id()
    narrow = False
    for names, title in (
        (claim.findings, "Findings that would support it"),
        (claim.against, "Findings that would contradict it"),
    ):
        rows = [stored[name] for name in names if name in stored]
        if rows:
            parts.append(section(title, table_of_comparisons(rows, width)))
            narrow = narrow or lacks_intervals(rows, width)
    if claim.experiments:
        tables = ", ".join(claim.experiments)
        parts.append(section("Experiments", prose(f"Tables of {TABLES}: {tables}.")))
    examined = [*claim.findings, *claim.against]
    again = [
        f"Figures from the validation stored on {record.date} (version {record.version},"
        f" {record.families:,} families a group); attune-sim validate --finding {name} runs one"
        " of them again."
        for name in examined[:1]
    ]
    return Group(*parts, notes(*([NARROW] if narrow else []), *again, MODEL))


def _evidence(claim: Claim) -> list[RenderableType]:
    """A line for each row of the published figures: finding, value, who, how it is known."""
    from rich.padding import Padding

    from attune_sim.cli.terminal.text import prose
    from attune_sim.evidence import published

    return [
        Padding(prose(published()[name].line, style="dim"), (0, 0, 0, 2)) for name in claim.evidence
    ]
