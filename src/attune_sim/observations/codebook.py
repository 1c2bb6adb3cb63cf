"""What each column of the tables of dyads means: label, unit, scale, meaning, source."""

from __future__ import annotations

from attune_sim.codebook import Entry

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

SHARE = "share of units coded of both"
BOOTSTRAP = "stationary bootstrap: Politis & Romano 1994"
THIS = "this program"
WINDOWED = "windowed cross-correlation: Boker, Rotondo, Xu & King 2002"
GRID = "state space grids: Lewis, Lamey & Douglas 1999"

MEASURES = (
    Entry("attuned_share", "Matched", SHARE, "0 to 1",
          "Units in which the two values differ by no more than the tolerance, or the two"
          " categories are the same.", "Tronick & Cohn 1989"),
    Entry("attuned_share_above_chance", "Matched above chance", "difference of shares", "-1 to 1",
          "Matched minus matched by chance.", "after Bernieri, Reznick & Rosenthal 1988"),
    Entry("match_duration_s", "Length of a matched bout", "s", "",
          "Mean length of matched bouts; a bout cut by an end of the film or a gap counts with what"
          " was seen.", "Cohn & Tronick 1987"),
    Entry("repair_latency_s", "Repair latency", "s", "",
          "Mean length of unmatched bouts that were seen to begin and to end.",
          "Weinberg et al. 1999"),
    Entry("ruptures_per_min", "Ruptures", "per minute", "",
          "Steps from a matched to an unmatched unit, per minute of steps seen.",
          "Tronick & Cohn 1989"),
    Entry("transitions_per_min", "Transitions", "per minute", "",
          "Steps from matched to unmatched or back, per minute of steps seen.", "Tronick 1989"),
    Entry("next_step_repair", "Repair in the next unit", "probability", "0 to 1",
          "How often a matched unit follows an unmatched one.", "Gianino & Tronick 1988"),
    Entry("repaired_by_caregiver", "Repaired by the caregiver", "share of repairs", "0 to 1",
          "Repairs in which the caregiver changed more than the infant (with categories: only the"
          " caregiver did); a tie counts half.", THIS),
)  # fmt: skip
"""What has an interval."""


def _ends(measure: Entry) -> list[Entry]:
    return [
        Entry(f"{measure.column}_{end}", f"{measure.label}, {words} end", measure.unit,
              measure.scale, f"{words.capitalize()} end of the 95% interval of {measure.column}.",
              BOOTSTRAP)
        for end, words in (("low", "lower"), ("high", "upper"))
    ]  # fmt: skip


