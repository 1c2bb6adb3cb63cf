"""What the pages of the two procedures show, through the procedures themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from attune_dashboard.compute import first_years, moments
from attune_dashboard.compute.cache import FEW, kept
from attune_dashboard.narration import tally
from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import Choice
from attune_sim import evidence
from attune_sim.figures import Span, filmed
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.patterns import pattern_draft, shares
from attune_sim.figures.film.still_face import still_face_draft
from attune_sim.figures.film.strange_situation import coders_draft, strange_situation_draft
from attune_sim.life.course import Cancelled
from attune_sim.procedures import still_face, strange_situation, strange_situation_explained
from attune_sim.run import grown

ONE_YEAR, FIVE_MONTHS = 365, 150
"""Ages, in days, at which the Strange Situation and the still-face paradigm are shown here."""
CODERS = 5
AGAIN = first_years.LUCKS
"""How many coders, other days and other first years are drawn."""


@dataclass(frozen=True)
class Situation:
    """One Strange Situation, filmed and coded.

    Attributes:
        trace: a row per second.
        episodes: all eight.
        earned: what each reunion earned, and by which seconds.
        codings: what several coders gave; the first is what a run reports.
        without_error: the ratings that a coder without error would give.
    """

    trace: pd.DataFrame
    episodes: list[Span]
    earned: tuple[strange_situation_explained.Earned, ...]
    codings: tuple[strange_situation_explained.Coding, ...]
    without_error: Mapping[str, float]


def at_age(choice: Choice, age: int) -> Choice:
    """The choice without what only says how it is looked at, at an age in days."""
    return replace(choice.bare(), view="play", age=age)


def situation(choice: Choice) -> Situation:
    """The Strange Situation that a choice asks for, at one year."""
    return _situation(at_age(choice, ONE_YEAR))


@kept(FEW)
def _situation(choice: Choice) -> Situation:
    population, which = moments.dyad(choice), choice.caregiver
    film = strange_situation.record(population, age=ONE_YEAR, which=which)
    trace, episodes = filmed(film, strange_situation.SCRIPT)
    sure = strange_situation.code(film, population.with_settings(coder_error=0.0), which=which)
    return Situation(
        trace,
        episodes,
        strange_situation_explained.earned(film),
        strange_situation_explained.codings(film, population, CODERS, which=which),
        {scale: float(sure[scale][0]) for scale in strange_situation.SCALES},
    )


def situation_figure(choice: Choice, found: Situation, only: int | None) -> Draft:
    """The record with the seconds that earned the ratings; of one episode, or of all."""
    title = f"{titled(choice)}: Strange Situation at {ONE_YEAR} days"
    if only is not None:
        title += f", episode {found.episodes[only].name}"
    return strange_situation_draft(
        found.trace, found.episodes, found.earned, only=only, title=title
    )


def situation_moment(choice: Choice, found: Situation, only: int | None) -> moments.Moment:
    """The same as a record that can be played."""
    figure, width = situation_figure(choice, found, only), moments.tolerance(choice)
    episodes = found.episodes if only is None else [found.episodes[only]]
    first, last = episodes[0].start, episodes[-1].start + episodes[-1].seconds
    trace = found.trace.iloc[first:last].reset_index(drop=True)
    return moments.Moment(figure, trace, (), tally(trace, width), tuple(episodes), first)


def disagreement_figure(found: Situation) -> Draft:
    """The same film as several coders rate it."""
    return coders_draft(found.codings, without_error=found.without_error)


@dataclass(frozen=True)
class Again:
    """Patterns of the same infant, were other things to go otherwise; a list each."""

    coders: list[str]
    days: list[str]
    years: list[str]

    def groups(self) -> dict[str, list[str]]:
        """The lists, by what was otherwise."""
        return {
            "This film, several coders": self.coders,
            "This infant, other days": self.days,
            "Same traits, other first years": self.years,
        }

    def table(self) -> pd.DataFrame:
        """Shares of patterns, a row for each of them and each of what was otherwise."""
        return shares(self.groups()).rename(columns={"group": "otherwise", "n": "codings"})


def again(choice: Choice, cancelled: Callable[[], bool] | None = None) -> Again:
    """The pattern by other coders, on other days, and after other first years.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    return _again(at_age(choice, ONE_YEAR), cancelled)


