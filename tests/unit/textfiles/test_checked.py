"""Tables declared with pydantic: one sentence for each fault, from a file and from Python."""

import pickle
from dataclasses import field, replace
from typing import Annotated

import pytest
from pydantic import Field

from attune_sim.errors import InputError
from attune_sim.textfiles.checked import Table, checked, checked_content, checked_document
from attune_sim.textfiles.kinds import (
    Flag,
    Line,
    Names,
    Note,
    is_name,
    many,
    number,
    paragraphs,
    text,
    whole,
)
from attune_sim.textfiles.toml import Fault, parse_toml


@checked
class Item:
    count: Annotated[int, whole(1, 5)]
    names: Names = ()
    measure: Annotated[str, text(), is_name("measure", lambda: ["relief", "rupture"])] = "relief"

    def __post_init__(self):
        if self.names == ("odd",):
            raise Fault("odd is not a name", "names")


class Plan(Table):
    title: Line
    items: Annotated[tuple[Item, ...], many(1, 2, "items")]
    groups: dict[str, Item] = Field(default_factory=dict)
    share: Annotated[float, number(0, 1)] = 1.0
    loud: Flag = False
    note: Note = ""

    @staticmethod
    def elsewhere(key):
        return "put it under [[items]]" if key == "count" else None


GOOD = 'title = "x"\n[[items]]\ncount = 1\n'
MISTAKES = {
    "unknown": (GOOD + "nams = ['a']", 4, "there is no key 'nams' in items; did you mean names?"),
    "misspelt and so missing": (
        GOOD.replace("count", "cout"),
        3,
        "there is no key 'cout' in items; did you mean count?",
    ),
    "elsewhere": ("count = 3\n" + GOOD, 1, "there is no key 'count'; put it under [[items]]"),
    "missing": (
        GOOD + "[groups.one]",
        4,
        "the key 'count' in groups.one is missing; it is a whole number from 1 to 5",
    ),
    "too large": (GOOD + "[[items]]\ncount = 9", 5, "items.count = 9 is not a whole number from 1"),
    "true is no number": (
        GOOD.replace("1", "true"),
        3,
        "items.count = True is not a whole number from 1 to 5",
    ),
    "no fraction": (GOOD.replace("1", "1.0"), 3, "items.count = 1.0 is not a whole number"),
    "not a number": ("share = nan\n" + GOOD, 1, "share = nan is not a number from 0 to 1"),
    "text for a number": ("share = '1'\n" + GOOD, 1, "share = '1' is not a number from 0 to 1"),
    "no flag": ("loud = 1\n" + GOOD, 1, "loud = 1 is not true or false"),
    "empty": ("title = ' '\n" + GOOD[12:], 1, "title: the text is empty"),
    "no name": (
        GOOD + "measure = 'relieve'",
        4,
        "items.measure: there is no measure 'relieve'; did you mean relief",
    ),
    "no list": (GOOD + "names = 'a'", 4, "items.names = 'a' is not a list of names"),
    "no texts": (GOOD + "names = [1]", 4, "items.names = [1] is not a list of names"),
    "no table": ("items = [3]\ntitle = 'x'", 1, "items = 3 is not a table"),
    "no tables": ("groups = 3\n" + GOOD, 1, "groups = 3 is not a table"),
    "too many": (GOOD + "[[items]]\ncount = 1\n" * 2, 2, "items: 1 to 2 are allowed, not 3"),
    "none": ("title = 'x'", 1, "the key 'items' is missing; it is a list of tables, each"),
    "a rule of its own": (GOOD + "names = ['odd']", 4, "items: odd is not a name"),
    "a key to be shown": (GOOD + "'a\\nb' = 1", 4, "there is no key 'a\\\\nb' in items"),
    "a long key": (f"{'x' * 900} = 1\n{GOOD}", 1, f"there is no key '{'x' * 56}...; known are"),
}


@pytest.mark.parametrize(("content", "line", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_fault_is_told_with_file_and_line(content, line, told):
    with pytest.raises(InputError) as error:
        checked_document(parse_toml(content, "mine.toml"), Plan)
    assert str(error.value).startswith(f"mine.toml, line {line}: ")
    assert told in str(error.value)
    assert error.value.__suppress_context__


def test_what_is_right_is_read_in_its_types():
    read = checked_document(
        parse_toml("title = 'a\tb'\nshare = 1\nitems = [{count = 2, names = ['c']}]", "F"), Plan
    )
    assert read.title == "a b"
    assert isinstance(read.share, float)
    assert read.items == (Item(2, ("c",)),)


def test_the_same_is_told_in_python():
    for make, told in (
        (lambda: Item(9), "count = 9 is not a whole number from 1 to 5"),
        (lambda: Item(), "the key 'count' is missing; it is a whole number from 1 to 5"),
        (lambda: Item(coun=9), "there is no key 'coun'; did you mean count?"),
        (lambda: replace(Item(1), count=0), "count = 0 is not a whole number from 1 to 5"),
        (lambda: Item(1, ("odd",)), "odd is not a name"),
        (lambda: checked_content(3, Plan), "3 is not a table"),
    ):
        with pytest.raises(InputError) as error:
            make()
        assert str(error.value) == told


def test_a_checked_class_is_a_frozen_dataclass():
    @checked
    class Holder:
        items: dict[str, Item] = field(default_factory=dict)

    item = Item(2)
    held = Holder({"a": item})
    assert held.items["a"] is item
    assert pickle.loads(pickle.dumps(item)) == item
    with pytest.raises(AttributeError):
        item.count = 3
    assert Holder() == Holder({})


def test_an_input_with_a_thousand_faults_gets_one_sentence():
    content = GOOD + "".join(f"x{k} = 1\n" for k in range(20_000))
    with pytest.raises(InputError, match=r"^F, line 4: there is no key 'x0' in items"):
        checked_document(parse_toml(content, "F"), Plan)


def test_paragraphs_are_kept():
    assert paragraphs("\n a\nb\n \n\n c ") == "a b\n\nc"
