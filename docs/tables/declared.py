"""What is declared: parameters and outcomes."""

from __future__ import annotations

from collections.abc import Iterable

from attune_sim import numbers
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.film_table import ENTRIES
from attune_sim.outcomes import DECLARED, EVERYDAY, PROCEDURE_TITLES
from attune_sim.parameters import PARAMETERS, Parameter
from attune_sim.parameters.couple import COUPLE


def _default(p: Parameter) -> str:
    return numbers.plain(p.default) if p.default is not None else f"as {p.default_from}"


def _range(p: Parameter) -> str:
    return numbers.interval(numbers.plain(p.low), numbers.plain(p.high))


def parameters() -> str:
    """A table of the parameters for each group."""
    groups = dict.fromkeys(p.group for p in PARAMETERS.values())
    return "\n\n".join(
        f"### {group.capitalize()}\n\n{_table(p for p in PARAMETERS.values() if p.group == group)}"
        for group in groups
    )


def couple() -> str:
    """A table of what a couple adds to two people."""
    return _table(COUPLE.values())


def _table(declared: Iterable[Parameter]) -> str:
    head = "| name | default | range | unit | meaning | source |\n|---|---|---|---|---|---|"
    rows = [
        f"| `{p.name}` | {_default(p)} | {_range(p)} | {p.unit} | {p.meaning} | {p.source} |"
        for p in declared
    ]
    return "\n".join([head, *rows])


def outcomes() -> str:
    """A table of the outcomes."""
    rows = []
    for o in DECLARED.values():
        ends = [numbers.plain(x) if x is not None else "…" for x in (o.low, o.high)]
        scale = f"{ends[0]} to {ends[1]}" + (f", {o.unit}" if o.unit else "")
        measured = (
            "the time series"
            if o.name in EVERYDAY
            else PROCEDURE_TITLES.get(o.needs or "", "read from the model")
        )
        rows.append(f"| `{'.'.join(o.path)}` | `{o.name}` | {scale} | {measured} | {o.meaning} |")
    head = "| key | column | scale | measured by | meaning |\n|---|---|---|---|---|"
    return "\n".join([head, *rows])


def film() -> str:
    """A table of the columns of a film's record."""
    rows = [f"| `{e.column}` | {e.scale} | {e.source} | {e.meaning} |" for e in ENTRIES]
    return "\n".join(["| column | scale | from | meaning |", "|---|---|---|---|", *rows])


def statistics() -> str:
    """A table of the statistics that a study may compute."""
    rows = []
    for name, statistic in STATISTICS.items():
        of = numbers.count(statistic.columns, "column")
        if statistic.groups:
            of += f", {numbers.count(statistic.groups, 'group')}"
        rows.append(f"| `{name}` | {of} | {statistic.meaning} |")
    return "\n".join(["| statistic | of | meaning |", "|---|---|---|", *rows])
