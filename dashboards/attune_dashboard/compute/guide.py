"""What the guided path shows: short passages of records, found in them and told from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from attune_dashboard.compute import first_years, moments, procedures, visit
from attune_dashboard.compute.cache import FEW, kept
from attune_dashboard.compute.moments import Moment
from attune_dashboard.narration import summary, who_repaired
from attune_dashboard.state.choice import Choice
from attune_sim import measures
from attune_sim.figures import Span, filmed
from attune_sim.figures.families.population import Correlation, correlated
from attune_sim.figures.film.time_axis import Bout, ruptures
from attune_sim.procedures import strange_situation, strange_situation_explained
from attune_sim.run import grown

PLAY = Choice(seed=7)
"""The two of the first scenes: an ordinary pair, as its seed draws it from 'good enough'."""
FAMILY = Choice(seed=6).with_changes(
    dict.fromkeys(("responsiveness", "responsiveness_in_play", "consistency"), 0.4)
    | dict.fromkeys(("rejection", "intrusiveness", "withdrawal", "alarming_moments"), 0.0)
)
"""The family that is met at one year: a caregiver who is often elsewhere, not steadily so, and
nothing worse than that."""
BEFORE_S, AFTER_S = 3, 5
"""Seconds of a record shown before a match begins, and after a rupture has been repaired."""
LONG_MATCH_S, LONG_RUPTURE_S = 5, 6
"""Longer ones show no more; a longer rupture only makes one wait for its repair."""


@dataclass(frozen=True)
class Rupture:
    """A match, a rupture and its repair.

    Attributes:
        record: the passage, from its own second 0.
        match_s: seconds of match before.
        bout: the rupture, in seconds of the passage.
        who: repaired it, as in 'by the caregiver'; empty if nobody did.
    """

    record: Moment
    match_s: int
    bout: Bout
    who: str


def rupture(choice: Choice) -> Rupture | None:
    """The clearest match, rupture and repair of a dyad's free play; None if there is none."""
    return _rupture(choice.bare())


@kept(FEW)
def _rupture(choice: Choice) -> Rupture | None:
    whole, width = moments.moment(choice).trace, moments.tolerance(choice)
    infant = whole["infant_engagement"].to_numpy(float)
    caregiver = whole["caregiver_engagement"].to_numpy(float)
    mask = measures.attuned(infant, caregiver, width)
    bouts = ruptures(mask, np.isfinite(infant) & np.isfinite(caregiver))
    before = [0, *(bout.end for bout in bouts)]
    found = [
        pair for pair in zip(before, bouts, strict=False) if pair[1].began and pair[1].repaired
    ]
    if not found:
        return None
    match, bout = max(found, key=_clarity)
    start, end = max(0, match - BEFORE_S), min(len(whole), bout.end + AFTER_S)
    passage = whole.iloc[start:end].reset_index(drop=True)
    record = moments.shown(passage, [], width, "A match, a rupture, a repair", small=True)
    here = replace(bout, start=bout.start - start, end=bout.end - start)
    return Rupture(record, bout.start - match, here, who_repaired(infant, caregiver, bout.end))


def _clarity(found: tuple[int, Bout]) -> int:
    match, bout = found
    length = bout.end - bout.start
    clear = min(length, LONG_RUPTURE_S) - max(0, length - LONG_RUPTURE_S)
    return min(bout.start - match, LONG_MATCH_S) + clear


HUNGRY_AT, ANSWER_S = 5, 60
"""When the infant gets hungry, and how long what is done about it is watched."""
ANSWERS = {"soothe": "Soothe", "wait": "Wait"}


@dataclass(frozen=True)
class Answered:
    """What came of one way to answer distress.

    Attributes:
        record: of it, to be played.
        fussing_s: seconds of fussing or crying.
        distress: at the end, 0 to 1.
    """

    record: Moment
    fussing_s: int
    distress: float


@kept(FEW)
def answered(choice: Choice, act: str) -> Answered:
    """The same hungry infant with someone who soothes them, or waits."""
    trace = visit.acting(choice, act, HUNGRY_AT).iloc[:ANSWER_S]
    width = moments.tolerance(choice)
    record = moments.shown(trace, [], width, f"Distress: {ANSWERS[act].lower()}", small=True)
    found = summary(trace, width)
    return Answered(record, found["fussing_s"], float(trace["distress"].iloc[-1]))


REUNION = strange_situation.REUNIONS[1]
ALONE_S, REUNION_S = 6, 40
"""Seconds shown before the caregiver comes back the second time, and after."""


@dataclass(frozen=True)
class Life:
    """A first year, and the second reunion at its end.

    Attributes:
        record: the last seconds before the caregiver comes back, and the first ones after.
        back_at: when they come back, in seconds of the record.
        pattern: that a coder gave to the whole procedure.
        rule: why, in a sentence.
        relief: that the infant has come to expect of this caregiver, 0 to 1.
    """

    record: Moment
    back_at: int
    pattern: str
    rule: str
    relief: float


@kept(FEW * 4)
def life(choice: Choice, number: int) -> Life:
    """One of the first years that an infant with these traits may live through.

    Args:
        choice: whose traits and caregiver.
        number: of the infant's random numbers; 0 is the infant of the choice.
    """
    age = procedures.ONE_YEAR
    population = grown(first_years.alike(choice).with_(days=age), numbers=range(number, number + 1))
    film = strange_situation.record(population, age=age)
    coding = strange_situation_explained.codings(film, population, 1)[0]
    trace, episodes = filmed(film, strange_situation.SCRIPT)
    back = episodes[REUNION].start
    start = back - ALONE_S
    passage = trace.iloc[start : back + REUNION_S].reset_index(drop=True)
    shown = episodes[REUNION - 1 : REUNION + 1]
    told = [Span(e.name, max(0, e.start - start), e.seconds) for e in shown]
    width = moments.tolerance(choice)
    title = f"The second reunion, year {number + 1}"
    record = moments.shown(passage, told, width, title, small=True)
    relief = float(population.bonds["expected_relief"][0])
    return Life(record, ALONE_S, coding.pattern, coding.rule, relief)


STUDY = 30
"""Families in one study."""


def one_study(table: pd.DataFrame, size: int, draw: int) -> Correlation:
    """What one study finds of sensitivity and security.

    Args:
        table: of all families, as `families.observed` gives it.
        size: how many families it observes.
        draw: its number; another one draws other families.
    """
    chosen = np.random.default_rng(draw).choice(len(table), size, replace=False)
    return security(table.iloc[chosen])


def security(table: pd.DataFrame) -> Correlation:
    """The correlation of sensitivity as rated with security as coded, over families."""
    x, y = (table[name].to_numpy(float) for name in ("sensitivity_rating", "secure"))
    return correlated(x, y)
