import numpy as np
import pandas as pd
import pytest

from attune_sim.errors import InputError
from attune_sim.figures import numbers, sweep_figure
from attune_sim.figures.sweep.chart_choice import choose
from attune_sim.figures.sweep.stacks import MEASURES
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS

X = {"repair_rate": [0.0, 0.2, 0.4, 0.8]}
LEVEL = {"level": ["as it is", "learning frozen"]}
SCENARIO = {"scenario": ["good-enough", "erratic", "rejecting"]}
NINE = [k / 10 for k in range(1, 10)]


def traces(figure, kind="scatter", name=None):
    return [t for t in figure.data if t.type == kind and (name is None or t.name == name)]


@pytest.mark.parametrize(
    ("levels", "kind", "x", "by", "facet"),
    [
        (X, "curves", "repair_rate", "", ""),
        (SCENARIO, "dots", "scenario", "", ""),
        (X | LEVEL, "curves", "repair_rate", "level", ""),
        (LEVEL | X, "curves", "repair_rate", "level", ""),
        (SCENARIO | LEVEL, "dots", "scenario", "level", ""),
        (X | {"consistency": NINE}, "curves", "consistency", "repair_rate", ""),
        ({"repair_rate": NINE, "consistency": NINE}, "heat", "repair_rate", "consistency", ""),
        (X | {"consistency": [0.1, 0.9]} | LEVEL, "curves", "repair_rate", "consistency", "level"),
        (X | {"consistency": NINE} | LEVEL, "heat", "repair_rate", "consistency", "level"),
        (
            X | {"consistency": [0.1, 0.9]} | LEVEL | SCENARIO,
            "marginals",
            "repair_rate",
            "level",
            "",
        ),
    ],
)
def test_the_picture_suits_what_was_varied(levels, kind, x, by, facet):
    picture = choose(levels)
    assert (picture.kind, picture.x, picture.by, picture.facet) == (kind, x, by, facet)


def test_a_curve_is_the_mean_over_replications(sweep_rows, texts, in_palette):
    rows = sweep_rows(X, ["felt_security"])
    figure = sweep_figure(rows, ["repair_rate"], ["felt_security"], "Does repair matter?")
    means = rows.groupby("repair_rate")["felt_security"].mean()
    (line,) = traces(figure, name=OUTCOMES["felt_security"].label)
    np.testing.assert_allclose(line.y, means)
    np.testing.assert_array_equal(line.x, means.index)
    np.testing.assert_allclose(numbers(figure)["Mean"], means)
    shown = texts(figure)
    assert OUTCOMES["felt_security"].label in shown
    parameter = PARAMETERS["repair_rate"]
    assert f"{parameter.label} ({parameter.unit})" in shown
    assert figure.layout.title.text == "Does repair matter?"
    assert "3 replications of 20 infants" in figure.layout.meta["caption"]
    assert "95%" in figure.layout.meta["caption"]
    assert in_palette(figure)


@pytest.mark.parametrize("levels", [X, X | LEVEL, SCENARIO, SCENARIO | LEVEL])
def test_the_attuned_share_has_its_surrogate_in_its_panel(sweep_rows, levels):
    rows = sweep_rows(levels, ["attuned_share"])
    figure = sweep_figure(rows, list(levels), ["attuned_share"], "")
    assert {t.xaxis or "x" for t in figure.data} == {"x"}
    drawn = [np.array(t.y if "repair_rate" in levels else t.x, float) for t in traces(figure)]
    level = rows[rows["level"] == "as it is"] if "level" in levels else rows
    along = next(name for name in levels if name != "level")
    for name in ("attuned_share", "attuned_share_surrogate"):
        means = level.groupby(along, sort=along == "repair_rate")[name].mean().to_numpy()
        assert any(len(d) == len(means) and np.allclose(d, means) for d in drawn)


def test_a_share_without_its_surrogate_is_not_drawn(sweep_rows):
    rows = sweep_rows(X, ["attuned_share"]).drop(columns="attuned_share_surrogate")
    with pytest.raises(InputError, match="attuned_share_surrogate"):
        sweep_figure(rows, ["repair_rate"], None, "")


def test_levels_of_a_second_factor_differ_without_their_colour(sweep_rows, in_palette):
    rows = sweep_rows(X | LEVEL, ["resistance"])
    figure = sweep_figure(rows, ["repair_rate", "level"], ["resistance"], "")
    lines = [t for t in traces(figure) if t.showlegend]
    assert [t.name for t in lines] == LEVEL["level"]
    assert len({(t.line.dash, t.marker.symbol) for t in lines}) == 2
    assert figure.layout.yaxis.range[0] <= 1
    assert figure.layout.yaxis.range[1] >= 7
    assert in_palette(figure)


@pytest.mark.parametrize("levels", [X, SCENARIO, X | LEVEL, SCENARIO | LEVEL])
def test_patterns_are_stacked_to_the_whole(sweep_rows, levels, in_palette, texts):
    rows = sweep_rows(levels, ["patterns"])
    figure = sweep_figure(rows, list(levels), ["patterns"], "")
    bars = traces(figure, "bar")
    assert len(bars) == 4 * len(levels.get("level", [None]))
    upright = "repair_rate" in levels
    total = sum(np.array(t.y if upright else t.x, float) for t in bars[:4])
    np.testing.assert_allclose(total, 1)
    assert len({t.marker.pattern.shape for t in bars[:4]}) == 4
    assert all(name in texts(figure) for name in ("secure", "avoidant", "disorganized"))
    assert in_palette(figure)


