"""What a hostile text may cost before it is refused, measured in a process of its own."""

import json
import subprocess
import sys

import pytest


def filled(piece, before="", after=""):
    return before + piece * ((249_000 - len(before)) // len(piece)) + after


def numbered(piece):
    return "".join(piece.format(k=k) for k in range(249_000 // (len(piece) + 3)))


COSTLY = {
    "empty tables": filled("[[a]]\n"),
    "below headers as deep as allowed": numbered("[a.a.a.a.a.a.a.b{k}]\na.a.a.a.a.a.a.a=1\n"),
    "tables in a list": filled("{a=1},", "a=[", "]"),
    "a list of texts": filled("'',", "a=[", "]"),
    "escaped quotes without end": filled('\\"""', 'a="""'),
}


MEASURED = """
import json, resource, sys, time
from attune_sim.errors import InputError
from attune_sim.textfiles.toml import parse_toml
UNIT = 1 if sys.platform == "darwin" else 1024  # bytes of one in ru_maxrss
def mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 2**20
for what, text in json.load(sys.stdin).items():
    before, start = mb(), time.process_time()
    try:
        parse_toml(text, "F")
    except InputError:
        pass
    if time.process_time() - start > 2 or mb() - before > 200:
        print(what)
"""


def test_no_text_costs_more_than_two_seconds_or_200_mb():
    pytest.importorskip("resource")
    assert max(map(len, COSTLY.values())) <= 250_000
    done = subprocess.run(
        [sys.executable, "-c", MEASURED],
        input=json.dumps(COSTLY),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
