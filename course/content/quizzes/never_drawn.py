"""Questions of an exam or a bank that no blueprint can ever draw (Q229)."""

from collections.abc import Iterator, Sequence

from course.content.catalogue import finding
from course.content.edition import Cell
from course.content.findings import Finding
from course.content.quizzes.around import Around
from course.content.quizzes.drawing import is_unsure
from course.content.quizzes.file import QuizFile, cells
from course.content.quizzes.items import WrittenItem
from course.content.yaml.nodes import locate

_MOST_NAMED = 5


def never_drawn(quizzes: Sequence[QuizFile], around: Around) -> Iterator[Finding]:
    """Find them, where it can be told what each exam draws; those alike are told once in a file.

    A bank that no exam names is told as a whole (Q226), and what is retired is meant to rest.
    """
    exams = [quiz for quiz in quizzes if quiz.kind == "exam"]
    if around.unread or around.topics is None or any(map(is_unsure, quizzes)):
        return
    if any(_has_unsure_cells(exam, around) for exam in exams):
        return
    for quiz in quizzes:
        asking = [exam for exam in exams if exam.exam and quiz.id in (exam.id, *exam.exam.banks)]
        drawing = [cells(exam.exam) for exam in asking if exam.exam]
        if quiz.kind in ("exam", "bank") and drawing and all(drawing):
            yield from _left_over(quiz, [cell for each in drawing for cell in each], around)


def _has_unsure_cells(exam: QuizFile, around: Around) -> bool:
    """Say whether a blueprint has a mistake of its own: then it may ask for anything."""
    topics = {cell.topic for cell in cells(exam.exam)} if exam.exam else set()
    return exam.written.unsure.touches("blueprint") or not topics <= {*(around.topics or ())}


def _left_over(quiz: QuizFile, drawn: Sequence[Cell], around: Around) -> Iterator[Finding]:
    alike: dict[tuple[str, str | None], list[WrittenItem]] = {}
    for written in quiz.items:
        item = written.item
        if item and item.status == "live" and item.topic in (around.topics or ()):
            levels = [cell.level for cell in drawn if cell.topic == item.topic]
            if not {None, item.level} & {*levels}:
                alike.setdefault((item.topic, item.level), []).append(written)
    for (topic, level), items in alike.items():
        asked = {cell.level or "" for cell in drawn if cell.topic == topic}
        yield _finding(topic, level, sorted(asked), items)


def _finding(
    topic: str, level: str | None, asked: Sequence[str], items: Sequence[WrittenItem]
) -> Finding:
    label = "no blueprint has this topic"
    mend = "add the topic to a blueprint, change it here, or write: status: retired"
    if asked:
        label = f'this one is "{level}"' if level else "this one has no level"
        mend = f'from "{topic}" the blueprint asks for: {", ".join(asked)}'
    others = [written.word("id") for written in items[1:]]
    more = f"and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
    named = ", ".join(filter(None, [*others[:_MOST_NAMED], more]))
    return finding(
        "Q229",
        locate(items[0].node, ("level",) if asked and level else ("topic",)),
        "no exam can ever draw this question",
        label=label,
        help=mend,
        note=f"the same is true of {named}" if others else "",
    )
