"""Every outcome that a run reports, declared once: name, scale, meaning and procedure.

Tables, JSON, sweep columns, figures and the documentation walk these declarations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attune_sim.errors import InputError, near


@dataclass(frozen=True, slots=True)
class Outcome:
    """One reported number.

    Attributes:
        name: the flat column's name.
        label: for axes and tables.
        unit: in words; empty for plain shares.
        low, high: ends of its scale; None where it has none.
        meaning: one sentence.
        needs: the procedure that measures it, or None if it is taken from the model's state.
        path: its place in the JSON of `attune-sim run`.
    """

    name: str
    label: str
    unit: str
    low: float | None
    high: float | None
    meaning: str
    needs: str | None
    path: tuple[str, ...]

    @property
    def is_rating(self) -> bool:
        """Whether it is rated on a scale that begins at 1."""
        return self.unit.startswith("1–")


def _outcome(
    name: str,
    label: str,
    unit: str,
    low: float | None,
    high: float | None,
    meaning: str,
    needs: str | None = None,
    path: str = "",
) -> Outcome:
    return Outcome(name, label, unit, low, high, meaning, needs, tuple((path or name).split(".")))


PROCEDURE_TITLES = {
    "free-play": "Free play",
    "still-face": "Still-face paradigm",
    "strange-situation": "Strange Situation",
    "home": "Home visit",
    "problem-solving": "Problem solving",
    "peer-play": "Play with a peer",
}
"""What can be observed: the name that people type, and its title."""
PLAY, FACE, SSP, HOME, PROBLEMS, PEERS = PROCEDURE_TITLES
LATER = (PROBLEMS, PEERS)
"""Procedures for children who are no infants any more, which are carried out only if asked for."""
PATTERNS = ("secure", "avoidant", "resistant", "disorganized")
"""Patterns of attachment that the Strange Situation is coded for."""


# fmt: off
def _mutual_regulation(
    what: str, label: str, unit: str, low: float | None, high: float | None, meaning: str
) -> tuple[Outcome, ...]:
    """What is coded of both in the still-face paradigm: in play, in the reunion, and the change."""
    path = f"mutual_regulation.{what}"
    change_low, change_unit = (None, unit) if high is None else (-1, "difference")
    return (
        _outcome(f"{what}_play", f"{label} in play", unit, low, high,
                 f"{meaning}, in play of the still-face paradigm.", FACE, f"{path}.play"),
        _outcome(f"{what}_reunion", f"{label} in the reunion", unit, low, high,
                 f"{meaning}, in the reunion of the still-face paradigm.", FACE,
                 f"{path}.reunion"),
        _outcome(f"{what}_carry_over", f"{label}, reunion minus play", change_unit, change_low,
                 high, f"{meaning}, in the reunion minus in play of the still-face paradigm.", FACE,
                 f"{path}.carry_over"),
    )


_ALL = (
    _outcome("attuned_share", "Attuned share", "share of seconds", 0, 1,
             "Share of coded seconds of free play in which the two match within the coder's"
             " tolerance. Always compare it with attuned_share_surrogate.", PLAY),
    _outcome("attuned_share_surrogate", "Attuned share by chance", "share of seconds", 0, 1,
             "The same after shifting one of the two series in time: how often their rhythms would"
             " match by chance.", PLAY),
    _outcome("attuned_share_above_chance", "Attuned share above chance", "share of seconds", -1, 1,
             "Attuned share minus its surrogate.", PLAY),
    _outcome("repair_latency_s", "Repair latency", "s", 0, None,
             "Mean length of ruptures that begin and end during free play.", PLAY),
    _outcome("match_duration_s", "Match duration", "s", 0, None,
             "Mean length of attuned periods in free play.", PLAY),
    _outcome("ruptures_per_min", "Ruptures", "per minute", 0, 60,
             "Steps out of attunement per minute of free play.", PLAY),
    _outcome("transitions_per_min", "Transitions", "per minute", 0, 60,
             "Steps out of and into attunement per minute of free play.", PLAY),
    _outcome("next_second_repair", "Repair in the next second", "probability", 0, 1,
             "Chance that an unattuned second of free play is followed by an attuned one.", PLAY),
    _outcome("repaired_by_caregiver", "Repaired by the caregiver", "share of repairs", 0, 1,
             "Share of repairs in which the caregiver changed more than the infant.", PLAY),
    _outcome("category_share", "Matched share, four categories", "share of seconds", 0, 1,
             "Share of seconds of free play in which both are in the same of four categories of"
             " engagement.", PLAY),
    _outcome("category_share_surrogate", "Matched by chance, four categories", "share of seconds",
             0, 1, "The same after shifting one series in time.", PLAY),
    _outcome("intrusiveness_in_play_rating", "Intrusiveness in play as rated", "1–7", 1, 7,
             "Rating from free play of how much more the caregiver offers than the infant shows"
             " that they want, with observer's error.", PLAY),
    _outcome("sensitivity_rating", "Sensitivity as rated", "1–9", 1, 9,
             "Rating from a home visit of how promptly and fittingly signals are answered, with"
             " observer's error.",
             HOME),
    _outcome("sensitivity_to_distress_rating", "Sensitivity to distress as rated", "1–9", 1, 9,
             "Rating from a home visit of how promptly and fittingly an upset infant is answered,"
             " with observer's error.", HOME),
    _outcome("sensitivity_in_play_rating", "Sensitivity in play as rated", "1–9", 1, 9,
             "Rating from a home visit of how promptly and fittingly bids for company are answered"
             " while the infant is not upset, with observer's error.", HOME),
    _outcome("alarm_rating", "Alarming behaviour as rated", "1–7", 1, 7,
             "Rating from a home visit of the alarming moments seen, with observer's error.", HOME),
    _outcome("inconsistency_rating", "Inconsistency as rated", "1–7", 1, 7,
             "Rating from a home visit of how much the caregiver's attention varies from scene"
             " to scene, with observer's error.", HOME),
    _outcome("intrusiveness_rating", "Intrusiveness as rated", "1–7", 1, 7,
             "Rating from a home visit of how much more the caregiver offers than the infant shows"
             " that they want, above all when they have turned away, with observer's error.", HOME),
    _outcome("withdrawal_rating", "Withdrawal from distress as rated", "1–7", 1, 7,
             "Rating from a home visit of how often the caregiver goes still and withdraws while"
             " the infant is upset, with observer's error.", HOME),
    _outcome("fuss_share", "Fussing and crying at home", "share of seconds", 0, 1,
             "Share of seconds of a home visit in which the infant visibly fusses or cries.", HOME),
    _outcome("response_latency_s", "Response latency", "s", 0, None,
             "Median seconds, at home, from the start of a signal to a fitting answer given while"
             " it lasts.", HOME),
    _outcome("felt_security", "Felt security", "", -1.5, 1,
             "Expected relief minus its spread minus expected alarm: a description of the internal"
             " working model, not an observation."),
    _outcome("expected_relief", "Expected relief", "", 0, 1,
             "Internal working model: relief the infant expects from this caregiver in distress."),
    _outcome("expected_relief_spread", "Spread of expected relief", "SD", 0, 1,
             "Internal working model: how much relief varies from episode to episode."),
    _outcome("expected_alarm", "Expected alarm", "", 0, 1,
             "Internal working model: share of episodes in which the infant expects alarm."),
    _outcome("prototype_relief", "Relief expected of anyone", "", 0, 1,
             "Internal working model of people in general: relief that the infant would expect of a"
             " caregiver not yet met."),
    _outcome("prototype_alarm", "Alarm expected of anyone", "", 0, 1,
             "Internal working model of people in general: share of episodes in which the infant"
             " would expect alarm of a caregiver not yet met."),
    _outcome("policy_display_gain", "Display gain", "factor", 0.13, 2.72,
             "Learnt policy with this caregiver: displayed distress as a multiple of felt"
             " distress.",
             None, "policy.display_gain"),
    _outcome("policy_turning_away", "Turning away", "", 0, 1,
             "Learnt policy with this caregiver: turning away from them when distressed.",
             None, "policy.turning_away"),
    _outcome("self_regulation", "Self-regulation", "per second", 0, 0.2,
             "Rate at which the infant calms down alone at this age."),
    _outcome("load", "Load", "SD", None, None,
             "What weighs on this caregiver; 0 is nothing. Only where family life is simulated.",
             None, "family.load"),
    _outcome("mood", "Mood", "SD", None, None,
             "This caregiver's mood; 0 is usual, below it is low. Only where family life is"
             " simulated.", None, "family.mood"),
    _outcome("bond_strength", "Strength of the bond", "", 0, 1,
             "How familiar this caregiver is to the infant, 0 not at all to 1. Only where family"
             " life is simulated.", None, "family.bond_strength"),
    _outcome("turned_to", "Turned to in distress", "share of times", 0, 1,
             "How often the infant, badly distressed among all their caregivers, would turn to this"
             " one. Only where family life is simulated.", None, "family.turned_to"),
    *(
        _outcome(f"patterns_{p}", f"Pattern: {p}", "share of infants", 0, 1,
                 f"Share of infants whose pattern with this caregiver is coded {p} in the simulated"
                 " Strange Situation.", SSP, f"patterns.{p}")
        for p in PATTERNS
    ),
    _outcome("meets_secure_rule", "Meets a positive rule for secure", "share of infants", 0, 1,
             "Share of infants who quietly seek or keep contact at reunion (otherwise secure is"
             " whatever no other rule catches).", SSP),
    *(
        _outcome(scale, label, f"1–{top}", 1, top,
                 f"{label} in the reunions of the Strange Situation, with coder's error.", SSP,
                 f"scales.{scale}")
        for scale, label, top in (
            ("proximity_seeking", "Proximity seeking", 7),
            ("contact_maintaining", "Contact maintaining", 7),
            ("avoidance", "Avoidance", 7),
            ("resistance", "Resistance", 7),
            ("disorganization", "Disorganization", 9),
        )
    ),
    _outcome("baseline_physiological", "Distress before separation, physiological", "", 0, 1,
             "Mean physiological distress in the second episode of the Strange Situation.", SSP,
             "distress.baseline.physiological"),
    *(
        _outcome(f"{when}_{kind}", f"Distress at {when}, {kind}", "", 0, 1,
                 f"Mean {how} distress in the {where} of the Strange Situation.", SSP,
                 f"distress.{when}.{kind}")
        for when, where in (("separation", "separations"), ("reunion", "second reunion"))
        for kind, how in (("physiological", "physiological"), ("displayed", "displayed"))
    ),
    *(
        _outcome(f"arousal_{when}", f"Arousal {words}", "", None, None,
                 f"Mean arousal in the {where} of the Strange Situation, as electrodes measure it:"
                 " it follows distress, with a tone of the infant's own and with error.", SSP,
                 f"arousal.{when}")
        for when, words, where in (
            ("baseline", "before separation", "second episode"),
            ("separation", "at separation", "separations"),
            ("reunion", "at reunion", "second reunion"),
        )
    ),
    *(
        _outcome(f"{what}_{when}", f"{label} in {words}", unit, 0, 1,
                 f"{label} in the still-face paradigm: {words}.", FACE, f"still_face.{what}.{when}")
        for what, label, unit in (
            ("gaze", "Gaze at the caregiver", "share of seconds"),
            ("positive", "Positive affect", "mean intensity"),
            ("negative", "Negative affect", "mean intensity"),
        )
        for when, words in (("play", "play"), ("still", "still face"), ("reunion", "reunion"))
    ),
    *(
        _outcome(f"{what}_{when}", f"{label}, {words}", "difference", -1, 1,
                 f"{label} in the still-face paradigm: {words}.", FACE, f"still_face.{what}.{when}")
        for what, label in (
            ("gaze", "Gaze at the caregiver"),
            ("positive", "Positive affect"),
            ("negative", "Negative affect"),
        )
        for when, words in (
            ("effect", "still face minus play"),
            ("carry_over", "reunion minus play"),
        )
    ),
    *_mutual_regulation(
        "attuned_share", "Attuned share", "share of seconds", 0, 1,
        "Share of coded seconds in which the two match within the coder's tolerance"),
    *_mutual_regulation(
        "attuned_share_surrogate", "Attuned share by chance", "share of seconds", 0, 1,
        "How often the two would match by chance, if one series were shifted in time"),
    *_mutual_regulation(
        "attuned_share_above_chance", "Attuned share above chance", "share of seconds", -1, 1,
        "Attuned share minus its surrogate"),
    *_mutual_regulation(
        "repair_latency_s", "Repair latency", "s", 0, None,
        "Mean length of ruptures that begin and end"),
    *_mutual_regulation(
        "next_second_repair", "Repair in the next second", "probability", 0, 1,
        "Chance that an unattuned second is followed by an attuned one"),
    _outcome("problem_persistence", "Persistence", "share of seconds", 0, 1,
             "Share of seconds in which the child has turned from the caregiver to the problems and"
             " is not upset.",
             PROBLEMS, "problems.persistence"),
    _outcome("problem_joy", "Joy at problems", "share of seconds", 0, 1,
             "Share of seconds in which the child smiles, working on the problems.", PROBLEMS,
             "problems.joy"),
    _outcome("problem_upset", "Upset at problems", "share of seconds", 0, 1,
             "Share of seconds in which the child fusses or cries, working on the problems.",
             PROBLEMS, "problems.upset"),
    _outcome("problem_calm_requests_per_min", "Calm requests for help", "per minute", 0, 60,
             "How often the child turns to the caregiver without being upset.", PROBLEMS,
             "problems.calm_requests_per_min"),
    _outcome("problem_competence_rating", "Competence at problems", "1–7", 1, 7,
             "Rating of how well the child copes: persistence, joy, and not being upset, with the"
             " observer's error.", PROBLEMS, "problems.competence_rating"),
    _outcome("peer_attuned_share", "Attuned share with a peer", "share of seconds", 0, 1,
             "Share of seconds in which child and peer match. Always compare it with"
             " peer_attuned_share_surrogate.", PEERS, "peers.attuned_share"),
    _outcome("peer_attuned_share_surrogate", "Attuned share with a peer by chance",
             "share of seconds", 0, 1, "The same after shifting one of the two series in time.",
             PEERS, "peers.attuned_share_surrogate"),
    _outcome("peer_joy", "Joy with a peer", "share of seconds", 0, 1,
             "Share of seconds in which the child smiles, playing with a peer.", PEERS,
             "peers.joy"),
    _outcome("peer_upset", "Upset with a peer", "share of seconds", 0, 1,
             "Share of seconds in which the child fusses or cries, playing with a peer.", PEERS,
             "peers.upset"),
    _outcome("peer_competence_rating", "Competence with a peer", "1–7", 1, 7,
             "Rating of how well the child gets on with a peer: matching, joy, and not being upset,"
             " with the observer's error.", PEERS, "peers.competence_rating"),
)
# fmt: on

OUTCOMES: dict[str, Outcome] = {o.name: o for o in _ALL}
"""All declarations by flat name, in order."""

EVERYDAY: dict[str, Outcome] = {
    o.name: o
    for o in (
        _outcome("attuned_share_everyday", "Attuned share, everyday life", "share of seconds", 0, 1,
                 "Share of seconds of the day's episodes in which the two were attuned."),
        _outcome("distress_everyday", "Distress, everyday life", "", 0, 1,
                 "Mean physiological distress over the day's episodes."),
        _outcome("display_everyday", "Displayed distress, everyday life", "", 0, 1,
                 "Mean displayed distress over the day's episodes."),
    )
}  # fmt: skip
"""Outcomes that only a time series holds: means over a day's episodes."""

