"""A page of figures in a browser."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from fixtures.figures import hostile_page, record, sweep_rows

__all__ = ["hostile_page", "record", "sweep_rows"]

CHROMIUM = Path("/usr/bin/chromium")


@pytest.mark.browser
def test_a_browser_draws_every_figure(hostile_page, tmp_path):
    if not CHROMIUM.exists() and not os.environ.get("ATTUNE_REQUIRE_BROWSER"):
        pytest.skip("chromium is not installed")
    target = tmp_path / "page.html"
    target.write_text(hostile_page, encoding="utf-8")
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
        " --disable-background-networking --disable-component-update --disable-sync"
        " --virtual-time-budget=10000 --dump-dom"
    )
    done = subprocess.run(
        [str(CHROMIUM), *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", target.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.count('data-ready="yes"') == 3
    assert done.stdout.count("<svg") >= 3
    assert not re.search(r"<html[^>]*evil", done.stdout)
