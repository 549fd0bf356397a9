"""What quiz files say of each other and of the course: topics, ids, objectives, blueprints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.edition import Cell, Item
from course.content.findings import Finding
from course.content.quizzes.file import QuizFile, cells
from course.content.quizzes.items import WrittenItem
from course.content.shapes.quiz import ExamShape
from course.content.spelling import did_you_mean
from course.content.yaml.nodes import locate


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the quizzes of a course.

    ``topics`` maps a topic to its domain, and is None where course.yaml cannot say.
    ``objectives`` maps a lesson's id to its objectives' ids, None where the lesson has a mistake
    or is not there, and they are not known. ``forgiven`` are topics whose misspelling is told in
    course.yaml.
    """

    topics: Mapping[str, str] | None
    objectives: Mapping[str, frozenset[str] | None]
    forgiven: frozenset[str] = frozenset()


def check_quizzes(quizzes: Sequence[QuizFile], around: Around) -> Iterator[Finding]:
    """Find what does not fit together, over all quiz files of a course."""
    yield from _ids_used_twice(quizzes)
    banks = {quiz.id: quiz for quiz in quizzes if quiz.kind == "bank"}
    for quiz in quizzes:
        for written in quiz.items:
            yield from _topic(written, around)
            yield from _objective(written, around)
        if quiz.exam:
            yield from _banks(quiz, quiz.exam, banks)
            yield from _blueprint(quiz, quiz.exam, banks, around)
            yield from _pass_marks(quiz, quiz.exam, banks, around)


def drawn_from_banks(quiz: QuizFile, quizzes: Sequence[QuizFile]) -> tuple[Item, ...]:
    """Return the items that an exam's banks add to its own."""
    if not quiz.exam:
        return ()
    named = {bank.id: bank for bank in quizzes if bank.kind == "bank"}
    return tuple(
        item for name in quiz.exam.banks if name in named for item in named[name].good_items
    )


def _ids_used_twice(quizzes: Sequence[QuizFile]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    written = [item for quiz in quizzes for item in quiz.items]
    taken = {item.word("id") for item in written}
    for item in written:
        name, place = item.word("id"), locate(item.node, ("id",))
        if name and name in first:
            free = next(f"{name}{end}" for end in _ENDINGS if f"{name}{end}" not in taken)
            taken.add(free)
            yield finding(
                "Q202",
                place,
                f'two questions have the id "{name}"',
                label="used again here",
                help=f'the first is {first[name]}. Give this one a new id, such as "{free}".',
                note="answers are stored under the id, so two questions with one id would mix "
                "trainees' answers",
            )
        first.setdefault(name, f"{place.path}:{place.line}")


_ENDINGS = [*"bcdefghijklmnopqrstuvwxyz", *(f"-{number}" for number in range(2, 20_002))]


def _topic(written: WrittenItem, around: Around) -> Iterator[Finding]:
    word = written.word("topic")
    if word and around.topics is not None and word not in {*around.topics, *around.forgiven}:
        yield finding(
            "Q204",
            locate(written.node, ("topic",)),
            f'course.yaml has no topic "{word}"',
            label=did_you_mean(word, around.topics),
            help=f"topics: {', '.join(around.topics)}",
        )


def _objective(written: WrittenItem, around: Around) -> Iterator[Finding]:
    word = written.word("objective")
    lesson, _, objective = word.partition("/")
    if not word or not around.objectives:
        return
    place = locate(written.node, ("objective",))
    if lesson not in around.objectives:
        yield finding(
            "Q220",
            place,
            f'there is no lesson "{lesson}"',
            label=did_you_mean(lesson, around.objectives),
            help="write the lesson's file name, a slash and the objective's id",
        )
        return
    known = around.objectives[lesson]
    if known is not None and objective not in known:
        yield finding(
            "Q220",
            place,
            f'the lesson "{lesson}" has no objective "{objective}"',
            label=did_you_mean(objective, known),
            help=f"objectives: {', '.join(sorted(known))}",
        )


def _banks(quiz: QuizFile, shape: ExamShape, banks: Mapping[str, QuizFile]) -> Iterator[Finding]:
    for number, name in enumerate(shape.banks):
        if name not in banks:
            yield finding(
                "Q222",
                quiz.written.place("from", number),
                f'there is no bank "{name}"',
                label=did_you_mean(name, banks) or "no file of this name with kind: bank",
                help=f"banks: {', '.join(sorted(banks))}" if banks else "",
            )


def _blueprint(
    quiz: QuizFile, shape: ExamShape, banks: Mapping[str, QuizFile], around: Around
) -> Iterator[Finding]:
    pool = _pool(quiz, shape, banks)
    unsure = {"from", "questions"} & quiz.written.unsure
    every_bank = not unsure and all(name in banks for name in shape.banks)
    for cell in cells(shape):
        if around.topics is not None and cell.topic not in {*around.topics, *around.forgiven}:
            yield finding(
                "Q204",
                quiz.written.place("blueprint", cell.topic, key=True),
                f'course.yaml has no topic "{cell.topic}"',
                label=did_you_mean(cell.topic, around.topics),
                help=f"topics: {', '.join(around.topics)}",
            )
        elif every_bank:
            yield from _thin_cell(quiz, cell, pool, around)


def _thin_cell(
    quiz: QuizFile, cell: Cell, pool: Sequence[WrittenItem], around: Around
) -> Iterator[Finding]:
    there = sum(_fits(written, cell) for written in pool)
    unsure = sum(_may_fit(written, cell, around) for written in pool)
    if there + unsure >= cell.count:
        return
    level = f' "{cell.level}"' if cell.level else ""
    yield finding(
        "Q211",
        quiz.written.place("blueprint", cell.topic, cell.level or ""),
        f'the exam needs {cell.count}{level} questions from "{cell.topic}" '
        f"but this file has {there}",
        label=f"{there} available",
        help=f"write {cell.count - there} more, or ask for {there}"
        if there
        else f"write {cell.count}, or take this out",
    )


def _pool(
    quiz: QuizFile, shape: ExamShape, banks: Mapping[str, QuizFile]
) -> tuple[WrittenItem, ...]:
    added = (item for name in shape.banks if name in banks for item in banks[name].items)
    return (*quiz.items, *added)


def _fits(written: WrittenItem, cell: Cell) -> bool:
    item = written.item
    if item is None or item.status != "live":
        return False
    return item.topic == cell.topic and cell.level in (None, item.level)


def _may_fit(written: WrittenItem, cell: Cell, around: Around) -> bool:
    """Say whether a question with a mistake would fit once it is mended: then it is no other."""
    topic = written.word("topic")
    unknown = around.topics is not None and topic not in around.topics
    return (written.item is None and topic == cell.topic) or unknown


def _pass_marks(
    quiz: QuizFile, shape: ExamShape, banks: Mapping[str, QuizFile], around: Around
) -> Iterator[Finding]:
    topics = around.topics
    if topics is None:
        return
    asked = {topics.get(written.word("topic"), "") for written in _pool(quiz, shape, banks)}
    for domain in shape.pass_mark:
        if domain != "overall" and domain not in asked:
            yield finding(
                "Q223",
                quiz.written.place("pass_mark", domain, key=True),
                f'this exam asks nothing from the domain "{domain}"',
                label=did_you_mean(domain, sorted(asked - {""})),
                help=f"domains here: {', '.join(sorted(asked - {''}))}",
            )
