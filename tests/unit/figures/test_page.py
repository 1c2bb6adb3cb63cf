import json
import re

import plotly.graph_objects as go
import pytest
from fixtures.figures import EVIL

from attune_sim.errors import InputError
from attune_sim.figures import moment_figure, write_html
from attune_sim.figures.base import page as pages


@pytest.fixture
def html(hostile_page):
    return hostile_page


def own(html):
    """The page without plotly's script."""
    scripts = re.findall(r"<script>.*?</script>", html, re.DOTALL)
    longest = max(scripts, key=len)
    assert len(longest) > 1_000_000
    return html.replace(longest, "")


def test_nothing_is_asked_of_the_network(html):
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", own(html))
    assert "default-src 'none'" in html
    assert not re.findall(r"<(?:link|img|iframe|script[^>]*\ssrc)\b", own(html))


def test_text_from_people_is_escaped(html):
    assert "<script>document.documentElement.id" not in html
    assert "<a href" not in own(html)
    assert f"<title>{pages.html.escape(EVIL)}</title>" in html
    assert html.count("plotly.js v") == 1


def test_the_data_can_be_read_back(html):
    data = re.search(
        r'<script id="figures" type="application/json">(.*?)</script>', html, re.DOTALL
    )
    held = json.loads(data[1])
    assert len(held["figures"]) == 3
    assert set(held["templates"]) == {"light", "dark"}
    assert all("template" not in f["layout"] for f in held["figures"])
    assert held["figures"][0]["layouts"]["narrow"]["height"] > 0
    # What is saved has its title, what is shown has it as text above.
    assert "script" in held["figures"][0]["saved"]["title"]["text"]
    assert not held["figures"][0]["layout"].get("title", {}).get("text")


def test_the_page_says_its_language_allows_zoom_and_names_its_figures(html):
    assert '<html lang="en">' in html
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    assert html.count('role="img" aria-labelledby') == 3


def test_each_figure_has_its_numbers_as_a_table(html):
    assert html.count("<details>") == 3
    assert '<th scope="col" class="number">Attuned share</th>' in html
    assert "<td>secure</td>" in html
    assert "Where these results come from" in html


def test_long_tables_are_cut_and_say_so(record):
    figure = moment_figure(record(5), tolerance=0.1)
    meta = dict(figure.layout.meta)
    meta["numbers"] = {"columns": ["a"], "rows": [[None]] * 600}
    figure.layout.meta = meta
    html = pages.page([figure], "long")
    assert "the first 500 of 600 rows" in html
    assert html.count("<td>undefined</td>") + html.count(">undefined</td>") >= 500


def test_figures_from_elsewhere_are_shown_too():
    html = pages.page([go.Figure(go.Scatter(x=[1], y=[2]))], "other")
    assert "Figure 1" in html
    assert "<details>" not in html


def test_data_cannot_end_the_script_that_holds_it():
    html = pages.page([go.Figure(go.Scatter(x=[1], y=[2], name="</script><!--"))], "other")
    assert "</script><!--" not in html


def test_the_file_is_whole_or_not_there(tmp_path, monkeypatch):
    target = tmp_path / "page.html"
    assert write_html([], target, "one") == target
    before = target.read_text(encoding="utf-8")
    assert before.rstrip().endswith("</html>")
    monkeypatch.setattr(pages.Path, "replace", _fails)
    with pytest.raises(InputError, match=r"page\.html cannot be written"):
        write_html([], target, "two")
    assert target.read_text(encoding="utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def _fails(*_):
    raise OSError(28, "No space left on device")


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        write_html([], tmp_path / "missing" / "page.html", "one")
