"""ELAN's own file (.eaf): XML with time slots in milliseconds and tiers of annotations.

An annotation without times of its own takes those of the annotation it refers to; several that
refer to the same one share its time equally. A slot without a time lies evenly between its
neighbours, as ELAN draws it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from attune_sim.errors import InputError
from attune_sim.observations.content import marks_of
from attune_sim.observations.recording import Observation, Recording, Stretch
from attune_sim.observations.times import LONGEST

Span = tuple[float, float]
MOST_TAGS = 300_000
"""Tags and attributes, of which an annotation has about sixteen."""
DEEPEST = 50
"""Tiers below tiers, at most."""


def recording_of_eaf(content: bytes) -> Recording:
    """The recording of an .eaf file, a track for each tier.

    Raises:
        InputError: it is no valid XML, declares entities, or is not ELAN's.
    """
    root = _parsed(content)
    if root.tag != "ANNOTATION_DOCUMENT":
        raise InputError(f"this XML is not ELAN's: it begins with <{root.tag[:40]}>")
    slots = _slots(root)
    spans, parents, texts = _annotations(root, slots)
    shared = _shares(parents, texts)
    stretches: list[Stretch] = []
    borrowed = 0
    for tier, annotation, text in texts:
        span = _span(annotation, spans, parents, shared)
        borrowed += annotation not in spans
        if text.strip():
            stretches.append(Stretch(tier, text.strip(), *span))
    if not stretches:
        raise InputError("this ELAN file has no annotations with text")
    told = (
        (f"{borrowed} annotations have no times of their own; they take those of their parent",)
        if borrowed
        else ()
    )
    return Recording("ELAN (.eaf)", (Observation("", tuple(stretches)),), told)


def _parsed(content: bytes) -> Any:
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    if marks_of(content) > MOST_TAGS:
        raise InputError(
            f"this XML has more than {MOST_TAGS:,} tags and attributes, the most that are read"
        )
    try:
        return ElementTree.fromstring(content)
    except DefusedXmlException:
        raise InputError("this XML declares entities of its own, which is not allowed") from None
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise InputError(f"this is not valid XML: {str(error)[:80]}") from None


def _slots(root: Any) -> dict[str, float]:
    """Seconds of each time slot."""
    names, times = [], []
    for slot in root.iterfind("TIME_ORDER/TIME_SLOT"):
        value = slot.get("TIME_VALUE")
        names.append(slot.get("TIME_SLOT_ID", ""))
        try:
            times.append(math.nan if value is None else float(value) / 1000)
        except ValueError:
            raise InputError(f"time slot {names[-1]!r}: {value!r} is not a time") from None
    found = np.array(times, float)
    if (np.abs(found) > LONGEST).any():
        raise InputError("a time slot has a time that is too large for a film")
    known = np.flatnonzero(~np.isnan(found))
    if known.size:
        found = np.interp(np.arange(len(found)), known, found[known])
    return dict(zip(names, found.tolist(), strict=True))


def _annotations(
    root: Any, slots: Mapping[str, float]
) -> tuple[dict[str, Span], dict[str, str], list[tuple[str, str, str]]]:
    """Times of those that have them, parents of the others, and tier, name and text of all."""
    spans: dict[str, Span] = {}
    parents: dict[str, str] = {}
    texts = []
    for tier in root.iterfind("TIER"):
        for annotation in tier.iterfind("ANNOTATION/*"):
            name = annotation.get("ANNOTATION_ID", "")
            if annotation.tag == "ALIGNABLE_ANNOTATION":
                ends = (annotation.get("TIME_SLOT_REF1"), annotation.get("TIME_SLOT_REF2"))
                if ends[0] not in slots or ends[1] not in slots:
                    raise InputError(f"annotation {name!r} refers to a time slot that is missing")
                spans[name] = slots[ends[0]], slots[ends[1]]
            else:
                parents[name] = annotation.get("ANNOTATION_REF", "")
            text = annotation.findtext("ANNOTATION_VALUE") or ""
            texts.append((tier.get("TIER_ID", ""), name, text))
    return spans, parents, texts


def _shares(
    parents: Mapping[str, str], texts: Sequence[tuple[str, str, str]]
) -> dict[str, tuple[int, int]]:
    """Of annotations that refer to another: which of its children on that tier, of how many."""
    children: dict[tuple[str, str], list[str]] = {}
    for tier, name, _ in texts:
        if name in parents:
            children.setdefault((tier, parents[name]), []).append(name)
    return {name: (k, len(c)) for c in children.values() for k, name in enumerate(c)}


def _span(
    name: str,
    spans: Mapping[str, Span],
    parents: Mapping[str, str],
    shares: Mapping[str, tuple[int, int]],
) -> Span:
    path = []
    while name not in spans:
        path.append(name)
        name = parents.get(name, "")
        if not name or len(path) > DEEPEST:
            raise InputError(f"annotation {path[0]!r} refers to one that is missing, or to itself")
    start, end = spans[name]
    for child in reversed(path):
        k, of = shares[child]
        start, end = start + (end - start) * k / of, start + (end - start) * (k + 1) / of
    return start, end
