"""Each equation of docs/model.md gives what the model does.

Compared with the model in plain Python, which test_reference.py compares with the compiled one.
People are drawn at random, with parameters within their ranges and in states of all kinds.
"""

import math
from types import SimpleNamespace
from unittest import mock

import numpy as np
import pytest
from fixtures.equations import equations

from attune_sim.couples.course import breakups_a_year
from attune_sim.couples.scenario import load as load_couples
from attune_sim.dyad import couple, maturation
from attune_sim.dyad.reference.caregiver import ReferenceCaregiver
from attune_sim.dyad.reference.infant import ReferenceInfant
from attune_sim.dyad.reference.person import clip
from attune_sim.dyad.state import BOND_DTYPE, INFANT_DTYPE
from attune_sim.life.generation import mirrored
from attune_sim.parameters import PARAMETERS
from attune_sim.procedures.camera import felt_strain

ON_PAGE = equations()
EQUATIONS = {(e.part, e.left, e.case): e for e in ON_PAGE}
PARTS = tuple(dict.fromkeys(part for part, _, _ in EQUATIONS))
CHECKS = {}
PAIRS = 50


class Part:
    """The equations below a heading, and which of them have been compared."""

    def __init__(self, name):
        self.name, self.compared = name, set()

    def __call__(self, left, values=None, case="", **symbols):
        """What an equation says; `values` are of parameters, by the names they have in the code."""
        self.compared.add((self.name, left, case))
        return EQUATIONS[self.name, left, case](**{**(values or {}), **symbols})


@pytest.mark.parametrize("name", PARTS)
def test_each_equation_gives_what_the_model_does(name):
    part = Part(name)
    CHECKS[name](part)
    assert part.compared == {key for key in EQUATIONS if key[0] == name}


def test_no_two_equations_go_by_one_name():
    assert len(EQUATIONS) == len(ON_PAGE)


def of(name):
    return lambda check: CHECKS.setdefault(name, check)


def people():
    """Pairs of an infant and a caregiver; what equations know of them; two bell-shaped numbers."""
    rng = np.random.default_rng(1)
    for _ in range(PAIRS):
        pair = [drawn(kind, rng) for kind in (ReferenceInfant, ReferenceCaregiver)]
        known = {
            name: getattr(one, name)
            for one in pair
            for name in one.__slots__
            if name.removesuffix("_today") in PARAMETERS
        }
        yield *pair, known, rng.normal(size=2).tolist()


def drawn(kind, rng):
    """Somebody with all that they can be or feel drawn at random."""
    made = object.__new__(kind)
    for name in kind.__slots__:
        p = PARAMETERS.get(name)
        setattr(made, name, rng.uniform(p.low, p.high) if p else rng.uniform(0.01, 0.99))
    return made


def changed(infant, **values):
    for name, value in values.items():
        setattr(infant, name, value)


def log_odds(probability):
    return math.log(probability / (1.0 - probability))


def assert_near(found, said):
    assert found == pytest.approx(said, rel=1e-9, abs=1e-12)


# --- the second -----------------------------------------------------------------------------------


@of("Wish")
def _(says):
    for infant, caregiver, known, (z, _) in people():
        infant.toward, infant.unanswered = float(z > 0.0), 5.0 * abs(z)
        mean, w = infant.wish_toward if z > 0.0 else infant.wish_away, infant.wish
        infant.renew_wish(1.0, z)
        mean = says("μ", known, μ=mean, d=infant.distress)
        assert_near(infant.wish, clip(says("w", known, w=w, μ=mean, z=z)))
        looking_away = says(
            "looking_away", known, W=infant.turning_away_now, d=infant.distress,
            expected_alarm=caregiver.expected_alarm,
        )  # fmt: skip
        let_in = says("let_in", known, looking_away=looking_away, t=infant.unanswered)
        assert_near(infant.turning_toward(caregiver), let_in)


@of("Display")
def _(says):
    for infant, _, known, _ in people():
        infant.display_gain_now *= 2.7
        infant.express()
        symbols = {"clarity": infant.clarity, "G": infant.display_gain_now, "d": infant.distress}
        assert_near(infant.display, says("s", known, **symbols))


@of("Attention")
def _(says):
    for infant, caregiver, known, _ in people():
        h = says("h", known, h=caregiver.heard, s=infant.display)
        caregiver.attend(infant, 1.0)
        assert_near(caregiver.heard, h)
        caregiver.engagement = 1.0  # no bid
        answer = says("answer", known, h=h, λ=caregiver.loudness_contingency)
        assert_near(caregiver.answer_chance(infant), answer)


