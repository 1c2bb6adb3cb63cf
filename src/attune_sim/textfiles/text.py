"""The text of a file, whatever editor saved it; an unreadable file is reported in one sentence."""

from __future__ import annotations

import codecs
from pathlib import Path

from attune_sim.errors import InputError
from attune_sim.numbers import size

LARGEST = 250_000
"""Bytes of a file that is read, unless the reader says otherwise."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_bytes(path: Path, largest: int, wanted: str) -> bytes:
    """What a file holds.

    Args:
        path: of the file.
        largest: bytes that it may have.
        wanted: what is needed, for someone who names a folder.

    Raises:
        InputError: there is no such file, it cannot be read, or is too large.
    """
    name = name_of(path)
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except FileNotFoundError:
        raise InputError(f"there is no file {name}") from None
    except OSError as error:
        if isinstance(error, IsADirectoryError | PermissionError) and path.is_dir():
            raise InputError(f"{name} is a folder; {wanted} is needed") from None
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from None
    except ValueError:  # a NUL in its name
        raise InputError(f"there is no file {name!r}") from None
    if len(content) > largest:
        raise InputError(f"{name} is larger than {size(largest)}, the most that is read")
    return content


def read_text(path: Path, largest: int = LARGEST) -> str:
    """The text of a file in UTF-8 or (with its mark) UTF-16; line ends become newlines.

    Args:
        path: of the file.
        largest: bytes that it may have.

    Raises:
        InputError: there is no such file, it cannot be read, is too large, or is no text.
    """
    return decoded(read_bytes(path, largest, "a text file"), name_of(path))


def decoded(content: bytes, name: str) -> str:
    """The text that bytes hold.

    Raises:
        InputError: they hold none, or in another encoding; it begins with `name`.
    """
    mark, encoding = next((m for m in _MARKS if content.startswith(m[0])), (b"", "utf-8"))
    content = content[len(mark) :]
    if encoding == "utf-8" and b"\0" in content:
        raise InputError(f"{name} is not a text file")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise InputError(f"{name} is not a text file: its UTF-16 is damaged") from None
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name}, line {line}: this is not a text file in UTF-8 (byte"
            f" {content[error.start]:#04x}); save it again with the encoding UTF-8"
        ) from None
    return text.replace("\r\n", "\n")


def name_of(path: Path) -> str:
    """A file's name as a sentence can hold it."""
    text = str(path)
    return text if len(text) < 300 else f"{text[:100]}..."
