"""The same model or not: by sources, by settings."""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from pathlib import Path

import pytest

import attune_sim
from attune_sim import identity, syntax, user_cache
from attune_sim.evidence import stored_validation
from attune_sim.evidence.robustness.record import stored_robustness
from attune_sim.parameters import PARAMETERS
from attune_sim.parameters.declaration import declared

SOURCES = Path(attune_sim.__file__).parent


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv(user_cache.VARIABLE, str(tmp_path / "cache"))
    for remembered in (identity._remembered, identity._path, identity.chain, identity.digest):
        remembered.cache_clear()
    yield
    for remembered in (identity._remembered, identity._path, identity.chain, identity.digest):
        remembered.cache_clear()


# --- syntax -------------------------------------------------------------------------------------

MODULE = '''
"""What it is about."""
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from somewhere import Something
__all__ = ["second"]
RATE = 0.3
"""How fast."""

def second(x: float) -> float:
    """One second."""
    # a comment
    assert x > 0, "positive"
    if x > 9:
        raise ValueError(f"{x} is too large")
    return x + RATE * (1.0 - x)
'''


def digest(text):
    return syntax.digest(ast.parse(text))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# a comment", "# another comment"),
        ('"""What it is about."""', '"""Something else."""\n'),
        ('"""How fast."""', ""),
        ('    """One second."""\n', ""),
        ("x + RATE * (1.0 - x)", "(x\n        + (RATE * (1.0 - x)))"),
        ("is too large", "must be at most 9"),
        ('"positive"', '"above 0"'),
        ("from somewhere import Something", "from elsewhere import Other"),
        ('["second"]', '["second", "RATE"]'),
    ],
)
def test_words_and_layout_do_not_count(before, after):
    assert before in MODULE
    assert digest(MODULE.replace(before, after)) == digest(MODULE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("0.3", "0.31"),
        ("1.0 - x", "x - 1.0"),
        ("x > 9", "x >= 9"),
        ("ValueError", "TypeError"),
        ("RATE * ", ""),
        ("x > 0", "x < 0"),
        ("x: float)", "x: float = 1.0)"),
    ],
)
def test_what_is_computed_counts(before, after):
    assert before in MODULE
    assert digest(MODULE.replace(before, after)) != digest(MODULE)


def test_a_tree_is_written_without_ambiguity():
    alike = ["f(a, b)", "f(a)(b)", "f([a, b])", "f(a, *b)", "f(a, k=b)", "[f(a), b]", "f(a); b"]
    assert len({digest(text) for text in alike}) == len(alike)
    assert digest("x = 1") != digest("x = '1'") != digest("x = None") != digest("x: None")


def test_imports_are_found_wherever_they_stand():
    text = """
import a.b
from c import d as e, f
from . import g
from ..h import i
def late():
    import j
    from k.l import *
if TYPE_CHECKING:
    import never
else:
    import always
"""
    found = {
        ("a.b", None), ("c", "d"), ("c", "f"), ("top.within", "g"), ("top.h", "i"),
        ("j", None), ("k.l", None), ("always", None),
    }  # fmt: skip
    assert syntax.imports(ast.parse(text), "top.within.module", False) == found
    package = syntax.imports(ast.parse(text), "top.within", True)
    assert package == found | {("never", None)}


# --- the labels of the package's own declarations -----------------------------------------------


@pytest.mark.parametrize(
    ("module", "before", "after"),
    [
        ("parameters/people", '"Responsiveness in play"', '"In play"'),
        ("parameters/second", "probability per second", "per second"),
        ("parameters/people", "second-hand", "seen by us"),
        ("parameters/people", "How much of the infant's display", "How much of a display"),
        ("outcomes", '"Attuned share by chance"', '"By chance"'),
        ("outcomes", '("avoidance", "Avoidance", 7)', '("avoidance", "Turning away", 7)'),
        ("outcomes", '"second reunion"', '"reunion"'),
        ("outcomes", "in the reunions of", "at the reunions of"),
    ],
)
def test_a_changed_label_unit_meaning_or_source_does_not_count(module, before, after):
    text = (SOURCES / f"{module}.py").read_text(encoding="utf-8")
    assert before in text
    assert digest(text.replace(before, after)) == digest(text)


@pytest.mark.parametrize(
    ("module", "before", "after"),
    [
        ("parameters/people", "0.65, 0.0, 1.0", "0.66, 0.0, 1.0"),
        ("parameters/people", 'default_from="responsiveness"', 'default_from="consistency"'),
        ("parameters/people", "loudness_contingency: float", "loudness: float"),
        ("outcomes", '("disorganization", "Disorganization", 9)',
         '("disorganization", "Disorganization", 7)'),
        ("outcomes", '"attuned_share"', '"attuned_part"'),
    ],
)  # fmt: skip
def test_a_changed_default_scale_or_name_counts(module, before, after):
    text = (SOURCES / f"{module}.py").read_text(encoding="utf-8")
    assert before in text
    assert digest(text.replace(before, after)) != digest(text)


def test_what_declares_a_parameter_takes_these_arguments():
    assert tuple(inspect.signature(declared).parameters) == syntax.DECLARED


# --- following imports --------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path):
    """A small package, and a function that changes it and tells the digest of its day."""
    root = tmp_path / "model"
    files = {
        "__init__": "from model.dashboard import page",
        "day": "from model.dyad import second\nimport numpy",
        "dyad/__init__": '"""The heart."""',
        "dyad/second": "from model.dyad.state import SIZE\nRATE = 0.3  # a rate",
        "dyad/state": "SIZE = 3",
        "dashboard": "page = 1",
        "errors": "LIMIT = 1",
    }

    def look(**changes):
        for name, text in changes.items():
            path = root / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for remembered in (identity._path, identity.chain, identity.digest):
            remembered.cache_clear()
        return identity.digest("model.day", root=root)

    look(**files)
    return look


