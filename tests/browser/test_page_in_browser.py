"""A page of figures in a browser."""

import pytest
from fixtures.figures import hostile_page, record, sweep_rows

__all__ = ["hostile_page", "record", "sweep_rows"]


@pytest.mark.browser
def test_a_browser_draws_every_figure(browser, hostile_page, tmp_path):
    target = tmp_path / "page.html"
    target.write_text(hostile_page, encoding="utf-8")
    page = browser.new_page()
    page.goto(target.as_uri())
    page.wait_for_function("document.querySelectorAll('[data-ready=yes]').length === 3")
    assert page.locator("svg.main-svg").count() >= 3
    assert page.evaluate("document.documentElement.id") != "evil"
    page.close()


@pytest.mark.browser
def test_a_finger_leaves_the_axes_as_they_are(browser, hostile_page, tmp_path):
    target = tmp_path / "page.html"
    target.write_text(hostile_page, encoding="utf-8")
    context = browser.new_context(has_touch=True)
    page = context.new_page()
    page.goto(target.as_uri())
    page.wait_for_function("document.querySelectorAll('[data-ready=yes]').length === 3")
    axes = """JSON.stringify([...document.querySelectorAll('.figure')].map(({ _fullLayout: all }) =>
      Object.keys(all).filter((key) => /^[xy]axis/.test(key)).map((key) => all[key].range)))"""
    before = page.evaluate(axes)
    for plot in page.locator(".figure .nsewdrag").all():
        plot.tap()
        page.wait_for_timeout(400)  # until no second click would make a double one
    assert page.evaluate(axes) == before
    context.close()
