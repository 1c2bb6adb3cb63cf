"""The simulation as a Mesa model: AttunementModel with its Caregiver and Infant agents."""
