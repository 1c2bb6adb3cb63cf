"""The dashboard: explore a dyad in the browser, offline. Start it with `attune-sim dashboard`."""
