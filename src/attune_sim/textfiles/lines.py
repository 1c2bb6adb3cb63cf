"""Find the lines of a TOML text's keys without parsing it, and what is too deep to be parsed.

The standard library's parser gives no lines, and spends memory without bound on keys of thousands
of parts. This scan follows the grammar only as far as needed to know keys, tables and elements.
Whatever it cannot follow, the parser refuses as well.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

Place = tuple["str | int", ...]
"""Keys and numbers of elements from the top of the file: ('run', 'arms', 1, 'scenario')."""

DEEPEST = 16
"""Tables and lists within each other."""
LONGEST = 1_000
"""Characters of a key, or of a value outside quotes."""


class Excess(Exception):  # noqa: N818 - it becomes an InputError once its file is known
    """What goes beyond a bound, with its line."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


def check_bounds(text: str) -> None:
    """Refuse a text that would cost the parser too much.

    Raises:
        Excess: it is nested too deeply, or a key or a value is too long.
    """
    for _ in places(text):
        pass


def line_of(text: str, where: Place) -> int:
    """The line (from 1) of a key; for a missing key, the line of its table."""
    best: Place = ()
    line = 1
    for at, number in places(text):
        if len(at) >= len(best) and at != best and _leads_to(at, where):
            best, line = at, number
    return line


def _leads_to(at: Place, where: Place) -> bool:
    """Whether a place is on the way, or is an element of the same list and not after it."""
    if len(at) > len(where) or at[:-1] != where[: len(at) - 1]:
        return False
    last, wanted = at[-1], where[len(at) - 1]
    return last == wanted or (isinstance(last, int) and isinstance(wanted, int) and last <= wanted)


_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?!"")(?:[^"\\\n]++|\\[^\n])*+"'
    r"|'(?!'')[^'\n]*+'"
)
STRING = re.compile(_STRING, re.DOTALL)
BARE_KEY = re.compile(r"[A-Za-z0-9_\-]++")
BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)++")  # with line ends and comments
SPACE = re.compile(r"[ \t]++")
SCALAR = re.compile(r"""[^\n,\[\]{}#"']++""")
ROW = re.compile(r"""(?:[^\s,\[\]{}#"']{1,100}+[ \t]*+,[ \t]*+)++""")  # 1, 2, 3,
REST = re.compile(r"[^\n]*+")


def places(text: str) -> Iterator[tuple[Place, int]]:
    """Keys, tables and elements with their lines, in the file's order.

    Elements that share a line with the one before may be left out.

    Raises:
        Excess: at what goes beyond a bound.
    """
    scan = _Scan(text)
    try:
        yield from scan.statements()
    except _Unreadable:
        return


class _Unreadable(Exception):  # noqa: N818 - no fault of the program's: the parser will tell
    pass


class _Scan:
    """A position in the text that advances over what it reads."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line = 1
        self.last: dict[Place, int] = {}  # number of the newest element of a list of tables

    def take(self, what: re.Pattern[str]) -> str:
        """What matches here, or nothing."""
        match = what.match(self.text, self.position)
        if match is None:
            return ""
        self.position = match.end()
        taken = match[0]
        self.line += taken.count("\n")
        return taken

    def takes(self, mark: str) -> bool:
        """Whether this mark is next."""
        here = self.text.startswith(mark, self.position)
        self.position += len(mark) if here else 0
        return here

    def statements(self) -> Iterator[tuple[Place, int]]:
        """All of the file."""
        table: Place = ()
        while self.take(BLANK) or self.position < len(self.text):
            if self.position == len(self.text):
                return
            line = self.line
            if self.takes("["):
                many = self.takes("[")
                for table in self.header(self.key(()), many):
                    yield table, line
            else:
                yield from self.pair(table)
            self.take(REST)

    def pair(self, table: Place) -> Iterator[tuple[Place, int]]:
        """A key and its value."""
        line = self.line
        place = table
        for name in self.key(table):
            place = (*place, name)
            yield place, line
        self.take(SPACE)
        if not self.takes("="):
            raise _Unreadable
        self.take(SPACE)
        yield from self.value(place)

    def key(self, table: Place) -> list[str]:
        """The parts of a key."""
        names: list[str] = []
        while True:
            self.take(SPACE)
            line = self.line
            part = self.take(BARE_KEY)
            quoted = "" if part else self.take(STRING)
            if not part and not quoted:
                raise _Unreadable
            if len(part or quoted) > LONGEST:
                raise Excess(line, f"a key is longer than {LONGEST} characters")
            names.append(part or _unquoted(quoted))
            self._check_depth((*table, *names))
            self.take(SPACE)
            if not self.takes("."):
                return names

    def value(self, place: Place) -> Iterator[tuple[Place, int]]:
        """A value; the keys and elements in it."""
        if self.takes("["):
            yield from self.elements(place)
        elif self.takes("{"):
            while not self._closes("}"):
                yield from self.pair(place)
                self._parted("}")
        elif not self.take(STRING):
            line = self.line
            if len(self.take(SCALAR)) > LONGEST:
                raise Excess(line, f"a value is longer than {LONGEST} characters")

    def elements(self, place: Place) -> Iterator[tuple[Place, int]]:
        """The elements of a list."""
        number = 0
        self._check_depth((*place, number))
        while not self._closes("]"):
            yield (*place, number), self.line
            row = self.take(ROW)
            if row:
                number += row.count(",")
                continue
            yield from self.value((*place, number))
            number += 1
            self._parted("]")

    def _closes(self, mark: str) -> bool:
        """Whether a list or table ends here."""
        self.take(BLANK)
        return self.takes(mark)

    def _parted(self, mark: str) -> None:
        """Skip what separates elements, but not the end of the list itself."""
        self.take(BLANK)
        if not self.takes(",") and not self.text.startswith(mark, self.position):
            raise _Unreadable

    def header(self, names: list[str], many: bool) -> Iterator[Place]:
        """The places that a header leads through, with numbers in lists of tables; its own last."""
        place: Place = ()
        for name in names[:-1]:
            place = (*place, name)
            if place in self.last:
                place = (*place, self.last[place])
            yield place
        place = (*place, names[-1])
        if many:
            yield place
            self.last[place] = self.last.get(place, -1) + 1
            place = (*place, self.last[place])
        self._check_depth(place)
        yield place

    def _check_depth(self, place: Place) -> None:
        if len(place) > DEEPEST:
            raise Excess(self.line, f"tables and lists are nested more than {DEEPEST} deep")


def _unquoted(quoted: str) -> str:
    """The key that is written in quotes."""
    if "\\" not in quoted:
        return quoted[1:-1]
    try:
        return str(tomllib.loads(f"key = {quoted}")["key"])
    except tomllib.TOMLDecodeError:
        raise _Unreadable from None
