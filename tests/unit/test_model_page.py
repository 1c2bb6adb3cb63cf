"""docs/model.md and the code name the same parameters, part by part.

A heading such as `### Wish (`wish`, `turning_toward`)` names functions; the part below it names, in
backticks, every parameter that these functions use, and none that they do not.
"""

import ast
import re
from pathlib import Path

import pytest

from attune_sim.parameters import PARAMETERS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
MODULES = ("interaction", "morning", "episode", "learning", "load", "bonds")
SOURCES = [ROOT / "src/attune_sim/dyad" / f"{m}.py" for m in MODULES]
FUNCTIONS = {
    node.name: node
    for source in SOURCES
    for node in ast.parse(source.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef)
}
HEADING = re.compile(r"^### .*?\(((?:`\w+`(?:, )?)+)\)\n", re.MULTILINE)
# Work of these is told in the part of the function that calls them.
HELPERS = {"hold_gain": "try_policy"}
# Those whose parameters are told elsewhere, or that have none.
NO_PART = {"second", "seconds", "record", "clip", "clear_day", "meet", "who_cares", "weight",
           "end_episode", "lowered", "best_of_three", "any_of_three", "bandit_gain", "bandit_away",
           "try_arms", "learn_arms"}  # fmt: skip


def parts():
    found = list(HEADING.finditer(PAGE))
    for heading in found:
        rest = PAGE[heading.end() :]
        end = re.search(r"^##", rest, re.MULTILINE)
        yield re.findall(r"`(\w+)`", heading[1]), rest[: end.start() if end else None]


PARTS = list(parts())


def used(functions):
    """Parameters that are read in these functions, as attributes of a row."""
    nodes = [n for f in functions for n in ast.walk(FUNCTIONS[f])]
    names = {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    names |= {
        n.attr
        for helper, caller in HELPERS.items()
        if caller in functions
        for n in ast.walk(FUNCTIONS[helper])
        if isinstance(n, ast.Attribute)
    }
    return names & PARAMETERS.keys()


def test_every_function_that_reads_a_parameter_has_a_part():
    told = {name for functions, _ in PARTS for name in functions}
    untold = FUNCTIONS.keys() - told - HELPERS.keys() - NO_PART
    assert not untold
    assert told <= FUNCTIONS.keys()


@pytest.mark.parametrize(("functions", "text"), PARTS, ids=["-".join(f) for f, _ in PARTS])
def test_a_part_names_what_its_functions_use(functions, text):
    told = set(re.findall(r"`(\w+)`", text)) & PARAMETERS.keys()
    assert told == used(functions)
