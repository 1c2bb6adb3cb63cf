"""Couples: who demands, what each part does, stress and a child, and forecasts.

The runs of questions 23 to 25 of README.md, and their tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from tables import cell, made_once, markdown

from attune_sim import numbers
from attune_sim.couples.looks import looks
from attune_sim.couples.scenario import CoupleScenario, Partner, load

SEEDS = (1, 2, 3, 4)
COUPLES = 48  # in each replication
YEAR = 365
RAISED = ("responsive", "erratic", "rejecting")

Arm = tuple[str, ...]


def _followed(
    name: str, levels: Sequence[str], arms: Mapping[Arm, CoupleScenario], days: Sequence[int],
    couples: int = COUPLES,
) -> pd.DataFrame:  # fmt: skip
    """The couples of each arm on some days, kept in results/: a row per couple and partner."""
    asked = [{", ".join(arm): s.identity() for arm, s in arms.items()}, list(days), couples]

    def make() -> pd.DataFrame:
        tables = []
        for arm, scenario in arms.items():
            for seed in SEEDS:
                own = scenario.with_(couples=couples, seed=seed)
                for day, table in looks(own, days, conversations=["conflict"], threads=2):
                    told = dict(zip(levels, arm, strict=True))
                    tables.append(table.assign(day=day, seed=seed, **told))
        return pd.concat(tables, ignore_index=True)

    return made_once(name, [*asked, list(SEEDS)], make)


def _pair(one: str, other: str, **values: float) -> CoupleScenario:
    return CoupleScenario(
        partners=(Partner("one", one), Partner("other", other)), parameters=values
    )


def _cells(table: pd.DataFrame, levels: Sequence[str], measures: Mapping[str, str]) -> pd.DataFrame:
    means = table.groupby([*levels, "seed"], sort=False)[list(measures)].mean()
    return means.groupby(list(levels), sort=False).agg(cell).rename(columns=measures)


# --- who demands ----------------------------------------------------------------------------------

CONFLICT = {
    "conflict_attuned_share": "attuned",
    "conflict_attuned_share_surrogate": "by chance",
    "conflict_distress": "upset",
    "conflict_flooded_share": "flooded",
    "conflict_demands": "one demands, the other has turned away",
}


def demands() -> str:
    """The first partner's demands in the first conflict, by how both were raised."""
    arms = {(one, other): _pair(one, other) for one in RAISED for other in RAISED}
    table = _followed("demands", ["one raised", "other raised"], arms, [0])
    one = table[table["partner"] == "one"]
    return markdown(_cells(one, ["one raised", "other raised"], CONFLICT))


PARTS = {
    "as it is": {},
    "no contagion": {"contagion": 0.0},
    "turning away costs no attention": {"disengagement": 0.0},
    "own distress costs no attention": {"self_focus": 0.0},
    "no flooding": {"flooding": 0.0},
    "care knows nothing of childhood": {"mirroring": 0.0},
    "adults learn nothing": {"adult_learning": 0.0},
}


def parts() -> str:
    """Where uneven care meets care that drew back, with parts of the couple switched off."""
    arms = {(name,): _pair("erratic", "rejecting", **values) for name, values in PARTS.items()}
    table = _followed("parts-of-couples", ["model"], arms, [0, 3 * YEAR])
    one = table[table["partner"] == "one"]
    shown = {**CONFLICT, "quality": "quality"}
    first = _cells(one[one["day"] == 0], ["model"], CONFLICT)
    later = _cells(one[one["day"] > 0], ["model"], {**shown, "expected_relief": "relief expected"})
    kept = later[["one demands, the other has turned away", "quality", "relief expected"]]
    return markdown(pd.concat([first, kept.add_suffix(", after three years")], axis=1))


def with_a_partner() -> str:
    """What three years with a partner do to somebody raised in uneven care."""
    arms = {(other,): _pair("erratic", other) for other in RAISED}
    table = _followed("with-a-partner", ["partner raised"], arms, [0, YEAR, 3 * YEAR], 96)
    one = table[table["partner"] == "one"]
    shown = {
        "expected_relief": "relief expected",
        "expected_alarm": "alarm expected",
        "display_gain": "loudness",
        "turning_away": "turning away",
        "quality": "quality",
    }
    return markdown(_cells(one, ["partner raised", "day"], shown))


# --- from outside ---------------------------------------------------------------------------------

