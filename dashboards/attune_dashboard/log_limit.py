"""What a server says of its faults, within limits: a hostile browser must not fill a disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from cachetools import TTLCache

MOST, WITHIN_S = 5, 60.0
"""How often one place in the code may complain, and in which time."""


class Limit(logging.Filter):
    """Lets each place in the code speak only so often; the last time says that more is left out."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.said: TTLCache[tuple[str, int], int, float] = TTLCache(1_000, WITHIN_S, timer)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is shown."""
        place = (record.pathname, record.lineno)
        count = self.said.get(place, 0) + 1
        if count <= MOST:
            self.said[place] = count
        if count > 1:
            record.exc_info = record.exc_text = None  # it was shown the first time
        if count == MOST:
            record.msg = (
                f"{record.getMessage()} (further messages like this are not shown for a minute)"
            )
            record.args = ()
        return count <= MOST


def limit_log() -> None:
    """Limit what reaches the terminal from everywhere but the web server's own log."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    handler.addFilter(Limit())
    logging.getLogger().addHandler(handler)
