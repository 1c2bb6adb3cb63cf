"""What each column of a table of dyads means: label, unit, definition, source."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd


class Entry(NamedTuple):
    """One column.

    Attributes:
        name: of the column.
        label: for people.
        unit: in words; empty for ids and counts.
        definition: how it is computed.
        source: where the measure comes from.
    """

    name: str
    label: str
    unit: str
    definition: str
    source: str = ""


COUNTS = {
    "uncodable_units": "Units that the coder marked as missing",
    "overlapping_units": "Units in which two stretches disagree about the code; not coded",
    "uncoded_units": "Units in which nothing is coded",
    "too_short": "Stretches too short to decide a unit of time by the rule",
    "points": "Codes without duration; left out",
    "reversed": "Stretches that end before they begin; left out",
    "open": "Stretches that never end, or end without having begun; left out",
    "unmapped": "Stretches whose code is not in the mapping; left out",
    "unmapped_codes": "Different codes that are not in the mapping",
}
"""Of each person: how often something could not be used as it stands."""

MEASURES = (
    Entry("attuned_share", "Matched", "share of units coded of both",
          "Units in which the two values differ by no more than the tolerance, or the two"
          " categories are the same", "Tronick & Cohn 1989"),
    Entry("attuned_share_surrogate", "Matched by chance", "share of units coded of both",
          "The same after one series is turned against the other in a circle, mean over all shifts"
          " of at least 10 s", "after Bernieri, Reznick & Rosenthal 1988"),
    Entry("attuned_share_above_chance", "Matched above chance", "difference of shares",
          "Matched minus matched by chance"),
    Entry("match_duration_s", "Length of a matched bout", "s",
          "Mean length of matched bouts; a bout cut by an end of the film or a gap counts with what"
          " was seen", "Cohn & Tronick 1987"),
    Entry("repair_latency_s", "Repair latency", "s",
          "Mean length of unmatched bouts that were seen to begin and to end",
          "Weinberg et al. 1999"),
    Entry("ruptures_per_min", "Ruptures", "per minute",
          "Steps from a matched to an unmatched unit, per minute of steps seen"),
    Entry("transitions_per_min", "Transitions", "per minute",
          "Steps from matched to unmatched or back, per minute of steps seen", "Tronick 1989"),
    Entry("next_step_repair", "Repair in the next unit", "probability",
          "How often a matched unit follows an unmatched one", "Gianino & Tronick 1988"),
    Entry("repaired_by_caregiver", "Repaired by the caregiver", "share of repairs",
          "Repairs in which the caregiver changed more than the infant (with categories: alone); if"
          " both changed alike, a half"),
)  # fmt: skip

CODEBOOK = (
    Entry("dyad", "Dyad", "", "The id in the file's columns named by the mapping, if it is a number"
          " or like P12; otherwise a number in the order of files and observations"),
    Entry("file", "File", "", "The file's number in the order in which files were given"),
    Entry("observation", "Observation", "", "The observation's number in its file"),
    Entry("format", "Format", "", "What the file was recognised as"),
    Entry("unit_s", "Unit of time", "s", "All steps and bouts are of units of this length"),
    Entry("rule", "Rule", "", "Which code a unit has: that at its middle, that of the longest"
          " stretch, the mean, or any (the highest)"),
    Entry("tolerance", "Tolerance", "of a scale 0 to 1", "How far apart two values may be and still"
          " match; undefined for categories, which have to be the same"),
    Entry("film_s", "Film", "s", "Whole units of the film"),
    Entry("coded_infant_s", "Infant coded", "s", "Units with a value of the infant"),
    Entry("coded_caregiver_s", "Caregiver coded", "s", "Units with a value of the caregiver"),
    Entry("coded_both_s", "Both coded", "s", "Units with a value of both, which are measured"),
    *(
        entry
        for measure in MEASURES
        for entry in (
            measure,
            *(
                Entry(f"{measure.name}_{end}", f"{measure.label}, {words} end", measure.unit,
                      f"{words.capitalize()} end of the 95% interval of {measure.name}",
                      "stationary bootstrap: Politis & Romano 1994")
                for end, words in (("low", "lower"), ("high", "upper"))
                if measure.name != "attuned_share_surrogate"
            ),
        )
    ),
    Entry("ruptures", "Ruptures seen", "", "How many steps from a matched to an unmatched unit"),
    Entry("repairs", "Repairs seen", "", "How many steps from an unmatched to a matched unit"),
    *(
        Entry(f"{who}_{name}", f"{who.capitalize()}: {name.replace('_', ' ')}", "",
              f"{text}, {who}")
        for who in ("infant", "caregiver")
        for name, text in COUNTS.items()
    ),
)  # fmt: skip
"""Every column, in order."""


def codebook() -> pd.DataFrame:
    """The codebook as a table."""
    return pd.DataFrame(CODEBOOK)