@of("Engagement")
def _(says):
    for infant, caregiver, known, (z, _) in people():
        g, let_in = caregiver.engagement, infant.wish
        offered = says("offered", known, seen=caregiver.seen, let_in=let_in)
        noise = says("noise", known)
        gap = abs(offered - g) > infant.tolerance
        for case, attending, u in (
            ("repair", 1.0, -1.0), ("following", 1.0, 2.0), ("not attending", 0.0, -1.0),
        ):  # fmt: skip
            caregiver.engagement, caregiver.attending = g, attending
            caregiver.respond(infant, let_in, u, z)
            case = "following" if case == "repair" and not gap else case
            said = says("g", known, case, g=g, offered=offered, noise=noise, z=z)
            assert_near(caregiver.engagement, clip(said))


@of("Distress")
def _(says):
    for infant, caregiver, known, (z, _) in people():
        caregiver.rupture_s, infant.toward = 20.0 * abs(z), float(z > 0.0)
        m, strain = infant.wish - infant.affect, infant.wariness
        before, need = infant.distress, infant.need
        symbols = {"d": before, "s": infant.display, "m": m, "τ": caregiver.rupture_s,
                   "strain": strain, "need": need, "W": infant.turning_away_now}  # fmt: skip
        missed = says("missed", known, toward=infant.toward, **symbols)
        rise = says("rise", known, missed=missed, **symbols)
        fits = abs(m) <= infant.fitting_tolerance
        for attending in (0.0, 1.0):
            fitting = bool(attending and fits)
            infant.distress, infant.need, caregiver.attending = before, need, attending
            infant.feel(caregiver, m, True, strain)
            flooding = infant.flooding if before > infant.overload else 0.0
            case = "fitting" if fitting else "otherwise"
            fall = says("fall", known | {"self_regulation": infant.self_regulation}, case,
                        capacity=infant.capacity, flooding_in_overload=flooding,
                        W=infant.turning_away_now)  # fmt: skip
            ended = says("need", known, "fitting", need=need) if fitting else need
            assert_near(infant.need, says("need", known, need=ended))
            assert_near(infant.distress, clip(says("d", d=before, rise=rise, fall=fall)))


@of("Place")
def _(says):
    for infant, caregiver, known, (z, _) in people():
        caregiver.attending = 0.0  # nobody picks up
        x, e, recoil = caregiver.distance, infant.shown, infant.recoil_kept * caregiver.recoil_now
        inward = says("in_", known, closeness=infant.closeness, e=e)
        outward = says("out", known, e=e, x=x, recoil=recoil, d=infant.distress,
                       expected_alarm=caregiver.expected_alarm)  # fmt: skip
        infant.move(caregiver, z)
        said = says("x", known, x=x, mobility=infant.mobility, out=outward, in_=inward, z=z)
        assert_near(caregiver.distance, clip(said))


# --- the day, and learning ------------------------------------------------------------------------


@of("The infant's day")
def _(says):
    for infant, _, known, (z, _) in people():
        infant.wake(z)
        assert_near(infant.reactivity_today, says("reactivity_today", known, z=z))


@of("An episode")
def _(says):
    for _, caregiver, known, _ in people():
        before = caregiver.availability
        said = says("log_odds_of_availability", known, relief_seen=caregiver.relief_seen,
                    log_odds_of_availability=log_odds(before))  # fmt: skip
        assert_near(log_odds(caregiver.worth_answering(before)), said)


@of("Policy")
def _(says):
    for infant, caregiver, known, (z, z_away) in people():
        changed(infant, bandit=0, plasticity=1.0, generalization=1.0, learning_rate=0.01,
                log_display_gain=0.0, turning_away=0.5)  # fmt: skip
        known["learning_rate"] = infant.learning_rate
        for in_play in (True, False):
            gain, away, distress = infant.log_display_gain, infant.turning_away, infant.distress
            usual = infant.usual_play_distress if in_play else infant.usual_distress
            weight = infant.learns_in_play if in_play else infant.learns_in_distress
            luck = SimpleNamespace(u_random=2.0, z_gain=z, z_away=z_away)
            infant.learn_policy(caregiver, distress, in_play, luck)
            symbols = {"weight": weight, "usual": usual, "D": distress}
            step, step_away = (says("step", known, z=one, **symbols) for one in (z, z_away))
            assert_near(infant.log_display_gain, infant.held(gain + step))
            assert_near(infant.turning_away, clip(away + infant.turning_step * step_away))


@of("Internal working model")
def _(says):
    for infant, caregiver, known, _ in people():
        before, distress = caregiver.expected_alarm, infant.distress
        infant.overloaded *= infant.episode_seconds
        relief = clip(1.0 - distress / infant.relief_scale)
        alarm = says("alarm", known, alarms=caregiver.alarms, relief=relief,
                     seconds_in_overload=infant.overloaded)  # fmt: skip
        rate = infant.expectation_rate * infant.plasticity
        rate *= infant.alarm_forgetting if alarm < before else 1.0
        infant.expect(caregiver, distress, in_play=False)
        assert_near(caregiver.expected_alarm, before + rate * (alarm - before))


