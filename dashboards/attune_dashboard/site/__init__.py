"""The dashboard's pages as files that open without Python: recorded, with all they can show."""
