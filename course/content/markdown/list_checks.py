"""Check where Markdown lists stand: under what, and inside what."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.markdown.runs import ITEM, Kind, Run

STEP = 4  # spaces that put a list inside an item


def list_in_quote(run: Run) -> Iterator[Finding]:
    """Find a list that stands in a quote right under its text: it would be part of that."""
    under_text = False
    for line in run.lines:
        mark = ITEM.match(line.text)
        if mark and mark["number"] in {None, "1"}:
            if under_text:
                message = "this list starts right under a paragraph, so it would be part of it"
                mend = "put a line with nothing but > above it"
                place = line.place(run.path)
                yield finding("L340", place, message, label="first item", help=mend)
            return
        under_text = bool(line.text.strip())


def indent_findings(runs: Sequence[Run]) -> Iterator[Finding]:
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
    outer = levels[-1] if levels else None
    yield from _misplaced_item(outer, run)
    step = run.indent - outer.indent if outer else STEP
    if outer and 0 < step < STEP:
        # It is told that it was to stand inside: what comes next is held against that.
        levels.append(replace(run, indent=outer.indent + STEP))
    elif outer and -STEP < step <= 0:
        levels[-1] = replace(run, indent=outer.indent)
    else:
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
