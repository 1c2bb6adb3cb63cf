"""The evidence at a glance."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.components.evidence_overview import answer
from attune_sim.evidence import stored_validation
from attune_sim.evidence.validation.tally import tally
from attune_sim.evidence.verdicts import WRONG


def test_the_answer_counts_all_findings_and_those_kept_back():
    found = stored_validation().comparisons
    told = answer(found)
    assert told.startswith(f"Of {tally(found).total()} published findings the model agrees with")
    kept = [c for c in found if not c.fitted]
    assert f"Of {tally(kept).total()} findings that were kept back from fitting" in told
    assert f"it contradicts {tally(kept)[WRONG]}," in told
    assert "kept back" not in answer(kept)
