"""Rows of the published figures in whole words: the table itself abbreviates."""

from __future__ import annotations

import math
import re

from attune_sim.evidence.findings.published import Published

WHOLE = (
    (r"NON-REPLICATION: ", "Not replicated: "),
    (r"COUNTER-EVIDENCE: ", "Against it: "),
    (r"\bin A and D\b", "in avoidant and disorganized infants"),
    (r"\bD increase\b", "the rise in disorganized infants"),
    (r"\(A/B/C type partly\)", "(partly so for secure, avoidant or resistant)"),
    (r"\(B/A/C\)", "(secure, avoidant, resistant)"),
    (r"\b(less likely|more|fewer) D\b", r"\1 disorganized"),
    (r"\b(of|predict|predicts) D\b", r"\1 disorganization"),
    (r"\bSSP\b", "Strange Situation"),
    (r"\bRSA\b", "respiratory sinus arrhythmia"),
    (r"\bHR\b", "heart rate"),
    (r"\bRCT\b", "randomized trial"),
    (r"\blow-SES\b", "low socioeconomic status"),
    (r"\b(\d+) mo\b", r"\1 months"),
    (r"\b(\d+)-mo\b", r"\1-month"),
    (r"\bn\.s\.", "not significant"),
    (r"\bmeta\)", "meta-analysis)"),
    (r"\bHedges g\b", "Hedges' g"),
    (r"\bCohen d\b", "Cohen's d"),
    (r"\bvs\b", "against"),
    (r" ?-> ?", " → "),
    (r"\b[A-Z]{3,}\b", lambda found: found[0].lower()),  # what was written large to stand out
)
"""Patterns, and what stands for each instead; in this order."""


def whole_words(text: str) -> str:
    """A text of the table without its abbreviations."""
    for pattern, instead in WHOLE:
        text = re.sub(pattern, instead, text)
    return text


def row_in_words(row: Published) -> tuple[str, str, str, str]:
    """Finding, figure with what it is, study, and how it is known; a dash without a number."""
    figure = "–"
    if any(letter.isdigit() for letter in row.text):
        figure = row.text
        if math.isfinite(row.low) and math.isfinite(row.high):
            figure += f" ({row.low:g} to {row.high:g})"
        figure = re.sub(r"(^|[/( ])-(?=\d)", "\\1\N{MINUS SIGN}", figure)
        figure += f", {whole_words(row.measure)}"
    return whole_words(row.finding), figure, row.citation, row.certainty
