"""Lessons as data: a puzzle, a prediction, a run, and what came of it."""

from __future__ import annotations

from attune_sim.lessons.lesson import Arm, Condition, Lesson, Option, Teacher
from attune_sim.lessons.reading import Fault, read_folder, read_lesson
from attune_sim.lessons.running import Finding, Found, ran

__all__ = [
    "Arm",
    "Condition",
    "Fault",
    "Finding",
    "Found",
    "Lesson",
    "Option",
    "Teacher",
    "ran",
    "read_folder",
    "read_lesson",
]
