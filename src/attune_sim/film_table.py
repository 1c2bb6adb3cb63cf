"""A film as a table, a row per second: what a camera records, and what coders wrote down.

table = film_table("free-play", population, age=365)
table.groupby("infant")["attuned"].mean()        # the attuned share of each, as `observe` gives it

Where a coder or observer errs second by second, their codes have that error. Ratings of whole films
(the Strange Situation's scales, sensitivity) err as a whole, so no seconds give them back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from attune_sim import measures
from attune_sim.codebook import Entry
from attune_sim.codes import Floats
from attune_sim.dyad.state import CAMERA_FIELDS, PHYSIOLOGY_FIELDS
from attune_sim.population import Population
from attune_sim.procedures import PROCEDURES, free_play, home, still_face
from attune_sim.procedures.camera import Film
from attune_sim.procedures.thresholds import FUSSING, GAZE

CAMERA, CODER, ELECTRODES = "camera", "coder", "electrodes"
_SHARE = "0 to 1"
_FLAG = "0 or 1"

ENTRIES = (
    Entry("infant", "Infant", "", "from 0", "Number of the infant, as in the tables.", "the run"),
    Entry("caregiver", "Caregiver", "", "text", "Name of the caregiver.", "the scenario"),
    Entry("episode", "Episode", "", "text", "Name of the procedure's episode.", "the procedure"),
    Entry("second", "Second", "s", "from 0", "Since the procedure began.", "the procedure"),
    Entry("present", "Present", "", _FLAG, "1 if the caregiver is in the room.", CAMERA),
    Entry("attending", "Attending", "", _FLAG, "1 if they are turned to the infant.", CAMERA),
    Entry("caregiver_engagement", "Caregiver's engagement", "", _SHARE,
          "How engaged the caregiver is, or in peer-play the peer; empty while they are out of the"
          " room.", CAMERA),
    Entry("infant_engagement", "Infant's engagement", "", _SHARE,
          f"How engaged the infant is, as shown; below {GAZE} they are seen to look away.", CAMERA),
    Entry("display", "Displayed distress", "", _SHARE,
          f"Distress as shown; above {FUSSING} the infant is seen to fuss or cry.", CAMERA),
    Entry("affect", "Positive affect", "", _SHARE, "Positive affect as shown.", CAMERA),
    Entry("distance", "Distance", "", _SHARE, "0 in contact, 1 far.", CAMERA),
    Entry("alarm", "Alarming moment", "", _FLAG, "1 in an alarming moment.", CAMERA),
    Entry("distress", "Distress", "", _SHARE, "Physiological, as electrodes would show it.",
          ELECTRODES),
    Entry("infant_coded", "Infant's engagement, coded", "", _SHARE,
          "Free play; play and reunion of the still-face paradigm: as the coder wrote it down, with"
          " coding_error.", CODER),
    Entry("caregiver_coded", "Caregiver's engagement, coded", "", _SHARE,
          "The same of the caregiver.", CODER),
    Entry("attuned", "Attuned", "", _FLAG,
          "1 if the two codes differ by coding_tolerance at most. Its mean is the attuned share.",
          CODER),
    Entry("looking", "Looking", "", _FLAG,
          "Still-face paradigm: 1 if the infant looks at the caregiver. Its mean over an episode is"
          " the gaze there.", CODER),
    Entry("phase", "Phase", "", ", ".join(still_face.PHASES),
          "Still-face paradigm: phase of engagement (Weinberg & Tronick 1999).", CODER),
    Entry("fussing", "Fussing", "", _FLAG,
          "Home: 1 if the infant fusses or cries. Its mean is the share of time with fussing.",
          CODER),
    Entry("signal", "Signal", "", _FLAG,
          "Home: 1 if the infant fusses, cries or asks for company.", CODER),
    Entry("answer", "Fitting answer", "", _FLAG,
          "Home: 1 if the caregiver attends and meets the infant's engagement. The share"
          " answered is the share of 5-second windows starting with a signal that hold such an"
          " answer.", CODER),
)  # fmt: skip
"""Every column that such a table can have."""

FILMED = (*CAMERA_FIELDS, *PHYSIOLOGY_FIELDS)
Codes = Mapping[str, np.ndarray]


def film_table(
    procedure: str, population: Population, *, age: int, which: int = 0, caregiver: str = ""
) -> pd.DataFrame:
    """Film infants with one caregiver, and code the film second by second.

    An episode that was cut short ends early.

    Args:
        procedure: its name.
        population: not changed.
        age: in days.
        which: number of the caregiver in each family.
        caregiver: their name.

    Returns:
        Columns as in ENTRIES, those of this procedure.
    """
    module = PROCEDURES[procedure]
    film = module.record(population, age=age, which=which)
    coded = CODES[procedure](film, population, which) if procedure in CODES else {}
    names = [episode.name for episode in module.SCRIPT]
    tables = []
    for i, number in enumerate(population.infants["number"].tolist()):
        end = int(film.lengths[i].sum())
        seen = {name: film.trace[name][i, :end] for name in FILMED}
        keys = {"infant": number, "caregiver": caregiver,
                "episode": np.repeat(names, film.lengths[i]), "second": np.arange(end)}  # fmt: skip
        tables.append(pd.DataFrame(keys | seen | {k: v[i, :end] for k, v in coded.items()}))
    return pd.concat(tables, ignore_index=True)


def _free_play(film: Film, population: Population, which: int) -> Codes:
    return _matching(population, *free_play.coded(film, population, which=which))


def _still_face(film: Film, population: Population, which: int) -> Codes:
    infant, caregiver = np.full((2, *film.trace.shape), np.nan)
    both = still_face.coded(film, population, which=which)
    for episode, (one, other) in zip(still_face.ACTED, both, strict=True):
        first = int(film.starts[0, episode])
        at = np.s_[:, first : first + one.shape[1]]
        infant[at], caregiver[at] = one, other
    found = [still_face.phases(film, k) for k in range(len(still_face.SCRIPT))]
    phase = np.array([*still_face.PHASES, ""])[np.concatenate(found, axis=1)]
    looking = (film.trace["infant_engagement"] >= GAZE).astype(float)
    return {**_matching(population, infant, caregiver), "looking": looking, "phase": phase}


def _matching(population: Population, infant: Floats, caregiver: Floats) -> Codes:
    tolerance = population.settings["coding_tolerance"][:, None]
    attuned = measures.attuned(infant, caregiver, tolerance).astype(float)
    attuned[~measures.both_coded(infant, caregiver)] = np.nan
    return {"infant_coded": infant, "caregiver_coded": caregiver, "attuned": attuned}


def _home(film: Film, population: Population, which: int) -> Codes:
    del population, which  # a home visit's codes of seconds have no error; its ratings have
    return {name: noted.astype(float) for name, noted in home.seen(film)._asdict().items()}


CODES: dict[str, Callable[[Film, Population, int], Codes]] = {
    "free-play": _free_play,
    "still-face": _still_face,
    "home": _home,
}
"""What coders write down second by second, by procedure."""
