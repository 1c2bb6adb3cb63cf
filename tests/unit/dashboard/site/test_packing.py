"""A page's data takes few bytes, and nothing of it is lost."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from fixtures.site_data import data_of

from attune_dashboard.site.files import write_page


@pytest.mark.parametrize("text", ["", "{}", "ä → “b”", "0.123," * 20_000])
def test_a_page_holds_its_data(tmp_path, text):
    write_page(tmp_path, "pages/one.html", "One", "../", text)
    script = (tmp_path / "data" / "one.js").read_text("ascii")
    assert data_of(script) == text
    assert len(script) < 60 + len(text.encode()) / (50 if len(text) > 100 else 0.5)
