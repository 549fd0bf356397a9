"""The files under quizzes/: exams, practice sets and banks, each read on its own.

What they say of other files (topics, objectives, banks) is checked in ``quiz_checks``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from course.content.catalogue import finding
from course.content.edition import Assessment, Cell, Item, PassMark
from course.content.findings import Finding, Place
from course.content.markdown.renderer import render_block
from course.content.quizzes.item_reading import read_items
from course.content.quizzes.items import WrittenItem
from course.content.quizzes.set_checks import check_set
from course.content.shapes.authored import Authored, one_each, read_authored
from course.content.shapes.misfits import names_of
from course.content.shapes.quiz import QUIZ_KINDS, ExamShape, SetShape
from course.content.spelling import nearest
from course.content.yaml.loader import load
from course.content.yaml.nodes import Mapping, Node, Scalar, at

_TELLING = 2
"""How many settings of an exam say that a file is one, whatever its kind is called."""


@dataclass(frozen=True, slots=True)
class QuizFile:
    """One quiz file as it was read. ``kind`` is "" where the file says none that there is."""

    id: str
    kind: str
    written: Authored[ExamShape] | Authored[SetShape]
    items: tuple[WrittenItem, ...]
    findings: tuple[Finding, ...]

    @property
    def path(self) -> str:
        """The file's path as the author knows it."""
        return self.written.path

    @property
    def exam(self) -> ExamShape | None:
        """The exam's settings as far as they can be read, None where this is no exam."""
        return self.written.shape if isinstance(self.written.shape, ExamShape) else None

    @property
    def good_items(self) -> tuple[Item, ...]:
        """The items that have no mistake."""
        return tuple(written.item for written in self.items if written.item)


def read_quiz(source: str, path: str, quiz_id: str) -> QuizFile:
    """Read one quiz file and find what can be told from it alone."""
    loaded = load(source, path)
    node = loaded.node
    word = _word(node, "kind")
    written: Authored[ExamShape] | Authored[SetShape]
    of_exam = _settings_of_an_exam(node)
    meant = "exam" if len(of_exam) >= _TELLING else nearest(word, QUIZ_KINDS)
    if meant in ("practice", "bank"):
        written = read_authored(SetShape, loaded, path, unknown="Q201", check=_some_questions)
    else:
        written = read_authored(ExamShape, loaded, path, unknown="Q201", check=_exam_settings)
        if word in ("practice", "bank"):
            written, word = _meant_as_exam(written, word, of_exam), ""
    items, item_findings = read_items(at(written.node, ("questions",)) if written.node else None)
    found = one_each(written.findings, item_findings)
    good = [each.item for each in items if each.item]
    habits = check_set(good, written.place("kind", key=True), shuffled=_shuffles(written))
    kind = word if word in QUIZ_KINDS else nearest(word, QUIZ_KINDS)
    return QuizFile(quiz_id, kind, written, items, (*found, *habits))


def _settings_of_an_exam(node: Node | None) -> list[str]:
    """Return the settings of a file that exams alone have."""
    written = node.entries if isinstance(node, Mapping) else {}
    return [name for name in written if name in {*names_of(ExamShape)} - {*names_of(SetShape)}]


def _meant_as_exam(read: Authored[ExamShape], word: str, of_exam: list[str]) -> Authored[ExamShape]:
    """Return a file with another kind and settings of an exam: one finding, at its kind."""
    place = read.place("kind")
    told = finding(
        "Y122",
        place,
        f'"kind" cannot be "{word}" where a file has settings of an exam',
        label='did you mean "exam"?',
        help=f"write kind: exam, or take these out: {', '.join(of_exam)}",
    )
    rest = tuple(each for each in read.findings if each.place != place)
    return replace(read, findings=(told, *rest))


