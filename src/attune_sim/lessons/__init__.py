"""Lessons as data: a puzzle, a prediction, a run, and what came of it."""

from __future__ import annotations

from attune_sim.lessons.contrasts import Contrast
from attune_sim.lessons.lesson import Arm, Condition, Lesson, Option, Teacher
from attune_sim.lessons.run import Found, run_lesson
from attune_sim.lessons.toml import Fault, read_folder, read_lesson

__all__ = [
    "Arm",
    "Condition",
    "Contrast",
    "Fault",
    "Found",
    "Lesson",
    "Option",
    "Teacher",
    "read_folder",
    "read_lesson",
    "run_lesson",
]
