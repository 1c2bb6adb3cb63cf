"""Tables that are never cut: where a row does not fit into its line, it becomes a small list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.bar import Bar
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Cell = str | Text | Bar


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        title: its heading; in a list, what stands before the cell.
        right: set to the right, as numbers are.
        words: running text, which may be broken between words; other cells keep to one line.
        style: of its cells.
        least: its width in characters, at least.
    """

    title: str = ""
    right: bool = False
    words: bool = False
    style: str = ""
    least: int = 0


class Grid:
    """Rows and columns without lines between them, for `show`."""

    def __init__(self, *columns: Column | str, gap: int = 2) -> None:
        """Begin a table.

        Args:
            columns: in order; a name alone is a column of that title.
            gap: blanks between columns.
        """
        self.columns = [Column(c) if isinstance(c, str) else c for c in columns]
        self.gap = gap
        self.rows: list[Sequence[Cell]] = []

    def add(self, *cells: Cell) -> None:
        """Add a row, a cell for each column."""
        self.rows.append(cells)

    def least_width(self) -> int:
        """Characters that a line needs so that nothing is broken but running text."""
        return sum(least for least, _ in self._widths()) + self.gap * (len(self.columns) - 1)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Columns where they fit, otherwise a list for each row."""
        if self.least_width() <= options.max_width:
            yield self._table(options.max_width)
        else:
            yield from self._lists()

    def _widths(self) -> Iterator[tuple[int, int]]:
        """Of each column the width that it needs, and the width that it would like."""
        for k, column in enumerate(self.columns):
            cells = [row[k] for row in self.rows]
            texts = [_plain(cell) for cell in cells]
            bars = [cell.width or 0 for cell in cells if isinstance(cell, Bar)]
            title = _longest_word(column.title)
            whole = max([title, column.least, *bars, *map(_longest_line, texts)])
            broken = max([title, *bars, *map(_longest_word, texts)])
            yield (broken if column.words else whole), max(whole, len(column.title))

    def _table(self, width: int) -> Table:
        widths = list(self._widths())
        spare = width - self.least_width()
        wanted = sum(natural - least for least, natural in widths)
        table = Table(
            box=None,
            pad_edge=False,
            padding=(0, self.gap, 0, 0),
            header_style="dim",
            show_header=any(column.title for column in self.columns),
        )
        for column, (least, natural) in zip(self.columns, widths, strict=True):
            more = natural - least
            if spare < wanted:
                more = more * spare // wanted
            table.add_column(
                column.title,
                justify="right" if column.right else "left",
                style=column.style,
                vertical="top",
                width=least + more,
                overflow="fold",
            )
        for row in self.rows:
            table.add_row(*(_cell(cell) for cell in row))
        return table

    def _lists(self) -> RenderResult:
        """Each row: its first cell, and below it the others, each with its title before it."""
        for first, *others in self.rows:
            yield Text(_plain(first), style=self.columns[0].style or "bold", overflow="fold")
            for column, cell in zip(self.columns[1:], others, strict=True):
                if _plain(cell):
                    title = f"{column.title}: " if column.title else ""
                    line = Text.assemble((title, "dim"), _cell(cell))  # type: ignore[arg-type]
                    line.overflow = "fold"
                    yield Padding(line, (0, 0, 0, 2))


def _cell(cell: Cell) -> Text | Bar:
    return Text(cell) if isinstance(cell, str) else cell


def _plain(cell: Cell) -> str:
    """A cell's text; a bar has none, because its number is next to it."""
    return "" if isinstance(cell, Bar) else str(cell)


def _longest_line(text: str) -> int:
    return max(map(len, text.splitlines()), default=0)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)