def _shuffles(written: Authored[ExamShape] | Authored[SetShape]) -> bool:
    """Say whether options are shuffled wherever they are asked; of a bank its exams say it."""
    if isinstance(written.shape, ExamShape):
        return "options" in written.shape.shuffle or written.unsure.touches("shuffle")
    return written.shape is None or written.shape.kind == "bank"


def assessment(quiz: QuizFile, drawn: tuple[Item, ...]) -> Assessment | None:
    """Return the exam or practice set; ``drawn`` are the items that its banks add."""
    if quiz.exam:
        return _exam(quiz, quiz.exam, drawn)
    shape = quiz.written.shape
    if shape and shape.kind == "practice":
        return Assessment(
            id=quiz.id,
            title=shape.title or quiz.id,
            kind="practice",
            attempts=None,
            show="answers",
            items=quiz.good_items,
        )
    return None


def _exam(quiz: QuizFile, shape: ExamShape, drawn: tuple[Item, ...]) -> Assessment:
    same = shape.model_dump(include={"time_limit", "attempts", "wait_between", "show", "dont_know"})
    return Assessment(
        id=quiz.id,
        **same,
        title=shape.title or quiz.id,
        kind="exam",
        intro=render_block(shape.intro),
        pass_mark=_pass_mark(shape),
        shuffle_questions="questions" in shape.shuffle,
        shuffle_options="options" in shape.shuffle,
        blueprint=cells(shape),
        items=quiz.good_items + drawn,
    )


def cells(shape: ExamShape) -> tuple[Cell, ...]:
    """Return the blueprint's cells in the author's order."""
    return tuple(
        Cell(topic=topic, level=level or None, count=count)
        for topic, by_level in shape.blueprint.items()
        for level, count in by_level.items()
    )


def _pass_mark(shape: ExamShape) -> PassMark | None:
    marks = shape.pass_mark
    if not marks.get("overall"):
        return None
    domains = {domain: mark for domain, mark in marks.items() if domain != "overall"}
    provisional = shape.mark_is == "provisional"
    return PassMark(overall=marks["overall"], domains=domains, provisional=provisional)


def sources_unsure(read: Authored[ExamShape] | Authored[SetShape]) -> bool:
    """Say whether an exam may have questions, or banks, that cannot be read."""
    return read.unsure.touches("from") or read.unsure.covers("questions")


def _some_questions(shape: SetShape, read: Authored[SetShape]) -> Iterator[Finding]:
    if not shape.questions and not read.unsure.covers("questions"):
        yield _no_questions(read.place("questions", key=True))


def _no_questions(place: Place) -> Finding:
    mend = "add a question, or delete the file"
    return finding("Q221", place, "this file has no questions", help=mend)


def _exam_settings(shape: ExamShape, read: Authored[ExamShape]) -> Iterator[Finding]:
    if not shape.questions and not shape.banks and not sources_unsure(read):
        yield _no_questions(read.place("questions", key=True))
    marks = shape.pass_mark
    if marks and "overall" not in marks and not read.unsure.touches("pass_mark"):
        yield finding(
            "Y120",
            read.place("pass_mark"),
            'a pass mark by domain needs "overall" too',
            help="pass_mark: {overall: 75%, …}",
        )
    if shape.mark_is == "provisional" and not marks and not read.unsure.touches("pass_mark"):
        yield finding(
            "Y120",
            read.place("pass_mark_is"),
            "this exam has no pass mark that could be provisional",
            help="write a pass mark, such as pass_mark: 75%, or take this setting out",
        )
    later = {"pause": shape.pause, "forms": shape.forms, "cut_score": shape.cut_score}
    for name, value in later.items():
        if value not in (None, "none"):
            yield finding(
                "Q219",
                read.place(name, key=True),
                f'the setting "{name}" is not supported yet',
                label="not yet",
                help="take the setting out",
            )


def _word(node: Node | None, name: str) -> str:
    entry = node.entries.get(name) if isinstance(node, Mapping) else None
    return entry.value.value if entry and isinstance(entry.value, Scalar) else ""
