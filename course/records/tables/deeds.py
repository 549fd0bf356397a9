"""What trainees did: lessons, practice, reflections, attempts. All keyed by enrollment."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.records.base import (
    Base,
    EditionKey,
    EnrollmentKey,
    Hash,
    Id,
    Json,
    Key,
    LongText,
    Moment,
    PersonKey,
)
from course.records.tables.cohorts import Enrollment
from course.records.tables.people import Person

_OPEN = text("submitted_at IS NULL")
_SENT = text("state = 'sent'")
_WITHOUT_ROWID = {"sqlite_with_rowid": False}


class LessonProgress(Base):
    """A lesson opened, and done when the trainee said so."""

    __tablename__ = "lesson_progress"
    __table_args__ = (_WITHOUT_ROWID,)

    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), primary_key=True)
    lesson: Mapped[str] = mapped_column(String(64), primary_key=True)
    edition_id: Mapped[EditionKey]
    opened_at: Mapped[Moment]
    done_at: Mapped[Moment | None]


class PracticeResponse(Base):
    """The latest answer to a practice item. It counts for nothing but "answered"."""

    __tablename__ = "practice_responses"
    __table_args__ = (_WITHOUT_ROWID,)

    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    edition_id: Mapped[EditionKey]
    answer: Mapped[Json]
    tries: Mapped[int]
    answered_at: Mapped[Moment]


class WrittenReflection(Base):
    """A trainee's reflection: its draft, whether it is shared, and where it stands.

    ``text`` is the newest text, saved or sent. Nobody but its author reads it unless ``shared``.
    """

    __tablename__ = "reflections"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "reflection"),
        CheckConstraint("state IN ('draft', 'sent', 'changes-asked', 'accepted')", name="state"),
        Index("ix_reflections_waiting", "shared", "sent_at", "id", sqlite_where=_SENT),
    )

    id: Mapped[Key]
    enrollment_id: Mapped[EnrollmentKey]
    reflection: Mapped[Id]
    edition_id: Mapped[EditionKey]
    text: Mapped[LongText]
    shared: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    sequence: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    decided_at: Mapped[Moment | None]
    enrollment: Mapped[Enrollment] = relationship()
    messages: Mapped[list["ReflectionMessage"]] = relationship(
        order_by="ReflectionMessage.id", cascade="all, delete-orphan"
    )


class ReflectionMessage(Base):
    """One entry of a reflection's thread: a version that was sent, or a trainer's reply.

    ``shared`` says whether a version was sent to the trainers; a reply is read by both.
    """

    __tablename__ = "reflection_messages"
    __table_args__ = (
        CheckConstraint("kind IN ('version', 'reply', 'accept', 'ask')", name="kind"),
    )

    id: Mapped[Key]
    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflections.id"), index=True)
    author_id: Mapped[PersonKey]
    kind: Mapped[str] = mapped_column(String(8))
    shared: Mapped[bool]
    text: Mapped[LongText]
    created_at: Mapped[Moment]
    author: Mapped[Person] = relationship()


class ReplyDraft(Base):
    """What a trainer has begun to write back. Nobody but that trainer reads it."""

    __tablename__ = "reply_drafts"

    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflections.id"), primary_key=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    text: Mapped[LongText]
    sequence: Mapped[int]
    saved_at: Mapped[Moment]


class Attempt(Base):
    """One sitting of an exam: its form, drawn from a stored seed, and its limits.

    ``form`` is ``[[item id, [option id, …]], …]``. ``allowed`` is the exam's number of attempts
    when it began (0: no limit); the database refuses a number beyond it.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "exam", "number"),
        Index(
            "uq_attempts_enrollment_id_exam_open",
            "enrollment_id",
            "exam",
            unique=True,
            sqlite_where=_OPEN,
        ),
        Index("ix_attempts_due_at_open", "due_at", sqlite_where=_OPEN),
        CheckConstraint("number >= 1 AND (allowed = 0 OR number <= allowed)", name="limit"),
    )

    id: Mapped[Key]
    enrollment_id: Mapped[EnrollmentKey]
    exam: Mapped[Id]
    number: Mapped[int]
    allowed: Mapped[int]
    edition_id: Mapped[EditionKey]
    seed: Mapped[Hash]
    form: Mapped[Json]
    started_at: Mapped[Moment]
    due_at: Mapped[Moment | None]
    submitted_at: Mapped[Moment | None]
    enrollment: Mapped[Enrollment] = relationship()
    responses: Mapped[list["Response"]] = relationship()
    scores: Mapped[list["Score"]] = relationship(order_by="Score.id")


class Response(Base):
    """What a trainee answered to one item: option ids, with the sequence that guards them."""

    __tablename__ = "responses"
    __table_args__ = (_WITHOUT_ROWID,)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[Json]
    later: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int]
    saved_at: Mapped[Moment]


class LateResponse(Base):
    """An answer that came after the time ended: kept and shown to staff, never scored."""

    __tablename__ = "late_responses"

    id: Mapped[Key]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    item: Mapped[Id]
    answer: Mapped[Json]
    received_at: Mapped[Moment]


class Score(Base):
    """An immutable score of an attempt, in thousandths of a point; the newest one counts.

    ``topics`` is ``[{"topic", "raw", "maximum", "items", "answered", "lessons"}, …]``, with exact
    points written as "7/3" (``grading.scoring.Row``).
    """

    __tablename__ = "scores"
    __table_args__ = (CheckConstraint("raw >= 0 AND raw <= maximum", name="range"),)

    id: Mapped[Key]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    raw: Mapped[int]
    maximum: Mapped[int]
    passed: Mapped[bool | None]
    topics: Mapped[Json]
    reason: Mapped[LongText] = mapped_column(server_default="")
    created_at: Mapped[Moment]
