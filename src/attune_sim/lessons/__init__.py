"""Lessons as data: a puzzle, a prediction, a run, and what came of it."""

from __future__ import annotations

from attune_sim.lessons.lesson import Arm, Condition, Lesson, Option, Teacher
from attune_sim.lessons.run import Finding, Found, ran
from attune_sim.lessons.toml import Fault, read_folder, read_lesson

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
