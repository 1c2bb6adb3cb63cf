"""Where observers draw the line, once for all procedures.

They are this project's own, and the instruments': nothing in the dyad depends on them. Engagement,
displayed distress and positive affect go from 0 to 1; distance from 0 in contact to 1 far.
"""

from __future__ import annotations

GAZE = 0.35  # shown engagement from which an infant is seen to look; below, it has turned away
BID = 0.65  # shown engagement above which it is seen to ask for company
UPSET = 0.1  # display from which it is seen to be upset, if only a little
FUSSING = 0.25  # display above which it is seen to fuss or cry
SMILING = 0.25  # positive affect from which it is seen to smile
NEAR = 0.25  # distance below which the two are near each other
CONTACT = 0.08  # distance below which they touch
