"""What results are not: at the foot of every page, in lessons, and where people may be hurt."""

MODEL = (
    "These are results of a model, not of real children. Nothing here assesses anyone or advises on"
    " any child. "
)
NO_VERDICT = (
    "These are numbers from films that you loaded. Nothing here assesses anyone or advises on any"
    " child."
)

SIT_OUT = "If you would rather sit this one out, you may."
LESSON = {
    "infants": (
        "This is a model. It does not diagnose anyone or advise on any child, and nobody has to"
        f" talk about their own family. {SIT_OUT}"
    ),
    "families": (
        "This is a model. It types nobody, and nothing here is anybody's destiny. Nobody has to"
        f" talk about their own childhood or children. {SIT_OUT}"
    ),
    "couples": (
        "This is a model. It types nobody and says nothing about whether anyone should stay or"
        f" leave. Nobody has to talk about a partner or about their parents. {SIT_OUT}"
    ),
}
"""By whom a lesson is about: what it is not."""
COUPLE_HELP = (
    "If living together weighs on you, a counselling service, a doctor or somebody you trust is a"
    " place to begin. If you are afraid of a partner, a helpline for violence at home or the"
    " emergency number can be called at any hour."
)
CHILDHOOD_HELP = (
    "If your own childhood weighs on you, a counselling service, a doctor or somebody you trust is"
    " a place to begin. Help can change what is passed on, at any age."
)
HELP = {"infants": "", "families": CHILDHOOD_HELP, "couples": COUPLE_HELP}
"""By whom a lesson is about: where help is found, in general terms."""