@of("Prototype")
def _(says):
    for infant, caregiver, known, _ in people():
        infant.plasticity = 1.0
        held, expected = infant.prototype_relief, caregiver.expected_relief
        infant.consolidate([caregiver])
        prototype = says("P", known, P=held, mean_of_E=expected)
        assert_near(infant.prototype_relief, prototype)
        assert_near(caregiver.expected_relief, says("E", known, E=expected, P=prototype))


@of("Growing up")
def _(says):
    for infant, _, known, (z, _) in people():
        day = round(400 + 1500 * abs(z))
        infant.growth = 0
        infant.grow(day)
        before = {name: getattr(infant, name) for name in ("clarity", "capacity", "crying")}
        grown, talk = maturation.grown(day), maturation.talk(day)
        infant.growth = 1
        infant.grow(day)
        assert_near(infant.clarity, says("clarity", known, talk=talk, clarity=before["clarity"]))
        assert_near(infant.closeness, says("closeness", known, talk=talk))
        symbols = {"capacity": before["capacity"], "control": maturation.control(day)}
        assert_near(infant.capacity, says("capacity", known | symbols))
        odds = says("odds_of_a_need", known, grown=grown, odds_of_a_need=before["crying"])
        assert_near(infant.crying, odds)
        pace = says("pace_of_learning", known, grown=grown, pace_of_learning=1.0)
        assert_near(infant.plasticity, pace)
        rows = SimpleNamespace(infants=np.zeros(1, INFANT_DTYPE), bonds=np.zeros(1, BOND_DTYPE))
        rows.infants["foresight_now"] = infant.foresight_now
        rows.infants["wariness"] = infant.wariness
        rows.bonds["expected_relief"] = 0.4
        said = says("strain", known, strain=infant.wariness, expected_relief=0.4,
                    holding_in_mind=maturation.holding_in_mind(day))  # fmt: skip
        assert_near(felt_strain(rows, np.array([0])).item(), said)


@of("What weighs")
def _(says):
    for infant, caregiver, known, (z, others) in people():
        day, load = round(300 * abs(z)), caregiver.load_now
        heard = caregiver.day_display / (infant.episodes_per_day * infant.episode_seconds)
        waking = maturation.night_waking(day)
        weighs = says("x", known, waking_at_this_age=waking, crying_heard=heard,
                      load_of_those_who_share_their_home=others, z=z)  # fmt: skip
        caregiver.pass_night(infant, others, day, z)
        assert_near(caregiver.load_now, load + (weighs - load) / infant.load_days)


@of("Care under load")
def _(says):
    for infant, caregiver, known, (mood, _) in people():
        before = {name: getattr(caregiver, name) for name in caregiver.__slots__}
        caregiver.low_mood_now = before["low_mood_now"] = mood
        caregiver.care_under_load(infant)
        load = {"load": before["load_now"], "low_mood": before["low_mood_now"]}
        for name, trait in (
            ("responsiveness", "responsiveness"), ("consistency", "consistency"),
            ("repair", "repair_rate"),
        ):  # fmt: skip
            name, today = f"log_odds_of_{name}", f"{trait}_today"
            said = says(name, known, **{name: log_odds(before[today])}, **load)
            assert_near(log_odds(getattr(caregiver, today)), said)
        rejection = says("rejection", known | {"rejection": before["rejection_today"]}, **load)
        assert_near(caregiver.rejection_today, clip(rejection))
        alarms = before["alarming_moments_today"]
        said = says("alarming_moments", known | {"alarming_moments": alarms}, **load)
        highest = PARAMETERS["alarming_moments"].high
        assert_near(caregiver.alarming_moments_today, min(highest, said))


# --- beyond infancy -------------------------------------------------------------------------------


@of("The next generation")
def _(says):
    for _, caregiver, _, (history, z) in people():
        mirroring = caregiver.share
        for sign in (1.0, -1.0):
            found = mirrored(np.array([mirroring]), sign * np.array([history]), np.array([z]))
            said = says("score", mirroring=mirroring, sign=sign, history=history, z=z)
            assert_near(found.item(), said)


@of("Couples")
def _(says):
    for infant, _, _, (one, other) in people():
        shares = {"disengagement": clip(one), "self_focus": clip(other)}
        together = couple.Together(0.0, *shares.values(), 0.0, 0.0, 365.0)
        with mock.patch.object(couple, "turning_toward", return_value=infant.wish):
            left = couple.spare.py_func(infant, None, None, together)
        said = says("availability_of_the_other", **shares, availability_of_the_episode=1.0,
                    let_in_by_the_other=infant.wish, d_of_the_other=infant.distress)  # fmt: skip
        assert_near(left, said)
    scenario = load_couples("ordinary-couple")
    rate, slope = (scenario.value(name) for name in ("breakup_rate", "breakup_by_quality"))
    for *_, (one, other) in people():
        each = [
            says("rate", breakup_rate=rate, breakup_by_quality=slope, quality=quality)
            for quality in (one, other)
        ]
        found = breakups_a_year(np.array([one, other]), scenario)
        assert_near(found.item(), np.mean(each))
