"""The model gives the numbers that its number stands for."""

import importlib.util
import json
from pathlib import Path

import pytest

from attune_sim.identity import MODEL

HERE = Path(__file__).parent


def test_a_change_of_numbers_comes_with_another_model_number():
    spec = importlib.util.spec_from_file_location("golden_record", HERE / "record.py")
    record = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(record)
    kept = json.loads(record.FILE.read_text(encoding="utf-8"))
    assert kept["model"] == MODEL, "record anew: python tests/science/golden/record.py"
    found = record.numbers(kept["constants"])
    assert found.keys() == kept["numbers"].keys()
    for name, numbers in found.items():
        # not bit for bit: another processor may round otherwise
        assert numbers == pytest.approx(kept["numbers"][name], rel=1e-6, abs=1e-9), (
            f"{name}: the model gives other numbers; if that is meant, raise MODEL and record anew"
        )
