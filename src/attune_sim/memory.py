"""How much memory this process may still take: of the machine, or of its container if that is less.

A container's limit stands in the files of its control group. The kernel shows it in one of two
layouts: version 2 has one tree for everything, version 1 a tree for memory alone. Limits of groups
further up hold as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

import psutil

ROOT = Path("/")
GROUPS = Path("sys/fs/cgroup")


def available(root: Path = ROOT) -> int:
    """Bytes that this process may still take.

    Args:
        root: of the file system in which the control groups are found.
    """
    return min([psutil.virtual_memory().available, *_left_in_groups(root)])


def _left_in_groups(root: Path) -> Iterator[int]:
    """What is left in each control group of this process that has a limit."""
    for names, group in _groups(root):
        limit, used, cache = names
        with suppress(OSError, ValueError):  # no such file, or 'max': no limit here
            most = int((group / limit).read_text())
            now = int((group / used).read_text()) - _given_back(group, cache)
            yield max(0, most - now)


def _groups(root: Path) -> Iterator[tuple[tuple[str, str, str], Path]]:
    """The folders of this process's control groups, and of those above, with their files' names."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except (OSError, ValueError):  # not Linux
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if not controllers:
            tree = root / GROUPS
            names = ("memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            tree = root / GROUPS / "memory"
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        # Inside a container the path is often the host's, and the tree begins at the own group.
        inner = PurePosixPath(path.removeprefix("/"))
        for folder in (inner, *inner.parents):
            yield names, tree / folder


def _given_back(group: Path, cache: str) -> int:
    """Bytes of cached files, which the kernel frees when memory is needed."""
    for line in (group / "memory.stat").read_text().splitlines():
        name, _, value = line.partition(" ")
        if name == cache:
            return int(value)
    return 0
