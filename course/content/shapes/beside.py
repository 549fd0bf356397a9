"""What words.yaml and boards.yaml may hold: the field's words, and the boards' hours."""

from typing import ClassVar

from course.content.shapes.shape import Shape
from course.content.shapes.source import SourceShape
from course.content.shapes.values import Id, Number, Text


class WordShape(Shape):
    """A word that hurts: what to say instead, its other forms, and why."""

    what: ClassVar[str] = "words"

    instead: Text
    also: tuple[Text, ...] = ()
    why: Text = ""


class WordsShape(Shape):
    """words.yaml, whole."""

    what: ClassVar[str] = "words.yaml"

    format: Text = "1"
    words: dict[Text, WordShape]


class BoardShape(Shape):
    """A board: the hours of training that it asks for, by domain of the course."""

    what: ClassVar[str] = "boards"

    title: Text
    hours: dict[Id, Number]
    sources: tuple[SourceShape, ...] = ()


class BoardsShape(Shape):
    """boards.yaml, whole."""

    what: ClassVar[str] = "boards.yaml"

    format: Text = "1"
    boards: dict[Id, BoardShape]
