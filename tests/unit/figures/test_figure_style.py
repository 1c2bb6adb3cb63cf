import json

import plotly.graph_objects as go
import plotly.io as pio
import pytest

from attune_sim.figures import moment_figure, styled
from attune_sim.figures.base import style


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


def over(colour, alpha, below):
    """A colour let through, on another."""
    pairs = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (colour, below)]
    return "#" + "".join(
        f"{round(alpha * one + (1 - alpha) * other):02X}" for one, other in zip(*pairs, strict=True)
    )


@pytest.mark.parametrize("shade", style.PAPER)
def test_lines_stand_out_on_every_area_that_may_lie_behind_them(shade):
    def shown(colour):
        return style.DARK.get(colour, colour) if shade == "dark" else colour

    paper = style.PAPER[shade]
    ink = pio.templates[style.template(shade == "dark")].layout.font.color  # the caregiver's line
    rupture = over(shown(style.RUPTURE), style.SHADE, paper)
    areas = [paper, rupture]
    areas += [over(shown(style.ATTUNEMENT), style.BAND, below) for below in areas]
    for line in (shown(style.ATTUNEMENT), ink):
        assert min(contrast(line, area) for area in areas) >= 3
    absent = over(shown(style.NEUTRAL), style.ABSENT, paper)
    for line in (shown(style.DISTRESS), ink):
        assert min(contrast(line, area) for area in (paper, absent)) >= 3


def test_colours_of_the_dark_look_can_be_undone():
    light = (*ROLES, *style.PATTERNS.values(), *style.LEVELS)
    assert len({*light, *style.DARK.values()}) == len(set(light)) + len(style.DARK)
    assert style.swaps(dark=False) == {there: here for here, there in style.swaps().items()}


def test_pages_have_the_colours_of_figures():
    rules = style.variables().splitlines()
    assert f"--attunement: {style.ATTUNEMENT};" in rules[0]
    assert f"--attunement: {style.DARK[style.ATTUNEMENT]};" in rules[1]
    assert f"--rupture: {style.RUPTURE};" in rules[0]


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


def test_dark_differs_in_the_template_and_in_lines_that_would_be_faint(record):
    figure = moment_figure(record(30), tolerance=0.1)
    dark = styled(figure, dark=True)
    lines = {trace.name: trace.line.color for trace in dark.data}
    assert lines["Infant"] == style.DARK[style.ATTUNEMENT]
    assert lines["Rupture"] == style.RUPTURE
    band = next(trace for trace in dark.data if trace.name.startswith("Attuned"))
    assert band.fillcolor == style.tint(style.DARK[style.ATTUNEMENT], style.BAND)
    assert content(styled(dark)) == content(figure)
    assert dark.layout.template.layout.paper_bgcolor == style.PAPER["dark"]


def test_text_from_people_is_harmless():
    assert style.plain('<a href="x">&') == '&lt;a href="x"&gt;&amp;'
    assert style.wrapped("a <b> c", 3) == ["a", "&lt;b&gt;", "c"]
