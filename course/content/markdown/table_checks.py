"""Check Markdown tables: a caption, the same cells in every row, no heading without text."""

import re
from collections.abc import Iterator, Sequence

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.markdown.runs import ITEM, Kind, Run, cells

# What a cell can hold that nobody sees or hears.
_UNSEEN = re.compile(r"!\[decorative\]\([^()]*\)|&nbsp;|[*_]")


def table_findings(runs: Sequence[Run]) -> Iterator[Finding]:
    """Yield what is wrong with the tables of a stretch of prose."""
    columns = 0
    is_over = False  # text stands right under the table, which goes on in it
    above: Run | None = None
    for run in (*runs, None):
        is_header = run is not None and run.kind is Kind.HEADER
        looks_like_one = run and run.kind is Kind.PARAGRAPH and run.source.startswith("|")
        if above and above.kind is Kind.CAPTION and not is_header and not looks_like_one:
            message = "this caption has no table under it"
            mend = "write the table under it, or take it out"
            yield finding("L332", above.whole, message, help=mend)
        if run and run.kind is Kind.HEADER:
            columns = len(cells(run.source))
            is_over = False
            if not above or above.kind is not Kind.CAPTION:
                mend = "add a line above it: Table: what the table shows"
                yield finding("A505", run.whole, "this table has no caption", help=mend)
            yield from _columns_without_name(run)
        elif run and run.kind in {Kind.ROW, Kind.DELIMITERS} and not is_over:
            is_over = ITEM.match(run.source) is not None and columns > len(cells(run.source)) == 1
            uneven = (_list_under(run),) if is_over else tuple(_uneven(run, columns))
            yield from uneven or _row_without_name(run)
        above = run


def _list_under(run: Run) -> Finding:
    message = "this list starts right under a table, so it would be part of it"
    mend = "leave a line empty above it"
    return finding("L340", run.whole, message, label="first item", help=mend)


def _uneven(run: Run, columns: int) -> Iterator[Finding]:
    count = len(cells(run.source))
    if count != columns:
        message = f"this row has {count} cells, but the table has {columns} columns"
        mend = "put a | between two cells; write a bar that is part of the text as \\|"
        yield finding("L331", run.whole, message, label=f"{count} cells", help=mend)


def _columns_without_name(run: Run) -> Iterator[Finding]:
    """Find a table whose columns lack a heading: those of one table are one mistake."""
    number = next((n for n, cell in enumerate(cells(run.source), 1) if _is_empty(cell)), 0)
    if number:
        which = "first column" if number == 1 else f"column {number}"
        mend = "write a word for what stands in the column"
        if number == 1:
            mend += ", such as: Role, Day, Question"
        yield finding(
            "A508",
            run.whole,
            f"the {which} of this table has no heading",
            label=f"the cell of the {which} is empty",
            help=mend,
        )


def _row_without_name(run: Run) -> Iterator[Finding]:
    if run.kind is Kind.ROW and _is_empty(cells(run.source)[0]):
        yield finding(
            "A508",
            run.whole,
            "this row has no heading: its first cell is empty",
            label="the first cell says what the row is about",
            help="write it in the first cell; where two rows share it, write it in both",
        )


def _is_empty(cell: str) -> bool:
    return not _UNSEEN.sub("", cell).strip()
