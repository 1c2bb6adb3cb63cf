"""Write the generated tables into the documents: python docs/generate.py [--check].

With --check nothing is written and the exit code says whether a table is out of date.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from attune_sim.evidence import Claim, Comparison, claims, published, standing, stored
from attune_sim.evidence.claims import told
from attune_sim.evidence.explanations import explanations
from attune_sim.evidence.validate import DIRECTION, INSIDE, SIDES, WRONG, Interval
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS, Parameter

DOCS = Path(__file__).parent


def _default(p: Parameter) -> str:
    return f"{p.default:g}" if p.default is not None else f"as {p.default_from}"


def parameters() -> str:
    """A table of the parameters for each group."""
    parts = []
    for group in dict.fromkeys(p.group for p in PARAMETERS.values()):
        rows = [
            f"| `{p.name}` | {_default(p)} | {p.low:g} to {p.high:g} | {p.unit} | {p.meaning} |"
            f" {p.source} |"
            for p in PARAMETERS.values()
            if p.group == group
        ]
        head = "| name | default | range | unit | meaning | source |\n|---|---|---|---|---|---|"
        parts.append("\n".join([f"### {group.capitalize()}\n", head, *rows]))
    return "\n\n".join(parts)


def outcomes() -> str:
    """A table of the outcomes."""
    rows = []
    for o in OUTCOMES.values():
        ends = [f"{x:g}" if x is not None else "…" for x in (o.low, o.high)]
        scale = f"{ends[0]} to {ends[1]}" + (f", {o.unit}" if o.unit else "")
        rows.append(
            f"| `{'.'.join(o.path)}` | `{o.name}` | {scale} | {o.needs or 'the model'} |"
            f" {o.meaning} |"
        )
    head = "| key | column | scale | measured by | meaning |\n|---|---|---|---|---|"
    return "\n".join([head, *rows])


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00") if math.isfinite(value) else "-"


def _interval(part: Interval) -> str:
    ends = f" ({_number(part.low)}, {_number(part.high)})" if math.isfinite(part.low) else ""
    return _number(part.value) + ends


def _comparisons(found: Sequence[Comparison]) -> str:
    """A table of patterns, published against model."""
    rows = [
        "| pattern | finding | published | model | verdict | certainty |",
        "|---|---|---|---|---|---|",
    ]
    for c in found:
        published = SIDES[c.direction] if c.direction is not None else _interval(c.published)
        rows.append(
            f"| `{c.id}` | {c.finding} | {published} | {_interval(c.model)} | **{c.verdict}** |"
            f" {c.certainty} |"
        )
    return "\n".join(rows)


def _counts(found: Sequence[Comparison]) -> str:
    return ", ".join(
        f"{sum(c.verdict == verdict for c in found)} {verdict}"
        for verdict in (INSIDE, DIRECTION, WRONG)
    )


def record() -> str:
    """When and by which version the stored validation was run."""
    r = stored()
    return (
        f"Version {r.version}, {r.date}, {r.families:,} families in each cohort; "
        f"{len(r.comparisons)} patterns."
    )


def validation() -> str:
    """What the stored validation found, in its two groups."""
    parts = [record()]
    for title, fitted in (("Used to fit", True), ("Kept back", False)):
        group = [c for c in stored().comparisons if c.fitted is fitted]
        parts.append(f"### {title}\n\n{len(group)}: {_counts(group)}.\n\n{_comparisons(group)}")
    return "\n\n".join(parts)


def _missed() -> dict[str, Comparison]:
    return {c.id: c for c in stored().comparisons if c.verdict != INSIDE}


def misses() -> str:
    """The patterns that are not reproduced, with the reason where one is at hand."""
    missed, known = _missed(), explanations()
    parts = []
    for explanation in dict.fromkeys(known[name] for name in known if name in missed):
        names = ", ".join(
            f"`{name}` ({missed[name].verdict})" for name in explanation.patterns if name in missed
        )
        tried = f" *Looked into:* {explanation.tried}" if explanation.tried else ""
        parts.append(f"- {names}. {explanation.why}{tried}")
    rest = [f"`{c.id}` ({c.verdict})" for c in missed.values() if c.id not in known]
    if rest:
        parts.append(f"- No reason is at hand for {', '.join(rest)}.")
    return "\n".join(parts) or "Every pattern is inside."


def wrong() -> str:
    """What the stored validation calls wrong, a line each."""
    lines = [
        f"- {c.finding} (`{c.id}`): published "
        f"{SIDES[c.direction] if c.direction is not None else _interval(c.published)}, model"
        f" {_interval(c.model)}."
        for c in stored().comparisons
        if c.verdict == WRONG
    ]
    return "\n".join([f"{record()} Wrong are:\n", *(lines or ["- none."])])


def claim_pages() -> str:
    """Every claim, by topic."""
    r, found = stored(), claims()
    parts = [record()]
    rows = ["| claim | in the model |", "|---|---|"]
    rows += [f"| [{c.title}](#{c.id}) | {standing(c, r).words} |" for c in found]
    parts.append("\n".join(rows))
    for topic in dict.fromkeys(c.topic for c in found):
        parts.append(f"## {topic}")
        parts += [_claim(c) for c in found if c.topic == topic]
    return "\n\n".join(parts)


def _claim(c: Claim) -> str:
    stands, by_id = standing(c, stored()), stored().by_id()
    parts = [
        f'### <a id="{c.id}"></a>{c.title}',
        f"`{c.id}`: **{stands.words}**. {stands.basis}",
        f"*Said.* {c.said}",
        f"*Found.* {c.found}",
        "\n".join(f"- {told(published()[row])}" for row in c.evidence),
        f"*In the model.* {c.model}",
    ]
    for names, title in ((c.patterns, "support"), (c.against, "contradict")):
        rows = [by_id[name] for name in names if name in by_id]
        if rows:
            parts += [f"Patterns that would {title} it:", _comparisons(rows)]
    if c.experiments:
        tables = ", ".join(f"*{name}*" for name in c.experiments)
        parts.append(f"Tables of [the experiments](../experiments/README.md): {tables}.")
    return "\n\n".join(parts)


TABLES = {
    "parameters": parameters,
    "outcomes": outcomes,
    "validation": validation,
    "misses": misses,
    "wrong": wrong,
    "claims": claim_pages,
}


def generated(text: str) -> str:
    """The text with its generated tables as they should be."""
    for name, table in TABLES.items():
        start = f"<!-- {name}: generated by docs/generate.py -->"
        end = f"<!-- end of {name} -->"
        if start not in text:
            continue
        block = f"{start}\n\n{table()}\n\n{end}"
        old = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
        text = old.sub(lambda _, block=block: block, text)
    return text


def main() -> int:
    """Write, or check, every document; 1 if one was out of date."""
    stale = 0
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        fresh = generated(text)
        if fresh != text:
            stale = 1
            if "--check" not in sys.argv[1:]:
                path.write_text(fresh, encoding="utf-8")
    return stale if "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
