"""Run the experiments and write their tables into README.md.

    python experiments/answers.py [TABLE ...]

Sweeps that are there already in results/ are not run again. Each cell is the mean over replications
with their standard deviation; random numbers are common to all cells of a replication.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping

import families_care
import families_change
import families_load
import families_pairs
import growing
import history
import lineages
import numpy as np
import pandas as pd
import partners
from tables import HERE, by, cell, crossed, effects, made_once, markdown, rows

from attune_sim import numbers, run
from attune_sim.evidence.robustness.conditions import disturbances
from attune_sim.evidence.robustness.thirty_percent import imposed, shape
from attune_sim.evidence.robustness.thirty_percent.rulers import RULERS
from attune_sim.intervals import wilson
from attune_sim.outcomes import OUTCOMES, PATTERNS
from attune_sim.scenario import Scenario, Value, load
from attune_sim.sweep import load_spec

SHARES = [f"patterns_{p}" for p in PATTERNS]


# --- across a mixed population ------------------------------------------------------------------

SEEDS = range(1, 6)


def mixed() -> pd.DataFrame:
    """1,000 families in each of five replications of the mixed population."""
    scenario = load("mixed-population").with_(infants=1000)

    def make() -> pd.DataFrame:
        tables = []
        for seed in SEEDS:
            table, _ = run.infants(scenario.with_(seed=seed), threads=2)
            tables.append(table.assign(seed=seed))
        return pd.concat(tables, ignore_index=True)

    return made_once("mixed-population", [scenario.as_dict(), list(SEEDS)], make)


def marker() -> str:
    """Share secure over sixths of attuned share, and over sixths of sensitivity as rated."""
    table = mixed()
    out = {}
    for measure in ("attuned_share", "attuned_share_above_chance", "sensitivity_rating"):
        sixth = pd.qcut(table[measure], 6, labels=False, duplicates="drop") + 1
        shares = table.groupby([sixth, "seed"])["patterns_secure"].mean()
        means = table.groupby(sixth)[measure].mean()
        out[measure.replace("_", " ")] = [
            f"{numbers.decimals(means[k])}: {cell(shares[k])}" for k in sorted(means.index)
        ]
    return markdown(pd.DataFrame(out, index=pd.Index(range(1, 7), name="sixth")))


def pairs() -> str:
    """Correlations over families within each replication."""
    wanted = (
        ("attuned_share", "patterns_secure"),
        ("attuned_share_above_chance", "patterns_secure"),
        ("sensitivity_rating", "patterns_secure"),
        ("alarm_rating", "patterns_disorganized"),
        ("repair_latency_s", "patterns_secure"),
    )
    groups = mixed().groupby("seed")
    r = {
        f"{a} with {b}": cell(groups.apply(lambda g, a=a, b=b: g[a].corr(g[b]))) for a, b in wanted
    }
    return markdown(pd.DataFrame({"r": r}).rename_axis("pair"))


def faces() -> str:
    """Distress at separation and reunion by pattern, and as a difference from secure in SDs."""
    table = mixed()
    measures = [
        f"{w}_{k}" for w in ("separation", "reunion") for k in ("physiological", "displayed")
    ]
    means = table.groupby(["pattern", "seed"])[measures].mean()
    cells = means.groupby("pattern", sort=False).agg(cell).loc[list(PATTERNS)]
    secure, avoidant = (table[table["pattern"] == p] for p in ("secure", "avoidant"))
    insecure = table[table["pattern"] != "secure"]
    for name, group in (
        ("avoidant minus secure, in SDs", avoidant),
        ("insecure minus secure, in SDs", insecure),
    ):
        pooled = np.sqrt((group[measures].var() + secure[measures].var()) / 2)
        d = (group[measures].mean() - secure[measures].mean()) / pooled
        cells.loc[name] = [numbers.signed(v) for v in d]
    return markdown(cells.rename(columns=lambda m: m.replace("_", " ")))


# --- thirty percent: shape and rulers -----------------------------------------------------------

FAMILIES, FAMILIES_A_CELL, RESAMPLES = 2000, 40, 200


def bend() -> str:
    """Which shape the share secure has over the attuned share, and where it bends, by ruler."""
    table = made_once(
        "across-families", FAMILIES, lambda: imposed.across_families(FAMILIES, jobs=-1)
    )
    secure = table["secure"].to_numpy(float)
    out = {}
    for ruler in RULERS:
        share = table[ruler].to_numpy(float)
        fits = shape.fit_all(share, secure)
        lowest = min(fit.aic for fit in fits.values())
        ends = shape.bend_interval(share, secure, resamples=RESAMPLES, seed=30)
        bends = (fits["segmented"].bend, *ends)
        lines = " → ".join(
            f"{numbers.decimals(at)}: {numbers.decimals(p)}"
            for at, p in zip(fits["segmented"].at, fits["segmented"].p, strict=True)
        )
        out[ruler] = {
            "best by AIC": shape.best(fits, "aic"),
            "best by BIC": shape.best(fits, "bic"),
            **{f"AIC {name}": numbers.decimals(fit.aic - lowest, 1) for name, fit in fits.items()},
            "bend": numbers.with_interval(*map(numbers.decimals, bends)),
            "bend, percentile": numbers.with_interval(
                *(numbers.decimals(shape.percentile(share, x), 0) for x in bends)
            ),
            "segmented: share, secure": lines,
        }
    return markdown(pd.DataFrame(out).T.rename_axis("ruler"))


def rulers() -> str:
    """What raising attunement in play and answers to distress does, by learning rule and ruler."""
    levels = load_spec(HERE / "01-thirty-percent.toml").levels
    rules = {level.label: level.parameters for level in levels}
    table = made_once(
        "set-from-outside",
        [rules, FAMILIES_A_CELL],
        lambda: imposed.set_from_outside(rules, FAMILIES_A_CELL, jobs=-1),
    )
    out = {}
    for rule, part in table.groupby("rule", sort=False):
        for what, factor in (("attunement in play", "play"), ("answers to distress", "distress")):
            means = part.groupby([factor, "replication"])[["secure", *RULERS]].mean()
            raised = means.loc[part[factor].max()] - means.loc[part[factor].min()]
            out[rule, what] = {name: cell(raised[name]) for name in raised}
    return markdown(pd.DataFrame(out).T.rename_axis(["learning", "raised"]))


# --- disturbed constants ------------------------------------------------------------------------

EXPECTED = {
    "responsive": "secure",
    "good-enough": "secure",
    "erratic": "resistant",
    "rejecting": "avoidant",
    "alarming": "disorganized",
}
DISTURBANCES = 40


def disturbed() -> str:
    """How often each kind of care keeps its most frequent pattern when all constants are disturbed.

    Every constant of the dyad is multiplied by a number between .8 and 1.2.
    """
    kept = dict.fromkeys(EXPECTED, 0)
    all_kept = 0
    for values in disturbances(DISTURBANCES, seed=20):
        good = {name: _modal(load(name), values) == pattern for name, pattern in EXPECTED.items()}
        all_kept += all(good.values())
        for name, fine in good.items():
            kept[name] += fine
    rows = {f"{name}: {EXPECTED[name]}": _proportion(count) for name, count in kept.items()} | {
        "all of them at once": _proportion(all_kept)
    }
    return markdown(pd.DataFrame({"kept": rows}).rename_axis("kind of care: pattern"))


def _modal(scenario: Scenario, values: Mapping[str, Value]) -> str:
    table, _ = run.infants(scenario.with_(infants=50, **values), measures=["patterns"], threads=2)
    return str(table["pattern"].mode()[0])


def _proportion(count: int) -> str:
    low, high = wilson(count, DISTURBANCES)
    ends = numbers.interval(numbers.decimals(low), numbers.decimals(high))
    return f"{count} of {DISTURBANCES} (95% interval {ends})"


# --- the README ---------------------------------------------------------------------------------

AS_IT_IS = {"level": "as it is"}
TABLES: dict[str, Callable[[], str]] = {
    "marker": marker,
    "pairs": pairs,
    "dose": lambda: by(
        "01-thirty-percent",
        ["level", "responsiveness_in_play", "responsiveness"],
        ["attuned_share", "attuned_share_surrogate", "patterns_secure", "felt_security"],
        turn_rate=0.25,
        repair_rate=0.5,
    ),
    "dose-effects": lambda: shares_of_variance(),
    "rulers": rulers,
    "bend": bend,
    "repair": lambda: by(
        "02-repair",
        ["level", "scenario"],
        [
            "attuned_share",
            "attuned_share_above_chance",
            "repair_latency_s",
            "expected_relief",
            "reunion_physiological",
            "patterns_secure",
        ],
    ),
    "repair-rate": lambda: crossed(
        "02-repair-rate", "repair_rate", "responsiveness", "patterns_secure"
    ),
    "repair-latency": lambda: crossed(
        "02-repair-rate", "repair_rate", "responsiveness", "repair_latency_s"
    ),
    "repair-effects": lambda: effects(
        "02-repair-rate", ["patterns_secure", "felt_security", "reunion_physiological"]
    ),
    "consistency": lambda: crossed(
        "03-consistency", "consistency", "loudness_contingency", "patterns_resistant"
    ),
    "consistency-avoidant": lambda: crossed(
        "03-consistency", "consistency", "loudness_contingency", "patterns_avoidant"
    ),
    "consistency-nulls": lambda: by(
        "03-consistency-nulls",
        ["level", "consistency", "loudness_contingency"],
        ["resistance", "policy_display_gain", "patterns_resistant", "patterns_secure"],
    ),
    "patterns": lambda: by(
        "04-four-patterns", ["scenario"], [*SHARES, "meets_secure_rule"], **AS_IT_IS
    ),
    "patterns-nulls": lambda: own_pattern(),
    "care-map": lambda: by("04-care-map", ["level", "responsiveness"], SHARES),
    "too-much": lambda: by(
        "05-too-much",
        ["level", "intrusiveness"],
        [
            "attuned_share",
            "policy_turning_away",
            "avoidance",
            "patterns_secure",
            "patterns_avoidant",
        ],
    ),
    "throughout": lambda: by(
        "05-attuned-throughout",
        ["level", "scenario"],
        [
            "attuned_share",
            "felt_security",
            "self_regulation",
            "separation_physiological",
            "reunion_physiological",
            "patterns_secure",
        ],
    ),
    "calm-face": lambda: by(
        "06-calm-face",
        ["level", "scenario"],
        [
            "separation_physiological",
            "separation_displayed",
            "reunion_physiological",
            "reunion_displayed",
            "patterns_avoidant",
        ],
    ),
    "faces": faces,
    "still-face": lambda: by(
        "07-still-face",
        ["level", "scenario"],
        [f"{w}_{k}" for k in ("effect", "carry_over") for w in ("gaze", "positive", "negative")],
    ),
    "disturbed": disturbed,
    "whose": history.whose,
    "whose-patterns": history.whose_patterns,
    "change-of-care": history.change_of_care,
    "trace-of-a-year": history.trace_of_a_year,
    "same-family": history.same_family,
    "support": families_load.support,
    "support-effects": families_load.support_effects,
    "stress-gap": families_load.gap,
    "leave": families_load.leave,
    "leave-slope": families_load.leave_slope,
    "leave-course": families_load.leave_course,
    "same-event": families_load.same_event,
    "rebound": families_change.rebound,
    "rebound-by-start": families_change.rebound_by_start,
    "help-levels": families_change.help_levels,
    "help-effects": families_change.help_effects,
    "groups": families_care.groups,
    "bonds": families_care.bonds,
    "bond-effects": families_care.bond_effects,
    "carrying": families_care.carrying,
    "confounded": families_care.confounded,
    "hysteresis": families_pairs.hysteresis,
    "held-halfway": families_pairs.held,
    "jumps": families_pairs.jumps,
    "passed-on": lineages.passed_on,
    "chain": lineages.chain,
    "cycle": lineages.cycle,
    "demands": partners.demands,
    "parts": partners.parts,
    "with-a-partner": partners.with_a_partner,
    "outside": partners.outside,
    "forecast": partners.forecast,
    "independence": growing.independence,
    "fewer-answers": growing.fewer_answers,
    "protest": growing.protest,
    "teacher": growing.teacher,
    "eighteen": growing.eighteen,
    "later-care": growing.later_care,
}


def shares_of_variance() -> str:
    """How much of the variance over cells each factor of the crossed design takes (eta squared)."""
    table = rows("01-thirty-percent")
    factors = ["responsiveness_in_play", "responsiveness", "turn_rate", "repair_rate"]
    out = {}
    for level, part in table.groupby("level", sort=False):
        for measure in ("attuned_share", "patterns_secure", "felt_security"):
            total = ((part[measure] - part[measure].mean()) ** 2).sum()
            out[level, measure.replace("_", " ")] = {
                f: numbers.decimals(_between(part, f, measure) / total) for f in factors
            }
    table = pd.DataFrame(out).T.rename_axis(["learning", "measure"])
    return markdown(table)


def _between(table: pd.DataFrame, factor: str, measure: str) -> float:
    means = table.groupby(factor)[measure].transform("mean")
    return float(((means - table[measure].mean()) ** 2).sum())


def own_pattern() -> str:
    """The pattern that goes with each kind of care, as it is and with mechanisms off."""
    table = rows("04-four-patterns")
    columns = {}
    for scenario, pattern in EXPECTED.items():
        part = table[table["scenario"] == scenario]
        cells = part.groupby("level", sort=False)[f"patterns_{pattern}"].agg(cell)
        columns[f"{scenario}: {pattern}"] = cells
    return markdown(pd.DataFrame(columns).T.rename_axis("kind of care: pattern"))


def main() -> None:
    """Write every table, or those that are named, in their order, into its place."""
    assert set(SHARES) <= set(OUTCOMES)
    readme = HERE / "README.md"
    for name in sys.argv[1:] or TABLES:
        place = re.compile(f"<!-- table: {name} -->.*?<!-- end -->", re.DOTALL)
        if not place.search(readme.read_text(encoding="utf-8")):
            continue
        block = f"<!-- table: {name} -->\n\n{TABLES[name]()}\n\n<!-- end -->"
        text = readme.read_text(encoding="utf-8")  # a table may take minutes
        readme.write_text(place.sub(lambda _, block=block: block, text), encoding="utf-8")
        print(name, flush=True)


if __name__ == "__main__":
    main()
