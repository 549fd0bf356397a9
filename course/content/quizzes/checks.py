"""What quiz files say of each other and of the course: topics, ids, objectives."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from string import ascii_lowercase
from sys import maxsize

from course.content.catalogue import finding
from course.content.findings import Finding, errors
from course.content.quizzes.around import Around
from course.content.quizzes.drawing import banks_not_drawn, check_exam, is_asked
from course.content.quizzes.file import QuizFile
from course.content.quizzes.items import WrittenItem, not_yet
from course.content.quizzes.never_drawn import never_drawn
from course.content.spelling import MOST_NAMED, did_you_mean, near_ones
from course.content.yaml.nodes import locate


def check_quizzes(quizzes: Sequence[QuizFile], around: Around) -> Iterator[Finding]:
    """Find what does not fit together, over all quiz files of a course."""
    found = list(_together(quizzes, around))
    yield from found
    for quiz in quizzes:
        if any(written.later for written in quiz.items) and is_asked(quiz, quizzes):
            yield from _not_yet(quiz, found)


def _not_yet(quiz: QuizFile, found: Sequence[Finding]) -> Iterator[Finding]:
    """Find questions that are as they should be, but of a type that comes later (Q219)."""
    wrong = {each.place.line for each in errors((*quiz.findings, *found)) if _is_in(quiz, each)}
    starts = [written.node.place.line for written in quiz.items]
    for written, start, end in zip(quiz.items, starts, [*starts[1:], maxsize], strict=True):
        if written.later and not any(start <= line < end for line in wrong):
            yield not_yet(written)


def _is_in(quiz: QuizFile, each: Finding) -> bool:
    return each.place.path == quiz.path


def _together(quizzes: Sequence[QuizFile], around: Around) -> Iterator[Finding]:
    yield from _once_for_a_copy(_ids_used_twice(quizzes))
    banks = {quiz.id: quiz for quiz in quizzes if quiz.kind == "bank"}
    of_exams: list[Finding] = []
    for quiz in quizzes:
        for written in quiz.items:
            yield from _topic(written, around)
        if quiz.exam:
            of_exams += check_exam(quiz, quiz.exam, banks, around)
    yield from _objectives([item for quiz in quizzes for item in quiz.items], around)
    yield from of_exams
    yield from banks_not_drawn(quizzes, around)
    if not errors(of_exams):  # a cell that is mended may ask for other questions
        yield from never_drawn(quizzes, around)


def _once_for_a_copy(found: Iterator[Finding]) -> Iterator[Finding]:
    """Tell a file that was copied, with all of its ids, once."""
    by_file: dict[str, list[Finding]] = {}
    for each in found:
        by_file.setdefault(each.place.path, []).append(each)
    for first, *others in by_file.values():
        if len(others) < _MANY:
            yield from (first, *others)
            continue
        mend = "If this file is a copy, give each question a new id, or delete the file."
        more = f"{len(others)} more ids of this file are used twice"
        yield replace(first, help=f"{first.help} {mend}", note=more)


def _ids_used_twice(quizzes: Sequence[QuizFile]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    written = [item for quiz in quizzes for item in quiz.items]
    taken = {item.word("id") for item in written}
    for item in written:
        name, place = item.word("id"), locate(item.node, ("id",))
        if name and name in first:
            free = next(each for each in _alike(name) if each not in taken)
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


_MANY = 3


def _alike(name: str) -> Iterator[str]:
    """Yield names that begin as one does: with b to z at the end, then with -2 and so on."""
    yield from (f"{name}{letter}" for letter in ascii_lowercase[1:])
    yield from (f"{name}-{number}" for number in count(2))


def _topic(written: WrittenItem, around: Around) -> Iterator[Finding]:
    word = written.word("topic")
    if word and around.topics is not None and word not in {*around.topics, *around.forgiven}:
        yield finding(
            "Q204",
            locate(written.node, ("topic",)),
            f'course.yaml has no topic "{word}"',
            label=did_you_mean(word, around.topics),
            help=f"topics: {near_ones(word, around.topics, 'course.yaml')}",
        )


def _objectives(items: Sequence[WrittenItem], around: Around) -> Iterator[Finding]:
    """Find objectives that are not there. One that is near to none is told once: it has gone."""
    gone: dict[str, list[Finding]] = {}
    for written in items:
        for each in _objective(written, around):
            if each.label:
                yield each
            else:
                gone.setdefault(each.message, []).append(each)
    for first, *others in gone.values():
        places = ", ".join(f"{each.place.path}:{each.place.line}" for each in others[:MOST_NAMED])
        more = ", …" if len(others) > MOST_NAMED else ""
        yield replace(first, note=f"the same stands in {places}{more}") if others else first


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
