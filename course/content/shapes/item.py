"""What a question may hold, by type (FORMATS.md 4)."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from course.content.shapes.shape import Shape
from course.content.shapes.values import Id, IsoDate, Level, Number, Text, YesNo


def _small_letters(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class TypeShape(BaseModel):
    """The type of a question: no shape by itself, but it says which shape the question has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Text


class QuestionShape(Shape):
    """What every question has."""

    what: ClassVar[str] = "questions"

    id: Id
    type: Text
    topic: Text
    text: Text
    objective: Text = ""
    level: Level | None = None
    points: Number = 1
    status: Literal["live", "pilot", "retired"] = "live"
    explain: Text = ""
    source: Text = ""
    reviewed: IsoDate | None = None
    jurisdiction: Text = ""
    as_of: IsoDate | None = None
    shuffle: YesNo = True


class OptionShape(Shape):
    """An option, marked by its key: ``right`` or ``wrong``."""

    what: ClassVar[str] = "options"

    id: Id | None = None
    right: Text | None = None
    wrong: Text | None = None
    why: Text = ""

    @property
    def text(self) -> str:
        """The words of the option."""
        return self.right or self.wrong or ""


class ChoiceShape(QuestionShape):
    """A question with options."""

    options: tuple[OptionShape, ...]


class TrueFalseShape(QuestionShape):
    """A statement that is true or false."""

    answer: Annotated[Literal["true", "false"], BeforeValidator(_small_letters)]
