"""A BORIS project: JSON, with every observation and the kinds of behaviour."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from attune_sim.errors import InputError
from attune_sim.observations.recording import Observation, Recording, Stretch
from attune_sim.observations.times import LONGEST

NO_SUBJECT = "No focal subject"
"""What BORIS calls a behaviour that is nobody's; its exports write so too."""
MOST_EVENTS = 100_000
MOST_COMMAS = 7 * MOST_EVENTS
"""An event has five or six."""


def recording_of_project(text: str) -> Recording:
    """The recording of a project; observations without events are left out, and reported.

    Raises:
        InputError: it is no JSON, no BORIS project, or has no events.
    """
    events = text.count("[") + text.count("{")  # an event is a list
    if events > MOST_EVENTS or text.count(",") > MOST_COMMAS:
        raise InputError(
            f"this project has more than {MOST_EVENTS:,} events or {MOST_COMMAS:,} values, the most"
            " that are read"
        )
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("this begins as JSON does, but is not valid JSON") from None
    observations = content.get("observations") if isinstance(content, dict) else None
    if not isinstance(observations, dict):
        raise InputError("this JSON is no BORIS project: it has no 'observations'")
    states = _states(content.get("behaviors_conf"))
    found = []
    for number, (name, observation) in enumerate(observations.items(), 1):
        stretches = tuple(_stretches(observation, states, number))
        if stretches:
            found.append(Observation(str(name), stretches, 0.0, _length(observation)))
    if not found:
        raise InputError("no observation of this BORIS project has events")
    empty = len(observations) - len(found)
    told = (f"{empty} of its {len(observations)} observations have no events",) if empty else ()
    return Recording("BORIS project", tuple(found), told)


def _states(behaviours: Any) -> set[str]:
    """The behaviours that last; the others are points."""
    rows = behaviours.values() if isinstance(behaviours, dict) else []
    return {
        str(row.get("code"))
        for row in rows
        if isinstance(row, dict) and "state" in str(row.get("type", "")).lower()
    }


def _length(observation: Any) -> float | None:
    """Seconds of the first player's media, one after the other; None where it is not told."""
    try:
        lengths = observation["media_info"]["length"]
        total = float(sum(lengths[name] for name in observation["file"]["1"]))
    except (KeyError, TypeError, ValueError):
        return None
    return total if 0 < total < LONGEST else None


def _stretches(observation: Any, states: set[str], number: int) -> Iterator[Stretch]:
    """A state's events are beginning and end by turns, for each subject and modifier."""
    events = observation.get("events") if isinstance(observation, dict) else None
    opened: dict[tuple[str, str], tuple[float, int]] = {}
    for row, event in enumerate(events if isinstance(events, list) else [], 1):
        try:
            at, subject, behaviour = float(event[0]), str(event[1]), str(event[2])
        except (TypeError, ValueError, IndexError, KeyError):
            raise InputError(
                f"observation {number}, event {row}: this is not a time, a subject and a behaviour"
            ) from None
        if not abs(at) < LONGEST:
            raise InputError(f"observation {number}, event {row}: {at} is not a time of a film")
        modifier = str(event[3]) if len(event) > 3 else ""
        code = f"{behaviour}:{modifier}" if modifier not in ("", "None") else behaviour
        who = subject or NO_SUBJECT
        if behaviour not in states:
            yield Stretch(who, code, at, at, row)
        elif (who, code) in opened:
            start, first = opened.pop((who, code))
            yield Stretch(who, code, start, at, first)
        else:
            opened[who, code] = at, row
    for (who, code), (start, row) in opened.items():
        yield Stretch(who, code, start, math.nan, row)
