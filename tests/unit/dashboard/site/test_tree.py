"""Widgets of a page as nodes that a browser can draw."""

import json

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import solara

from attune_dashboard.components.html import element, markup, whole
from attune_dashboard.components.prediction import AskWidget
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.site import tree


def nodes_of(component):
    box, rendered = solara.render(component, handle_error=False)
    found = [node for child in box.children for node in tree.nodes(child)]
    rendered.close()
    return found


def test_an_element_has_its_tag_attributes_and_children():
    page = element("p", "a ", element("strong", "b"), name="at-lead", aria_label="c")
    assert nodes_of(page) == [
        {
            "t": "p",
            "a": {"class": "at-lead", "aria-label": "c"},
            "c": ["a ", {"t": "strong", "a": {}, "c": ["b"]}],
        }
    ]


def test_a_link_that_leads_nowhere_is_left_out_with_its_point_in_a_list():
    page = element(
        "ul",
        element("li", element("a", "gone", href="")),
        element("li", element("a", "there", href="x.html")),
        element("li", "text", element("a", "gone", href="")),
        element("li"),
    )
    (found,) = nodes_of(page)
    assert [child["c"] for child in found["c"]] == [
        [{"t": "a", "a": {"href": "x.html"}, "c": ["there"]}],
        ["text"],
        [],
    ]


def test_a_link_that_leads_nowhere_is_left_out_of_html():
    gone, there = markup("a", "gone", href="", name="at-x"), markup("a", "there", href="x.html")
    (found,) = nodes_of(whole("p", gone, " ", there))
    assert found["html"] == ' <a href="x.html">there</a>'


def test_a_button_is_pressed_by_what_it_is_called():
    (found,) = nodes_of(solara.Button("Go", disabled=True, classes=["at-button"]))
    assert found["t"] == "button"
    assert found["a"]["data-press"] == "Go"
    assert found["a"]["disabled"] == ""
    assert "at-button" in found["a"]["class"].split()
    (named,) = nodes_of(solara.Button("1", attributes={"aria-label": "Scene 1"}))
    assert named["a"]["data-press"] == "Scene 1"


def test_a_widget_keeps_what_its_browser_side_reads():
    (found,) = nodes_of(AskWidget.element(asked=json.dumps({"question": "q"})))
    assert found == {"w": "AskWidget", "h": {}, "j": {"asked": {"question": "q"}}}


def test_markup_stays_and_style_sheets_go():
    assert nodes_of(solara.HTML("div", unsafe_innerHTML="<b>x</b>", classes=["c"])) == [
        {"t": "div", "a": {"class": "c"}, "html": "<b>x</b>"}
    ]
    assert nodes_of(Look()) == []


def test_what_files_cannot_show_is_refused():
    with pytest.raises(TypeError, match="cannot show a Slider"):
        nodes_of(solara.v.Slider())
