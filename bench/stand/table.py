"""One table a benchmark: ours and the peers side by side, the ratio in the last column."""

from collections.abc import Sequence


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print the rows below their columns; the first column to the left, numbers to the right."""
    widths = [max(len(row[place]) for row in (columns, *rows)) for place in range(len(columns))]

    def line(cells: Sequence[str]) -> str:
        first, *others = cells
        return "  ".join([first.ljust(widths[0]), *(cell.rjust(widths[n + 1]) for n, cell in enumerate(others))])

    print(title)
    print(line(columns))
    print("  ".join("-" * width for width in widths))
    for row in rows:
        print(line(row))
    print()
