"""The still-face paradigm: gaze and affect over play, still face and reunion."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from attune_sim.figures.base import style
from attune_sim.figures.base.layout import Legend, Panel, axes, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft

WHAT = {
    "gaze": ("Gaze at the caregiver", "share of seconds"),
    "positive": ("Positive affect", "mean intensity"),
    "negative": ("Negative affect", "mean intensity"),
}
WHEN = {"play": "Play", "still": "Still face", "reunion": "Reunion"}
LOOKS = {
    "gaze": {"color": style.LEVELS[0]},
    "positive": {"color": style.LEVELS[2]},
    "negative": {"color": style.DISTRESS},
}


def still_face_draft(
    table: pd.DataFrame,
    *,
    effects: Mapping[str, int],
    title: str = "Play, still face, reunion",
) -> Draft:
    """Gaze, positive and negative affect of several infants over the three episodes.

    Args:
        table: a row per infant, with `{gaze,positive,negative}_{play,still,reunion}`; the first
            row is the infant that is drawn in front.
        effects: published direction of the effect of the still face on each, +1 or -1.
        title: any text.
    """
    figure = Draft()
    panels = []
    own, others = "This infant", "Same traits, other luck"
    for k, (what, (head, unit)) in enumerate(WHAT.items()):
        columns = [f"{what}_{when}" for when in WHEN]
        rows = table[columns].to_numpy(float)
        for number in range(len(rows) - 1, -1, -1):
            front = number == 0
            figure.add_scatter(
                x=list(WHEN.values()),
                y=rows[number],
                name=own if front else others,
                mode="lines+markers",
                legendgroup=own if front else others,
                showlegend=k == 0 and number <= 1,
                opacity=1.0 if front else 0.45,
                line=LOOKS[what] | ({"width": 3} if front else {"width": 1, "dash": "dot"}),
                marker={"size": 9 if front else 4},
                hovertemplate="%{y:.2f}",
                **axes(k),
            )
        note = unit
        if what in effects:
            note += f"; published: {'falls' if effects[what] < 0 else 'rises'}"
        panels.append(Panel(head, note, 230))
        top = float(rows.max()) if len(rows) else 1.0
        set_axis(figure, "y", k, range=[-0.03, max(0.5, min(1.0, top * 1.15)) + 0.03])
        set_axis(figure, "x", k, range=[-0.25, 2.25], showgrid=False)
    names = [own, others] if len(table) > 1 else [own]
    return compose(
        figure,
        panels,
        title=title,
        caption=f"Thick: this infant. Thin: {len(table) - 1} infants with the same traits and"
        " other luck.",
        numbers=table.rename(
            columns={
                f"{what}_{when}": f"{head}, {words.lower()}"
                for what, (head, _) in WHAT.items()
                for when, words in WHEN.items()
            }
        ),
        columns=3,
        legend=Legend(names),
    )