FROM_OUTSIDE = {
    "stress": ("under-outside-stress", ("stress from outside",)),
    "a child": ("new-parents", ("a child comes", "the first months")),
}
LOOKS = (350, 700, 1060)


def outside() -> str:
    """The same couples with and without what comes from outside: the difference it makes."""
    arms = {}
    for what, (name, titles) in FROM_OUTSIDE.items():
        arms[what, "yes"] = load(name)
        arms[what, "no"] = load(name).without(*titles)
    table = _followed("from-outside", ["what", "befalls"], arms, LOOKS)
    measures = ["quality", "load", "conflict_distress", "conflict_flooded_share"]
    keys = ["what", "day", "seed", "couple", "partner"]
    with_it, without = (
        table[table["befalls"] == befalls].set_index(keys)[measures] for befalls in ("yes", "no")
    )
    gaps = (with_it - without).reset_index()
    shown = {m: m.replace("_", " ") for m in measures}
    spared = table[table["befalls"] == "no"]
    fell = spared.pivot_table(
        index=["what", "seed", "couple", "partner"], columns="day", values="quality"
    )
    note = _cells(gaps, ["what", "day"], shown)
    falls = (fell[LOOKS[1]] - fell[LOOKS[0]]).groupby(["what", "seed"]).mean().groupby("what")
    note["change of quality from 350 to 700 without it"] = [
        falls.agg(cell)[what] if day == LOOKS[1] else "" for what, day in note.index
    ]
    return markdown(note)


# --- forecasts ------------------------------------------------------------------------------------

FIVE_YEARS = 1826
HALVES = 40
KNOWN = {
    "a film of a conflict": (
        "conflict_set_point", "conflict_inertia", "conflict_influence", "conflict_demands",
        "conflict_flooded_share", "conflict_distress", "conflict_positive_share",
        "conflict_negative_share", "conflict_attuned_share", "conflict_repair_latency_s",
    ),
    "what each expects and feels": (
        "quality", "expected_relief", "expected_alarm", "spread", "turning_away", "display_gain",
    ),
}  # fmt: skip


def forecast() -> str:
    """How well those who part within four years are told from others after one year together."""
    arms = {("ordinary",): load("ordinary-couple")}
    table = _followed("forecast", ["arm"], arms, [YEAR, FIVE_YEARS], 250)
    key = ["seed", "couple"]
    start = table[(table["day"] == YEAR) & table["together"]]
    end = table[table["day"] == FIVE_YEARS].groupby(key)["together"].first()
    rows = {}
    for known, columns in {**KNOWN, "both": sum(KNOWN.values(), ())}.items():
        wide = start.pivot_table(index=key, columns="partner", values=list(columns))
        wide = wide.T.drop_duplicates().T.dropna()  # a couple's own measures are there twice
        parted = ~end.loc[wide.index].to_numpy(bool)
        fits, others = _in_halves(wide.to_numpy(float), parted)
        rows[known] = {
            "couples": f"{len(parted):,}",
            "parted": numbers.percent(parted.mean()),
            "told apart (AUC), in the half that was fitted": cell(fits),
            "in the other half": cell(others),
        }
    return markdown(pd.DataFrame(rows).T.rename_axis("known after one year"))


def _in_halves(
    known: npt.NDArray[np.float64], parted: npt.NDArray[np.bool_]
) -> tuple[pd.Series, pd.Series]:
    """The area under the curve in the half that was fitted and in the other, for many halves."""
    luck = np.random.default_rng(20)
    known = (known - known.mean(axis=0)) / np.where(known.std(axis=0) > 0, known.std(axis=0), 1.0)
    design = np.column_stack([np.ones(len(known)), known])
    fits, others = [], []
    for _ in range(HALVES):
        own = np.zeros(len(parted), bool)
        own[luck.permutation(len(parted))[: len(parted) // 2]] = True
        line = np.linalg.lstsq(design[own], parted[own].astype(float), rcond=None)[0]
        fits.append(_area(design[own] @ line, parted[own]))
        others.append(_area(design[~own] @ line, parted[~own]))
    return pd.Series(fits), pd.Series(others)


def _area(score: npt.NDArray[np.float64], hit: npt.NDArray[np.bool_]) -> float:
    """How often a couple that parts has a higher score than one that does not."""
    ranks = pd.Series(score).rank().to_numpy()
    few, many = hit.sum(), (~hit).sum()
    return float((ranks[hit].sum() - few * (few + 1) / 2) / (few * many))
