"""Messages of a browser: whatever one sends can end its own page, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)


def listener(handle: Callable[[dict[str, Any]], None]) -> Callable[[Any], None]:
    """Hear messages that may be anything.

    Args:
        handle: gets each of them; should it fail, the message is left out and that is logged.
    """

    def heard(sent: Any) -> None:
        try:
            handle(sent)
        except Exception as fault:
            log.warning("a message of a browser was left out (%s)", type(fault).__name__)

    return heard
