"""Who is born: distributions, correlations, and luck that belongs to an infant alone."""

import numpy as np
import pytest
from scipy import stats

from attune_sim.dyad import days
from attune_sim.parameters import CAREGIVER, MECHANISMS, OBSERVATION, PARAMETERS, TEMPERAMENT
from attune_sim.population import join, populate, settled
from attune_sim.scenario import CaregiverSpec, Correlation, Distribution, Event, Scenario, load

N = 4_000
TWO = (
    CaregiverSpec("first", 0.7, {"rejection": 0.1}),
    CaregiverSpec("second", 0.3, {"responsiveness": Distribution("beta", 0.3, 0.1)}),
)


def drawn(name, distribution, **changes):
    """N infants' values of one parameter."""
    scenario = Scenario(infants=N, parameters={name: distribution}).with_(**changes)
    return populate(scenario).values(name)


def live(population, day=0, count=3):
    """A copy that has lived some days."""
    out = population.copy()
    assert days.live(out.rows, day, count)
    return out


def alone(population, i):
    """One family of a population on its own."""
    return population.only(np.array([i]))


# --- distributions ------------------------------------------------------------------------------

# Moments of a sample of 4,000 stray by SD / sqrt(4000) = .016 SD; the tolerance is four of those.
FOUR = 4 / np.sqrt(N)


@pytest.mark.parametrize(
    ("name", "distribution", "mean", "sd"),
    [
        ("responsiveness", Distribution("beta", 0.6, 0.15), 0.6, 0.15),
        ("responsiveness", Distribution("beta", 0.1, 0.2), 0.1, 0.2),
        ("reactivity", Distribution("beta", 1.0, 0.4), 1.0, 0.4),  # over 0.25 to 4, not 0 to 1
        ("reactivity", Distribution("lognormal", 1.0, 0.2), 1.0, 0.2),
        ("soothability", Distribution("normal", 1.5, 0.25), 1.5, 0.25),
        ("rejection", Distribution("uniform", low=0.2, high=0.8), 0.5, 0.6 / np.sqrt(12)),
        ("rejection", Distribution("normal", 0.3, 0.0), 0.3, 0.0),
        ("rejection", Distribution("beta", 0.3, 0.0), 0.3, 0.0),
        (
            "rejection",
            Distribution("choice", values=(0.0, 0.5), shares=(0.75, 0.25)),
            0.125,
            0.2165,
        ),
        ("coder_error", Distribution("uniform", low=0.0, high=1.0), 0.5, 1 / np.sqrt(12)),
    ],
)
def test_a_sample_has_the_moments_that_were_asked_for(name, distribution, mean, sd):
    values = drawn(name, distribution)
    assert values.mean() == pytest.approx(mean, abs=FOUR * sd + 1e-12)
    assert values.std() == pytest.approx(sd, rel=0.08, abs=1e-12)  # kurtosis up to 4


def test_a_sample_has_the_shape_that_was_asked_for():
    def fits(values, distribution):
        return stats.kstest(values, distribution.cdf).pvalue > 1e-3

    # Beta of mean .6, SD .2: concentration .24 / .04 - 1 = 5.
    assert fits(drawn("responsiveness", Distribution("beta", 0.6, 0.2)), stats.beta(3, 2))
    sigma = np.sqrt(np.log1p(0.25**2))
    lognormal = stats.lognorm(sigma, scale=np.exp(-(sigma**2) / 2))
    assert fits(drawn("reactivity", Distribution("lognormal", 1.0, 0.25)), lognormal)
    cut = stats.truncnorm(-0.5, 4.5, loc=0.1, scale=0.2)
    assert fits(drawn("rejection", Distribution("normal", 0.1, 0.2)), cut)


def test_a_normal_is_cut_at_the_range_without_a_heap_at_its_ends():
    values = drawn("rejection", Distribution("normal", 0.1, 0.3))
    assert values.min() > 0
    assert values.max() < 1
    assert len(np.unique(values)) == N


@pytest.mark.parametrize("shape", ["normal", "lognormal", "beta"])
@pytest.mark.parametrize("sd", [1e-9, 1e-3, 0.4, 0.49])
def test_every_value_lies_in_the_range_whatever_the_spread(shape, sd):
    values = drawn("responsiveness", Distribution(shape, 0.5, sd))
    assert np.isfinite(values).all()
    assert ((values >= 0) & (values <= 1)).all()
    if sd < 0.4:  # wider ones lie at both ends, and their median anywhere
        assert np.median(values) == pytest.approx(0.5, abs=4 * sd * FOUR)
    if shape != "lognormal":  # which is cut at one end only
        assert values.mean() == pytest.approx(0.5, abs=FOUR * sd)


