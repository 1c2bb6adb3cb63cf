"""What changes by age alone: in the first year, and from the first birthday to adulthood.

Smooth functions of age in days. How far they hold are parameters (`crying_curve`, `maturation`,
and those of `growth`).
"""

from __future__ import annotations

import math

from attune_sim.dyad.numba_cache import compiled


@compiled
def crying_minutes(day):
    """Minutes of fussing and crying a day.

    A bell over a floor through the two pooled figures of Wolke, Bilgin & Samara 2017: 125 in weeks
    1-6 (here 124) and 68 in weeks 10-12 (here 68). The peak at five weeks and the floor of 45
    afterwards are calibrated.
    """
    week = day / 7.0
    return 45.0 + 95.0 * math.exp(-(((week - 5.0) / 5.0) ** 2))


@compiled
def crying(day):
    """Crying in units of that at one year."""
    return crying_minutes(day) / 45.0


@compiled
def capacity(day):
    """Share of the one-year-old's capacity to use its self-regulation.

    Rises over the second half of the first year (Kopp 1982, for the order of events; shape
    calibrated).
    """
    return 0.4 + 0.6 / (1.0 + math.exp(-(day - 180.0) / 45.0))


@compiled
def mobility(day):
    """Share of full locomotion.

    Half at 8.3 months, the median age of hands-and-knees crawling (WHO Multicentre
    Growth Reference Study 2006, from memory).
    """
    return 1.0 / (1.0 + math.exp(-(day - 253.0) / 20.0))


@compiled
def wariness(day):
    """Wariness of strangers, as a share of that at one year and after.

    Half at 8.5 months, when it begins to be seen (Sroufe 1977, second-hand; the width: calibrated).
    """
    return 1.0 / (1.0 + math.exp(-(day - 259.0) / 25.0))


@compiled
def night_waking(day):
    """How much infants wake at night, as a share of a newborn's (calibrated)."""
    return 0.2 + 0.8 * math.exp(-day / 120.0)


# --- after the first birthday, with `growth` ------------------------------------------------------

FIRST_BIRTHDAY = 365.0
CHILDHOOD = 4.0 * 365.0  # days in which two thirds of the way to adulthood are gone


@compiled
def talk(day):
    """Share of a five-year-old's words.

    Through medians of 8 words at 12 months and 300 at 24 (Fenson et al. 1994, unconfirmed), of
    2,500 at five years (assumed).
    """
    return 1.0 / (1.0 + math.exp(-(day - 923.0) / 97.0))


@compiled
def control(day):
    """Share of effortful control.

    Half at 33 months: between 22 and 45 months it becomes one and the same ability (Kochanska,
    Murray & Harlan 2000, unconfirmed; the width: assumed).
    """
    return 1.0 / (1.0 + math.exp(-(day - 1004.0) / 120.0))


@compiled
def holding_in_mind(day):
    """Share of the ability to hold in mind who is away and will be back.

    Half at 26 months (calibrated: protest at separation is low by 36 months; Kagan, Kearsley &
    Zelazo 1978, unconfirmed).
    """
    return 1.0 / (1.0 + math.exp(-(day - 791.0) / 75.0))


@compiled
def grown(day):
    """Share of the way from the first birthday to adulthood (assumed)."""
    return 1.0 - math.exp(-max(0.0, day - FIRST_BIRTHDAY) / CHILDHOOD)
