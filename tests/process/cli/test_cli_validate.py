from __future__ import annotations

import json

import pytest
from fixtures.surroundings import needs_proc

from attune_sim.evidence import findings

OWN = """
[[finding]]
id = "mine"
statement = "Play is attuned for half of the time"
fitted = true
statistic = "share"
of = ["play.attuned_share"]
value = 0.5
low = 0.4
high = 0.6
groups = { families = { population = "good-enough" } }
visits = { play = { age = 1 } }

[[finding]]
id = "yours"
published = ["3.06b"]
statistic = "share"
of = ["ssp.avoidant"]
groups = { families = { population = "good-enough" } }
visits = { ssp = { age = 1 } }
note = "Unconfirmed figure."
"""
SMALL = ("--families", 9, "--jobs", 1)


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    return path


def refused(answer, *told):
    assert answer.code == 2, answer
    assert answer.out == ""
    assert answer.err.startswith("Error: ")
    for words in told:
        assert words in answer.err


def test_two_shipped_findings_end_to_end(attune, tmp_path):
    wanted = ("share-secure", "depressed-insecure")
    words = [w for name in wanted for w in ("--finding", name)]
    answer = attune("validate", *words, "--families", 60, "--html", "page.html", "--json", "-q")
    assert (answer.code, answer.err) == (0, "")
    secure, depressed = json.loads(answer.out, parse_constant=pytest.fail)
    assert (secure["id"], depressed["id"]) == wanted
    assert (secure["fitted"], depressed["fitted"]) == (True, False)
    assert set(secure["published"]) == {"value", "low", "high", "n", "certainty"}
    assert secure["published"]["value"] == 0.516
    assert secure["model"]["n"] == 60
    assert 0 <= secure["model"]["low"] <= secure["model"]["value"] <= secure["model"]["high"] <= 1
    assert depressed["published"]["low"] is None
    assert depressed["model"]["n"] == 120
    page = (tmp_path / "page.html").read_text()
    for text in ("<h1>Validation</h1>", "share-secure", "Barnes &amp; Theule 2019", "version"):
        assert text in page


def test_people_read_two_tables_and_what_each_finding_is(attune, own):
    answer = attune("validate", "--findings", own, *SMALL)
    assert answer.code == 0, answer.err
    assert max(map(len, answer.out.splitlines())) <= 80
    fit, kept = answer.out.split("Kept back for validation")
    assert "Used to fit: 1 " in fit
    assert "mine     0.50 (0.40 to 0.60) " in fit
    assert "yours    0.15 (0.14 to 0.17) ? " in kept
    assert "Published: 0.50 (0.40 to 0.60)." in kept
    for text in ("Play is attuned for half", "Unconfirmed figure.", "? The figure was not read"):
        assert text in answer.out
    assert "95% intervals" in answer.out


def test_published_intervals_are_left_out_where_they_do_not_fit_and_that_is_said(attune, own):
    long = "a-finding-of-24-letters-"
    own.write_text(OWN.replace('"mine"', f'"{long}"'))
    words = ("validate", "--findings", own, *SMALL)
    assert "Published intervals are not shown" in attune(*words).out


def test_one_finding_of_a_file(attune, own):
    answer = attune("validate", "--findings", own, "--finding", "mine", *SMALL, "--json")
    (found,) = json.loads(answer.out)
    assert found["id"] == "mine"
    assert found["published"]["certainty"] == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--finding", "stabilty-secure"], ["'stabilty-secure'", "stability-secure"]),
        (["--families", "0"], ["families = 0", "from 1 to"]),
        (["--families", "many"], ["families = 'many'", "whole number"]),
        (["--jobs", "0"], ["jobs = 0"]),
        (["--full", "--families", "5"], ["--full", "--families"]),
        (["--force"], ["--force", "--html"]),
        (["--findings", "none.toml"], ["there is no file none.toml"]),
        (["--findings", "."], ["is a folder"]),
        (["--html", "."], ["is a folder"]),
        pytest.param(["--html", "/proc/page.html"], ["cannot be written"], marks=needs_proc),
    ],
)
def test_wrong_words_are_told_before_anything_is_simulated(attune, tmp_path, words, told):
    refused(attune("validate", *words), *told)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('["3.06b"]', '["3.99"]', ["own.toml, line 16", "finding 'yours'", "published", "'3.99'"]),
        ("ssp.avoidant", "ssp.avoidnt", ["finding 'yours'", "ssp.avoidnt", "avoidant"]),
        ('"share"', '"shares"', ["finding 'mine'", "statistic", "'shares'"]),
        ("low = 0.4", 'low = "0.4"', ["finding 'mine'", "low = '0.4'"]),
        ("age = 1", "age = 1.5", ["finding 'mine'", "visits.play", "age = 1.5"]),
    ],
)
def test_a_faulty_file_is_named_with_finding_and_key(attune, own, old, new, told):
    own.write_text(OWN.replace(old, new, 1))
    refused(attune("validate", "--findings", own), *told)


def test_a_page_is_replaced_only_when_forced(attune, own, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("precious")
    words = ("validate", "--findings", own, *SMALL, "--html", page)
    refused(attune(*words), "page.html already exists", "--force")
    assert page.read_text() == "precious"
    answer = attune(*words, "--force")
    assert answer.code == 0
    assert "Written to" in answer.err
    assert page.read_text().startswith("<!doctype html>")


def test_every_shipped_id_fits_into_the_table(attune):
    assert max(len(p.id) for p in findings()) <= 24
