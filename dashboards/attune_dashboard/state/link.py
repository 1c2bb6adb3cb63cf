"""The link to what a visitor looks at: written, and read again.

Everything from a link is checked; what cannot be used is left out and said in a sentence.
"""

from __future__ import annotations

import base64
import math
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from attune_dashboard.state.choice import MOST_SEED, OFFERED, VIEWS, Choice
from attune_dashboard.state.own_file import LARGEST_FILE, OWN, read_own, written
from attune_dashboard.state.page_settings import SETTINGS
from attune_dashboard.state.scenario_groups import known
from attune_sim.errors import InputError
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import MOST_DAYS

LONGEST_LINK = 8_000
"""Characters of a query string that are read."""
LONGEST_OWN = 6_000
"""Characters that a visitor's own scenario may have in a link; a larger one is in none."""
ARMS = ("other_", "third_", "fourth_", "fifth_")
"""How a link's keys of further scenarios, to be compared with the first, begin."""
SAFE_NAME = r"[A-Za-z0-9][\w.-]{0,79}"
"""What the name of a sweep's folder looks like in a link."""
_SETTINGS = (
    *("scenario", "seed", "age", "view", "caregiver", "t", "projector"),
    *("x", "y", "measure", "result", "own"),
)


def to_query(choice: Choice, others: Sequence[Choice] = ()) -> str:
    """The query string of a link, with its '?'; what is as usual is left out.

    Args:
        choice: what is looked at.
        others: further scenarios, to be compared with it; at most as many as ARMS.
    """
    usual = Choice()
    pairs: list[tuple[str, str]] = [("scenario", choice.scenario)]
    for key in ("seed", "age", "view", "x", "y", "measure", "result"):
        value = getattr(choice, key)
        if value != getattr(usual, key) or key == "seed":
            pairs.append((key, str(value)))
    if choice.caregiver:
        pairs.append(("caregiver", str(choice.caregiver + 1)))
    if choice.second is not None:
        pairs.append(("t", str(choice.second)))
    if choice.projector:
        pairs.append(("projector", "1"))
    if choice.scenario == OWN and own_in_link(choice.own):
        pairs.append(("own", own_in_link(choice.own)))
    pairs += choice.extra
    pairs += [(name, f"{value:.6g}") for name, value in choice.changes]
    for arm, other in zip(ARMS, others, strict=False):
        pairs.append((f"{arm}scenario", other.scenario))
        if other.scenario == OWN and other.own != choice.own and own_in_link(other.own):
            pairs.append((f"{arm}own", own_in_link(other.own)))
        pairs += [(f"{arm}{name}", f"{value:.6g}") for name, value in other.changes]
    return "?" + urlencode(pairs)


def is_bare(query: str | None) -> bool:
    """Whether a query string asks for nobody in particular: who comes so may be new here."""
    text = (query or "").removeprefix("?")
    return all(part.partition("=")[0] in ("", "projector") for part in text.split("&"))


def from_query(query: str | None, own: str = "") -> tuple[Choice, tuple[Choice, ...], list[str]]:
    """What a link asks for: the choice, those to compare with, and what could not be used.

    Args:
        query: as the browser has it, with or without '?'.
        own: text of the file that the visitor has loaded, if any.
    """
    text = (query or "").removeprefix("?")
    if len(text) > LONGEST_LINK:
        return Choice(), (), ["The link is too long to read, so the usual scenario is shown."]
    try:
        given = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=200))
    except ValueError:
        return Choice(), (), ["The link cannot be read, so the usual scenario is shown."]
    problems: list[str] = []
    # A parameter may begin as the keys of another scenario do: other_children.
    theirs_all = {k: v for k, v in given.items() if k.startswith(ARMS) and k not in PARAMETERS}
    mine = {k: v for k, v in given.items() if k not in theirs_all}
    choice = _read(mine, Choice(own=own), problems)
    others = []
    for arm in ARMS:
        theirs = {k.removeprefix(arm): v for k, v in theirs_all.items() if k.startswith(arm)}
        if theirs:
            others.append(_read(theirs, replace(choice, changes=()), problems))
    return choice, tuple(others), problems


