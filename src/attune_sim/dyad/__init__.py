"""The heart: one dyad, one second at a time, compiled.

Arrays are the inside: infants, bonds and caregivers are rows of structured arrays (`state`), the
second moves them (`interaction`), episodes (`episode`) change what the infant expects and does
(`learning`), and days are made of episodes (`days`). Several families live or are filmed side by
side (`group`) in vectors (`lanes`), which takes less than half the time.
"""
