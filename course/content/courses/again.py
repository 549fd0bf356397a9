"""Read a lesson again only where a change can touch it.

A reading follows from the lesson's text and from what the lesson asked of the rest of its course:
is there a question of this name, what does this term mean. So an earlier reading holds while the
text is the same and every answer would be. Owner: whoever holds the earlier ``Parts`` and gives
them back. Bound: the last reading of each lesson.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from course.content.edition import Term
from course.content.lessons.context import LessonContext
from course.content.lessons.file import LessonReading, read_lesson

_ASKED = ("lesson_ids", "topics", "practice", "exam_items", "unread", "media")
_TAKEN_WHOLE = (
    *("course", "lesson_id", "today", "reading_speed", "roles", "terms", "support"),
    "wording",
)
_MARKUP = re.compile(r"[*_`\\]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """A reading with what it follows from. ``context`` knows what was asked of it."""

    text: str
    path: str
    context: LessonContext
    reading: LessonReading

    def holds(self, text: str, path: str, context: LessonContext) -> bool:
        """Say whether reading this text in this course now would give the same."""
        return (
            (self.text, self.path) == (text, path)
            and all(getattr(self.context, name) == getattr(context, name) for name in _TAKEN_WHOLE)
            and all(_alike(getattr(self.context, name), getattr(context, name)) for name in _ASKED)
        )


class AskedNames(Mapping[str, Any]):
    """The names of a course, with what stands under them; remembers what was asked of them."""

    def __init__(self, names: Collection[str]) -> None:
        """Begin with nothing asked. Names without anything under them are only there."""
        self._names = names
        self._answers: dict[str, Any] = {}
        self._all = False

    def __getitem__(self, name: str) -> Any:
        """Return what stands under a name."""
        answer = self._answers[name] = _under(name, self._names)
        if answer is None:
            raise KeyError(name)
        return answer

    def __iter__(self) -> Iterator[str]:
        """Go through all names: then each of them matters."""
        self._all = True
        return iter(self._names)

    def __len__(self) -> int:
        """Count all names."""
        self._all = True
        return len(self._names)

    def answer_alike(self, names: Collection[str]) -> bool:
        """Say whether other names would have given the same answers."""
        if self._all and list(self._names) != list(names):
            return False
        return all(_under(name, names) == answer for name, answer in self._answers.items())


def read_again(
    text: str, path: str, around: LessonContext, before: ReadBefore | None
) -> ReadBefore:
    """Return the reading of a lesson: the one before while it holds, else a new one."""
    context = _spoken_of(text, around)
    if before and before.holds(text, path, context):
        return before
    asked: dict[str, Any] = {name: getattr(context, name) for name in _ASKED}
    asked = {name: None if each is None else AskedNames(each) for name, each in asked.items()}
    context = replace(context, **asked)
    return ReadBefore(text, path, context, read_lesson(text, path, context))


def _under(name: str, names: Collection[str]) -> Any:
    return names.get(name) if isinstance(names, Mapping) else (name in names or None)


def _alike(asked: AskedNames | None, names: Collection[str] | None) -> bool:
    if asked is None or names is None:
        return asked is names
    return asked.answer_alike(names)


def _spoken_of(text: str, around: LessonContext) -> LessonContext:
    """Leave out what a text cannot speak of: the boxes and the terms without a word in it."""
    return replace(
        around,
        roles=around.roles if "roles" in text else (),
        support=around.support if "support" in text else (),
        terms=_terms_of(text, around.terms),
    )


def _terms_of(text: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    if "&" in text:
        return terms  # a letter may be written by its number
    plain = _MARKUP.sub("", text).casefold()
    return tuple(term for term in terms if any(word in plain for word in _words(term)))


def _words(term: Term) -> Iterator[str]:
    names = " ".join((term.term, *term.also)).casefold()
    return (each[0] for each in _WORD.finditer(names))
