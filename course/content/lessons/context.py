"""What a lesson may speak of: the rest of the course, as far as it could be read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from course.content.edition import MediaFile, Role, SupportLine, Term
from course.content.wording import NO_WORDS, Wording


@dataclass(frozen=True, kw_only=True)
class LessonContext:
    """What the lesson reader knows of the course around one lesson.

    None stands for what could not be read because of mistakes told elsewhere: then nothing is
    said here about references to it. ``practice`` names the items of practice files,
    ``FILE/ID``; ``exam_items`` the ids of those that an exam draws from; ``unread`` the names
    of quiz files and the paths of pictures with mistakes. ``media`` is by the path that lessons
    write. ``reading_speed`` is in words a minute.
    """

    course: str
    lesson_id: str
    today: date
    lesson_ids: Collection[str] | None = None
    topics: Collection[str] | None = None
    reading_speed: int = 175
    practice: Collection[str] | None = None
    exam_items: Collection[str] = ()
    unread: Collection[str] = ()
    roles: tuple[Role, ...] | None = None
    terms: tuple[Term, ...] = ()
    support: tuple[SupportLine, ...] = ()
    media: Mapping[str, MediaFile] | None = None
    wording: Wording = NO_WORDS