def test_a_choice_gives_its_values_in_their_shares_and_no_other():
    values = drawn(
        "episodes_per_day", Distribution("choice", values=(4, 6, 9), shares=(1 / 3, 2 / 3, 0))
    )
    kinds, counts = np.unique(values, return_counts=True)
    assert kinds.tolist() == [4, 6]
    assert counts[1] / N == pytest.approx(2 / 3, abs=0.03)


def test_a_number_is_the_same_for_all():
    population = populate(Scenario(infants=5, parameters={"rejection": 0.3, "home_minutes": 20}))
    assert (population.caregivers["rejection"] == 0.3).all()
    assert (population.settings["home_minutes"] == 20).all()


# --- correlations -------------------------------------------------------------------------------


def normal(mean=0.5, sd=0.1):
    return Distribution("normal", mean, sd)


@pytest.mark.parametrize("r", [-0.8, -0.3, 0.0, 0.5, 0.95])
def test_a_correlation_of_the_scores_is_reproduced(r):
    scenario = Scenario(
        infants=N,
        parameters={"responsiveness": normal(), "consistency": normal()},
        correlations=(Correlation(("responsiveness", "consistency"), r),),
    )
    caregivers = populate(scenario).caregivers
    found = np.corrcoef(caregivers["responsiveness"], caregivers["consistency"])[0, 1]
    assert found == pytest.approx(r, abs=4 * (1 - r**2) / np.sqrt(N) + 1e-3)


def test_correlations_hold_between_unlike_shapes_as_rank_correlations():
    scenario = Scenario(
        infants=N,
        parameters={
            "reactivity": Distribution("lognormal", 1.0, 0.25),
            "coder_error": Distribution("uniform", low=0.1, high=0.9),
            "responsiveness": Distribution("beta", 0.6, 0.2),
        },
        correlations=(
            Correlation(("responsiveness", "reactivity"), -0.4),
            Correlation(("reactivity", "coder_error"), 0.6),
        ),
    )
    population = populate(scenario)
    reactivity = population.infants["reactivity"]
    for other, r in (
        (population.caregivers["responsiveness"], -0.4),
        (population.settings["coder_error"], 0.6),
    ):
        rank = 6 / np.pi * np.arcsin(r / 2)
        assert stats.spearmanr(reactivity, other)[0] == pytest.approx(rank, abs=0.06)
    free = np.corrcoef(population.caregivers["responsiveness"], population.settings["coder_error"])
    assert abs(free[0, 1]) < 0.07


def test_the_order_of_the_two_names_does_not_matter():
    one, other = (
        populate(
            Scenario(
                infants=20,
                parameters={"responsiveness": normal(), "consistency": normal()},
                correlations=(Correlation(between, 0.7),),
            )
        ).bonds
        for between in (("responsiveness", "consistency"), ("consistency", "responsiveness"))
    )
    assert (one == other).all()


# --- what follows, and who shares what ----------------------------------------------------------


def test_responsiveness_in_play_follows_responsiveness_where_it_is_left_out():
    spread = Distribution("beta", 0.5, 0.2)
    caregivers = populate(Scenario(infants=50, parameters={"responsiveness": spread})).caregivers
    assert caregivers["responsiveness"].std() > 0.1
    assert (caregivers["responsiveness_in_play"] == caregivers["responsiveness"]).all()
    caregivers = populate(Scenario(infants=50, caregivers=TWO)).caregivers
    assert (caregivers["responsiveness_in_play"] == caregivers["responsiveness"]).all()
    both = {"responsiveness": spread, "responsiveness_in_play": spread}
    caregivers = populate(Scenario(infants=N, parameters=both)).caregivers
    assert (
        abs(np.corrcoef(caregivers["responsiveness_in_play"], caregivers["responsiveness"])[0, 1])
        < 0.07
    )


def test_an_infants_caregivers_share_its_traits_and_are_drawn_apart():
    spread = Distribution("normal", 0.5, 0.15)
    scenario = Scenario(
        infants=N,
        parameters={"reactivity": Distribution("lognormal", 1.0, 0.25), "consistency": spread},
        caregivers=TWO,
    )
    population = populate(scenario)
    infants, caregivers = population.infants, population.caregivers
    assert len(caregivers) == 2 * N
    assert (infants["bonds"] == 2).all()
    assert (infants["first_bond"] == 2 * np.arange(N)).all()
    first, second = (caregivers[population.caregiver_rows(k)] for k in (0, 1))
    for which, share in enumerate((0.7, 0.3)):
        assert (population.bonds["share"][population.bond_rows(which)] == share).all()
    assert (first["rejection"] == 0.1).all()
    assert (second["rejection"] == PARAMETERS["rejection"].default).all()
    assert len(np.unique(first["responsiveness"])) == 1
    assert second["responsiveness"].mean() == pytest.approx(0.3, abs=0.01)
    assert abs(np.corrcoef(first["consistency"], second["consistency"])[0, 1]) < 0.07
    only = populate(scenario.with_(caregivers=(CaregiverSpec(),)))
    assert (only.infants["reactivity"] == infants["reactivity"]).all()
    assert (only.caregivers["consistency"] == first["consistency"]).all()


