"""Published designs as data, and their simulation."""