SERIES: dict[str, Outcome] = {
    **{
        name: OUTCOMES[name]
        for name in (
            "felt_security",
            "expected_relief",
            "expected_relief_spread",
            "expected_alarm",
            "prototype_relief",
            "prototype_alarm",
            "policy_display_gain",
            "policy_turning_away",
            "self_regulation",
            *("load", "mood", "bond_strength", "turned_to"),
        )
    },
    **EVERYDAY,
}
"""Outcomes that a time series holds, in order."""

DECLARED = OUTCOMES | EVERYDAY
"""All declarations, for labels, units and scales."""

GROUPS: dict[str, tuple[str, ...]] = {}
"""Names that stand for several outcomes: patterns, policy, family, scales, distress, still_face,
mutual_regulation, problems, peers."""
for _o in _ALL:
    if len(_o.path) > 1:
        GROUPS[_o.path[0]] = (*GROUPS.get(_o.path[0], ()), _o.name)


def _surrogate(name: str) -> str:
    """What an attuned or matched share is read beside, if it is one: attuned_share_play, say."""
    for share in ("attuned_share", "category_share", "peer_attuned_share"):
        if name.startswith(share):
            return name.replace(share, f"{share}_surrogate")
    return name


def chosen(names: str | Sequence[str] | None) -> tuple[str, ...]:
    """The flat names that a name or group (or several) stands for, in order.

    None means all but those of procedures for later than infancy (LATER).
    An attuned share always brings its surrogate along.
    """
    if names is None:
        return tuple(name for name, o in OUTCOMES.items() if o.needs not in LATER)
    if isinstance(names, str):
        names = [names]
    wanted: set[str] = set()
    for name in names:
        if name not in OUTCOMES and name not in GROUPS:
            raise InputError(f"there is no measure '{name}'; {near(name, [*OUTCOMES, *GROUPS])}")
        wanted.update(GROUPS.get(name, (name,)))
    wanted |= {_surrogate(name) for name in wanted} & set(OUTCOMES)
    return tuple(name for name in OUTCOMES if name in wanted)