def _read(given: Mapping[str, str], usual: Choice, problems: list[str]) -> Choice:
    def whole(key: str, low: int, high: int) -> int | None:
        text = given.get(key)
        if text is None:
            return None
        if text.isascii() and text.isdigit() and len(text) < 20 and low <= int(text) <= high:
            return int(text)
        problems.append(f"{key} = {_shown(text)} is not a whole number from {low} to {high}.")
        return None

    found: dict[str, Any] = {}
    if "own" in given:
        try:
            usual = replace(usual, own=own_from_link(given["own"]))
        except InputError as error:
            problems.append(_sentence(error))
    if re.fullmatch(SAFE_NAME, given.get("result", "")):
        found["result"] = given["result"]
    elif given.get("result"):
        problems.append(f"result = {_shown(given['result'])} is not the name of a folder.")
    name = given.get("scenario", usual.scenario)
    if name in known() or (name == OWN and usual.own):
        found["scenario"] = name
    elif name == OWN:
        problems.append("The link refers to a file on its owner's computer; load that file here.")
    else:
        problems.append(f"There is no scenario {_shown(name)}.")
    for key, low, high in (("seed", 0, MOST_SEED), ("age", 0, MOST_DAYS)):
        value = whole(key, low, high)
        if value is not None:
            found[key] = value
    second = whole("t", 0, 3_600)
    if second is not None:
        found["second"] = second
    view = given.get("view", usual.view)
    if view in VIEWS:
        found["view"] = view
    else:
        problems.append(f"view = {_shown(view)} is not one of {', '.join(VIEWS)}.")
    for key, offered in (("x", OFFERED), ("y", OFFERED), ("measure", OUTCOMES)):
        text = given.get(key, getattr(usual, key))
        if text in offered:
            found[key] = text
        else:
            why = "is fixed, so the map does not vary it" if text in PARAMETERS else "is not known"
            problems.append(f"{key} = {_shown(text)} {why}.")
    if found.get("x", usual.x) == found.get("y", usual.y):
        problems.append("x and y of the map are the same parameter.")
        found |= {"x": usual.x, "y": usual.y}
    found["projector"] = given.get("projector", "1" if usual.projector else "0") == "1"
    choice = replace(usual, **found)
    number = whole("caregiver", 1, len(choice.preset().caregivers))
    if number is not None:
        choice = replace(choice, caregiver=number - 1)
    changes: dict[str, float] = {}
    extra = [(key, text) for key, text in given.items() if key in SETTINGS]
    wrong = [f"{k} = {_shown(t)} {p}" for k, t in extra if (p := SETTINGS[k].problem(t))]
    problems += wrong
    kept = sorted((k, t) for k, t in extra if not SETTINGS[k].problem(t) and t != SETTINGS[k].usual)
    choice = replace(choice, extra=tuple(kept))
    for key, text in given.items():
        if key not in _SETTINGS and key not in SETTINGS:
            _read_value(key, text, changes, problems)
    return _consistent(choice, changes, problems)


def _read_value(key: str, text: str, changes: dict[str, float], problems: list[str]) -> None:
    if key not in PARAMETERS:
        problems.append(f"There is no parameter {_shown(key)}.")
        return
    spec = PARAMETERS[key]
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    fits = math.isfinite(value) and spec.low <= value <= spec.high
    if not fits or (spec.whole and value != int(value)):
        problems.append(f"{key} = {_shown(text)} is not {spec.allowed}.")
    else:
        changes[key] = value


def _consistent(choice: Choice, changes: dict[str, float], problems: list[str]) -> Choice:
    wanted = choice.with_changes(changes)
    try:
        wanted.built()
    except InputError as error:
        problems.append(_sentence(error))
        return choice
    return wanted


def _sentence(error: InputError) -> str:
    return f"{str(error)[:1].upper()}{str(error)[1:]}."


def _shown(text: str) -> str:
    return f"'{text[:40]}{'…' if len(text) > 40 else ''}'"


@lru_cache(maxsize=256)
def own_in_link(text: str) -> str:
    """A visitor's own scenario as a link has it, packed; empty if it is too long for one."""
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return packed if len(packed) <= LONGEST_OWN else ""


def own_from_link(packed: str) -> str:
    """The text of `own_in_link`.

    Raises:
        InputError: it is not such a text, or no scenario.
    """
    try:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(
            base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), LARGEST_FILE
        )
        text = raw.decode()
    except (ValueError, zlib.error):
        raise InputError("the scenario in the link is damaged") from None
    if not unpacking.eof:
        raise InputError("the scenario in the link is damaged")
    return written(read_own(text))
