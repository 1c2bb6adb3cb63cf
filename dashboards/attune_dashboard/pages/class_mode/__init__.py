"""Class mode: a page for a teacher to open a room, one for the projector, one for students."""
