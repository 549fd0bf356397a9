"""The objectives of a course: where each stands, and which one is misspelt in its lesson."""

import re
from collections import Counter
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.courses.parts import Parts
from course.content.findings import Finding, Place
from course.content.spelling import nearest

_MANY = 2


@dataclass(frozen=True, slots=True)
class Misspelt:
    """An objective that a lesson misspells; ``word`` is what its questions name it."""

    lesson: str
    objective: str
    word: str
    finding: Finding


def misspelt_objectives(parts: Parts) -> tuple[Misspelt, ...]:
    """Return the objectives of lessons that are told there, once, and not at every question.

    As with topics (C616): several questions agree on a word that the lesson does not have, and a
    near word of the lesson is named by none.
    """
    written = (each for quiz in parts.quizzes.values() for each in quiz.items)
    named = Counter(each.word("objective").partition("/")[::2] for each in written)
    told: list[Misspelt] = []
    for name, reading in parts.lessons.items():
        known = reading.objectives or ()
        unused = [each for each in known if (name, each) not in named]
        words = [word for (lesson, word) in named if lesson == name and word not in known]
        for word in words if known else ():
            near, count = nearest(word, unused), named[name, word]
            if count >= _MANY and near:
                unused.remove(near)
                told.append(Misspelt(name, near, word, _finding(parts, name, near, word, count)))
    return tuple(told)


def _finding(parts: Parts, lesson: str, near: str, word: str, count: int) -> Finding:
    return finding(
        "Q220",
        objective_place(parts, lesson, near),
        f'no question names the objective "{near}", but {count} name "{word}"',
        label=f'did you mean "{word}"?',
        help="write the objective the same way here and in the questions",
    )


def objective_place(parts: Parts, lesson: str, objective: str) -> Place:
    """Return where the id of an objective stands in the file of its lesson."""
    path = f"lessons/{parts.sources.course}/{lesson}.md"
    lines = (parts.sources.texts.get(path) or "").split("\n")
    at = re.compile(rf"\s+({re.escape(objective)})\s*:")
    found = ((number, at.match(line)) for number, line in enumerate(lines, start=1))
    number, match = next(((n, m) for n, m in found if m), (1, None))
    return Place(path, number, *(n + 1 for n in match.span(1))) if match else Place(path)
