"""Parameters of family life: caregivers' load and mood, and an infant's bonds with several of them.

`family_life` switches all of it on; each part is off at the value its meaning names.
"""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import ASSUMED, Declarations, declared

NOTHING = "none unless a scenario says so"

_circumstances = partial(declared, "circumstances")
_family = partial(declared, "family life")
_generations = partial(declared, "generations")


class Family(Declarations):
    """Each caregiver's circumstances, and the constants of load, mood and bonds."""

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
    # --- circumstances: one set for each caregiver -----------------------------------------------
    work: float = _circumstances(
        0.0, 0.0, 5.0, "load", "Work", "How much load paid work adds.",
        NOTHING, inert=0.0,
    )
    money_strain: float = _circumstances(
        0.0, 0.0, 5.0, "load", "Money strain",
        "How much load lack of money adds; the same for all of an infant's caregivers, except those"
        " who are given their own.", NOTHING, inert=0.0,
    )
    conflict: float = _circumstances(
        0.0, 0.0, 5.0, "load", "Conflict",
        "How much load conflict in the family adds; the same for all of an infant's caregivers,"
        " except those who are given their own.", NOTHING, inert=0.0,
    )
    night_care: float = _circumstances(
        0.0, 0.0, 1.0, "share", "Nights",
        "Share of the infant's night waking for which this caregiver gets up.", NOTHING, inert=0.0,
    )
    shared_home: float = _circumstances(
        1.0, 0.0, 1.0, "share", "Shared home",
        "How much this caregiver lives with the infant's other caregivers: load spills over between"
        " those who do, and in distress the infant can turn from one of them to the other.",
        NOTHING, inert=1.0,
    )
    support: float = _circumstances(
        0.0, 0.0, 1.0, "share", "Support",
        "How much of the pressure on this caregiver other people take off.", NOTHING, inert=0.0,
    )
    low_mood: float = _circumstances(
        0.0, -3.0, 5.0, "mood (SD)", "Low mood",
        "How low this caregiver's mood tends to be even without load; 0 is usual.",
        NOTHING, inert=0.0,
    )
    other_children: float = _circumstances(
        0.0, 0.0, 30.0, "children", "Other children",
        "Children beside the infant who need the same caregiver's attention.", NOTHING, inert=0.0,
    )

    # --- family life: constants ------------------------------------------------------------------
    family_life: int = _family(
        0, 0, 1, "0 no, 1 yes", "Family life",
        "Whether load, mood and the strength of bonds are simulated; if not, caregivers'"
        " circumstances change nothing.", "null model", inert=0,
    )
    load_days: float = _family(
        1.5, 1.0, 60.0, "days", "Length of load",
        "How long load takes to follow the pressure on the caregiver.",
        ASSUMED, inert=1.5,
    )
    mood_days: float = _family(
        90.0, 1.0, 1000.0, "days", "Length of mood", "How long mood takes to follow load.",
        ASSUMED, inert=90.0,
    )
    daily_pressure: float = _family(
        1.25, 0.0, 3.0, "load (SD)", "Pressure by chance",
        "How much the pressure on a caregiver varies by chance from day to day; 0 switches it off.",
        inert=1.25,
    )
    crying_load: float = _family(
        1.8, 0.0, 20.0, "load per full crying all day", "Load of crying",
        "How much load the infant's crying adds for a caregiver who hears it; 0 switches it off.",
        inert=1.8,
    )
    sleep_load: float = _family(
        0.5, 0.0, 5.0, "load", "Load of nights",
        "How much load a newborn's nights add for a caregiver who gets up every time; it falls as"
        " infants wake less. 0 switches it off.",
        ASSUMED, inert=0.5,
    )
    partner_load: float = _family(
        0.22, 0.0, 1.0, "share", "Spill-over",
        "How much of the load of others in the same home spills over; 0 switches it off.",
        inert=0.22,
    )
    load_inattention: float = _family(
        0.091, 0.0, 3.0, "log odds per load", "Inattention under load",
        "How strongly load lowers the odds that the caregiver is available; 0 switches it off.",
        "loaded parents withdraw (Repetti & Wood 1997); the size: calibrated", inert=0.091,
    )
    mood_unsteadiness: float = _family(
        0.059, 0.0, 3.0, "log odds per SD of mood", "Unsteadiness in low mood",
        "How strongly low mood lowers the odds of consistency and of repair; 0 switches it off.",
        inert=0.059,
    )
    mood_rejection: float = _family(
        0.06, 0.0, 1.0, "probability per second per SD of mood", "Rejection in low mood",
        "How much low mood adds to rejection; 0 switches it off.",
        "depressed mothers are hostile more than they are less positive (Lovejoy et al. 2000,"
        " unconfirmed); the size: calibrated", inert=0.06,
    )
    mood_alarm: float = _family(
        0.2, 0.0, 3.0, "log rate per SD of mood", "Alarm in low mood",
        "How much more often alarming moments happen in low mood; 0 switches it off.",
        ASSUMED, inert=0.2,
    )
    others_signal: float = _family(
        0.15, 0.0, 1.0, "share of time", "Signals of other children",
        "How much of the time each other child asks for the caregiver's attention.",
        ASSUMED, inert=0.15,
    )
    bond_growth: float = _family(
        0.002, 0.0, 1.0, "per episode of distress", "Growth of a bond",
        "How fast the strength of a bond grows with each time the infant is distressed with this"
        " caregiver, however it ends; 0 switches bond strength off.",
        ASSUMED, inert=0.002,
    )
    bond_fading: float = _family(
        0.002, 0.0, 1.0, "per day apart", "Fading of a bond",
        "How much of a bond's strength is lost in a day without this caregiver.",
        ASSUMED, inert=0.002,
    )
    seeking: float = _family(
        1.0, 0.0, 10.0, "log odds per strength", "Seeking",
        "How much more often a distressed infant who can move goes to the caregiver with the"
        " stronger bond; with this and the next at 0, only the shares of care count.",
        ASSUMED, inert=1.0,
    )
    seeking_in_distress: float = _family(
        4.0, 0.0, 20.0, "log odds per strength and need", "Seeking by distress",
        "How much more the stronger bond counts when the infant's need is greater.",
        "in distress toddlers turn to the main caregiver (Umemura et al. 2013); the size:"
        " assumed", inert=4.0,
    )
    strangeness: float = _family(
        0.01, 0.0, 0.2, "per second", "Strangeness",
        "How fast distress rises with a caregiver to whom the infant has no bond yet, at an age"
        " when infants are wary; 0 switches it off.",
        ASSUMED, inert=0.01,
    )
    # --- generations -----------------------------------------------------------------------------
    mirroring: float = _generations(
        0.0, 0.0, 1.0, "correlation", "Mirroring",
        "How closely the care of grown children follows from what they learnt as infants; at 0 it"
        " is unrelated.", "null model", inert=0.0,
    )
    # fmt: on