DYADS = (
    Entry("dyad", "Dyad", "", "text", "The id in the columns that the mapping names, if it is a"
          " number or like P12; otherwise a number in the order of files and observations.", THIS),
    Entry("file", "File", "", "from 1", "The file's number in the order in which files were given.",
          THIS),
    Entry("observation", "Observation", "", "from 1", "The observation's number in its file.",
          THIS),
    Entry("format", "Format", "", "text", "What the file was recognised as.", THIS),
    Entry("unit_s", "Unit of time", "s", "0.1 to 5", "All steps and bouts are of such units.",
          "the mapping"),
    Entry("rule", "Rule", "", "text", "Which code a unit has: that at its middle, that of the"
          " longest stretch, the mean, or any (the highest).", "the mapping"),
    Entry("tolerance", "Tolerance", "of a scale 0 to 1", "0 to 1", "How far apart two values may be"
          " and still match; undefined for categories, which have to be the same.", "the mapping"),
    Entry("film_s", "Film", "s", "", "Whole units of the film.", THIS),
    Entry("coded_infant_s", "Infant coded", "s", "", "Units with a value of the infant.", THIS),
    Entry("coded_caregiver_s", "Caregiver coded", "s", "", "Units with a value of the caregiver.",
          THIS),
    Entry("coded_both_s", "Both coded", "s", "", "Units with a value of both: those measured.",
          THIS),
    *(entry for measure in MEASURES for entry in (measure, *_ends(measure))),
    Entry("attuned_share_surrogate", "Matched by chance", SHARE, "0 to 1",
          "Matched when one series is shifted against the other in a circle: the mean over all"
          " shifts of at least 10 s (in films of up to 20 s, over all shifts).",
          "after Bernieri, Reznick & Rosenthal 1988"),
    Entry("ruptures", "Ruptures seen", "", "from 0", "Steps from a matched to an unmatched unit.",
          THIS),
    Entry("repairs", "Repairs seen", "", "from 0", "Steps from an unmatched to a matched unit.",
          THIS),
    Entry("grid_cells", "Joint states", "", "from 0", "How many joint states of the two occur.",
          GRID),
    Entry("grid_dispersion", "Dispersion over joint states", "", "0 to 1",
          "0 if all time is spent in one joint state, 1 if it is spread evenly over all of them.",
          GRID),
    Entry("grid_entropy", "Entropy of joint states", "bits", "",
          "Shannon's entropy of the time in each joint state.", GRID),
    Entry("grid_transitions_per_min", "Changes of the joint state", "per minute", "",
          "Steps to another joint state, per minute of steps seen.", GRID),
    Entry("windows", "Windows", "", "from 0", "Windows of 30 s, one every 10 s; undefined for"
          " categories, as are the next four.", WINDOWED),
    Entry("windows_with_peak", "Windows with a peak", "", "from 0",
          "Windows in which the correlation has a local maximum at a lag below 5 s.", WINDOWED),
    Entry("window_peak", "Peak correlation", "r", "-1 to 1",
          "Mean over windows of the peak that is nearest to no lag.", WINDOWED),
    Entry("window_peak_chance", "Peak correlation by chance", "r", "-1 to 1",
          "The same when one series is shifted against the other in a circle: the mean over 20"
          " shifts of at least 10 s.", WINDOWED),
    Entry("window_infant_first", "Infant first", "share of windows with a peak", "0 to 1",
          "Windows in which the infant's values come first; no lag counts half.", WINDOWED),
    *(
        Entry(f"{who}_{name}", f"{who.capitalize()}: {name.replace('_', ' ')}", "", "from 0",
              f"{text}, {who}.", THIS)
        for who in ("infant", "caregiver")
        for name, text in COUNTS.items()
    ),
)  # fmt: skip
"""Columns of the table with a row for each dyad, in order."""

LAGS = (
    Entry("lag_s", "Lag", "s", "-10 to 10", "Positive: the infant's values come first.", THIS),
    Entry("correlation", "Cross-correlation", "r", "-1 to 1",
          "Pearson's correlation of the two series at this lag.", THIS),
    Entry("units", "Units", "", "from 0", "Pairs of units that are both coded.", THIS),
)  # fmt: skip
"""Columns of the table with a row for each dyad and lag, after `dyad`."""

SEQUENCES = (
    Entry("given_person", "Who comes first", "", "text", "The person whose state is given.", THIS),
    Entry("given_state", "Given state", "", "text", "Their state: a category, or a part of the"
          " scale from its lower end up.", THIS),
    Entry("target_person", "Who follows", "", "text", "The other person, a unit later.", THIS),
    Entry("target_state", "State that follows", "", "text", "Their state.", THIS),
    Entry("followed", "Followed", "", "from 0", "How often it followed a unit later.", THIS),
    Entry("expected", "Expected", "", "from 0", "How often it would, if the two did not depend on"
          " each other.", "Bakeman & Quera 2011"),
    Entry("adjusted_residual", "Adjusted residual", "SD", "", "Followed minus expected, divided"
          " by its standard deviation. Neighbouring units are not independent, so this is no test.",
          "Bakeman & Quera 2011"),
    Entry("yules_q", "Yule's Q", "", "-1 to 1", "Association of given and following state; 0 none.",
          "Bakeman & Quera 2011"),
)  # fmt: skip
"""Columns of the table with a row for each dyad and pair of states, after `dyad`."""

WINDOWS = (
    Entry("window_start_s", "Window from", "s", "from 0", "In seconds of the film.", THIS),
    Entry("window_end_s", "Window to", "s", "", "Including the longest lag.", THIS),
    Entry("window_correlation", "Correlation in the window", "r", "-1 to 1",
          "Without a lag.", WINDOWED),
    Entry("peak_lag_s", "Lag of the peak", "s", "-5 to 5",
          "Positive: the infant's values come first; empty where there is no peak.", WINDOWED),
    Entry("peak_correlation", "Correlation at the peak", "r", "-1 to 1",
          "The local maximum over lags that is nearest to no lag.", WINDOWED),
)  # fmt: skip
"""Columns of the table with a row for each dyad and window, after `dyad`."""

