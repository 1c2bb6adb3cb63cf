"""Importing the package is quick."""

import subprocess
import sys


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, attune_sim;"
        "heavy = {'mesa', 'numpy', 'numba', 'pandas', 'pydantic', 'scipy', 'plotly', 'pyarrow'};"
        "print(*heavy & set(sys.modules));"
        "from attune_sim import PARAMETERS, Scenario, load;"
        "print(*(heavy - {'pydantic'}) & set(sys.modules));"
        "from attune_sim.sweep import load_spec;"
        "print(*(heavy - {'pydantic', 'numpy'}) & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
