"""Count verdicts: findings that are held against one number of the model count once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from attune_sim.evidence.validation.comparison import Comparison
from attune_sim.evidence.verdicts import VERDICTS, WRONG


def rivals(found: Sequence[Comparison]) -> Mapping[str, tuple[str, ...]]:
    """The findings that are held against one and the same number of the model, by id.

    Each with the others, in order; findings that have their number for themselves are left out.
    """
    same: dict[object, list[str]] = {}
    for c in found:
        if c.model.known and c.model.low < c.model.high:
            same.setdefault((c.statistic, c.model), []).append(c.id)
    return {
        name: tuple(other for other in names if other != name)
        for names in same.values()
        if len(names) > 1
        for name in names
    }


def tally(found: Sequence[Comparison]) -> Counter[str]:
    """How many numbers of the model have each verdict, by name.

    Where several findings are held against one number, the least favourable verdict counts: no
    number agrees with studies that contradict each other, and none agrees twice.
    """
    others, by_id = rivals(found), {c.id: c for c in found}
    count: Counter[str] = Counter()
    done: set[str] = set()
    for c in found:
        if c.id not in done:
            group = [c, *(by_id[name] for name in others.get(c.id, ()))]
            done |= {one.id for one in group}
            count[min(group, key=_favour).verdict] += 1
    return count


def in_words(found: Sequence[Comparison]) -> str:
    """The counts, best first; those that are none are left out."""
    count = tally(found)
    return ", ".join(f"{count[name]} {name}" for name in VERDICTS if count[name])


def counted_once(found: Sequence[Comparison]) -> str:
    """Which findings count once, in a sentence; empty if there are none."""
    groups = dict.fromkeys(tuple(sorted((name, *rest))) for name, rest in rivals(found).items())
    if not groups:
        return ""
    pairs = "; ".join(" and ".join(group) for group in groups)
    return (
        "Several published results for one number of the model count once, with the least"
        f" favourable verdict: {pairs}."
    )


def _favour(c: Comparison) -> tuple[int, bool]:
    return VERDICTS[c.verdict].agreement, c.verdict != WRONG
