"""The files of a course that are read each on its own: all but the lessons."""

from collections.abc import Mapping
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.courses.boards_yaml import BoardsFile, read_boards
from course.content.courses.course_yaml import CourseFile, read_course
from course.content.courses.glossary_yaml import GlossaryFile, read_glossary
from course.content.courses.roles_yaml import RolesFile, read_roles
from course.content.courses.sources import Sources
from course.content.courses.words_yaml import WordsFile, read_words
from course.content.filenames import BESIDE_LESSONS
from course.content.findings import Finding, Place
from course.content.quizzes.file import QuizFile, read_quiz
from course.content.shapes.authored import Authored
from course.content.wording import NO_WORDS


@dataclass(frozen=True, slots=True)
class Alone:
    """What each file says on its own. ``quizzes`` lacks those without a text."""

    sources: Sources
    course: CourseFile
    roles: RolesFile
    glossary: GlossaryFile
    words: WordsFile
    boards: BoardsFile
    quizzes: Mapping[str, QuizFile]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with them, course.yaml first."""
        of_quizzes = (each for quiz in self.quizzes.values() for each in quiz.findings)
        return (
            *self.sources.findings,
            *self.course.findings,
            *self.roles.findings,
            *self.glossary.findings,
            *self.words.findings,
            *self.boards.findings,
            *of_quizzes,
        )


def read_alone(sources: Sources, before: Alone | None) -> Alone:
    """Read the files; one whose text is as it was ``before`` is taken over."""
    paths = (f"lessons/{sources.course}/{name}" for name in BESIDE_LESSONS)
    course, roles, glossary, words, boards = paths
    return Alone(
        sources,
        _course(sources, course, before),
        _roles(sources, roles, before),
        _glossary(sources, glossary, before),
        _words(sources, words, before),
        _boards(sources, boards, before),
        _quizzes(sources, before),
    )


def _same(path: str, text: str | None, before: Alone | None) -> Alone | None:
    """Return the readings before where a file that can be read is as it was then."""
    return before if before and text and before.sources.texts.get(path) == text else None


def _course(sources: Sources, path: str, before: Alone | None) -> CourseFile:
    text = sources.texts.get(path)
    if text is None:
        found = () if path in sources.texts else (_no_course_yaml(path, sources),)
        return Authored(path, None, None, found)
    same = _same(path, text, before)
    return same.course if same else read_course(text, path)


def _roles(sources: Sources, path: str, before: Alone | None) -> RolesFile:
    text = sources.texts.get(path)
    if text is None:
        return RolesFile(None if path in sources.texts else (), ())
    same = _same(path, text, before)
    return same.roles if same else read_roles(text, path)


def _glossary(sources: Sources, path: str, before: Alone | None) -> GlossaryFile:
    text = sources.texts.get(path)
    if text is None:
        return GlossaryFile((), ())
    same = _same(path, text, before)
    return same.glossary if same else read_glossary(text, path)


def _words(sources: Sources, path: str, before: Alone | None) -> WordsFile:
    text = sources.texts.get(path)
    if text is None:
        return WordsFile(NO_WORDS, ())
    same = _same(path, text, before)
    return same.words if same else read_words(text, path)


def _boards(sources: Sources, path: str, before: Alone | None) -> BoardsFile:
    text = sources.texts.get(path)
    if text is None:
        return BoardsFile((), None, ())
    same = _same(path, text, before)
    return same.boards if same else read_boards(text, path)


def _quizzes(sources: Sources, before: Alone | None) -> dict[str, QuizFile]:
    read = {}
    for name, path, text in sources.named("quizzes", ".yaml"):
        if text is not None:
            same = _same(path, text, before)
            held = same.quizzes.get(name) if same else None
            read[name] = held if held and held.path == path else read_quiz(text, path, name)
    return read


def _no_course_yaml(path: str, sources: Sources) -> Finding:
    return finding(
        "C600",
        Place(path),
        f'the course "{sources.course}" has no course.yaml',
        label="no such file",
        help=f"write {path}, or delete the folder"
        if any(each.startswith("lessons/") for each in sources.texts)
        else "a course has the same name in lessons and in quizzes: rename one of its folders",
    )
