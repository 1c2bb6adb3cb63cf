"""The five scenes. What is said of them is read off the records that they show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import solara

from attune_dashboard.components.html import busy, button, element
from attune_dashboard.components.strips import Studies, Years
from attune_dashboard.compute import families, guide, moments
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.pages.guide.frame import Stage, beside, outcome, turn
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.session import session
from attune_sim import numbers
from attune_sim.figures.families.population import Correlation


def looked_at(scene: Choice, choice: Choice) -> Choice:
    """A scene's family, shown as large as a visitor wants everything.

    It has the seed that was chosen for the scene, unless the visitor asks for another one.
    """
    seed = scene.seed if choice.seed == Choice().seed else choice.seed
    return replace(scene, seed=seed, projector=choice.projector)


# --- a match, a rupture, a repair ----------------------------------------------------------------

PRESS = "Now!"
EARLY_S, LATE_S = 1.0, 4.0
"""How long before a rupture begins, and after, a press still means it."""


@solara.component
def RuptureScene(choice: Choice, onward: Callable[[], Any]) -> None:
    """Two match, lose each other, and one of them repairs it."""
    whose = looked_at(guide.PLAY, choice)
    can_sit = not solara.use_context(session).recorded
    found = guide.rupture(whose)
    pressed, set_pressed = solara.use_state(None)
    record = moments.moment(whose) if found is None else found.record
    with beside():
        with element("div", name="at-main-column"):
            Stage(record, whose, press=PRESS, on_press=set_pressed, can_sit=can_sit)
        turn(
            onward,
            element(
                "p",
                "Watch their faces. Each second they show about the same engagement (a match) or"
                " they do not (a mismatch).",
            ),
            element("p", element("strong", f"Press '{PRESS}' when they lose each other.")),
            outcome("" if pressed is None else marked(found, pressed)),
        )


def marked(found: guide.Rupture | None, pressed: float) -> str:
    """What a coder marks, beside when a visitor pressed."""
    if found is None:
        return "They never lose each other in these minutes."
    bout = found.bout
    late = pressed - bout.start
    if -EARLY_S <= late <= LATE_S:
        yours = f"So did you, at {_clock(pressed)}."
    elif late < 0:
        yours = f"You pressed earlier, at {_clock(pressed)}: from outside it is hard to see."
    else:
        yours = f"You pressed later, at {_clock(pressed)}: from outside it is hard to see."
    seconds = numbers.count(bout.end - bout.start, "second")
    return (
        f"A coder sees them lose each other at {_clock(bout.start)}, a rupture. {yours}"
        f" After {seconds} it was repaired {found.who}. Ordinary pairs do this several times a"
        " minute."
    )


def _clock(second: float) -> str:
    return f"{int(second) // 60}:{int(second) % 60:02d}"


# --- distress answered ---------------------------------------------------------------------------


@solara.component
def DistressScene(choice: Choice, onward: Callable[[], Any]) -> None:
    """The same hungry infant, soothed or left waiting."""
    whose = looked_at(guide.PLAY, choice)
    tried, set_tried = solara.use_state(())
    now = tried[-1] if tried else "wait"

    def attempt(act: str) -> Callable[[], None]:
        return lambda: set_tried((*(a for a in tried if a != act), act))

    came = {act: guide.answered(whose.bare(), act) for act in tried}
    with beside():
        with element("div", name="at-main-column"):
            Stage(guide.answered(whose.bare(), now).record, whose, opening=bool(tried))
        turn(
            onward,
            element("p", "In a few seconds this infant gets hungry and cries. What would you do?"),
            element(
                "div",
                *(
                    button(
                        text,
                        attempt(act),
                        name=f"at-button{' at-chosen' if tried and act == now else ''}",
                        aria_pressed=str(bool(tried) and act == now).lower(),
                    ).key(act)
                    for act, text in guide.ANSWERS.items()
                ),
                name="at-buttons",
                role="group",
                aria_label="What you do",
            ),
            outcome(came_of(came)),
        )


def came_of(tried: dict[str, guide.Answered]) -> str:
    """What came of what has been tried, in sentences; and what is left to try."""
    if not tried:
        return ""
    words = {
        "soothe": "Someone soothes",
        "wait": "Someone sits by and waits",
    }
    told = " ".join(
        f"{words[act]}: the infant fusses for {numbers.count(a.fussing_s, 'second')}"
        f" of {guide.ANSWER_S}, and distress ends at {numbers.percent(a.distress)}."
        for act, a in tried.items()
    )
    if len(tried) < len(guide.ANSWERS):
        other = next(text for act, text in guide.ANSWERS.items() if act not in tried)
        return f"{told} Now try the same minute with '{other}'."
    return f"{told} The infant, the hunger and the random numbers were the same both times."


# --- a year of it --------------------------------------------------------------------------------

EXPECTED = {
    "secure": "Goes to the caregiver and calms down",
    "avoidant": "Stays away and looks at the toys",
    "resistant": "Clings and stays upset",
}
"""What an infant may do at the reunion, by the pattern that a coder would give for it."""


@solara.component
def YearScene(choice: Choice, onward: Callable[[], Any]) -> None:
    """After a year of it the caregiver leaves and comes back."""
    whose = looked_at(guide.FAMILY, choice)
    found = guide.life(whose.bare(), 0)
    guess, set_guess = solara.use_state("")
    with beside():
        with element("div", name="at-main-column"):
            Stage(found.record, whose, opening=bool(guess)).key(f"stage {bool(guess)}")
        turn(
            onward,
            element(
                "p",
                "Another infant has lived for a year with a caregiver who is often elsewhere. In a"
                " strange room the caregiver has left, and now comes back.",
            ),
            element("p", element("strong", "What will this infant do?")),
            element(
                "div",
                *(
                    button(
                        text,
                        partial(set_guess, pattern),
                        name=f"at-button at-wide{' at-chosen' if guess == pattern else ''}",
                        aria_pressed=str(guess == pattern).lower(),
                    ).key(pattern)
                    for pattern, text in EXPECTED.items()
                ),
                name="at-buttons",
                role="group",
                aria_label="What this infant will do",
            ),
            outcome(coded(found, guess) if guess else ""),
        )


def coded(found: guide.Life, guess: str) -> str:
    """What a coder gave, and what the infant had come to expect."""
    same = "as you expected" if guess == found.pattern else "not what you expected"
    return (
        f"Coded {found.pattern}, {same}. After this year the infant expects comfort"
        f" {numbers.percent(found.relief)} of the time. It is the pattern shown with this caregiver"
        " on that day, not a trait of the infant."
    )


# --- the same family again -----------------------------------------------------------------------


@solara.component
def AgainScene(choice: Choice, onward: Callable[[], Any]) -> None:
    """The same family lives the year again; only chance differs."""
    whose = looked_at(guide.FAMILY, choice)
    count, set_count = solara.use_state(1)
    lives = [guide.life(whose.bare(), number) for number in range(count)]
    with beside():
        with element("div", name="at-main-column"):
            Stage(lives[-1].record, whose, opening=count > 1)
        turn(
            onward,
            element(
                "p",
                "Same infant, same caregiver, same traits. Only chance differs: which cry is heard,"
                " which evening is a bad one.",
            ),
            element(
                "div",
                button(
                    "Live the year again",
                    lambda: set_count(min(count + 1, MOST_YEARS)),
                    name="at-button at-run",
                ).key("again"),
                button(f"All {MOST_YEARS}", lambda: set_count(MOST_YEARS)).key("all"),
                name="at-buttons",
            ),
            Years([found.pattern for found in lives]),
            outcome(in_all([found.pattern for found in lives])),
        )


MOST_YEARS = 12


def in_all(patterns: list[str]) -> str:
    """How the years came out, in words."""
    if len(patterns) == 1:
        return f"The first time they were coded {patterns[0]}. Would it be the same again?"
    counts = {p: patterns.count(p) for p in dict.fromkeys(patterns)}
    if len(counts) == 1:
        return f"In all {len(patterns)} years: {patterns[0]}. Chance has made no difference so far."
    most = ", ".join(f"{count} {p}" for p, count in counts.items())
    return f"Of {len(patterns)} years: {most}. Nothing but chance was different."


# --- what a study would see ----------------------------------------------------------------------


@solara.component
def StudyScene(choice: Choice, onward: Callable[[], Any]) -> None:
    """One study of thirty families at a time."""
    whose = looked_at(guide.PLAY, choice)
    drawn, set_drawn = solara.use_state(0)

    def compute(job: Job) -> Any:
        *_, table = families.observed("mixed", whose.seed, 1.0, job.cancelled)
        return table

    found = use_work(compute, ("families", whose.seed))
    table = found.value
    passage = guide.rupture(whose)
    done = (
        [guide.one_study(table, guide.STUDY, k + 1) for k in range(drawn)]
        if table is not None
        else []
    )
    with beside():
        with element("div", name="at-main-column"):
            Stage(moments.moment(whose) if passage is None else passage.record, whose)
        run = button(
            f"Run {'another' if drawn else 'a'} study",
            lambda: set_drawn(min(drawn + 1, MOST_STUDIES)),
            name="at-button at-run",
        )
        turn(
            onward,
            element(
                "p",
                f"{families.FAMILIES} families live for a year. A study films {guide.STUDY} of"
                " them at home, rates how sensitive each caregiver is, and asks whether that goes"
                " with security.",
            ),
            busy(found) if table is None else element("div", run, name="at-buttons"),
            Studies(done, guide.security(table)) if done else "",
            outcome(found_by(done, guide.security(table)) if done else ""),
        )


MOST_STUDIES = 12


def found_by(done: list[Correlation], whole: Correlation) -> str:
    """What the studies would report, in words."""
    last = done[-1]
    clear = sum(1 for c in done if c.low > 0 or c.high < 0)
    told = f"Study {len(done)}: {last.words}: "
    told += "it would report a link." if last.low > 0 or last.high < 0 else "no link, it would say."
    if len(done) > 1:
        told += f" So far {clear} of {len(done)} studies report one."
    return f"{told} In all {whole.n} families together r = {numbers.decimals(whole.r)}."
