"""The heart: one dyad, one second at a time, compiled.

Arrays are the inside: infants and bonds are rows of two structured arrays (`state`), the second
moves them (`interaction`), episodes change what the infant expects and does (`learning`), and days
are made of episodes (`days`).
"""
