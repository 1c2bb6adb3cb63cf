"""Where panels and their titles stand."""

import re

from attune_sim.figures.base.layout import BESIDE, BOLD, LEFT, NOTE, RIGHT, Panel, arranged

LETTERS = 24
"""Of the longest name of a row."""


def test_titles_of_columns_have_room_beside_controls_and_through_a_projector():
    panels = [Panel("Felt security with the other, first partner")] * 4
    laid = arranged(panels, 4, None, 0, letters=LETTERS)
    plot = BESIDE - RIGHT - max(LEFT, NOTE * LETTERS + 10)  # names of rows take their place
    for k, here in enumerate(("xaxis", "xaxis2", "xaxis3")):
        to_next = laid[f"xaxis{k + 2}.domain"][0] - laid[f"{here}.domain"][0]
        lines = re.sub("<(?!br).*?>", "", laid[f"annotations[{k}].text"]).split("<br>")
        assert max(len(line.strip()) for line in lines) * BOLD <= to_next * plot
