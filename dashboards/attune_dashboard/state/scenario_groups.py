"""The scenarios in the order in which one meets them: from ordinary families to special ones."""

from __future__ import annotations

from functools import cache

from attune_sim.scenario import families, load, presets

GROUPS = {
    "Ordinary families": ("good-enough", "responsive", "quick-repair", "slow-repair"),
    "Harder for the two": (
        "irritable-infant",
        "erratic",
        "rejecting",
        "intrusive",
        "hardly-there",
        "withdrawn-depressed",
        "alarming",
    ),
    "Several caregivers, many kinds of families": ("two-caregivers", "mixed-population"),
    "A thought experiment": ("attuned-throughout",),
}
"""Names of presets, by what they have in common."""
FAMILIES = "Family life"
OTHERS = "Others"


def known() -> list[str]:
    """Every scenario that comes along and can be chosen."""
    return [*presets(), *families()]


@cache
def grouped() -> dict[str, list[tuple[str, str]]]:
    """Name and title of every preset, by group; one that is in no group comes last.

    All their files are read for it, which takes as long as all else of a page; not to be changed.
    """
    here = known()
    families_too = GROUPS | {FAMILIES: tuple(families())}
    placed = [name for names in families_too.values() for name in names]
    groups = families_too | {OTHERS: tuple(name for name in here if name not in placed)}
    return {
        title: [(name, load(name).title) for name in names if name in here]
        for title, names in groups.items()
        if names
    }
