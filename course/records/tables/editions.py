"""Published editions and their pictures."""

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from course.records.base import Base, Id, LongText, Moment

_LIVE = text("live")


class PublishedEdition(Base):
    """A published edition: the compiled course as JSON. One edition of a course is live."""

    __tablename__ = "editions"
    __table_args__ = (
        Index(
            "uq_editions_course_live",
            "course",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    course: Mapped[Id] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    commit: Mapped[str | None] = mapped_column("git_commit", String(64))
    published_at: Mapped[Moment]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    live: Mapped[bool]
    compiled: Mapped[LongText] = mapped_column(deferred=True)


class EditionFile(Base):
    """The bytes of a picture, stored once under their hash (at most 1 MB each)."""

    __tablename__ = "edition_files"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    extension: Mapped[str] = mapped_column(String(8))
    content: Mapped[bytes] = mapped_column(LargeBinary)
