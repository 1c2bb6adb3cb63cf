"""What figures are made of."""

from fixtures.figures import hostile_page, in_palette, record, series, sweep_rows, texts

__all__ = ["hostile_page", "in_palette", "record", "series", "sweep_rows", "texts"]
