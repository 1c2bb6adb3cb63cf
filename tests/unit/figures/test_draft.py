"""A figure while it is made."""

import json

import numpy as np
import pytest

from attune_sim.figures import development_figure, moment_figure, styled
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.development import development_draft
from attune_sim.figures.film.moment import moment_draft


def content(plain):
    return json.loads(json.dumps(plain), parse_float=lambda text: round(float(text), 6))


@pytest.mark.parametrize("seconds", [30, 500])
def test_what_the_browser_gets_is_what_plotly_checked(record, seconds):
    series = record(seconds, distress=np.full(seconds, np.nan))
    plain = moment_draft(series, tolerance=0.1).plain()
    checked = Draft.of(moment_figure(series, tolerance=0.1)).plain()
    for one, other in zip(plain["data"], checked["data"], strict=True):
        assert content(one) == content(other)
    assert content(plain["layout"]["meta"]) == content(checked["layout"]["meta"])
    json.dumps(plain, allow_nan=False)


def test_nothing_in_it_is_null_but_numbers(series):
    """plotly.js takes null for an object in its way."""
    plain = development_draft(series.assign(mean=np.nan)).plain()
    for name, axis in plain["layout"].items():
        if "axis" in name:
            assert None not in axis.values()
    assert all(None not in trace.values() for trace in plain["data"])


def test_enlarged_is_a_copy_as_large_as_the_projectors_figure(record):
    draft = moment_draft(record(30), tolerance=0.1)
    before = content(draft.plain())
    large = draft.enlarged()
    assert content(draft.plain()) == before
    figure = styled(moment_figure(record(30), tolerance=0.1), projector=True)
    assert content(large.plain()["layout"]["meta"]["layouts"]) == content(
        Draft.of(figure).plain()["layout"]["meta"]["layouts"]
    )
    assert large.layout["height"] == 1.5 * draft.layout["height"]
    assert large.figure().data[2].line.width == figure.data[2].line.width


def test_the_layout_is_merged_and_none_takes_away():
    draft = Draft()
    draft.update_layout(xaxis={"range": [0, 1], "title": {"text": "a"}}, yaxis={"range": None})
    draft.update_layout({"xaxis": {"range": None, "title": {"side": "left"}}})
    assert draft.layout["xaxis"] == {"title": {"text": "a", "side": "left"}}
    assert draft.layout["yaxis"] == {}
    draft.add_annotation(text="b")
    draft.relayout({"annotations[0].text": "c", "xaxis.title.text": "d", "margin.t": 3})
    assert draft.layout["annotations"] == [{"text": "c"}]
    assert draft.layout["xaxis"]["title"]["text"] == "d"
    assert draft.layout["margin"] == {"t": 3}


def test_a_property_that_plotly_does_not_know_is_found(series):
    draft = development_draft(series)
    draft.add_scatter(colour="red")
    with pytest.raises(ValueError, match="colour"):
        draft.figure()
    assert development_figure(series).data
