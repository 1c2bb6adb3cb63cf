"""A small lesson that is right, to be spoilt in single places."""

import pytest

LESSON = '''title = "Repair"
summary = "A small lesson."
minutes = 5
puzzle = """
One paragraph
over two lines.

Another one."""

[prediction]
question = "Which is it?"

[[prediction.options]]
text = "More."
expects = ["quick > slow"]
if_so = "Then so."

[[prediction.options]]
text = "Alike."
expects = ["quick = slow"]

[run]
text = "It runs."
measure = "expected_relief"
beside = ["felt_security"]
infants = 12
days = 10
least = 0.001

[[run.arms]]
key = "slow"
name = "Slow"
scenario = "good-enough"
parameters = { repair_rate = 0.05 }

[[run.arms]]
key = "quick"
name = "Quick"
scenario = "good-enough"
parameters = { repair_rate = 0.9 }

[explanation]
text = "Because."
certainty = "Small."
evidence = ["1.05"]
claims = ["repair-counts"]

[change]
text = "Try."
arm = "slow"
parameters = ["repair_rate"]

[[change.links]]
text = "See"
address = "/?scenario=good-enough"

[teacher]
aim = "An aim."
preparation = "None."
questions = ["Why?"]
distortions = ["One."]

[[teacher.misconceptions]]
says = "That."
answer = "This."
'''


@pytest.fixture
def text():
    return LESSON


@pytest.fixture
def write(tmp_path):
    def write(content, name="mine.toml"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture
def lesson(text, write):
    from attune_sim.lessons import read_lesson

    return read_lesson(write(text))
