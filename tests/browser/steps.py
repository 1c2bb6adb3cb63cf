"""What several tests of the dashboard do to a page."""

FIGURES = """() => [...document.querySelectorAll('.at-view')]
  .map((e) => Number(e.dataset.figure ?? 0))"""


DRAWN = """layout => [...document.querySelectorAll('.at-figure')].every((e) =>
  (!layout || e.dataset.layout === layout) && Math.abs(e._fullLayout.width - e.clientWidth) < 1)"""


def resized(page, width, height=900, layout=None):
    """Give the window another size, and wait until each figure is drawn for it (in this layout)."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(DRAWN, arg=layout)


def values(page, selector=".at-count dd"):
    return page.locator(selector).all_inner_texts()


def drawn(page, then):
    """Do something, and wait until the first view shows another figure."""
    before = page.evaluate(FIGURES)[0]
    then()
    page.wait_for_function(f"n => ({FIGURES})()[0] > n", arg=before)


def slide(page, label, value):
    page.get_by_label(label, exact=True).evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", str(value)
    )


def asked(page, part):
    """Wait until the address has this in its query."""
    page.wait_for_function("part => location.search.includes(part)", arg=part)


def other_luck(page):
    return page.locator("[data-what=luck]").first.click()


def onward(page, name):
    page.locator(".at-onward").get_by_role("button", name=f"Next: {name}").click()


def predict(page, number):
    page.wait_for_selector(".at-ask[data-committed='no']")  # not what was said in a vote before
    page.get_by_role("radio").nth(number).check()
    page.locator(".at-ask button").first.click()
    page.wait_for_selector(f".at-ask[data-committed='{number}']")
