"""Published editions, when each went live, and their pictures."""

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from course.records.base import Base, EditionKey, Id, Key, LongText, Moment

_LIVE = text("live")


class PublishedEdition(Base):
    """A published edition: the compiled course as JSON. One edition of a course is live."""

    __tablename__ = "editions"
    __table_args__ = (Index("uq_editions_course_live", "course", unique=True, sqlite_where=_LIVE),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    course: Mapped[Id] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    live: Mapped[bool]
    compiled: Mapped[LongText] = mapped_column(deferred=True)


class Publication(Base):
    """One time that an edition went live: by whom, from which commit; the newest is live now.

    An edition that was gone back to has several. ``reason`` says why it was gone back to.
    """

    __tablename__ = "publications"
    __table_args__ = (Index("ix_publications_course_id", "course", "id"),)

    id: Mapped[Key]
    course: Mapped[Id]
    edition_id: Mapped[EditionKey]
    commit: Mapped[str | None] = mapped_column("git_commit", String(64))
    published_at: Mapped[Moment]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    reason: Mapped[LongText] = mapped_column(server_default="")


class EditionFile(Base):
    """The bytes of a picture, stored once under their hash (at most 1 MB each)."""

    __tablename__ = "edition_files"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    extension: Mapped[str] = mapped_column(String(8))
    content: Mapped[bytes] = mapped_column(LargeBinary)
