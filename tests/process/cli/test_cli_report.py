from __future__ import annotations

import re

import pandas as pd
import pytest
from scipy import stats

from attune_sim.dyad import days
from attune_sim.figures import numbers
from attune_sim.report import figures
from attune_sim.scenario import Scenario
from attune_sim.sweep import SweepSpec, workload
from attune_sim.sweep.points import points

SPEC = """
question = "Does <care> matter & why?"
scenario = "good-enough"
infants = 3
days = 1
replications = 2
measures = ["felt_security", "patterns"]
{design}
[vary]
{vary}
[fixed]
episodes_per_day = 1
"""
GRID = "responsiveness = [0.2, 0.5, 0.8]\nconsistency = [0.1, 0.5, 0.9]"
THREE = GRID + "\nrejection = [0.0, 0.5]"
ENDS = "responsiveness = { from = 0.2, to = 0.8 }\nconsistency = { from = 0.1, to = 0.9 }"
DESIGNS = {
    "grid": ("", GRID),
    "three": ("", THREE),
    "morris": ('[design]\nkind = "morris"\ntrajectories = 4', ENDS),
    "latin-hypercube": ('[design]\nkind = "latin-hypercube"\npoints = 6', ENDS),
    "one-at-a-time": ('[design]\nkind = "one-at-a-time"', THREE),
    "nothing": ("", ""),
}
HEADINGS = {
    "grid": [
        "Means over replications",
        "Means over responsiveness and consistency",
        "Pattern shares over responsiveness, averaged over consistency",
    ],
    "three": [
        "Means over replications",
        "Means over responsiveness and consistency, averaged over rejection",
        "Pattern shares",
        "All points at once",
    ],
    "morris": [
        "Means over replications",
        "Which parameters matter",
        "How much and how evenly: σ over μ*",
    ],
    "latin-hypercube": ["Means over replications"],
    "one-at-a-time": ["Means over replications", "All points at once"],
    "nothing": ["Means over replications"],
}


@pytest.fixture
def swept(attune, tmp_path):
    def sweep(kind):
        design, vary = DESIGNS[kind]
        (tmp_path / "mine.toml").write_text(SPEC.format(design=design, vary=vary))
        answer = attune("sweep", "mine.toml", "--jobs", 1, "--out", "out")
        assert answer.code == 0, answer.err
        return tmp_path / "out"

    return sweep


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_page_has_question_design_figures_numbers_and_origin(attune, swept, kind):
    folder = swept(kind)
    answer = attune("report", folder)
    assert answer.code == 0, answer.err
    page = (folder / "report.html").read_text()
    assert "<h1>Does &lt;care&gt; matter &amp; why?</h1>" in page
    assert re.search(r"Design: [a-z-]+", page)
    assert "same random numbers at all points" in page
    assert "not a diagnosis" in page
    for heading in HEADINGS[kind]:
        assert heading in page
    effects = len(re.findall("<section[^>]*>\\s*<h2[^>]*>Effects over", page))
    assert effects == (kind not in ("morris", "nothing"))
    assert page.count("The numbers of this figure") == page.count("<section") - effects
    assert "<dt>packages</dt>" in page


def test_a_kept_series_is_drawn_over_days_for_each_factor(attune, tmp_path):
    text = SPEC.format(design="series = 1", vary=GRID).replace("days = 1", "days = 3")
    (tmp_path / "mine.toml").write_text(text)
    assert attune("sweep", "mine.toml", "--jobs", 1, "--out", "out").code == 0
    assert attune("report", "out").code == 0
    page = (tmp_path / "out" / "report.html").read_text()
    assert "Development over days by responsiveness, averaged over consistency" in page
    assert "Development over days by consistency, averaged over responsiveness" in page


def test_a_page_asks_nothing_of_the_network(attune, swept):
    folder = swept("grid")
    attune("report", folder, "--out", "page.html")
    page = folder.with_name("page.html").read_text()
    assert "default-src 'none'" in page
    outside = r"<(?:script|link|img|iframe)[^>]*(?:src|href)="
    assert not re.search(outside, page.split('<script id="figures"')[0])


def test_an_unfinished_sweep_and_failed_runs_are_said(attune, swept, monkeypatch):
    monkeypatch.setattr(workload, "SHORTEST_BATCH", 1e-9)
    monkeypatch.setattr(workload, "GOOD_COUNT", 10**9)
    live = days.live

    def fail(rows, *arguments, **more):
        if (rows.caregivers["responsiveness"] == 0.2).any():
            raise MemoryError("no room")
        return live(rows, *arguments, **more)

    monkeypatch.setattr(days, "live", fail)
    folder = swept("grid")
    lines = (folder / "parts.sha256").read_text().splitlines(keepends=True)
    for line in lines[-2:]:  # as if they were still to come
        (folder / line.split()[1]).unlink()
    (folder / "parts.sha256").write_text("".join(lines[:-2]))
    assert attune("report", folder).code == 0
    page = (folder / "report.html").read_text()
    assert "Not finished: 16 of 18 runs are there." in page
    assert "6 runs failed and are left out; the first: MemoryError: no room" in page
    for line in lines[:-2]:
        (folder / line.split()[1]).unlink()
    answer = attune("report", folder)
    assert answer.code == 2
    assert "damaged part" in answer.err
    (folder / "parts.sha256").unlink()
    answer = attune("report", folder)
    assert answer.code == 2
    assert "holds no rows yet" in answer.err


@pytest.mark.parametrize("what", ["nothing", "file", "folder"])
def test_what_is_no_sweep_is_refused(attune, tmp_path, what):
    path = tmp_path / what
    if what == "file":
        path.write_text("precious")
    elif what == "folder":
        path.mkdir()
    for command in (["report"], ["export", "--csv"], ["how-many", "--within", "0.1"]):
        answer = attune(command[0], path, *command[1:])
        assert answer.code == 2
        assert "not the folder of a sweep" in answer.err
    assert what != "folder" or not list(path.iterdir())


def test_a_page_of_ones_own_is_replaced_only_when_forced(attune, swept, tmp_path):
    folder = swept("nothing")
    (tmp_path / "mine.html").write_text("precious")
    assert attune("report", folder, "--out", "mine.html").code == 2
    assert (tmp_path / "mine.html").read_text() == "precious"
    assert attune("report", folder, "--out", "mine.html", "--force").code == 0
    assert attune("report", folder).code == attune("report", folder).code == 0


def test_what_is_averaged_over_is_averaged_within_replications():
    spec = SweepSpec(
        "x", (Scenario(),), replications=3, measures=("felt_security",),
        vary={"responsiveness": (0.2, 0.8), "consistency": (0.1, 0.9), "rejection": (0.0, 0.5)},
    )  # fmt: skip
    design = points(spec)
    rows = pd.DataFrame(
        {**design[p].values, "point": p, "replication": r, "infants": 5, "error": None,
         "felt_security": design[p].values["rejection"] + 0.01 * r}
        for p in range(8) for r in range(3)
    )  # fmt: skip
    averaged = next(
        f for f in figures(spec, rows) if "averaged over rejection" in f.layout.meta["title"]
    )
    assert "3 replications of 5 infants" in averaged.layout.meta["caption"]
    table = numbers(averaged)
    assert set(table["Replications"]) == {3}
    assert table["Mean"].tolist() == pytest.approx([0.26] * 4)
    width = 2 * stats.t.ppf(0.975, 2) * 0.01 / 3**0.5
    assert (table["95% to"] - table["95% from"]).tolist() == pytest.approx([width] * 4)
