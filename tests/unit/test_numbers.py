"""Numbers as people read them."""

import math

import pytest

from attune_sim import numbers


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (numbers.percent(0.456), "46%"),
        (numbers.percent(-0.456, 1), "−45.6%"),
        (numbers.points(-0.03), "−3.0 points"),
        (numbers.points(0.096), "+9.6 points"),
        (numbers.points(0.0997), "+10 points"),
        (numbers.points(0.0), "0.0 points"),
        (numbers.decimals(-0.001), "0.00"),
        (numbers.decimals(-0.06), "−0.06"),
        (numbers.signed(0.3), "+0.30"),
        (numbers.signed(-0.05, 3), "−0.050"),
        (numbers.signed(0.001), "0.00"),
        (numbers.plain(0.25), "0.25"),
        (numbers.plain(1000000), "1,000,000"),
        (numbers.plain(0.1 + 0.2), "0.3"),
        (numbers.plain(-1.5), "−1.5"),
        (numbers.decimals(1234.5, 1), "1,234.5"),
        (numbers.rounded(-12.34), "−12.3"),
        (numbers.rounded(0.0123), "0.012"),
        (numbers.significant(2.78e-17), "0"),
        (numbers.significant(0.04567, 2), "0.046"),
        (numbers.interval("21%", "94%"), "21 to 94%"),
        (numbers.with_interval("0.5", "0.4", "0.6"), "0.5 (0.4 to 0.6)"),
        (numbers.with_interval("0.5", "undefined", "undefined"), "0.5"),
        (numbers.size(999), "less than 1 kB"),
        (numbers.size(250_000), "250 kB"),
        (numbers.size(999_600), "1 MB"),
        (numbers.size(999_600_000), "1.0 GB"),
        (numbers.size(20_000_000), "20 MB"),
        (numbers.size(1_500_000_000), "1.5 GB"),
        (numbers.count(1, "infant"), "1 infant"),
        (numbers.count(1000, "infant"), "1,000 infants"),
        (numbers.count(2, "family", "families"), "2 families"),
    ],
)
def test_a_number_is_written_in_one_style(written, expected):
    assert written == expected


@pytest.mark.parametrize("nothing", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_is_undefined(nothing):
    for write in (
        numbers.decimals,
        numbers.percent,
        numbers.points,
        numbers.signed,
        numbers.plain,
        numbers.significant,
    ):
        assert write(nothing) == "undefined"