def test_a_chain_is_what_is_imported_and_nothing_else(package, tmp_path):
    package()
    found = identity.chain("model.day", root=tmp_path / "model")
    assert set(found) == {"model.day", "model.dyad.second", "model.dyad.state"}


def test_a_changed_equation_anywhere_in_the_chain_counts(package):
    before = package()
    assert package(**{"dyad/state": "SIZE = 4"}) != before
    assert package(**{"dyad/state": "SIZE = 3"}) == before


def test_a_changed_comment_and_a_module_outside_do_not_count(package):
    before = package()
    assert package(**{"dyad/state": "# the size\nSIZE = 3"}) == before
    assert package(dashboard="page = 2", report="import model.dashboard") == before


def test_a_new_module_in_the_chain_counts_from_then_on(package):
    before = package()
    joined = package(
        **{"dyad/state": "from model import life\nSIZE = 3", "life/__init__": "AGE = 1"}
    )
    assert joined != before
    assert package(**{"life/__init__": "AGE = 2"}) not in (before, joined)


def test_a_name_imported_from_a_package_brings_its_file_along(package):
    package(**{"day": "from model.dyad import SIZE", "dyad/__init__": "from .state import SIZE"})
    before = package()
    assert package(**{"dyad/state": "SIZE = 5"}) != before


def test_bookkeeping_does_not_count(package):
    before = package(day="from model import errors, dyad")
    assert package(errors="LIMIT = 2") == before


def test_a_module_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no source of model\.day"):
        identity.digest("model.day", root=tmp_path / "model")


def test_what_was_parsed_once_is_known_at_the_next_start(package, monkeypatch):
    before = package()
    identity._remembered.cache_clear()
    monkeypatch.setattr(syntax, "digest", lambda tree: pytest.fail("parsed again"))
    assert package() == before


@pytest.mark.parametrize("damage", [b"", b"{}", b"attune-sim 1\nnonsense"])
def test_damaged_memory_is_parsed_again(package, tmp_path, damage):
    before = package()
    (kept,) = (tmp_path / "cache").rglob("sources.json")
    kept.write_bytes(damage)
    identity._remembered.cache_clear()
    assert package() == before


def test_half_a_source_still_has_a_digest(package):
    assert package(**{"dyad/state": "SIZE ="}) != package(**{"dyad/state": "SIZE = ("})


def test_a_source_written_after_the_start_is_noticed(package, tmp_path):
    package()
    root = tmp_path / "model"
    written = (root / "dyad" / "state.py").stat().st_mtime
    assert identity.changed_since(written - 10, "model.day", root=root)
    assert not identity.changed_since(written + 10, "model.day", root=root)


def test_a_sweep_follows_everything_that_computes_its_rows():
    found = {name.removeprefix("attune_sim.") for name in identity.chain("attune_sim.sweep.batch")}
    assert found >= {
        "dyad.interaction", "dyad.learning", "dyad.noise", "measures", "outcomes", "parameters",
        "population", "procedures.home", "procedures.strange_situation", "run", "scenario.values",
        "sweep.batch", "sweep.designs", "sweep.sampling",
    }  # fmt: skip
    assert not {name.split(".")[0] for name in found} & {"cli", "figures", "evidence", "report"}


# --- settings -----------------------------------------------------------------------------------


@pytest.fixture
def new(monkeypatch):
    """Add a parameter to the model."""

    def add(default, inert):
        added = replace(PARAMETERS["tolerance"], name="new", default=default, inert=inert)
        monkeypatch.setitem(PARAMETERS, "new", added)

    return add


def test_a_new_parameter_with_an_inert_default_changes_no_settings(new):
    before, hashed = identity.defaults(), identity.settings()
    new(default=0.0, inert=0.0)
    assert identity.difference(before, identity.defaults()) is None
    assert identity.settings() == hashed
    assert stored_validation().is_current


@pytest.mark.parametrize("inert", [None, 0.0])
def test_a_new_parameter_whose_default_does_something_makes_others(new, inert):
    before, hashed = identity.defaults(), identity.settings()
    new(default=0.5, inert=inert)
    assert "new" in identity.difference(before, identity.defaults())
    assert identity.settings() != hashed
    assert not stored_validation().is_current


def test_settings_stored_with_an_inert_parameter_are_those_without_it(new):
    new(default=0.0, inert=0.0)
    assert identity.difference({"new": 0.0}, {}) is None
    assert identity.difference({"new": 0.2}, {}) == "was made with new = 0.2, which is 0.0 now"


@pytest.mark.parametrize(
    ("held", "now", "told"),
    [
        ({"tolerance": 0.3}, {"tolerance": 0.1}, "was made with tolerance = 0.3, which is 0.1 now"),
        ({}, {"tolerance": 0.1}, "was made without tolerance, which is 0.1 now"),
        ({"gone": 1}, {}, "was made with gone = 1, which is nothing fixed now"),
        ({"tolerance": 0.1}, {"tolerance": 0.1}, None),
    ],
)
def test_a_difference_is_told_in_words(held, now, told):
    assert identity.difference(held, now) == told


def test_the_shipped_records_are_of_this_model():
    assert stored_validation().is_current, "run python docs/record_validation.py"
    assert stored_robustness().model == identity.MODEL, "run python docs/record_robustness.py"