def test_a_caregivers_draw_is_correlated_with_the_infant_they_share():
    scenario = Scenario(
        infants=N,
        parameters={"reactivity": normal(1.0, 0.1), "responsiveness": normal()},
        correlations=(Correlation(("reactivity", "responsiveness"), -0.6),),
        caregivers=(CaregiverSpec("a", 0.5), CaregiverSpec("b", 0.5)),
    )
    population = populate(scenario)
    for which in (0, 1):
        own = population.caregivers["responsiveness"][population.caregiver_rows(which)]
        assert np.corrcoef(own, population.infants["reactivity"])[0, 1] == pytest.approx(
            -0.6, abs=0.05
        )


def test_newborns_have_no_history():
    population = populate(load("mixed-population"))
    assert not population.infants["log_display_gain"].any()
    assert not population.bonds["expected_alarm"].any()
    assert (
        population.infants["self_regulation"] == population.mechanisms["self_regulation_start"]
    ).all()
    for name in ("expected_relief", "relief_variance"):
        assert len(np.unique(population.bonds[name])) == 1


# --- luck ---------------------------------------------------------------------------------------


def test_an_infant_is_the_same_alone_or_in_a_crowd(same):
    scenario = load("two-caregivers").with_(
        infants=30, responsiveness=Distribution("beta", 0.5, 0.2)
    )
    crowd = populate(scenario)
    one = populate(scenario, numbers=[17])
    same(one.infants, alone(crowd, 17).infants)
    same(one.bonds, alone(crowd, 17).bonds)
    few = populate(scenario, numbers=[29, 3])
    assert few.infants["number"].tolist() == [29, 3]
    same(alone(live(few), 1).bonds, alone(live(crowd), 3).bonds)


def test_two_scenarios_of_one_seed_share_their_luck():
    scenario = load("mixed-population").with_(infants=50)
    one, other = populate(scenario), populate(scenario.with_(tolerance=0.2, days=3))
    for name in CAREGIVER:
        assert (one.caregivers[name] == other.caregivers[name]).all()
    wider = populate(scenario.with_(consistency=Distribution("uniform", low=0.0, high=1.0)))
    order = np.argsort(one.caregivers["consistency"])
    assert (np.diff(wider.caregivers["consistency"][order]) >= 0).all()
    assert (wider.infants["reactivity"] == one.infants["reactivity"]).all()


def test_another_seed_has_other_luck_and_can_be_given_beside_the_scenario(same):
    scenario = load("mixed-population").with_(infants=50)
    one, other = populate(scenario), populate(scenario, seed=2)
    assert (one.caregivers["responsiveness"] != other.caregivers["responsiveness"]).all()
    assert (
        abs(np.corrcoef(one.caregivers["responsiveness"], other.caregivers["responsiveness"])[0, 1])
        < 0.5
    )
    same(other.bonds, populate(scenario.with_(seed=2)).bonds)


def test_infants_are_drawn_apart():
    values = drawn("reactivity", Distribution("lognormal", 1.0, 0.25))
    assert len(np.unique(values)) == N
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < FOUR


# --- copies and blocks --------------------------------------------------------------------------


def test_a_copy_lives_on_its_own(same):
    population = populate(Scenario(infants=3))
    before = population.copy()
    after = live(population)
    same(population.infants, before.infants)
    same(population.bonds, before.bonds)
    assert (after.bonds["expected_relief"] != before.bonds["expected_relief"]).any()


