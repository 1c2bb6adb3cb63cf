"""What stands at the foot of every page: what its results are not."""

MODEL = (
    "These are results of a model, not of real children. Nothing here assesses anyone or advises on"
    " any child. "
)
NO_VERDICT = (
    "These are numbers from films that you loaded. Nothing here assesses anyone or advises on any"
    " child."
)
