"""The completion records as CSV (RFC 4180): streamed, documented, and harmless in a spreadsheet.

No export holds a word of a reflection, or an answer.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.records import audit
from course.records.attempts.submitting import close_overdue
from course.records.cohorts.sight import sight
from course.records.lists.rows import (
    Record,
    RecordFilter,
    as_record,
    joined,
    records_selected,
    records_where,
    unindexed,
)
from course.records.tables import Enrollment, Person
from course.records.transaction import transaction

BYTE_ORDER_MARK = "\ufeff"
"""The file begins with it: without it Excel reads UTF-8 as another encoding, and breaks names."""
_AT_ONCE = 50
"""How many records one query reads: bounded memory, and no result left open between two."""

# What a spreadsheet may take for a formula, also after spaces or quotes (FAULTS case 130), and
# the apostrophe itself, so that taking one apostrophe away always gives the value back.
_FORMULA = re.compile(r"[\t\r\n|%']|[\s;,\"]*[=+\-@＝＋－＠]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the CSV: its name in the first line, what it means, and its cell."""

    name: str
    meaning: str
    cell: Callable[[Record], str]


@dataclass(frozen=True, slots=True)
class Export:
    """How many records there are, and the lines, each with its end, the names first."""

    count: int
    lines: Iterator[str]


def harmless(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet could run it."""
    return f"'{text}" if _FORMULA.match(text) else text


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _exams(record: Record) -> str:
    return " ".join(f"{exam}={percent}" for exam, percent in record.exams.items())


def _requirements(record: Record) -> str:
    return "; ".join(
        f"{each.words}: {each.done} of {each.total}{f' since {each.since}' if each.since else ''}"
        for each in record.requirements
    )


COLUMNS = (
    Column("record", "Number of this record on this site", lambda each: str(each.id)),
    Column("name", "Name as the person wrote it", lambda each: harmless(each.name)),
    Column("email", "Email address, also the sign-in name", lambda each: harmless(each.email)),
    Column("cohort", "Name of the cohort", lambda each: harmless(each.cohort)),
    Column("course", "Id of the course", lambda each: each.course),
    Column(
        "state",
        "enrolled (nothing done yet), in-progress, completed, withdrawn or on-hold",
        lambda each: each.state,
    ),
    Column("enrolled_at", "When the person joined, UTC", lambda each: _moment(each.enrolled_at)),
    Column(
        "last_active_at",
        "When the person last did something in the course, UTC; empty: nothing yet",
        lambda each: _moment(each.last_active_at),
    ),
    Column("steps_done", "How many steps are completed", lambda each: str(each.steps_done)),
    Column("steps_total", "How many steps the course has", lambda each: str(each.steps_total)),
    Column(
        "requirements_left",
        "How many things that the certificate requires are not done; empty: not counted yet",
        lambda each: _number(each.left),
    ),
    Column(
        "requirements",
        "Each requirement for the certificate: how much of it is done, and the time in UTC since "
        "when it is met. Semicolons stand between them. Empty: not counted yet",
        lambda each: harmless(_requirements(each)),
    ),
    Column(
        "exam_percents",
        "Percent of each exam that was sent, rounded down: exam=percent, with spaces between",
        _exams,
    ),
    Column(
        "completed_at",
        "When the last requirement was met, UTC; empty: not completed",
        lambda each: _moment(each.completed_at),
    ),
    Column(
        "edition",
        "Id of the edition that was completed: what exactly was taught and asked",
        lambda each: each.edition,
    ),
)
"""Every column, in order. The page "What each column means" and the docs print this list."""


def records_csv(session: Session, viewer: Person, wanted: RecordFilter, *, now: datetime) -> Export:
    """Return the CSV of all records of a filter that the viewer may see, oldest first.

    Writes the audit event before the first line. The lines are read by key in chunks: one long
    result would hold up every save on SQLite while a slow reader takes it.
    """
    seen = sight(session, viewer)
    close_overdue(session, now)
    where = records_where(seen, wanted)
    everything = joined(select(func.count())).where(*where)
    with transaction(session):
        count = session.execute(everything).scalar_one()
        audit.record(
            session,
            action="export-records",
            actor=viewer,
            role="coordinator",
            now=now,
            detail={"count": count, "filter": _filter(wanted)},
        )

    def rows() -> Iterator[Record]:
        last = 0
        chunk = records_selected().where(*map(unindexed, where))
        chunk = chunk.order_by(Enrollment.id).limit(_AT_ONCE)
        while True:
            found = session.execute(chunk.where(Enrollment.id > last)).all()
            yield from map(as_record, found)
            if len(found) < _AT_ONCE:
                return
            last = found[-1].id

    return Export(count, _lines(rows()))


class _Line:
    """A file of one line: what the CSV writer writes is what the stream sends next."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Keep the line."""
        self.text = text


def _lines(records: Iterator[Record]) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line)
    writer.writerow([column.name for column in COLUMNS])
    yield BYTE_ORDER_MARK + line.text
    for record in records:
        writer.writerow([column.cell(record) for column in COLUMNS])
        yield line.text


def _filter(wanted: RecordFilter) -> dict[str, str | int]:
    """Return what was asked for, without the searched name: the log is no list of people."""
    asked = {name: value for name, value in asdict(wanted).items() if value and name != "text"}
    return {name: value if isinstance(value, int) else str(value) for name, value in asked.items()}