def test_populations_that_are_joined_live_as_they_do_apart(same):
    one = populate(Scenario(infants=3))
    two = populate(Scenario(infants=2, seed=5, parameters={"responsiveness": 0.2}, caregivers=TWO))
    three = populate(load("erratic").with_(infants=2))
    joined = join([one, two, three])
    assert len(joined) == 7
    assert len(joined.bonds) == 3 + 4 + 2
    assert len(joined.settings) == 7
    lived = live(joined)
    apart = [live(p) for p in (one, two, three)]
    same(lived.caregivers, np.concatenate([p.caregivers for p in apart]))
    for name in set(lived.bonds.dtype.names) - {"caregiver"}:
        same(lived.bonds[name], np.concatenate([p.bonds[name] for p in apart]))
    for name in set(lived.infants.dtype.names) - {"first_bond"}:
        same(lived.infants[name], np.concatenate([p.infants[name] for p in apart]))
    same(one.infants["first_bond"], np.arange(3))


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_a_population_falls_into_parts_that_join_to_the_whole(size, same):
    whole = populate(load("two-caregivers").with_(infants=7))
    parts = list(whole.parts(size))
    assert max(map(len, parts)) <= size
    assert sum(map(len, parts)) == 7
    for part in parts:
        assert part.infants["first_bond"][0] == 0
        assert len(part.bonds) == 2 * len(part)
        assert len(part.settings) == len(part)
    again = join(parts)
    for name in ("infants", "bonds", "caregivers", "mechanisms", "settings"):
        same(getattr(again, name), getattr(whole, name))
    assert whole.infants["first_bond"].tolist() == list(range(0, 14, 2))


def test_every_parameter_has_its_column():
    population = populate(Scenario(infants=1))
    assert set(TEMPERAMENT) <= set(population.infants.dtype.names)
    assert set(CAREGIVER) <= set(population.caregivers.dtype.names)
    assert set(MECHANISMS) == set(population.mechanisms.dtype.names)
    assert set(OBSERVATION) == set(population.settings.dtype.names)
    for rows in (*population.rows, population.settings):
        for name in rows.dtype.names:
            if name in PARAMETERS and PARAMETERS[name].default is not None:
                assert rows[name][0] == PARAMETERS[name].default


def test_other_settings_leave_the_families_and_their_own_settings_alone():
    families = populate(load("mixed-population").with_(infants=3))
    before = families.settings.copy()
    other = families.with_settings(coder_error=0.0, home_minutes=[20, 30, 40])
    assert other.settings["coder_error"].tolist() == [0, 0, 0]
    assert other.settings["home_minutes"].tolist() == [20, 30, 40]
    assert (other.settings["observer_error"] == before["observer_error"]).all()
    assert (families.settings == before).all()
    assert other.infants is families.infants


# --- the traits of one --------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 2])
def test_infants_of_a_settled_scenario_have_the_traits_of_one(number, same):
    spread = Distribution("beta", 0.5, 0.1)
    scenario = Scenario(
        infants=4,
        caregivers=TWO,
        parameters={
            "responsiveness": spread,
            "reactivity": Distribution("beta", 1.0, 0.4),
            "coder_error": Distribution("uniform", low=0.0, high=1.0),
            "episodes_per_day": Distribution("choice", values=(4, 6), shares=(1 / 3, 2 / 3)),
        },
        correlations=(Correlation(("responsiveness", "reactivity"), 0.5),),
    )
    one, all_alike = alone(populate(scenario), number), populate(settled(scenario, number))
    same(alone(all_alike, number).infants, one.infants)
    same(alone(all_alike, number).bonds, one.bonds)
    same(alone(all_alike, number).settings, one.settings)
    same(alone(all_alike, number).caregivers, one.caregivers)
    for name in (*TEMPERAMENT, *MECHANISMS):
        assert len(set(all_alike.values(name))) == 1
    for name in CAREGIVER:
        assert (all_alike.caregivers[name].reshape(4, 2) == one.caregivers[name]).all()


def test_what_weighs_on_the_family_weighs_on_all_who_are_given_nothing_of_their_own():
    drawn = Distribution("uniform", low=0.0, high=2.0)
    values = {"family_life": 1, "money_strain": drawn, "work": drawn, "support": 0.2}
    own = CaregiverSpec("carer", 0.0, {"money_strain": drawn})
    people = (CaregiverSpec("mother", 0.7), CaregiverSpec("father", 0.3), own)
    population = populate(Scenario(infants=200, parameters=values, caregivers=people))
    mother, father, carer = (population.values("money_strain", which) for which in range(3))
    np.testing.assert_array_equal(mother, father)
    assert abs(np.corrcoef(mother, carer)[0, 1]) < 4.5 / np.sqrt(200)
    works = [population.values("work", which) for which in range(2)]
    assert abs(np.corrcoef(*works)[0, 1]) < 4.5 / np.sqrt(200)


def test_an_event_befalls_the_same_families_whatever_others_there_are():
    move, illness = (
        Event(10, title=title, add={"work": 1.0}, share=0.5) for title in ("move", "illness")
    )
    lived = {"family_life": 1}

    def befallen(*events):
        families = populate(Scenario(parameters=lived, events=events, infants=60))
        return [happening.infants.tolist() for happening in families.happenings]

    both = befallen(move, illness)
    assert befallen(move) + befallen(illness) == both
    assert befallen(illness, move) == both[::-1]
    assert both[0] != both[1]
    again = befallen(move, move)
    assert again[0] != again[1]
