"""Parameters of learning and of everyday life."""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import Declarations, declared

_learning = partial(declared, "learning")
_memory = partial(declared, "memory")
_day = partial(declared, "the infant's day")
_everyday = partial(declared, "everyday life")


class Days(Declarations):
    """What happens over episodes and days."""

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
    # --- learning -------------------------------------------------------------------------------
    learning_rate: float = _learning(
        0.17, 0.0, 5.0, "per episode", "Learning rate",
        "Size of the policy's steps toward what has paid off; 0 freezes learning (a null model).",
    )
    policy_exploration: float = _learning(
        0.25, 0.01, 1.0, "SD of log display gain", "Exploration of the policy",
        "Random variation of display gain and turning away from episode to episode.",
    )
    learns_in_distress: float = _learning(
        1.0, 0.0, 1.0, "weight", "Learns in distress",
        "Weight of episodes of distress in learning the policy.",
    )
    learns_in_play: float = _learning(
        0.0, 0.0, 1.0, "weight", "Learns in play",
        "Weight of episodes of play in learning the policy.",
    )
    random_policy: float = _learning(
        0.0, 0.0, 1.0, "probability", "Random policy",
        "Share of episodes that use a random policy instead of the learnt one (1 is a null model;"
        " laboratory procedures follow it too).",
        "null model",
    )
    bandit: int = _learning(
        0, 0, 1, "0 no, 1 yes", "Learns as a bandit",
        "Whether the infant learns by choosing what has paid off best so far among three display"
        " gains and three levels of turning away, instead of by small steps; a structural"
        " alternative.",
        "alternative learning rule (Sutton & Barto 2018)",
    )
    expectation_rate: float = _learning(
        0.02, 0.0, 1.0, "per episode", "Learning rate of expectations",
        "How fast the internal working model follows what happens.",
    )
    self_regulation_start: float = _learning(
        0.008, 0.0, 0.2, "per second", "Self-regulation at birth",
        "Rate at which distress falls by itself at birth.",
    )
    self_regulation_ceiling: float = _learning(
        0.034, 0.0, 0.2, "per second", "Ceiling of self-regulation",
        "The rate that practice can reach.",
    )
    self_regulation_growth: float = _learning(
        0.01, 0.0, 1.0, "per episode", "Growth of self-regulation",
        "How fast self-regulation grows in an episode spent entirely in calming down alone.",
    )
    self_regulation_loss: float = _learning(
        0.01, 0.0, 1.0, "per episode", "Loss by overload",
        "How fast self-regulation shrinks in an episode spent entirely in overload.",
    )
    overload: float = _learning(
        0.8, 0.1, 1.0, "distress", "Overload",
        "Distress above which self-regulation shrinks instead of growing with practice."
    )

    # --- memory: what is learnt of one caregiver, and of anyone ----------------------------------
    generalization: float = _memory(
        0.5, 0.0, 1.0, "share", "Generalization",
        "Share of each step of the policy that holds with every caregiver; the rest holds with the"
        " one who was there.", inert=1.0,
    )
    prototype_pull: float = _memory(
        0.01, 0.0, 1.0, "share per day", "Pull of the prototype",
        "How far, from day to day, what is expected of a caregiver, and the policy with them, is"
        " drawn back to what holds with anyone; 0 switches the prototype off.",
        "a prototype that persists (Fraley 2002); the size: calibrated", inert=0.0,
    )
    prototype_rate: float = _memory(
        0.004, 0.0, 1.0, "share per day", "Pace of the prototype",
        "How far, from day to day, what holds with anyone follows what each caregiver teaches.",
        "a prototype that persists (Fraley 2002), itself learnt; the pace: calibrated", inert=0.0,
    )
    alarm_forgetting: float = _memory(
        0.057, 0.0, 1.0, "factor", "Forgetting of alarm",
        "How fast expected alarm falls, compared with how fast it rises.",
        "fear is learnt faster than it is unlearnt (Bouton 2004, from memory); the size:"
        " calibrated", inert=1.0,
    )

    # --- the infant's day -----------------------------------------------------------------------
    daily_reactivity: float = _day(
        0.29, 0.0, 1.0, "log reactivity (SD)", "Reactivity from day to day",
        "How much an infant's reactivity differs from day to day with sleep, hunger and health.",
        "calibrated: retest of the Strange Situation within weeks", inert=0.0,
    )
    arrival_distress: float = _day(
        0.24, 0.0, 1.0, "distress per SD of a hard day", "Distress on arrival",
        "How much more distressed an infant arrives for an observation on a hard day.",
        "calibrated: retest of the Strange Situation within weeks", inert=0.0,
    )

    # --- everyday life --------------------------------------------------------------------------
    episodes_per_day: int = _everyday(
        6, 1, 48, "per day", "Episodes a day",
        "How many episodes of interaction stand for a day.", "sampling of the day: calibrated",
    )
    episode_seconds: int = _everyday(
        120, 10, 900, "s", "Length of an episode", "Seconds of one episode.",
    )
    distress_share: float = _everyday(
        0.5, 0.0, 1.0, "share at one year", "Episodes that begin in distress",
        "Share of episodes that begin with a need; the rest are play.",
        "minutes of crying and of play a day (Wolke et al. 2017; Baildam et al. 2000); the share:"
        " calibrated",
    )
    need_low: float = _everyday(
        0.35, 0.0, 1.0, "need", "Smallest need",
        "Smallest need at the start of an episode of distress.",
    )
    need_high: float = _everyday(
        0.70, 0.0, 1.0, "need", "Largest need",
        "Largest need at the start of an episode of distress.",
    )
    crying_curve: float = _everyday(
        1.0, 0.0, 1.0, "exponent", "Crying by week",
        "How far the odds of an episode of distress follow the crying curve; 0 makes them the same"
        " at every age.",
        "Wolke et al. 2017",
    )
    maturation: float = _everyday(
        1.0, 0.0, 1.0, "share", "Maturation",
        "How far self-regulation and locomotion depend on age; at 0 a newborn has those of a"
        " one-year-old.",
        "Kopp 1982; WHO 2006 (crawling), from memory",
    )
    # fmt: on