def test_heat_maps_show_the_means_and_share_a_scale_with_their_surrogate(sweep_rows, in_palette):
    levels = {"repair_rate": NINE, "consistency": NINE[:6]}
    rows = sweep_rows(levels, ["attuned_share", "negative_effect"])
    figure = sweep_figure(rows, list(levels), ["attuned_share", "negative_effect"], "")
    maps = {t.name: t for t in traces(figure, "heatmap")}
    assert list(maps) == ["attuned_share", "attuned_share_surrogate", "negative_effect"]
    table = rows.pivot_table(index="consistency", columns="repair_rate", values="attuned_share")
    np.testing.assert_allclose(maps["attuned_share"].z, table)
    layout = figure.layout
    assert (layout.coloraxis.cmin, layout.coloraxis.cmax) == (
        layout.coloraxis2.cmin,
        layout.coloraxis2.cmax,
    )
    assert layout.coloraxis3.cmin == -layout.coloraxis3.cmax  # differences lie around zero
    assert in_palette(figure)


def test_three_varied_stand_side_by_side(sweep_rows, texts):
    levels = X | {"consistency": [0.1, 0.9]} | LEVEL
    rows = sweep_rows(levels, ["felt_security"])
    figure = sweep_figure(rows, list(levels), ["felt_security"], "")
    domains = [figure.layout[f"xaxis{n}"].domain for n in ("", "2")]
    assert domains[0][1] < domains[1][0]
    assert all(level in texts(figure) for level in LEVEL["level"])
    part = rows[(rows["level"] == "learning frozen") & (rows["consistency"] == 0.9)]
    wanted = part.groupby("repair_rate")["felt_security"].mean()
    assert any(
        t.xaxis == "x2" and t.y is not None and len(t.y) == 4 and np.allclose(t.y, wanted)
        for t in traces(figure, name="0.9")
    )


def test_many_varied_are_averaged_over(sweep_rows, in_palette):
    levels = X | {"consistency": [0.1, 0.9], "following": [0.0, 0.1]} | LEVEL
    rows = sweep_rows(levels, ["felt_security", "patterns"], replications=2)
    figure = sweep_figure(rows, list(levels), ["felt_security", "patterns"], "")
    frozen = rows[rows["level"] == "learning frozen"]
    wanted = frozen.groupby("repair_rate")["felt_security"].mean()
    (line,) = (t for t in traces(figure, name="learning frozen") if (t.xaxis or "x") == "x")
    np.testing.assert_allclose(line.y, wanted)
    assert len(numbers(figure)) == 32 * 5
    assert in_palette(figure)


def test_a_narrow_window_has_all_panels_in_one_column(sweep_rows):
    rows = sweep_rows(X, ["felt_security", "resistance", "repair_latency_s"])
    figure = sweep_figure(rows, ["repair_rate"], None, "")
    narrow = figure.layout.meta["layouts"]["narrow"]
    across = [narrow[f"xaxis{n}.domain"] for n in ("", "2", "3")]
    assert across == [[0, 1]] * 3
    tops = [narrow[f"yaxis{n}.domain"][1] for n in ("", "2", "3")]
    assert tops == sorted(tops, reverse=True)
    assert narrow["height"] > figure.layout.meta["layouts"]["wide"]["height"]


@pytest.mark.parametrize("levels", [X, SCENARIO, {"repair_rate": NINE, "consistency": NINE}])
@pytest.mark.parametrize("measure", ["attuned_share", "patterns", "policy"])
def test_undefined_measures_and_single_runs_give_a_figure(sweep_rows, levels, measure):
    rows = sweep_rows(levels, [measure], replications=1)
    assert "no interval" in sweep_figure(rows, list(levels), None, "").layout.meta["caption"] or (
        "consistency" in levels
    )
    blank = rows.assign(**{name: np.nan for name in rows if name in OUTCOMES})
    assert sweep_figure(blank, list(levels), None, "").layout.height > 0
    assert sweep_figure(rows.head(1), list(levels), None, "").layout.height > 0
    assert sweep_figure(rows.head(0), list(levels), None, "").layout.height > 0


def test_nothing_varied_gives_a_figure(sweep_rows):
    rows = pd.DataFrame({"replication": [0, 1], "felt_security": [0.1, 0.3]})
    figure = sweep_figure(rows, [], None, "", infants=50)
    assert numbers(figure)["Mean"].tolist() == pytest.approx([0.2])
    assert "2 replications of 50 infants" in figure.layout.meta["caption"]


def test_unknown_and_missing_measures_are_told(sweep_rows):
    rows = sweep_rows(X, ["felt_security"])
    with pytest.raises(InputError, match="atuned_share"):
        sweep_figure(rows, ["repair_rate"], ["atuned_share"], "")
    with pytest.raises(InputError, match="resistance"):
        sweep_figure(rows, ["repair_rate"], ["resistance"], "")


def test_stacked_measures_are_declared():
    assert all(name in OUTCOMES for name in MEASURES)
