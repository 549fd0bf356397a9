"""What a new edition takes away although trainees have answers for it (K801)."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.edition import Edition
from course.content.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids under which trainees' answers are stored."""

    exams: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    reflections: frozenset[str] = frozenset()


def gone(live: Edition, new: Edition) -> Ids:
    """Return the ids of the live edition that the new one does not have."""
    return Ids(
        exams=frozenset(_exams(live) - _exams(new)),
        items=frozenset(_items(live) - _items(new)),
        reflections=frozenset(_reflections(live) - _reflections(new)),
    )


def vanished(live: Edition, new: Edition, answered: Ids) -> tuple[Finding, ...]:
    """Return a finding for each id that is gone and in ``answered``: trainees have answers for it.

    The questions of an exam that is gone are not told one by one.
    """
    lost = gone(live, new)
    return (
        *_in_quizzes(live, lost, answered),
        *(
            _vanished(f"lessons/{live.course}/{each.lesson}.md", "reflection", each.id, "texts")
            for each in live.reflections
            if each.id in lost.reflections & answered.reflections
        ),
    )


def _in_quizzes(live: Edition, lost: Ids, answered: Ids) -> Iterator[Finding]:
    told: set[str] = set()
    for each in live.assessments:
        path = f"quizzes/{live.course}/{each.id}.yaml"
        if each.id in lost.exams and each.id in answered.exams:
            yield _vanished(path, "exam", each.id, "results")
            told.update(item.id for item in each.items)
    for each in live.assessments:
        path = f"quizzes/{live.course}/{each.id}.yaml"
        for item in each.items:
            if item.id in lost.items & answered.items - told:
                told.add(item.id)
                yield _vanished(path, "question", item.id, "answers")


def _vanished(path: str, what: str, name: str, kept: str) -> Finding:
    mend = f'put it back with "status: retired", or give the {what} its old id again'
    return finding(
        "K801",
        Place(path),
        f'the {what} "{name}" is gone, but trainees have {kept} for it',
        help=mend if what == "question" else f"put it back, or give the {what} its old id again",
        note=f"their {kept} stay stored, but nothing will show or count them",
    )


def _exams(edition: Edition) -> set[str]:
    return {each.id for each in edition.assessments if each.kind == "exam"}


def _items(edition: Edition) -> set[str]:
    return {item.id for each in edition.assessments for item in each.items}


def _reflections(edition: Edition) -> set[str]:
    return {each.id for each in edition.reflections}
