"""What a question may hold, by type (FORMATS.md 4)."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from course.content.shapes.shape import Shape
from course.content.shapes.values import (
    Amount,
    Count,
    Id,
    IsoDate,
    Level,
    Number,
    Text,
    Tolerance,
    YesNo,
)


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


class PairShape(Shape):
    """Two things that belong together."""

    what: ClassVar[str] = "pairs"

    item: Text
    match: Text


class MatchingShape(QuestionShape):
    """Things to match; ``extra`` are matches that belong to none of them."""

    pairs: tuple[PairShape, ...]
    extra: tuple[Text, ...] = ()


class OrderingShape(QuestionShape):
    """Steps, written in their right order."""

    order: tuple[Text, ...]


class ShortAnswerShape(QuestionShape):
    """A word or a few to type in; ``ignore`` says what may differ from those accepted."""

    accept: tuple[Text, ...]
    ignore: tuple[Literal["case", "punctuation", "small spelling mistakes"], ...] = ()


class NumericShape(QuestionShape):
    """A number to type in, right within the tolerance."""

    answer: Amount
    tolerance: Tolerance = Decimal(0)


class BlankShape(Shape):
    """What goes into one blank of a text: words to type in, or options to choose from."""

    what: ClassVar[str] = "blanks"

    accept: tuple[Text, ...] = ()
    choose: tuple[OptionShape, ...] = ()


class ClozeShape(QuestionShape):
    """A text with blanks, written [[name]]."""

    blanks: dict[Id, BlankShape]


class SayingShape(Shape):
    """One choice of a scene: what to say or do, where it leads, what it earns."""

    what: ClassVar[str] = "choices"

    say: Text
    goto: Id
    points: Count = 0
    why: Text = ""


class SceneShape(Shape):
    """One scene of a scenario: its choices, or that it is an ending."""

    what: ClassVar[str] = "scenes"

    id: Id
    text: Text
    choices: tuple[SayingShape, ...] = ()
    end: YesNo = False


class ScenarioShape(QuestionShape):
    """A story in scenes. Its title and its scenes are its text."""

    title: Text
    text: Text = ""
    start: Id
    scenes: tuple[SceneShape, ...]
