"""What a lesson's settings and its boxes' options may hold (FORMATS.md 2)."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from course.content.shapes.shape import Shape
from course.content.shapes.source import SourceShape
from course.content.shapes.values import Count, Id, IsoDate, Text, misfit

WORD_LIMITS = re.compile(r"(\d{1,5}) to (\d{1,5})")


def _word_limits(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = WORD_LIMITS.fullmatch(value)
    if found and int(found[1]) < int(found[2]):
        return int(found[1]), int(found[2])
    mend = "for example: 50 to 300"
    raise misfit("Y123", "write how many words, from the fewest to the most", "", mend)


class LessonSettings(Shape):
    """The settings at the top of a lesson."""

    what: ClassVar[str] = "lessons"

    title: Text
    summary: Text
    topic: Text
    objectives: dict[Id, Text]
    activity_minutes: Count = 0
    complete_when: Literal["read", "reflection", "questions"] = "read"
    sources: tuple[SourceShape, ...] = ()
    jurisdiction: Text = ""
    as_of: IsoDate | None = None
    reviewed: IsoDate | None = None
    reviewed_by: Text = ""
    review_by: IsoDate | None = None
    status: Literal["draft", "live"] = "live"


class ReflectionOptions(Shape):
    """The options of a ``reflection`` box; ``words`` are the fewest and the most."""

    what: ClassVar[str] = "reflection boxes"

    id: Id
    words: Annotated[tuple[int, int], BeforeValidator(_word_limits)] = (0, 0)
    share: Literal["choice", "never"] = "choice"
    review: Literal["required", "none"] = "none"
    look_for: tuple[Text, ...] = ()


RoleColumn = Literal[
    "purpose",
    "basis",
    "does",
    "not_its_job",
    "rests_on",
    "records_and_pay",
    "self_disclosure",
]


class RolesOptions(Shape):
    """The options of a ``roles`` box: all roles and columns where nothing is picked."""

    what: ClassVar[str] = "roles boxes"

    pick: tuple[Text, ...] = ()
    columns: tuple[RoleColumn, ...] = ()
