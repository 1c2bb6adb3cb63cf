"""Published figures: what was found, by whom, and how certain it is."""
