"""How a number is written wherever people read one.

46%, 1,000 infants, −0.06, 21 to 94%: no blank before the per cent sign, commas between thousands, a
minus sign rather than a hyphen, "to" between the ends of an interval, and no digits without
meaning. What is not a finite number is "undefined". Values that somebody is to type, in a message
or in help, stay as they are typed.
"""

from __future__ import annotations

import math

MINUS = "−"
UNDEFINED = "undefined"


def decimals(number: float, digits: int = 2) -> str:
    """With this many digits after the point: 0.46, −0.06, 1,234.00."""
    return _written(number, f",.{digits}f")


def signed(number: float, digits: int = 2) -> str:
    """A difference, with its sign and this many digits after the point: +0.46, −0.06, 0.00."""
    return _written(number, f"+,.{digits}f")


def plain(number: float) -> str:
    """As it was declared or chosen, without digits to fill up: 0.25, 3, 1,000, −1.5."""
    return _written(number, ",.10g")


def significant(number: float, digits: int = 3) -> str:
    """With this many significant digits: 0.0462, 12.3, 1,230; 0 for mere rounding error."""
    if math.isfinite(number) and abs(number) < 1e-9:
        return "0"
    return _written(number, f",.{digits}g")


def rounded(number: float) -> str:
    """With as many digits as mean something: 12.3, 0.46, −0.062."""
    size = abs(number)
    return decimals(number, 1 if size >= 1 else 2 if size >= 0.1 else 3)


def percent(share: float, digits: int = 0) -> str:
    """A share as per cent: 46%."""
    return _written(100 * share, f",.{digits}f", "%")


def points(difference: float) -> str:
    """A difference of shares, in percentage points and with its sign: +12 points, −0.4 points."""
    digits = (
        0 if abs(100 * difference) >= 9.95 else 1
    )  # on which side of 0 an end of an interval is
    return _written(100 * difference, f"+.{digits}f", " points")


def interval(low: str, high: str) -> str:
    """From one written number to another, the unit once: 0.21 to 0.47, 21 to 94%, 2 to 3 s."""
    number, _, unit = low.partition(" ")
    if unit and high.endswith(f" {unit}"):
        low = number
    return f"{low.removesuffix('%')} to {high}"


def with_interval(value: str, low: str, high: str) -> str:
    """A written number and its interval: 0.34 (0.21 to 0.47)."""
    return value if UNDEFINED in (value, low, high) else f"{value} ({interval(low, high)})"


def count(number: int, one: str, more: str = "") -> str:
    """So many things: 1 infant, 1,000 infants, 2 families; `more` where the plural is no mere s."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def size(count: float) -> str:
    """So many bytes: 250 kB, 20 MB, 1.5 GB."""
    if count < 1e3:
        return "less than 1 kB"
    if count < 999_500:  # what is more would read 1,000 kB
        return f"{decimals(count / 1e3, 0)} kB"
    if count < 999_500_000:
        return f"{decimals(count / 1e6, 0)} MB"
    return f"{decimals(count / 1e9, 1)} GB"


def _written(number: float, form: str, unit: str = "") -> str:
    if not math.isfinite(number):
        return UNDEFINED
    text = f"{number:{form}}"
    if not any(digit in text for digit in "123456789"):  # −0.00 is nothing below zero
        text = text.replace("-", "").replace("+", "")
    return text.replace("-", MINUS) + unit
