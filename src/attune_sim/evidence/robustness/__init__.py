"""Which conclusions of the experiments hold, and which depend on a choice.

1. The conclusions and the alternatives are data (`conclusions`, `alternatives`).
2. Each conclusion is tested under many conditions: the defaults, draws of the posterior, disturbed
   constants, alternatives one at a time (`conditions`, `examination`).
3. An effect with its interval gives a verdict (`effect`).
4. The results are stored (`record`) and put into words (`report`).

Beside it, on the thirty percent: the attuned share by several rulers (`thirty_percent.rulers`), the
shape of security over it (`.shape`), and attunement set from outside (`.imposed`).
"""
