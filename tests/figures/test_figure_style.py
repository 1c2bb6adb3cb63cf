import json

import plotly.graph_objects as go
import plotly.io as pio
import pytest

from attune_sim.figures import moment_figure, style, styled


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def content(figure):
    return json.loads(figure.to_json(), parse_float=lambda text: round(float(text), 9))


ROLES = (style.ATTUNEMENT, style.RUPTURE, style.REPAIR, style.DISTRESS, style.NEUTRAL)


@pytest.mark.parametrize("colour", [*ROLES, *style.PATTERNS.values(), *style.LEVELS])
@pytest.mark.parametrize("paper", style.PAPER.values())
def test_colours_of_data_stand_out_on_both_papers(colour, paper):
    assert contrast(colour, paper) >= 3


@pytest.mark.parametrize("colour", style.PATTERNS.values())
def test_white_numbers_on_patterns_can_be_read(colour):
    assert contrast(colour, "#FFFFFF") >= 4.5


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_text_can_be_read(shade):
    layout = pio.templates[style.template(shade == "dark")].layout
    for colour in (layout.font.color, layout.title.subtitle.font.color):
        assert contrast(colour, layout.paper_bgcolor) >= 4.5


def test_patterns_do_not_run_from_light_to_dark():
    lights = [luminance(colour) for colour in style.PATTERNS.values()]
    assert lights not in (sorted(lights), sorted(lights, reverse=True))


def test_levels_differ_without_their_hue():
    looks = [style.level(number) for number in range(6)]
    assert len({look["dash"] for look in looks}) == len({look["symbol"] for look in looks}) == 6


def test_plotlys_default_is_left_alone():
    before = pio.templates.default
    styled(go.Figure(), dark=True, projector=True)
    assert pio.templates.default == before == "plotly"


def test_styled_is_a_copy_and_can_be_undone(record):
    figure = moment_figure(record(30), tolerance=0.1)
    large = styled(figure, dark=True, projector=True)
    assert large.layout.height == 1.5 * figure.layout.height
    sizes = [f.layout.template.layout.font.size for f in (figure, large)]
    assert sizes[1] == 1.5 * sizes[0]
    assert content(styled(large)) == content(figure)


def test_the_template_says_what_differs_between_light_and_dark(record):
    figure = moment_figure(record(30), tolerance=0.1)
    dark = styled(figure, dark=True)
    assert content(dark)["data"] == content(figure)["data"]
    assert dark.layout.template.layout.paper_bgcolor == style.PAPER["dark"]


def test_text_from_people_is_harmless():
    assert style.plain('<a href="x">&') == '&lt;a href="x"&gt;&amp;'
    assert style.wrapped("a <b> c", 3) == ["a", "&lt;b&gt;", "c"]
