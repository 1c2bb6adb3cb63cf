"""The models of the page on R name columns that its files have; where there is R, it fits them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from contextlib import chdir
from pathlib import Path

import pandas as pd
import pytest

from attune_sim.cli import main

PAGE = (Path(__file__).parents[3] / "docs" / "multilevel.md").read_text(encoding="utf-8")
FILE = re.compile(r"^```toml\n(# ([\w-]+\.\w+)\n.*?)^```", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"(\w+ ~ .*?), (?:family|data)")
MADE_IN_R = {"secure": "pattern"}


def named(formula: str) -> set[str]:
    words = set(re.findall(r"[a-z_]+", formula))
    return {MADE_IN_R.get(word, word) for word in words}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, one_core):
    """Where the page's files are, and what its commands write."""
    here = tmp_path_factory.mktemp("multilevel")
    for file in FILE.finditer(PAGE):
        (here / file[2]).write_text(file[1], encoding="utf-8")
    with chdir(here):
        for block in blocks("sh"):
            for line in block.splitlines():
                assert main(shlex.split(line)[1:]) == 0, line
    return here


@pytest.mark.slow
def test_every_formula_has_its_columns(folder):
    table, formulas = None, 0
    for block in blocks("r"):
        for path in re.findall(r'read\.csv\("([^"]+)"', block):
            table = pd.read_csv(folder / path)
        assert table is not None
        for formula in FORMULA.findall(block):
            formulas += 1
            assert named(formula) <= set(table), formula
    assert formulas == 4
    pairs = pd.read_csv(folder / "pairs" / "infants.csv")
    assert pairs.groupby("infant")["caregiver"].apply(list).tolist() == [["first", "second"]] * 40
    assert pairs.groupby("infant")["reactivity"].nunique().eq(1).all()
    crossed = pd.read_csv(folder / "results" / "crossed" / "infants.csv")
    assert crossed.groupby(["replication", "infant"])["point"].nunique().eq(6).all()
    assert crossed.groupby(["replication", "infant"])["reactivity"].nunique().eq(1).all()
    assert (crossed["seed"] < 2**53).all()


@pytest.mark.slow
def test_r_fits_every_model(folder):
    program = shutil.which("Rscript")
    lme4 = [program, "-e", "library(lme4)"]
    if not program or subprocess.run(lme4, check=False, capture_output=True).returncode:
        pytest.skip("needs R with lme4")
    fitted = [block for block in blocks("r") if "brms" not in block]  # which compiles for minutes
    assert len(fitted) == 3
    script = folder / "page.R"
    script.write_text("options(warn = 2)\n" + "\n".join(fitted), encoding="utf-8")
    done = subprocess.run(
        [program, str(script)], cwd=folder, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "singular" not in done.stderr + done.stdout
