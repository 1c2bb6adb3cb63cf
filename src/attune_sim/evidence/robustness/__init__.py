"""Which conclusions of the experiments stand, and which hang on a choice.

1. The conclusions and the alternatives are data (`conclusions`, `alternatives`).
2. Each conclusion is asked under many conditions: the defaults, draws of the posterior, disturbed
   constants, alternatives one at a time (`conditions`, `examination`).
3. An effect with its interval gives a verdict (`effect`).
4. What was found is kept (`record`) and told (`report`).

Beside it, on the thirty percent: the attuned share by several rulers (`thirty_percent.rulers`), the
shape of security over it (`.shape`), and attunement set from outside (`.imposed`).
"""
