"""Which conclusions stand, and what depends on what."""

from __future__ import annotations

from attune_sim import numbers
from attune_sim.evidence.robustness import record as robust
from attune_sim.evidence.robustness import report
from attune_sim.evidence.robustness.alternatives import alternatives
from attune_sim.evidence.robustness.conclusions import NO_DIFFERENCE, Conclusion, conclusions


def robustness() -> str:
    """Which conclusions stand, by the stored record: two tables, then in words."""
    r, found, choices = robust.stored_robustness(), conclusions(), alternatives()
    by_id = {s.id: s for s in r.standings}
    head = ["conclusion", "expected", "families an arm", "defaults (95%)"]
    head += [f"holds in {r.draws} draws", f"holds in {r.disturbances} disturbances"]
    rows = [
        f"| `{c.id}`: {c.statement} | {_expected(c)} | {c.families} |"
        f" {report.interval(by_id[c.id].default)} |"
        f" {report.counted(by_id[c.id].draws)} | {report.counted(by_id[c.id].disturbed)} |"
        for c in found
    ]
    first = "\n".join([f"| {' | '.join(head)} |", "|" + "---|" * len(head), *rows])
    rows = [
        f"| `{c.id}` | "
        + " | ".join(report.cell(by_id[c.id].alternatives.get(a.id)) for a in choices)
        + " |"
        for c in found
    ]
    titles = " | ".join(a.title for a in choices)
    second = "\n".join([f"| with | {titles} |", "|" + "---|" * (len(choices) + 1), *rows])
    parts = [
        f"Version {r.version}, model {r.model}, {r.date}: {len(found)} conclusions,"
        f" {r.families:,} families under each condition, {r.draws} draws of the posterior,"
        f" {r.disturbances} disturbances, {len(choices)} alternatives.",
        first,
        "With one other choice at a time, or a null model: the verdict and the effect.",
        second,
        "## What depends on what",
    ]
    for title, members in report.grouped(found, choices, r).items():
        lines = [
            f"- **{c.statement}** (`{c.id}`) {' '.join(report.in_sentences(c, s, choices))}"
            for c, s in members
        ]
        parts.append("\n".join([f"### {title}\n", *(lines or ["None."])]))
    return "\n\n".join(parts)


def _expected(c: Conclusion) -> str:
    what = " with ".join(f"`{column}`" for column in c.columns(c.a))
    if c.expected == NO_DIFFERENCE:
        return f"{what}: no difference beyond {numbers.plain(c.margin)}"
    return f"{what}: {c.expected if c.b is not None else 'above 0' if c.sign > 0 else 'below 0'}"
