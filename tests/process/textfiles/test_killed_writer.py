"""A file is the old or the new, whenever its writer is killed."""

import subprocess
import sys

from fixtures.surroundings import needs_unlocked_files

from attune_sim.textfiles.writing import remove_leftovers


def names(folder):
    return sorted(path.name for path in folder.iterdir())


KILLED = """
import pathlib, sys
from attune_sim.textfiles.writing import whole
path = pathlib.Path(sys.argv[1])
print("begun", flush=True)
while True:
    for content in ("old", "new"):
        with whole(path) as part:
            part.write_text(content * 100_000)
"""


@needs_unlocked_files
def test_what_is_killed_in_between_leaves_the_old_or_the_new(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old" * 100_000)
    process = subprocess.Popen([sys.executable, "-c", KILLED, path], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"begun\n"
    read = {path.read_text()[:3] for _ in range(200)}
    process.kill()
    process.wait()
    process.stdout.close()
    assert path.read_text() in ("old" * 100_000, "new" * 100_000)
    assert read <= {"old", "new"}
    remove_leftovers(tmp_path)
    assert names(tmp_path) == ["a.txt"]
