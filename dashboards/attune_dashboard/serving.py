"""How the dashboard is served, as its start was told: handed from the command line to the pages."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

VARIABLE = "ATTUNE_SERVING"
"""Of the environment, which holds it."""


@dataclass(frozen=True)
class Serving:
    """What the server was told.

    Attributes:
        host: name or address at which it answers.
        port: at which it answers.
        address: where visitors reach it through a proxy or container, without the last slash;
            empty if they reach it directly.
        embedding: hosts that may show it within a page of theirs, as a
            Content-Security-Policy names them.
    """

    host: str = "localhost"
    port: int = 8765
    address: str = ""
    embedding: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """Path of `address`, without the last slash; often empty."""
        return urlsplit(self.address).path

    def hand_over(self) -> None:
        """Put it where `current` finds it."""
        os.environ[VARIABLE] = json.dumps(asdict(self))


def current() -> Serving:
    """How this server was started."""
    found = json.loads(os.environ.get(VARIABLE, "{}"))
    return Serving(**found | {"embedding": tuple(found.get("embedding", ()))})
