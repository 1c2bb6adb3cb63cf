"""Whom a lesson is about: infants, couples, or families over two generations."""

from __future__ import annotations

from attune_sim.lessons.subjects.couples import COUPLES
from attune_sim.lessons.subjects.families import FAMILIES
from attune_sim.lessons.subjects.infants import INFANTS

SUBJECTS = {subject.many: subject for subject in (INFANTS, COUPLES, FAMILIES)}
"""By the word for many of them, which is the key of a lesson's file that says how many."""
