"""Plan a study: how many dyads, minutes of film, visits and coders it takes, and at what cost.

A question is asked of simulated families: a correlation, a difference between groups, an
interaction, or stability. They are filmed and coded as a study would do it, under every design
that comes into question; samples drawn from them tell how often a study of a given size would find
what is there. Textbook formulas stand beside, where there are any.

question    what is asked, of which measures and families
designs     minutes of film, visits and coders, and what a dyad then costs
films       the families, filmed and coded under each design
statistics  what a sample says, for every size of sample at once
textbook    the same by formulas
answers     a row for each design: reliability, effect, dyads, cost
"""
