"""How to install what an optional part needs, as a line that works for how this was installed."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlparse

NAME = "attune-sim"


def install_line(extra: str) -> str:
    """The command that installs an optional part.

    Args:
        extra: its name, as in pyproject.toml: dashboard, calibrate, dask, ray.

    Returns:
        From a clone the clone's folder, so that it can be typed anywhere; after an installation
        from another address that address; else the name of the distribution.
    """
    address, editable = _origin()
    if not address:
        return f'pip install "{NAME}[{extra}]"'
    url = urlparse(address)
    if url.scheme != "file":
        return f'pip install "{NAME}[{extra}] @ {address}"'
    from urllib.request import url2pathname

    path = url2pathname(url.path)
    if path.endswith(".whl"):
        return f'pip install "{path}[{extra}]"'
    option = "-e " if editable else ""
    where = "." if Path(path) == Path.cwd() else path
    return f'pip install {option}"{where}[{extra}]"'


def _origin() -> tuple[str, bool]:
    """Where pip took this package from, as PEP 610 records it, and whether it is editable."""
    try:
        text = distribution(NAME).read_text("direct_url.json")
        record = json.loads(text) if text else {}
    except (PackageNotFoundError, ValueError):
        record = {}
    if not record:
        root = Path(__file__).parents[2]
        is_clone = (root / "pyproject.toml").is_file()  # run from its sources, not installed
        return (root.as_uri(), True) if is_clone else ("", False)
    address = record.get("url", "")
    vcs = record.get("vcs_info", {}).get("vcs", "")
    return (f"{vcs}+{address}" if vcs else address), bool(
        record.get("dir_info", {}).get("editable")
    )
