"""Check Markdown prose: headings, lists and marks that readers would see as text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.markdown.inline import GONE
from course.content.markdown.list_checks import indent_findings, list_in_quote
from course.content.markdown.runs import (
    DELIMITERS,
    FOREIGN_MARK,
    GLUED_MARK,
    ITEM,
    LONE_MARK,
    MEANING,
    TICK,
    Kind,
    Run,
)
from course.content.markdown.table_checks import table_findings
from course.content.markdown.tree import slug

TOP_LEVEL = 1  # the lesson's title

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
    "gap": (
        "L325",
        "a space parts the text of this link or picture from its address",
        "take the space out: [name of the page](address)",
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
    notes: set[str] = set()
    for above, run in zip((None, *runs), runs, strict=False):
        check = _CHECKS.get(run.kind)
        if check and not (above and run.follows and _mark_slip(above) == _mark_slip(run) != ""):
            yield from check(run)
        if run.kind not in {Kind.DELIMITERS, Kind.RULE}:
            yield from _slips(run, notes)
            yield from _lone_marks(run)
    yield from table_findings(runs)
    yield from indent_findings(runs)


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


def _slips(run: Run, notes: set[str]) -> Iterator[Finding]:
    """Yield the near-misses of a run; what opens and what closes something are one mistake.

    ``notes`` are the footnotes that are told already: a note and the mark for it are one.
    """
    told: set[tuple[str, str]] = set()
    for slip in run.inline.slips:
        code, message, mend = SLIPS[slip.kind]
        written = run.source[slice(*slip.span)]
        if note := _NOTE.match(run.source, slip.span[0]):
            if note[1] not in notes:
                notes.add(note[1])
                yield finding("L344", run.place(*note.span()), _NO_NOTES, help=_NOTE_INSTEAD)
            continue
        mark = re.sub(r"^</?([A-Za-z]*).*", r"\1", written, flags=re.DOTALL).translate(_OPENS)
        if slip.kind not in _PAIRED or (slip.kind, mark.lower()) not in told:
            yield finding(code, run.place(*slip.span), message, help=mend)
        told.add((slip.kind, mark.lower()))


_NOTE = re.compile(r"\[\^([^\[\]\n]*)\]")
_NO_NOTES = "pages have no footnotes, so readers would see this mark"
_NOTE_INSTEAD = "write the note into the text, or under a heading of its own"
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


def _mark_slip(run: Run) -> str:
    """Return what is wrong with an item's mark, "" for nothing: all of a list are one mistake."""
    mark = ITEM.match(run.first.text) if run.kind is Kind.ITEM and run.first else None
    if mark and mark["number"] and mark[0].rstrip().endswith(")"):
        return "bracket"
    return "tick" if mark and TICK.match(run.source) else ""


def _item(run: Run) -> Iterator[Finding]:
    slip = _mark_slip(run)
    if slip == "bracket":
        message = "numbers of a list end with a full stop, so readers would see this as text"
        mend = re.sub(r"^(\s*\d+)\)", r"\1.", run.first.text if run.first else "").strip()
        yield finding("L346", run.whole, message, help=f"write: {mend}")
    elif ITEM.match(run.source):
        message = "this list item starts with two marks"
        mend = "write one mark; to show the other, put a backslash before it"
        yield finding("L346", run.whole, message, label="two marks", help=mend)
    elif slip == "tick":
        message = "there are no boxes to tick, so readers would see these marks"
        mend = "take them out"
        yield finding("L344", run.place(0, 3), message, help=mend)


def _paragraph(run: Run) -> Iterator[Finding]:
    if run.quoted:
        yield from list_in_quote(run)
    for line in run.lines:
        text = line.text.strip()
        if FOREIGN_MARK.match(text):
            message = "this line has the list mark of another program, so readers would see it"
            mend = f"write, with an empty line above the list: - {FOREIGN_MARK.sub('', text)}"
            yield finding("L346", line.place(run.path), message, help=mend)
            return
        if GLUED_MARK.match(text) and not run.quoted:
            message = "this list item has no space after its mark, so readers would see it"
            mend = f"write, with an empty line above the list: - {text[1:]}"
            yield finding("L346", line.place(run.path), message, help=mend)
            return
        if line is not run.lines[0] and MEANING.match(text):
            message = "a term is not explained with a colon here: readers would see it"
            mend = f"write a box: /// definition | {run.lines[0].text.strip()}"
            yield finding("L344", line.place(run.path), message, help=mend)
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
