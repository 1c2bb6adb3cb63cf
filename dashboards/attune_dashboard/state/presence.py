"""Whether the visitor whose page asked for something is still there."""

from __future__ import annotations

import time
from collections.abc import Callable

from solara.server import kernel_context

AWAY_S = 30.0
"""A visitor without a connection for so long has gone; a network that drops is back sooner."""


def presence() -> Callable[[], bool]:
    """A function that says whether the visitor of the page that calls is still there.

    Where pages have no connection of their own, as in tests, somebody is always there.
    """
    if not kernel_context.has_current_context():
        return lambda: True
    context = kernel_context.get_current_context()
    seen = time.monotonic()

    def there() -> bool:
        nonlocal seen
        if context.closed_event.is_set():
            return False
        if kernel_context.PageStatus.CONNECTED in list(context.page_status.values()):
            seen = time.monotonic()
        return time.monotonic() - seen < AWAY_S

    return there
