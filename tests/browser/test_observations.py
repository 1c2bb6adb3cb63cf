"""Coded films on the page Observations: loaded, mapped, measured, seen, saved, at every width."""

import csv
import io
import re

import pytest
from steps import resized

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser
SECONDS = 90
FILM = "id,visit,second,infant,caregiver,coder\n" + "".join(
    f"{dyad},{'1'},{s},{1 + s // 7 % 4},{1 + (s + lag) // 7 % 4},Dr. Who\n"
    for dyad, lag in (("P01", 1), ("P02", 3))
    for s in range(SECONDS)
)
SCALES = """dyad = ["id"]
[infant]
tracks = ["infant"]
scale = [1, 4]
[caregiver]
tracks = ["caregiver"]
scale = [1, 4]
"""
NARROW = "document.documentElement.scrollWidth <= window.innerWidth"


def load(page, content=FILM, name="Anna and her mother.csv"):
    answered(page, lambda: page.get_by_label("Coded files").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    ))  # fmt: skip


def answered(page, then):
    """Do something, and wait until the server has answered."""
    rail = page.locator(".at-coded[data-turn]")
    before = rail.get_attribute("data-turn")
    then()
    expect(rail).not_to_have_attribute("data-turn", before)


def measure(page, mapping=SCALES):
    page.get_by_label("Mapping: what the codes mean").fill(mapping)
    page.get_by_role("button", name="Measure", exact=True).click()


def opened(open_page, **more):
    page = open_page("/observations", figures=0, **more)
    page.locator(".at-coded[data-turn]").wait_for()
    return page


def problem(page):
    return page.locator(".at-coded .at-problem").first


def fault(page):
    return page.locator(".at-coded .at-problem").last


def saved(page, name):
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save {name}").click()
    return download.value.path().read_text(encoding="utf-8")


def test_films_become_a_picture_and_tables(open_page, subtests, serious_in_either_look):
    page = opened(open_page)
    expect(page.get_by_role("button", name="Measure", exact=True)).to_be_disabled()

    load(page)
    expect(problem(page)).to_contain_text("dyad = ")  # the second dyad's times jump back
    field = page.get_by_label("Columns that tell dyads apart")
    field.fill("id, visit")
    answered(page, lambda: field.press("Enter"))
    expect(problem(page)).to_have_text("")
    expect(page.get_by_role("region", name="What the files hold")).to_contain_text("caregiver")
    text = page.get_by_label("Mapping: what the codes mean")
    assert 'dyad = ["id", "visit"]' in text.input_value()

    measure(page)
    open_page.ready(page)
    found = page.get_by_role("region", name="Measures of dyad P01")
    expect(found).to_contain_text("Matched by chance")
    assert page.get_by_role("region", name=re.compile("Measures")).count() == 1
    page.get_by_label("Dyad", exact=True).select_option("Dyad P02")
    page.get_by_role("region", name="Measures of dyad P02").wait_for()
    expect(page.locator(".at-figure-title").first).to_contain_text("Dyad P02")

    rows = list(csv.DictReader(io.StringIO(saved(page, "measures.csv"))))
    assert [row["dyad"] for row in rows] == ["P01", "P02"]
    assert {float(row["coded_both_s"]) for row in rows} == {SECONDS}
    assert "attuned_share" in saved(page, "codebook.csv")
    whole = page.content()
    assert "Dr. Who" not in "".join(row["format"] for row in rows)
    assert "Anna" not in page.evaluate("location.href")
    assert "Save this page" not in whole

    assert serious_in_either_look(page) == []
    for width in (1920, 1280, 390):
        with subtests.test(width=width):
            resized(page, width, layout="narrow" if width == 390 else "wide")
            assert page.evaluate(NARROW)


def test_what_cannot_be_used_is_a_sentence_and_the_mapping_stays(open_page):
    page = opened(open_page)
    for _ in range(2):  # the same again is told again
        load(page, "onset,offset,infant\n0,soon,up\n")
        expect(problem(page)).to_have_text(re.compile("^File 1: row 2: 'soon' is not a time"))
    load(page, FILM.replace(",visit", ",Tag").partition("P02")[0])
    text = page.get_by_label("Mapping: what the codes mean")
    first = text.input_value()
    assert "[infant]" in first
    measure(page, SCALES.replace("[1, 4]", "[2, 4]"))
    expect(fault(page)).to_contain_text("the code '1' is outside the scale from 2 to 4")
    measure(page, "unit = 99")
    expect(fault(page)).to_contain_text("The mapping")
    load(page, "subject,onset,offset,code\nbaby,0,9,up\nadult,0,9,up\n")
    assert text.input_value() == "unit = 99"
    page.get_by_role("button", name="Begin anew").click()
    assert 'tracks = ["baby"]' in text.input_value()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the mapping").click()
    assert download.value.suggested_filename == "map.toml"
    text.fill("")
    page.get_by_label("A mapping's TOML file").set_input_files(download.value.path())
    expect(text).to_have_value(re.compile(r'tracks = \["adult"\]'))


def test_a_class_keeps_films_away(open_page):
    early = opened(open_page)
    teacher = open_page("/class", figures=0)
    teacher.get_by_role("button", name="Open a class: The calm face", exact=True).click()
    teacher.locator("#at-link").wait_for()
    closed = open_page("/observations", figures=0)
    expect(closed.locator(".at-rule")).to_contain_text("A class is open in this browser")
    expect(closed.get_by_label("Coded files")).to_have_count(0)
    load(early)  # a page that was there before takes no film either
    expect(problem(early)).to_contain_text("A class is open in this browser")
    teacher.get_by_role("button", name="End the class").click()
    teacher.get_by_role("button", name="Really end?").click()
    teacher.get_by_role("heading", name="With a class").wait_for()
    load(early, FILM.partition("P02")[0].replace("id,visit", "Id,Tag"))
    expect(problem(early)).to_have_text("")
