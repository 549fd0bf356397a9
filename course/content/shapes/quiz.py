"""What the files under quizzes/ may hold, around their questions (FORMATS.md 4)."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from course.content.shapes.shape import Shape
from course.content.shapes.values import (
    Id,
    Number,
    NumberOrNone,
    Percentage,
    Seconds,
    SecondsOrNone,
    Text,
    YesNo,
    misfit,
)
from course.content.spelling import did_you_mean


def _pass_mark(value: object) -> object:
    if value == "none":
        return {}
    return {"overall": value} if isinstance(value, str) else value


def _cells(value: object) -> object:
    return {"": value} if isinstance(value, str) else value


# How many items of a topic a form draws, by level; "" where the level does not matter.
Cells = Annotated[dict[Literal["", "recall", "apply", "judge"], Number], BeforeValidator(_cells)]


QUIZ_KINDS = ("exam", "practice", "bank")


def _kind(value: object) -> object:
    if isinstance(value, str) and value not in QUIZ_KINDS:
        label = did_you_mean(value, QUIZ_KINDS)
        mend = f"choose one of: {', '.join(QUIZ_KINDS)}"
        raise misfit("Y122", f'"kind" cannot be "{value[:40]}"', label, mend)
    return value


class SetShape(Shape):
    """A practice set or a bank: questions and nothing else to set."""

    what: ClassVar[str] = "practice files and banks"

    format: Text
    title: Text = ""
    kind: Annotated[Literal["practice", "bank"], BeforeValidator(_kind)]
    questions: tuple[object, ...]


class ExamShape(Shape):
    """An exam. ``pass_mark`` is empty where there is none. Times are in seconds."""

    what: ClassVar[str] = "exams"

    format: Text
    title: Text
    kind: Annotated[Literal["exam"], BeforeValidator(_kind)]
    intro: Text = ""
    pass_mark: Annotated[dict[str, Percentage], BeforeValidator(_pass_mark)] = Field(
        default_factory=dict
    )
    mark_is: Literal["set", "provisional"] = Field(default="set", alias="pass_mark_is")
    time_limit: SecondsOrNone = None
    pause: object = None
    attempts: NumberOrNone = 1
    wait_between: tuple[Seconds, ...] = ()
    shuffle: tuple[Literal["questions", "options"], ...] = ()
    show: Literal["nothing", "score", "topics", "answers-after-pass", "answers"] = "topics"
    dont_know: YesNo = False
    banks: tuple[Id, ...] = Field(default=(), alias="from")
    blueprint: dict[str, Cells] = Field(default_factory=dict)
    forms: object = None
    cut_score: object = None
    questions: tuple[object, ...] = ()