@kept(FEW, key=lambda choice, _: choice)
def _again(choice: Choice, cancelled: Callable[[], bool] | None) -> Again:
    population, which = moments.dyad(choice), choice.caregiver
    film = strange_situation.record(population, age=ONE_YEAR, which=which)
    coders = [
        c.pattern for c in strange_situation_explained.codings(film, population, AGAIN, which=which)
    ]
    days = []
    for repetition in range(AGAIN):
        if cancelled is not None and cancelled():
            raise Cancelled
        at: dict[str, int] = {"which": which, "repetition": repetition}
        film = strange_situation.record(population, age=ONE_YEAR, **at)
        days.append(strange_situation_explained.codings(film, population, 1, **at)[0].pattern)
    lived = first_years.year(choice, cancelled).patterns
    return Again(coders, days, list(lived.loc[lived["caregiver"] == which, "pattern"]))


def again_figure(found: Again) -> Draft:
    """Shares of patterns by what was otherwise."""
    return pattern_draft(
        found.groups(),
        title="The same infant with other luck",
        of="codings",
        axis="Share of codings",
    )


# --- still face -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Face:
    """The still-face paradigm with one infant and its like.

    Attributes:
        record: of the one infant, to be played.
        codes: a row per infant of the same traits; the first is the one shown.
    """

    record: moments.Moment
    codes: pd.DataFrame


def face(choice: Choice) -> Face:
    """The still-face paradigm that a choice asks for, at five months."""
    return _face(at_age(choice, FIVE_MONTHS))


@kept(FEW)
def _face(choice: Choice) -> Face:
    own, which = moments.dyad(choice), choice.caregiver
    film = still_face.record(own, age=FIVE_MONTHS, which=which)
    trace, episodes = filmed(film, still_face.SCRIPT)
    title = f"{titled(choice)}: still-face paradigm at {FIVE_MONTHS} days"
    record = moments.shown(trace, episodes, moments.tolerance(choice), title)
    codes = [pd.DataFrame(still_face.code(film, own, which=which))]
    # The others differ from this one by their numbers only: same traits, other luck.
    alike = first_years.alike(choice).with_(days=FIVE_MONTHS)
    others = grown(alike, numbers=range(1, AGAIN))
    again = still_face.record(others, age=FIVE_MONTHS, which=which)
    codes.append(pd.DataFrame(still_face.code(again, others, which=which)))
    return Face(record, pd.concat(codes, ignore_index=True))


@dataclass(frozen=True)
class Effect:
    """One published effect beside the run.

    Attributes:
        finding: in a sentence.
        direction: published, +1 or -1.
        source: of it.
        certainty: how surely it is known.
        own: the effect in this infant.
        going: how many of the infants go the published way, and of how many.
    """

    finding: str
    direction: int
    source: str
    certainty: str
    own: float
    going: tuple[int, int]


FACE_FINDINGS = (
    "still-face-gaze",
    "still-face-positive",
    "still-face-negative",
    "carry-over-positive",
    "carry-over-negative",
)
"""Published findings of the paradigm, by their ids among the evidence."""


def effects(found: Face) -> list[Effect]:
    """The published direction of each effect, and how it is in the run."""
    known = {p.id: p for p in evidence.findings()}
    out = []
    for name in FACE_FINDINGS:
        finding = known[name]
        row = evidence.published()[finding.published[0]]
        values = found.codes[finding.of[0].partition(".")[2]].to_numpy(float)
        assert finding.direction is not None
        going = int((np.sign(values) == finding.direction).sum())
        out.append(
            Effect(
                finding.statement,
                finding.direction,
                row.citation,
                row.certainty,
                float(values[0]),
                (going, len(values)),
            )
        )
    return out


def face_figure(found: Face) -> Draft:
    """Gaze and affect over the three episodes."""
    directions: dict[str, int] = {}
    for finding in evidence.findings():
        if finding.id in FACE_FINDINGS[:3] and finding.direction is not None:
            outcome: Any = finding.of[0].partition(".")[2]
            directions[outcome.partition("_")[0]] = finding.direction
    columns = found.codes.filter(regex="_(play|still|reunion)$").columns
    return still_face_draft(found.codes[columns], effects=directions)
