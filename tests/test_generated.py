"""Generated tables in the documents are what the declarations say now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def test_generated_tables_are_up_to_date():
    command = [sys.executable, str(DOCS / "generate.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "run python docs/generate.py"


def test_every_parameter_and_outcome_stands_in_the_model_page():
    from attune_sim.outcomes import OUTCOMES
    from attune_sim.parameters import PARAMETERS

    text = (DOCS / "model.md").read_text(encoding="utf-8")
    for name in [*PARAMETERS, *OUTCOMES]:
        assert f"`{name}`" in text
