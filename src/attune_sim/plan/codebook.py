"""What each column of a plan means."""

from __future__ import annotations

from attune_sim.codebook import Entry

PLAN = "the simulated families"
DESIGN = "the design"
FORMULA = "Cohen 1988; Fisher 1921; Hedges & Olkin 1985"

TABLE = (
    Entry("minutes", "Film", "min", "from 1", "Minutes of film at each visit.", DESIGN),
    Entry("visits", "Visits", "", "from 1", "Visits with each dyad at each age.", DESIGN),
    Entry("coders", "Coders", "", "from 1",
          "Coders of each film, whose codes are averaged.", DESIGN),
    Entry("reliability", "Reliability", "share of variance", "0 to 1",
          "Share of the variance of the first measure that lies between dyads, not between visits"
          " or coders.", "Cronbach et al. 1972"),
    Entry("scored", "Families with a score", "share of families", "0 to 1",
          "Families in whom every measure is defined.", PLAN),
    Entry("effect", "Effect", "r, g or standardised coefficient", "",
          "The effect as a study of this design would measure it, in all simulated families.",
          PLAN),
    Entry("effect_low", "Effect, lower end", "as the effect", "",
          "Lower end of its 95% interval.", PLAN),
    Entry("effect_high", "Effect, upper end", "as the effect", "",
          "Upper end of its 95% interval.", PLAN),
    Entry("dyads", "Dyads", "", "from 4",
          "How many dyads reach the wanted power or precision, by samples of the simulated"
          " families; infinite if more than are drawn.", PLAN),
    Entry("dyads_low", "Dyads, at least", "", "from 4",
          "If the effect is at the better end of its interval.", PLAN),
    Entry("dyads_high", "Dyads, at most", "", "from 4",
          "If the effect is at the worse end of its interval; infinite if that may be no effect.",
          PLAN),
    Entry("textbook", "Dyads by formula", "", "from 4",
          "How many dyads a formula for normal data gives, for the same effect.", FORMULA),
    Entry("sampled", "From samples", "", "True or False",
          "Whether dyads come from samples; if not, from the formula.", PLAN),
    Entry("cost_dyad", "Cost of a dyad", "as the costs given", "from 0",
          "Enrolling, visits and coding of one dyad.", "the costs given"),
    Entry("cost", "Cost", "as the costs given", "from 0", "Of all dyads.", "the costs given"),
)  # fmt: skip
"""A row for each design."""

CURVES = (
    *TABLE[:3],
    Entry("dyads", "Dyads", "", "from 4", "Size of the study.", DESIGN),
    Entry("power", "Power", "share of samples", "0 to 1",
          "How often the effect is found (two-sided, 5%).", PLAN),
    Entry("half_width", "Half-width of the interval", "as the effect", "from 0",
          "Half of the range that holds 95% of the samples' effects.", PLAN),
)  # fmt: skip
"""A row for each design and number of dyads."""
