"""Two adults who were infants in this model: how they talk, years of it, and whether they part."""
