"""TOML: lines of faults, bounds before parsing, and sentences for what is no TOML."""

import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.textfiles.lines import DEEPEST, line_of
from attune_sim.textfiles.toml import Fault, parse_toml, read_toml

# --- documents whose lines are known --------------------------------------------------------------

names = st.one_of(
    st.sampled_from(["a", "b", "c-d", "e_1", "12"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=4),
)
DECEITFUL = ["[t]", "a = 1", '"""', "'''", "# c = 2", "]", "}", "\\", ""]
COMMENTS = ["", "  # a = 1", " #[t]", "\t"]
scalars = st.one_of(
    st.sampled_from(["1", "-0.5", "true", "inf", "1979-05-27 07:32:00", "0x1F", '"a # b"', "'['"]),
    st.sampled_from(['"\\" = 1"', '""', "''", '"""x"""', "'''x'''", '"""a""b"""', '"]}"']),
)


class Writer:
    """Writes TOML by hand, in any of its styles, and keeps the line of each place."""

    def __init__(self, draw):
        self.draw = draw
        self.lines = []
        self.places = {}

    def noise(self):
        for _ in range(self.draw(st.integers(0, 1))):
            self.lines.append(self.draw(st.sampled_from(["", "# note = [", "   ", "\t# '''"])))

    def note(self, *place):
        self.places.setdefault(place, len(self.lines))

    def add(self, text, *place):
        """Text at the end of the last line."""
        self.note(*place)
        self.lines[-1] += text

    def value(self, place, depth=0):
        kind = self.draw(
            st.sampled_from(["scalar", "long", "list", "table"] if depth < 3 else ["scalar"])
        )
        if kind == "scalar":
            self.lines[-1] += self.draw(scalars)
        elif kind == "long":
            quote = self.draw(st.sampled_from(['"""', "'''"]))
            inner = self.draw(st.lists(st.sampled_from(DECEITFUL), max_size=4))
            inner = [
                x.replace(quote, "").replace("\\", "" if quote == "'''" else "\\\\") for x in inner
            ]
            first, *rest = [*inner, ""]
            self.lines[-1] += quote + first
            self.lines += rest
            self.lines[-1] += quote
        elif kind == "list":
            self.lines[-1] += "["
            for k in range(self.draw(st.integers(0, 3))):
                for _ in range(self.draw(st.integers(0, 2))):
                    self.lines[-1] += self.draw(st.sampled_from(COMMENTS))
                    self.lines.append(" ")
                self.note(*place, k)
                self.value((*place, k), depth + 1)
                self.lines[-1] += self.draw(st.sampled_from([",", " , "]))
            self.lines[-1] += "]"
        else:
            self.lines[-1] += "{"
            for k, name in enumerate(self.draw(st.lists(names, unique=True, max_size=3))):
                self.lines[-1] += ", " if k else " "
                self.note(*place, name)
                self.lines[-1] += self.quoted(name) + " = "
                self.value((*place, name), depth + 1)
            self.lines[-1] += "}"

    def quoted(self, name):
        if name and name.isascii() and name.replace("-", "").replace("_", "").isalnum():
            return self.draw(st.sampled_from([name, f'"{name}"', f"'{name}'"]))
        return '"' + "".join(f"\\U{ord(c):08x}" for c in name) + '"'

    def table(self, place, depth=0):
        for name in self.draw(st.lists(names, unique=True, max_size=4)):
            self.noise()
            style = self.draw(st.sampled_from(["pair", "dotted", "table", "tables"]))
            if depth and style in ("table", "tables"):
                style = "pair"
            if style == "pair":
                self.lines.append(self.draw(st.sampled_from(["", "  "])))
                self.note(*place, name)
                self.lines[-1] += self.quoted(name) + self.draw(st.sampled_from(["=", " = "]))
                self.value((*place, name))
            elif style == "dotted":
                for inner in self.draw(st.lists(names, unique=True, min_size=1, max_size=2)):
                    self.lines.append(f"{self.quoted(name)} . {self.quoted(inner)} = ")
                    self.note(*place, name)
                    self.note(*place, name, inner)
                    self.value((*place, name, inner))
            self.lines.append("") if not self.lines else None
            self.lines[-1] += self.draw(st.sampled_from(COMMENTS))

    def document(self):
        """Names are given once; what would be given twice is left out."""
        self.table(())
        taken = {place[0] for place in self.places}
        for name in self.draw(st.lists(names, unique=True, max_size=3)):
            if name in taken:
                continue
            if self.draw(st.booleans()):
                self.lines.append(f"[{self.quoted(name)}]")
                self.note(name)
                self.table((name,), 1)
                continue
            for k in range(self.draw(st.integers(1, 3))):
                self.lines.append(f"[[ {self.quoted(name)} ]]")
                self.note(name)
                self.note(name, k)
                self.table((name, k), 1)
                self.lines.append(f"[{self.quoted(name)}.under.below]")
                self.note(name, k, "under")
                self.note(name, k, "under", "below")
                self.table((name, k, "under", "below"), 1)
        return "\n".join(self.lines)


@st.composite
def documents(draw):
    writer = Writer(draw)
    return writer.document(), writer.places


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_each_key_table_and_element_is_found_at_its_line(document):
    text, places = document
    tomllib.loads(text)
    for place, line in places.items():
        assert line_of(text, place) == line, (place, text)
        assert line_of(text, (*place, "missing")) >= line


def test_what_is_missing_is_at_the_line_of_its_table():
    text = 'a = 1\nb = """\nc = 3\n"""\n[[t]]\nc = 1\n[[t]]\n# c = 0\nc = 2\n[t.u]\nd = 5\n'
    assert line_of(text, ("t", 1, "missing")) == 7
    assert line_of(text, ("t", 1, "u", "missing")) == 10
    assert line_of(text, ("nowhere",)) == 1
    assert line_of("x = [\n  1, 2,\n  3, 4,\n]", ("x", 2)) == 3


def test_a_fault_is_told_with_file_and_line():
    document = parse_toml("a = 1\n[b]\nc = 2", "mine.toml")
    assert str(document.error("no", "b", "c")) == "mine.toml, line 3: no"
    with pytest.raises(InputError, match=r"^mine\.toml, line 2: so not$"), document.told():
        raise Fault("so not", "b")


# --- what is no TOML ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("infants: 5", r"line 1: this is not valid TOML: Expected '=' .* \(column 8\)$"),
        (
            "a = 1\na = 2\n",
            r"line 2: this is not valid TOML: Cannot overwrite a value \(column 6\)$",
        ),
        ("a = [1,\n2\n\n", "line 2: this is not valid TOML: Unclosed array"),
        ("\na = “x”", "line 2: .* curly quotation marks, and TOML takes straight ones"),
        ("a = 'x” # “", "curly"),
        (f"\nx = {'9' * 5_000}", "line 2: a value is longer than 1000 characters"),
        (f"\n{'x' * 5_000} = 1", "line 2: a key is longer than 1000 characters"),
        ("a = \0", "line 1: this is not valid TOML"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(text, told):
    with pytest.raises(InputError, match=told) as error:
        parse_toml(text, "F")
    assert str(error.value).startswith("F, line ")


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    try:
        document = read_toml(path)
    except InputError as error:
        said = str(error)
    else:
        said = path.name
        assert document.content == tomllib.loads(document.text)
    assert path.name in said
    assert "\n" not in said


marks = st.lists(
    st.sampled_from([*"[]{}=.,#\n\"'a1 \\", '"""', "'''", "[[", "a = ", "\n[a]\n", "\n[[b]]\n"]),
    max_size=40,
).map("".join)


@given(marks)
def test_whatever_the_parser_takes_the_scan_follows_to_its_end(text):
    """Else something too deep could hide behind what the scan gives up at."""
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError):
        return
    deep = text + "\n" + ".".join("x" * 40) + " = 1"
    with pytest.raises(InputError, match="nested more than"):
        parse_toml(deep, "F")


# --- bounds ---------------------------------------------------------------------------------------

KEY = ".".join("a" * (DEEPEST + 1))
DEEP = {
    "key": f"{KEY} = 1",
    "header": f"[{KEY}]",
    "key below a header": "[a.b.c.d.e.f.g.h]\na.b.c.d.e.f.g.h.i = 1",
    "key of thousands of parts": ".".join("a" * 100_000) + " = 1",
    "header of thousands of parts": "[" + ".".join("a" * 100_000) + "]",
    "quoted": ".".join(['"a"'] * 60_000) + " = 1",
    "lists": f"a = {'[' * 20_000}{']' * 20_000}",
    "tables": "a = " + "{b = " * 5_000 + "1" + "}" * 5_000,
    "in turn": "a = " + "[{b = " * 5_000 + "1" + "}]" * 5_000,
    "behind a text": f'x = """\n"""\n{KEY} = 1',
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_too_deep_is_refused_unparsed(text, monkeypatch):
    monkeypatch.setattr(tomllib, "loads", lambda _: pytest.fail("it was parsed"))
    with pytest.raises(InputError, match=r"^F, line \d+: .* nested more than 16 deep$"):
        parse_toml(text, "F")


def test_what_is_as_deep_as_allowed_is_read():
    key = ".".join("a" * DEEPEST)
    assert parse_toml(f"{key} = 1", "F").content["a"]["a"]
    assert parse_toml("x = " + "[" * 15 + "]" * 15, "F").content["x"]
