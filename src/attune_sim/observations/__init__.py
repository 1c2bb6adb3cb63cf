"""Observations of real people, coded by hand: read, brought to one scale, measured.

A file of any of the formats becomes a *recording*: coded stretches, each with a track, a code, and
a beginning and an end in seconds. A *mapping* says which tracks are the infant's and which the
caregiver's, what each code means, and by which rule stretches become units of time. The two series
that come out are measured by the same functions as a simulated film. Whatever cannot be used is
counted and reported; nothing is left out in silence.

recording      what a file holds, in seconds
content        a file's bytes and text, of bounded size
tables         rows of cells, from text
workbooks      the same from a workbook
times          times as files write them
formats        a reader for each format; `recognition` finds which
mapping        the TOML file that a researcher writes
units          stretches of one person as one value per unit of time
sequences      joint states, lags, what follows what
windows        windowed cross-correlation
bootstrap      intervals of one film
codebook       what each measure means, its unit and its source
dyads          two series measured, with intervals
agreement      two coders of the same films
first_mapping  a mapping to begin with, from what a file holds
simulated      simulated films, coded by the same rule
compatible_traits  which values of the model's traits go with a film
beside         where real films lie among simulated ones
"""
