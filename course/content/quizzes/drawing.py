"""What an exam draws from: its banks, the cells of its blueprint, its pass marks by domain."""

from collections.abc import Iterator, Mapping, Sequence
from sys import maxsize

from course.content.catalogue import finding
from course.content.edition import Cell, Item
from course.content.findings import Finding, errors
from course.content.quizzes.around import Around
from course.content.quizzes.file import QuizFile, cells, sources_unsure
from course.content.quizzes.items import WrittenItem
from course.content.shapes.quiz import ExamShape
from course.content.spelling import did_you_mean, near_ones

_FEWEST_IN_A_CELL = 3
"""How many questions a cell that is drawn from a bank has to choose from (DOMAIN.md 5)."""


def check_exam(
    quiz: QuizFile, shape: ExamShape, banks: Mapping[str, QuizFile], around: Around
) -> Iterator[Finding]:
    """Find what keeps an exam's forms from being drawn, or from being passed."""
    yield from _banks(quiz, shape, banks, around)
    yield from _blueprint(quiz, shape, banks, around)
    yield from _pass_marks(quiz, shape, banks, around)


def is_asked(quiz: QuizFile, quizzes: Sequence[QuizFile]) -> bool:
    """Say whether trainees meet the questions of a file: of a bank, where an exam draws from it."""
    return quiz.kind in ("exam", "practice") or quiz.id in _banks_drawn_from(quizzes)


def _banks_drawn_from(quizzes: Sequence[QuizFile]) -> set[str]:
    return {name for quiz in quizzes if quiz.exam for name in quiz.exam.banks}


def banks_not_drawn(quizzes: Sequence[QuizFile], around: Around) -> Iterator[Finding]:
    """Find banks that no exam draws from, where it can be told what each exam draws from.

    A bank with questions of a type that comes later waits for that: no exam could draw from it.
    """
    drawn = _banks_drawn_from(quizzes)
    banks = {quiz.id for quiz in quizzes if quiz.kind == "bank"}
    if around.unread or drawn - banks or any(is_unsure(quiz) for quiz in quizzes):
        return
    for quiz in quizzes:
        waits = any(written.later for written in quiz.items)
        if quiz.kind == "bank" and quiz.id not in drawn and not waits:
            yield finding(
                "Q226",
                quiz.written.place("kind"),
                f'no exam draws from the bank "{quiz.id}", so trainees never meet its questions',
                label="a bank by itself asks nothing",
                help=f"write in an exam: from: [{quiz.id}]",
            )


def is_unsure(quiz: QuizFile) -> bool:
    """Say whether a file may be an exam that draws from banks which nobody can read."""
    if quiz.kind == "exam":
        return quiz.exam is None or quiz.written.unsure.touches("from")
    return not quiz.kind


def drawn_from_banks(quiz: QuizFile, quizzes: Sequence[QuizFile]) -> tuple[Item, ...]:
    """Return the items that an exam's banks add to its own."""
    if not quiz.exam:
        return ()
    named = {bank.id: bank for bank in quizzes if bank.kind == "bank"}
    return tuple(
        item for name in quiz.exam.banks if name in named for item in named[name].good_items
    )


def _banks(
    quiz: QuizFile, shape: ExamShape, banks: Mapping[str, QuizFile], around: Around
) -> Iterator[Finding]:
    for number, name in enumerate(shape.banks):
        if name and name not in banks and name not in around.unread:
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
    none = not quiz.items and not shape.banks
    unsure = none or sources_unsure(quiz.written) or _breaks_off(quiz)
    every_bank = not unsure and all(name in banks for name in shape.banks)
    for topic in shape.blueprint:
        if around.topics is not None and topic not in {*around.topics, *around.forgiven}:
            yield finding(
                "Q204",
                quiz.written.place("blueprint", topic, key=True),
                f'course.yaml has no topic "{topic}"',
                label=did_you_mean(topic, around.topics),
                help=f"topics: {near_ones(topic, around.topics, 'course.yaml')}",
            )
        elif every_bank:
            for cell in (each for each in cells(shape) if each.topic == topic):
                yield from _thin_cell(quiz, shape, cell, pool, around)


def _breaks_off(quiz: QuizFile) -> bool:
    """Say whether the last question has a mistake: what should follow it may be lost."""
    start = quiz.items[-1].node.place.line if quiz.items else maxsize
    return any(each.place.line >= start for each in errors(quiz.findings))


def _thin_cell(
    quiz: QuizFile, shape: ExamShape, cell: Cell, pool: Sequence[WrittenItem], around: Around
) -> Iterator[Finding]:
    """Find a cell that cannot be filled (Q211), or in which every form asks the same (Q227)."""
    there = sum(_fits(written, cell) for written in pool)
    unsure = sum(_may_fit(written, cell, around) for written in pool)
    if there + unsure >= cell.count:
        wanted = max(_FEWEST_IN_A_CELL, cell.count + 1)
        if shape.banks and there + unsure < wanted:
            yield _too_thin(quiz, cell, there, wanted)
        return
    level = f' "{cell.level}"' if cell.level else ""
    yield finding(
        "Q211",
        quiz.written.place("blueprint", cell.topic, cell.level or ""),
        f'the exam needs {cell.count}{level} questions from "{cell.topic}" '
        f"but this file{_and_banks(shape)} {there}",
        label=f"{there} available",
        help=f"write {cell.count - there} more, or ask for {there}"
        if there
        else f"write {cell.count}, or take this out",
    )


def _too_thin(quiz: QuizFile, cell: Cell, there: int, wanted: int) -> Finding:
    level = f' "{cell.level}"' if cell.level else ""
    questions = "question" if there == 1 else "questions"
    return finding(
        "Q227",
        quiz.written.place("blueprint", cell.topic, cell.level or ""),
        f'the exam has only {there}{level} {questions} from "{cell.topic}" to draw from',
        label=f"asks for {cell.count}, so most forms ask the same",
        help=f"write {wanted - there} more in a bank",
    )


def _and_banks(shape: ExamShape) -> str:
    names = ", ".join(shape.banks)
    if len(shape.banks) > 1:
        return f" and its banks ({names}) have"
    return f" and its bank ({names}) have" if names else " has"


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
    named = list(shape.blueprint) or [
        written.word("topic") for written in _pool(quiz, shape, banks)
    ]
    every = {topics.get(topic, "") for topic in named}
    asked = {domain for domain in every if domain}
    for domain in shape.pass_mark:
        if domain not in {"overall", *asked} and None not in every:
            yield finding(
                "Q223",
                quiz.written.place("pass_mark", domain, key=True),
                f'this exam asks nothing from the domain "{domain}"',
                label=did_you_mean(domain, sorted(asked)),
                help=f"domains here: {', '.join(sorted(asked))}" if asked else "",
            )
