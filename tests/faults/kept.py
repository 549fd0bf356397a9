"""What the database holds afterwards, against what people were told."""

from collections.abc import Iterable, Iterator

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from course.records.engine import open_engine
from course.records.tables import (
    Attempt,
    Enrollment,
    Person,
    Response,
    Score,
    WrittenReflection,
)
from tests.faults.people import Paper
from tests.live import LiveSite


def lost(site: LiveSite, papers: Iterable[Paper]) -> list[str]:
    """Say which papers have not what was acknowledged, or something newer that was sent."""
    told = [(paper, paper.acknowledged) for paper in papers]
    engine = open_engine(site.database_url)
    with Session(engine) as session:
        found = [why for paper, least in told if (why := _amiss(session, paper, least))]
    engine.dispose()
    return found


def _amiss(session: Session, paper: Paper, least: int) -> str:
    sequence, value = _stored(session, *paper.place)
    where = " ".join(paper.place)
    if sequence < least:
        return f"{where}: number {least} was acknowledged, number {sequence} is there"
    if sequence and paper.sent[sequence] != value:
        return f"{where}: number {sequence} is not what was sent"
    return ""


def _stored(session: Session, kind: str, whose: str, which: str) -> tuple[int, str]:
    """Return the sequence and the value that the database holds, zero where it has none."""
    if kind == "answer":
        form = session.get_one(Attempt, int(whose)).form
        response = session.get(Response, (int(whose), form[int(which) - 1][0]))
        return (response.sequence, ", ".join(response.answer)) if response else (0, "")
    written = session.scalars(
        select(WrittenReflection)
        .join(Enrollment, Enrollment.id == WrittenReflection.enrollment_id)
        .join(Person)
        .where(Person.email == whose, WrittenReflection.reflection == which)
    ).one_or_none()
    return (written.sequence, written.text) if written else (0, "")


def unsound(site: LiveSite) -> Iterator[str]:
    """Say what cannot be: an attempt or a score twice, a damaged file."""
    engine = open_engine(site.database_url)
    with Session(engine) as session:
        twice = select(Attempt.enrollment_id).group_by(Attempt.enrollment_id, Attempt.exam)
        for enrollment in session.scalars(twice.having(func.count() > 1)):
            yield f"enrollment {enrollment} has two attempts"
        for attempt in session.scalars(select(Attempt)):
            if len(attempt.scores) != (attempt.submitted_at is not None):
                yield f"attempt {attempt.id} has {len(attempt.scores)} scores"
        orphans = select(func.count()).select_from(Score).outerjoin(Attempt)
        if session.scalar(orphans.where(Attempt.id.is_(None))):
            yield "a score has no attempt"
        if engine.dialect.name == "sqlite":
            whole = session.scalar(text("PRAGMA integrity_check"))
            if whole != "ok":
                yield f"integrity_check: {whole}"
    engine.dispose()
