"""The bytes of a coded file, its text, and the files within a zip: all of bounded size."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from pathlib import Path

from attune_sim.errors import InputError
from attune_sim.numbers import size
from attune_sim.textfiles.text import decoded, name_of, read_bytes

LARGEST = 10_000_000
"""Bytes of a file that is read."""
UNPACKED = 40_000_000
"""Bytes that the files within a zip may have together; a workbook of an hour has some millions."""
LONGEST_NAMESPACES = 2_000
"""Bytes of a tag that declares namespaces; a workbook's has about 1,000."""
_LONG_NAMESPACES = re.compile(rb"<(?=[^<]{%d})[^<]*xmlns" % LONGEST_NAMESPACES)
MOST_FILES = 2_000
"""Files within a zip; a workbook has one for each sheet and picture."""
ZIP = b"PK\x03\x04"


def coded_bytes(path: Path) -> bytes:
    """What a coded file holds.

    Raises:
        InputError: there is no such file, it cannot be read, is empty or too large.
    """
    content = read_bytes(path, LARGEST, "a coded file")
    if not content.strip():
        raise InputError(f"{name_of(path)} is empty")
    return content


def text_of(content: bytes) -> tuple[str, str]:
    """Text in UTF-8 or UTF-16, or in the old encoding of Windows; and a sentence if it is that.

    Raises:
        InputError: it is no text.
    """
    try:
        return decoded(content, "the file").replace("\r", "\n"), ""
    except InputError:
        marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        if content.startswith(marks) or b"\0" in content:
            raise InputError("this is not a text file") from None
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise InputError("this is not a text file in UTF-8; save it again as UTF-8") from None
    told = "it is not in UTF-8, so it was read as Windows text (cp1252): check letters with accents"
    return text.replace("\r\n", "\n").replace("\r", "\n"), told


def begins_as_xml(content: bytes) -> bool:
    """Whether it begins with a tag, whatever the file is called."""
    return content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def marks_of(xml: bytes) -> int:
    """How many tags and attributes XML has, at most: each costs time and memory.

    Raises:
        InputError: it makes these cost much more than others do.
    """
    plain = xml.replace(b"\0", b"")  # of UTF-16
    if b"<!DOCTYPE" in plain:
        raise InputError(
            "this XML has a DOCTYPE, which could declare entities or attributes of its own; that is"
            " not allowed"
        )
    # The parser puts the namespace before every name, so a long one is copied for each tag.
    if _LONG_NAMESPACES.search(plain):
        raise InputError(
            f"a tag of this XML that declares namespaces has more than {LONGEST_NAMESPACES:,}"
            " bytes, the most that are read"
        )
    return plain.count(b"<") + plain.count(b"=")


def unzipped(content: bytes) -> zipfile.ZipFile:
    """A zip whose files may be read whole: it says itself that they are not too large.

    Raises:
        InputError: it is damaged, or too large when unpacked.
    """
    if content.count(b"PK\x01\x02") > MOST_FILES:  # what an entry of its list begins with
        raise InputError(f"this zip holds more than {MOST_FILES:,} files, the most that are read")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        total = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise InputError("the file is damaged: it begins as a zip does, but is none") from None
    if total > UNPACKED:
        raise InputError(f"unpacked it is larger than {size(UNPACKED)}, the most that is read")
    return archive


def entry_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file within a zip.

    Raises:
        InputError: it is damaged, encrypted, or larger than the zip says.
    """
    try:
        with archive.open(name) as file:
            content = file.read(UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, NotImplementedError,
            ValueError):  # fmt: skip
        raise InputError("the file is damaged: a part of it cannot be unpacked") from None
    if len(content) > UNPACKED:
        raise InputError("unpacked it is too large to be read")
    return content
