"""Terms of the field, explained where they stand."""

import re

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import solara

from attune_dashboard.components import glossary
from attune_dashboard.components.glossary import explained, terms
from attune_dashboard.components.view import COUNTS
from attune_sim.errors import InputError
from attune_sim.scenario import load, presets

ASKED = (
    *("attunement", "rupture", "repair latency", "internal working model", "felt security"),
    *("observed security", "chance level"),
)


def words(parts):
    """The text of an element's children as it is read."""
    return "".join(p if isinstance(p, str) else p.kwargs["children"][0] for p in parts)


def told(parts):
    return [p.kwargs["children"][1].kwargs["children"][0] for p in parts if not isinstance(p, str)]


@pytest.mark.parametrize("term", ASKED)
def test_what_the_pages_speak_of_is_in_the_glossary(term):
    assert terms()[term].endswith(".")


def test_running_counts_are_explained_by_it():
    assert {t for names in COUNTS.values() for t in names} <= set(terms())


@pytest.mark.parametrize("name", presets())
def test_stories_keep_their_words(name):
    story = load(name).story
    assert words(explained(story)) == story


def test_a_term_is_explained_once_and_the_longest_is_taken():
    parts = explained("The attuned share falls. An Attuned Share; repaired.")
    assert words(parts) == "The attuned share falls. An Attuned Share; repaired."
    assert told(parts) == [terms()["attuned share"], terms()["repair"]]


def test_a_fault_of_the_glossary_is_told_with_its_line(monkeypatch, tmp_path):
    (tmp_path / "glossary.toml").write_text('[repair]\nmeaning = "x"\nals = ["y"]\n')
    monkeypatch.setattr(glossary, "FILE", tmp_path / "glossary.toml")
    with pytest.raises(InputError, match=r"line 3: there is no key 'als'; did you mean also"):
        glossary._entries.__wrapped__()


def test_parts_of_words_are_no_terms():
    assert explained("repairing, un-attuned") == ["repairing, un-attuned"]


def test_no_form_stands_for_two_terms():
    lines = re.findall(r"also = \[(.*)\]", glossary.FILE.read_text())
    forms = [form.lower() for line in lines for form in re.findall(r'"(.*?)"', line)]
    assert len(forms) == len(set(forms))
    assert not set(forms) & {t.lower() for t in terms()}


def test_it_can_be_rendered():
    @solara.component
    def Page():  # noqa: N802
        solara.v.Html(tag="p", children=explained("A rupture."))

    box, rc = solara.render(Page(), handle_error=False)
    assert box.children[0].children[1].tag == "button"
    rc.close()
