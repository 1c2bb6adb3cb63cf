"""What couples did, in a sentence or a few: the answer before the pictures."""

from __future__ import annotations

from attune_dashboard.compute.couple_courses import Course
from attune_dashboard.compute.couple_films import CoupleMoment
from attune_dashboard.state.couples import A_YEAR, CoupleChoice
from attune_sim import numbers
from attune_sim.couples.conversations import demanding


def answer(wanted: CoupleChoice, found: Course) -> str:
    """How often who demands in a conflict, attunement beside chance, and how many live together."""
    lines = found.lines[found.lines["day"] == wanted.day]
    there = lines[lines["together"]]
    when = after(wanted.day)
    if there.empty:
        return f"{when}, none of the {found.couples} couples lives together any more."
    one, other = wanted.names
    shares, spread = [], []
    for side in (0, 1):
        demands = there.loc[there["partner"] == side, "demands"]
        shares.append(numbers.percent(float(demands.mean())))
        low, high = (numbers.percent(float(demands.quantile(q))) for q in (0.25, 0.75))
        spread.append(low if low == high else numbers.interval(low, high))
    attuned, chance = (numbers.percent(float(there[name].mean())) for name in ("attuned", "chance"))
    left = len(there) // 2
    return (
        f"{when}, {one} is upset while {other} has turned away for {shares[0]} of a conflict"
        f" (the middle half of couples: {spread[0]}). The other way round it is {shares[1]}"
        f" ({spread[1]}). They are attuned for {attuned}; chance alone would give {chance}."
        f" {left} of {found.couples} couples still live together."
    )


def of_film(wanted: CoupleChoice, film: CoupleMoment) -> str:
    """The same of the couple that is filmed."""
    one, other = wanted.names
    first, second = (
        numbers.percent(float(demanding(*pair).mean()))
        for pair in ((film.one, film.other), (film.other, film.one))
    )
    counted = film.moment.tally
    attuned = numbers.percent(counted["attuned"][-1] / counted["coded"][-1])
    by_chance = counted["chance"]
    chance = "" if by_chance is None else f" ({numbers.percent(by_chance)} by chance)"
    text = (
        f"In this film {one} is upset while {other} has turned away for {first} of the time,"
        f" and the other way round for {second}; they are attuned for {attuned}{chance}."
    )
    if film.day < wanted.day:
        text = f"This couple has parted by then; they are seen {after(film.day).lower()}. {text}"
    return text


def after(day: int) -> str:
    """When a look is, as the beginning of a sentence."""
    count = day // A_YEAR
    if not count:
        return "On the first day together"
    return f"After {'one year' if count == 1 else f'{count} years'} together"
