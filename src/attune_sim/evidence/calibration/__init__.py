"""Calibration: free constants fitted to published figures, in stages, by emulation.

1. Simulate the fitted findings at many points of the free constants (`simulations`).
2. Fit a response surface to each statistic (`emulator`).
3. Recover known constants from simulated findings (`recovery`).
4. Sample what the published figures leave plausible (`targets`, `posterior`).
5. Simulate again there, and do 2 and 4 once more.
"""
