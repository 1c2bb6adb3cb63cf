"""Elements of a page, and HTML of which one element is made."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import ipyvuetify
import solara
from solara.widgets import HTML

from attune_dashboard.components.evidence_overview import Overview
from attune_dashboard.components.html import element, markup, whole
from attune_dashboard.components.table import table
from attune_dashboard.site.tree import within
from attune_sim.evidence import stored_validation

HOSTILE = """<img src=x onerror="alert('1')"> & {0}"""


def drawn(what):
    box, rc = solara.render(what, handle_error=False)
    found = [w for w in within(box) if isinstance(w, HTML | ipyvuetify.Html)]
    rc.close()
    return found


def test_text_stays_text_in_content_and_attributes():
    told = markup("a", HOSTILE, markup("b", HOSTILE), href=HOSTILE, name="at-x", data_of="1")
    assert told.count("<") == 4
    assert "<img" not in told
    assert told.startswith('<a class="at-x" href="&lt;img src=x onerror=&#34;')
    assert told.unescape().count(HOSTILE) == 3
    (one,) = drawn(whole("p", HOSTILE, told, aria_label=HOSTILE, name="at-y"))
    assert one.attributes == {"class": "at-y", "aria-label": HOSTILE}
    assert one.unsafe_innerHTML.count("<") == 4


def test_a_table_of_text_is_one_element_however_long():
    rows = [(f"row {k}", markup("a", HOSTILE, href="#"), HOSTILE) for k in range(200)]
    (one,) = drawn(table(("", "A link", "<Text>"), rows, label="All"))
    assert one.attributes["aria-label"] == "All"
    assert one.unsafe_innerHTML.count("<tr>") == 201
    assert "<img" not in one.unsafe_innerHTML
    assert '<td data-label="&lt;Text&gt;">' in one.unsafe_innerHTML


def test_a_table_with_something_to_press_has_elements():
    rows = [("one", element("button", "Press")), ("two", markup("a", "text", href="#"))]
    found = drawn(table(("What", "How"), rows, label="Some"))
    assert [w.tag for w in found].count("td") == 2
    assert [w.tag for w in found].count("button") == 1
    (link,) = [w for w in found if isinstance(w, HTML)]
    assert link.unsafe_innerHTML == '<a href="#">text</a>'


def test_an_element_shows_no_tags_as_text():
    with pytest.raises(TypeError, match="whole"):
        element("p", markup("b", "x"))


def test_all_findings_at_a_glance_are_few_elements():
    found = stored_validation().comparisons
    whole_list, *others = sorted(drawn(Overview(found)), key=lambda w: not isinstance(w, HTML))
    assert whole_list.unsafe_innerHTML.count("<a ") == len(found)
    assert len(others) < 5
