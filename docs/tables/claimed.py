"""The claims, with what they rest on."""

from __future__ import annotations

from attune_sim.evidence import Claim, claims, published, standing, stored_validation
from tables.compared import record
from tables.parts import comparisons


def claim_pages() -> str:
    """Every claim, by topic."""
    r, found = stored_validation(), claims()
    parts = [record()]
    rows = ["| claim | in the model |", "|---|---|"]
    rows += [f"| [{c.title}](#{c.id}) | {standing(c, r).words} |" for c in found]
    parts.append("\n".join(rows))
    for topic in dict.fromkeys(c.topic for c in found):
        parts.append(f"## {topic}")
        parts += [_claim(c) for c in found if c.topic == topic]
    return "\n\n".join(parts)


def _claim(c: Claim) -> str:
    stands, by_id = standing(c, stored_validation()), stored_validation().by_id()
    parts = [
        f'### <a id="{c.id}"></a>{c.title}',
        f"`{c.id}`: **{stands.words}**. {stands.basis}",
        f"*Said.* {c.said}",
        f"*Found.* {c.found}",
        "\n".join(f"- {published()[row].line}" for row in c.evidence),
        f"*In the model.* {c.model}",
    ]
    for names, title in ((c.findings, "support"), (c.against, "contradict")):
        rows = [by_id[name] for name in names if name in by_id]
        if rows:
            parts += [f"Findings that would {title} it:", comparisons(rows)]
    if c.experiments:
        tables = ", ".join(f"*{name}*" for name in c.experiments)
        parts.append(f"Tables of [the experiments](../experiments/README.md): {tables}.")
    return "\n\n".join(parts)
