"""Generated tables in the documents are what the declarations say now."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def test_generated_tables_are_up_to_date():
    command = [sys.executable, str(DOCS / "generate.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "run python docs/generate.py"


def test_every_parameter_and_outcome_stands_in_the_model_page():
    from attune_sim.outcomes import OUTCOMES
    from attune_sim.parameters import PARAMETERS

    text = (DOCS / "model.md").read_text(encoding="utf-8")
    for name in [*PARAMETERS, *OUTCOMES]:
        assert f"`{name}`" in text


@pytest.fixture
def compared(monkeypatch):
    """docs/tables/compared.py as a module."""
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("tables.compared")


def test_what_is_missed_is_told_and_what_is_not_is_not(compared, monkeypatch):
    from attune_sim.evidence import stored_validation

    told = compared.misses()
    for c in stored_validation().comparisons:
        assert (f"`{c.id}` ({c.verdict})" in told) == (c.verdict != "inside"), c.id
    one = replace(stored_validation().comparisons[0], id="a-new-one", verdict="wrong")
    monkeypatch.setattr(
        compared, "stored_validation", lambda: replace(stored_validation(), comparisons=(one,))
    )
    assert compared.misses() == "- No reason is at hand for `a-new-one` (wrong)."
    assert "(`a-new-one`)" in compared.wrong()
    fine = replace(one, verdict="inside")
    monkeypatch.setattr(
        compared, "stored_validation", lambda: replace(stored_validation(), comparisons=(fine,))
    )
    assert compared.misses() == "Every finding is inside."
    assert "- none." in compared.wrong()


def test_every_claim_stands_in_its_page_with_what_it_rests_on():
    from attune_sim.evidence import claims, standing, stored_validation

    text = (DOCS / "claims.md").read_text(encoding="utf-8")
    for c in claims():
        assert f'<a id="{c.id}"></a>{c.title}' in text
        assert f"**{standing(c, stored_validation()).words}**" in text
        for finding in (*c.findings, *c.against):
            assert f"`{finding}`" in text


def test_pages_link_to_pages_that_are_there():
    for page in DOCS.glob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (DOCS / link).exists(), f"{page.name}: {link}"


def test_odd_has_its_elements_and_all_design_concepts():
    text = (DOCS / "ODD.md").read_text(encoding="utf-8")
    for number, element in enumerate(
        (
            "Purpose and patterns",
            "Entities, state variables and scales",
            "Process overview and scheduling",
            "Design concepts",
            "Initialization",
            "Input data",
            "Submodels",
        ),
        start=1,
    ):
        assert f"## {number}. {element}\n" in text
    concepts = re.findall(r"^- \*\*([A-Z][a-z ]+)\.\*\*", text, re.MULTILINE)
    assert concepts == [
        "Basic principles",
        "Emergence",
        "Adaptation",
        "Objectives",
        "Learning",
        "Prediction",
        "Sensing",
        "Interaction",
        "Stochasticity",
        "Collectives",
        "Observation",
    ]
