"""The calibration: constants, fit, predictive checks, what each mechanism buys."""

from __future__ import annotations

import math
from collections import Counter

from attune_sim import numbers
from attune_sim.evidence import stored_validation
from attune_sim.evidence.calibration.constants import DYAD, FAMILY, Constants
from attune_sim.evidence.calibration.posterior import checks, summary_of
from attune_sim.evidence.calibration.predictive import verdict
from attune_sim.evidence.validation.comparison import SIDES
from attune_sim.evidence.verdicts import VERDICTS
from attune_sim.parameters import PARAMETERS
from tables.parts import NOTHING, interval, number


def calibration(free: Constants = DYAD) -> str:
    """The free constants: before, after, how well each was found again, the default."""
    found = summary_of(free=free)
    rows = [
        "| constant | range before | 90% interval | median | default | recovered | pinned down |",
        "|---|---|---|---|---|---|---|",
    ]
    for c in found["constants"]:
        default = PARAMETERS[c["name"]].default
        recovered = NOTHING if c["recovered"] is None else numbers.percent(c["recovered"])
        before = numbers.interval(*(numbers.plain(end) for end in c["prior"]))
        after = numbers.interval(*(numbers.significant(c[end]) for end in ("low", "high")))
        rows.append(
            f"| `{c['name']}` | {before} | {after} | {numbers.significant(c['median'])} |"
            f" {numbers.plain(default)} | {recovered} | {'yes' if c['pinned_down'] else 'no'} |"
        )
    s = found["settings"]
    parts = [
        f"Model {found['model']}, {found['date']}: {s['points']} points over the whole range and"
        f" {s['rounds']} times {s['more_points']} where it is plausible, {s['families']} families"
        f" in each cohort. The chains are worth {found['effective']:,} independent draws."
        f" In {found['cases']} recovered cases, intervals of 90% contained"
        f" {numbers.percent(found['coverage'])} of the known values.",
        "\n".join(rows),
        "Pinned down: the interval is less than six tenths of the range before. The others could"
        " have other values and fit as well.",
    ]
    pairs = [f"`{p['between'][0]}` and `{p['between'][1]}` (r {number(p['r'])})"
             for p in found["correlations"]]  # fmt: skip
    parts.append(f"Known only together: {', '.join(pairs) or 'no pair with |r| of .4 or more'}.")
    best = found["best"]
    likeliest = likelihood_in_words(best["log_likelihood"])
    parts.append(
        f"Simulated once more with {s['trial_families']} families in each cohort, the likeliest of"
        f" {s['tried']} draws has a log likelihood of {likeliest}; the defaults"
        f" before this calibration {likelihood_in_words(best['of_defaults'])}."
    )
    return "\n\n".join(parts)


def family_calibration() -> str:
    """The same for the constants of family life."""
    return calibration(FAMILY)


def family_fits() -> str:
    """The figures that they were fitted to."""
    return fits(FAMILY)


def likelihood_in_words(likelihood: float | None) -> str:
    """A log likelihood in words."""
    return "minus infinity" if likelihood is None else numbers.decimals(likelihood, 1)


def fits(free: Constants = DYAD) -> str:
    """The fitted figures over the posterior, as the response surfaces have them."""
    rows = [
        "| figure | published | softness (SD) | 90% of draws | median | predicted |",
        "|---|---|---|---|---|---|",
    ]
    for f in summary_of(free=free)["fits"]:
        aim = SIDES[f["direction"]] if f["direction"] is not None else number(f["target"])
        softness = f"{number(f['sd'])}{' (log)' if f['relative'] else ''}"
        rows.append(
            f"| `{f['id']}` | {aim} | {softness} | {number(f['low'])} to {number(f['high'])} |"
            f" {number(f['median'])} | {numbers.percent(max(0.0, f['explained']))} |"
        )
    rows.append(
        "\nPredicted: the share of the variance between points that the surface predicts at points"
        " it has not seen; the rest is the chance of the families, or a shape that it misses."
    )
    return "\n".join(rows)


def predictive() -> str:
    """Posterior predictive checks, fitted and kept back."""
    found = checks("predictive")
    by_id = stored_validation().by_id()
    parts = [
        f"Model {found['model']}, {found['date']}: {found['draws']} draws, {found['families']}"
        " families in each cohort."
    ]
    for title, fitted in (("Used to fit", True), ("Kept back", False)):
        group = [p for p in found["findings"] if p["fitted"] is fitted]
        given = {p["id"]: verdict(p, by_id[p["id"]]) for p in group}
        count = Counter(given.values())
        counted = ", ".join(f"{count[name]} {name}" for name in VERDICTS if count[name])
        rows = [
            "| finding | published | median | 90% of draws | verdict |",
            "|---|---|---|---|---|",
        ]
        for p in group:
            c = by_id[p["id"]]
            aim = SIDES[c.direction] if c.direction is not None else interval(c.published)
            ends = [math.nan if p[k] is None else p[k] for k in ("median", "low", "high")]
            rows.append(
                f"| `{p['id']}` | {aim} | {number(ends[0])} | {number(ends[1])} to"
                f" {number(ends[2])} | {VERDICTS[given[p['id']]].marked} |"
            )
        parts.append(f"### {title}\n\n{len(group)}: {counted}.\n\n" + "\n".join(rows))
    return "\n\n".join(parts)


def ablation() -> str:
    """What each mechanism buys."""
    found = checks("ablation")
    rows = [
        "| without | fit lost | worse, fitted | worse, kept back | better | which |",
        "|---|---|---|---|---|---|",
    ]
    for m in found["mechanisms"]:
        fitted = [p for p in m["lost"] if p["fitted"]]
        names = [f"−`{p['id']}`" for p in m["lost"]] + [f"+`{p['id']}`" for p in m["won"]]
        rows.append(
            f"| {m['mechanism']} | {numbers.decimals(m['fit_lost'], 1)} | {len(fitted)} |"
            f" {len(m['lost']) - len(fitted)} |"
            f" {len(m['won'])} | {' '.join(names) or 'none'} |"
        )
    head = (
        f"Model {found['model']}, {found['date']}, {found['families']} families in each cohort for"
        f" the verdicts, {found['fit_families']} for the fit."
    )
    return head + "\n\n" + "\n".join(rows)