FAMILIES = "the simulated families"
ABC = "approximate Bayesian computation: Fearnhead & Prangle 2012"

BESIDE = (
    DYADS[0],
    Entry("measure", "Measure", "", "text", "As in the table of dyads.", THIS),
    Entry("value", "Value", "as the measure", "", "Of the real film.", THIS),
    Entry("families_low", "Families, 5th percentile", "as the measure", "",
          "Of simulated families, filmed as long, with the same gaps and the same rule.", FAMILIES),
    Entry("families_median", "Families, median", "as the measure", "", "The same.", FAMILIES),
    Entry("families_high", "Families, 95th percentile", "as the measure", "", "The same.",
          FAMILIES),
    Entry("below", "Families below", "share of families", "0 to 1",
          "Simulated families with a lower value; equal ones count half.", FAMILIES),
    Entry("below_low", "Families below, lower end", "share of families", "0 to 1",
          "The same for the lower end of the film's own interval.", FAMILIES),
    Entry("below_high", "Families below, upper end", "share of families", "0 to 1",
          "The same for the upper end of the film's own interval.", FAMILIES),
    Entry("families", "Families", "", "from 0", "Simulated families in whom it is defined.",
          FAMILIES),
)  # fmt: skip
"""Columns of the table with a row for each dyad and measure, beside the model."""

SAMPLE = (
    BESIDE[1],
    Entry("dyads", "Dyads", "", "from 2", "Real dyads in whom it is defined.", THIS),
    Entry("mean", "Mean", "as the measure", "", "Over these dyads.", THIS),
    Entry("sd", "SD", "as the measure", "", "Over these dyads.", THIS),
    Entry("families_low", "Means of families, from", "as the measure", "",
          "Lower end of the range that holds 95% of the means over as many simulated families.",
          FAMILIES),
    Entry("families_high", "Means of families, to", "as the measure", "", "Its upper end.",
          FAMILIES),
    Entry("families_sd", "SD of families", "as the measure", "", "Over simulated families.",
          FAMILIES),
    Entry("below", "Means below", "share of means", "0 to 1",
          "Means over as many simulated families that are lower.", FAMILIES),
)  # fmt: skip
"""Columns of the table with a row for each measure, of all dyads together."""

COMPATIBLE = (
    DYADS[0],
    Entry("trait", "Trait", "", "text", "A parameter of the model.", "attune-sim parameters"),
    Entry("possible_low", "Possible from", "as the trait", "", "Lower end of its range; before the"
          " film all values of the range are equally likely.", "the model"),
    Entry("possible_high", "Possible to", "as the trait", "", "Upper end of its range.",
          "the model"),
    Entry("low", "Compatible from", "as the trait", "",
          "Lower end of the values that are compatible with the film (90%).", ABC),
    Entry("median", "Median", "as the trait", "", "Half of the compatible values are lower.", ABC),
    Entry("high", "Compatible to", "as the trait", "", "Upper end.", ABC),
    Entry("narrowed", "Ruled out", "share of the range", "0 to 1",
          "How much shorter the interval is than it was before the film.", ABC),
    Entry("recovered", "Recovered", "r", "-1 to 1",
          "Correlation of true and recovered values of simulated families in the film's place.",
          ABC),
    Entry("covered", "Covered", "share of families", "0 to 1",
          "Simulated families in the film's place whose true value lies in the interval; 0.9 is"
          " right.", ABC),
    Entry("as_far_out", "As far out", "share of families", "0 to 1",
          "Simulated films that differ as much from the average simulated film; where hardly any"
          " do, nothing is inferred.", ABC),
    Entry("answer", "Answer", "", "text",
          "'narrowed', 'the data do not tell', or 'no simulated film is like it'.", THIS),
)  # fmt: skip
"""Columns of the table with a row for each dyad and trait."""
