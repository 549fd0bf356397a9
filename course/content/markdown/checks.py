"""Check Markdown prose: headings, lists, tables and marks that readers would see as text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.markdown.inline import GONE
from course.content.markdown.runs import DELIMITERS, FOREIGN_MARK, ITEM, LONE_MARK, Kind, Run, cells
from course.content.markdown.tree import slug

TOP_LEVEL = 1  # the lesson's title
STEP = 4  # spaces that put a list inside an item

# What a slip is, and how to mend it.
SLIPS: Mapping[str, tuple[str, str, str]] = {
    "html": (
        "L330",
        "this is HTML, and lessons are written without it",
        "write it in Markdown; to show it as it is, put it between backticks",
    ),
    "autolink": ("L325", "this link has no text", "write: [name of the page](address)"),
    "target": (
        "L325",
        "this link is not closed, or its address has a space in it",
        "write: [name of the page](address)",
    ),
    "reference": (
        "L325",
        "links are written with their address right after them",
        "write: [name of the page](address)",
    ),
    "leftover": (
        "L344",
        "these marks mean nothing here, so readers would see them",
        "take them out; to show them as they are, put them between backticks",
    ),
    "stars": (
        "L343",
        "these stars open or close nothing",
        "write *text* or **text**; to show a star, write \\*",
    ),
}


def prose_findings(runs: Sequence[Run]) -> Iterator[Finding]:
    """Yield what is wrong with runs of prose, as far as the text itself shows it."""
    for above, run in zip((None, *runs), runs, strict=False):
        check = _CHECKS.get(run.kind)
        if check and not (above and run.follows and _has_bracket(above) and _has_bracket(run)):
            yield from check(run)
        if run.kind not in {Kind.DELIMITERS, Kind.RULE}:
            yield from _slips(run)
            yield from _lone_marks(run)
    yield from _table_findings(runs)
    yield from _indent_findings(runs)


def heading_findings(runs: Sequence[Run]) -> Iterator[Finding]:
    """Yield what is wrong with the headings of a whole lesson, in order."""
    level = TOP_LEVEL
    seen: dict[str, Run] = {}
    for run in (run for run in runs if run.kind is Kind.HEADING):
        name = heading_id(run)
        if run.level == TOP_LEVEL:
            message = "the title of the lesson is its only heading with one #"
            place = run.whole
            yield finding("A503", place, message, label="a second title", help="use ##")
        elif run.level > level + 1:
            above = "#" * level if level > TOP_LEVEL else "the title"
            place = run.lines[0].place(run.path, -run.level - 1, -1)
            label = f"{'#' * run.level} after {above}"
            message = "this heading skips a level"
            yield finding("A504", place, message, label=label, help=f"use {'#' * (level + 1)}")
        elif name in seen:
            message = f'two headings of this lesson are "{plain(run)}"'
            first = seen[name].lines[0].number
            mend = f"the first is on line {first}. Give this one its own words."
            yield finding("L324", run.whole, message, label="used again here", help=mend)
        seen.setdefault(name, run)
        level = run.level


def heading_id(run: Run) -> str:
    """Return the id of a heading, as links in the lesson write it."""
    return slug(plain(run))


def plain(run: Run) -> str:
    """Return the words of a run, without markup, on one line."""
    return " ".join(run.inline.words.replace(GONE, "").split())


def _lone_marks(run: Run) -> Iterator[Finding]:
    """Find lines that hold a list mark and nothing else."""
    for line in run.lines:
        if LONE_MARK.match(line.text):
            message = "this list item has no text, so readers would see its mark"
            mend = "write its text after the mark"
            yield finding("L346", line.place(run.path), message, help=mend)


def _slips(run: Run) -> Iterator[Finding]:
    """Yield the near-misses of a run; what opens and what closes something are one mistake."""
    told: set[tuple[str, str]] = set()
    for slip in run.inline.slips:
        code, message, mend = SLIPS[slip.kind]
        written = run.source[slice(*slip.span)]
        mark = re.sub(r"^</?([A-Za-z]*).*", r"\1", written, flags=re.DOTALL).translate(_OPENS)
        if slip.kind not in _PAIRED or (slip.kind, mark.lower()) not in told:
            yield finding(code, run.place(*slip.span), message, help=mend)
        told.add((slip.kind, mark.lower()))


_PAIRED = {"html", "leftover"}
_OPENS = str.maketrans("]}", "[{")


def _near_heading(run: Run) -> Iterator[Finding]:
    text = run.source.strip().strip("#").strip() or "Heading"
    message = "this line looks like a heading, but readers would see it as text"
    label = "hashes at the start of the line, then a space"
    yield finding("L342", run.whole, message, label=label, help=f"write: ## {text}")


def _underline(run: Run) -> Iterator[Finding]:
    message = "a line of dashes under text does not make it a heading"
    mend = "write a heading as ## and its text; for a line across the page, leave a line empty"
    yield finding("L342", run.whole, message, help=mend)


def _has_bracket(run: Run) -> bool:
    """Say whether a list item has its number as "1)": all of a list are one mistake."""
    mark = ITEM.match(run.first.text) if run.kind is Kind.ITEM and run.first else None
    return bool(mark and mark["number"] and mark[0].rstrip().endswith(")"))


def _item(run: Run) -> Iterator[Finding]:
    if _has_bracket(run):
        message = "numbers of a list end with a full stop, so readers would see this as text"
        mend = re.sub(r"^(\s*\d+)\)", r"\1.", run.first.text if run.first else "").strip()
        yield finding("L346", run.whole, message, help=f"write: {mend}")
    elif ITEM.match(run.source):
        message = "this list item starts with two marks"
        mend = "write one mark; to show the other, put a backslash before it"
        yield finding("L346", run.whole, message, label="two marks", help=mend)


def _paragraph(run: Run) -> Iterator[Finding]:
    for line in run.lines:
        text = line.text.strip()
        if FOREIGN_MARK.match(text):
            message = "this line has the list mark of another program, so readers would see it"
            mend = f"write, with an empty line above the list: - {FOREIGN_MARK.sub('', text)}"
            yield finding("L346", line.place(run.path), message, help=mend)
            return
        if text.startswith("|") or ("|" in text and DELIMITERS.match(text)):
            message = "this line looks like part of a table, but readers would see it as text"
            mend = "a table needs an empty line above it, and | --- | --- | under its first row"
            yield finding("L332", line.place(run.path), message, help=mend)
            return


_CHECKS: Mapping[Kind, Callable[[Run], Iterator[Finding]]] = {
    Kind.NEAR_HEADING: _near_heading,
    Kind.UNDERLINE: _underline,
    Kind.ITEM: _item,
    Kind.PARAGRAPH: _paragraph,
}


def _table_findings(runs: Sequence[Run]) -> Iterator[Finding]:
    columns = 0
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
            if not above or above.kind is not Kind.CAPTION:
                mend = "add a line above it: Table: what the table shows"
                yield finding("A505", run.whole, "this table has no caption", help=mend)
        elif run and run.kind in {Kind.ROW, Kind.DELIMITERS}:
            yield from _uneven(run, columns)
        above = run


def _uneven(run: Run, columns: int) -> Iterator[Finding]:
    count = len(cells(run.source))
    if count != columns:
        message = f"this row has {count} cells, but the table has {columns} columns"
        mend = "put a | between two cells; write a bar that is part of the text as \\|"
        yield finding("L331", run.whole, message, label=f"{count} cells", help=mend)


def _indent_findings(runs: Sequence[Run]) -> Iterator[Finding]:
    """Find list items, and text of items, that do not stand where they seem to stand."""
    levels: list[Run] = []  # the items that a run could stand in, outermost first
    above: Run | None = None
    for run in runs:
        if run.kind is Kind.ITEM:
            yield from _item_findings(run, above, levels)
        elif levels and run.follows is None and run.spaces < STEP:
            levels.clear()
            if run.spaces:
                message = "this paragraph would not stand inside the list item above it"
                mend = "put four spaces before it, or none if it stands under the list"
                label = "less than four spaces"
                yield finding("L341", run.whole, message, label=label, help=mend)
        above = run


def _item_findings(run: Run, above: Run | None, levels: list[Run]) -> Iterator[Finding]:
    """Yield what is wrong with an item's place, and note the item in ``levels``."""
    # Under the text of an item inside it, an item further out begins by itself.
    inner = above.spaces - run.spaces if above and levels else 0
    if run.follows is Kind.PARAGRAPH and inner < STEP:
        yield _no_empty_line(run, "a paragraph")
        return
    while levels and levels[-1].indent - run.indent >= STEP:
        levels.pop()
    yield from _misplaced_item(levels[-1] if levels else None, run)
    if levels and run.indent - levels[-1].indent < STEP:
        levels.pop()
    levels.append(run)


def _no_empty_line(run: Run, above: str) -> Finding:
    message = f"this list starts right under {above}, so it would be part of it"
    mend = "leave a line empty above it"
    return finding("L340", run.whole, message, label="first item", help=mend)


def _misplaced_item(above: Run | None, run: Run) -> Iterator[Finding]:
    """Find an item that is no item, or not inside the item above it."""
    step = run.indent - (above.indent // STEP * STEP if above else 0)
    if step >= STEP and (not above or step >= 2 * STEP):
        message = "this list stands in too far, so it would not be a list"
        mend = "put four spaces before a list inside an item, none before any other"
        yield finding("L341", run.whole, message, label=f"{run.indent} spaces", help=mend)
    elif above and 0 < run.indent - above.indent < STEP:
        message = "this list would not stand inside the item above it"
        mend = f"put {above.indent + STEP} spaces before it; now there are {run.indent}"
        yield finding("L341", run.whole, message, label="less than four spaces", help=mend)
    elif above and step < STEP and run.follows is Kind.ITEM and run.numbered != above.numbered:
        yield _no_empty_line(run, "another one")
