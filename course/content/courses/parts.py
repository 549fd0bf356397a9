"""Every file of one course, read: the parts that are then held against each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from course.content.catalogue import finding
from course.content.courses import course_yaml
from course.content.courses.course_yaml import CourseFile, lessons_named, read_course
from course.content.courses.glossary_yaml import GlossaryFile, read_glossary
from course.content.courses.pictures import read_picture
from course.content.courses.roles_yaml import RolesFile, read_roles
from course.content.courses.topics import misspelt_topics, topics_named
from course.content.edition import Item, MediaFile
from course.content.findings import Finding, Place
from course.content.lessons.context import LessonContext
from course.content.lessons.file import LessonReading, read_lesson
from course.content.quizzes.checks import drawn_from_banks
from course.content.quizzes.file import QuizFile, read_quiz
from course.content.shapes.authored import Authored
from course.content.shapes.values import ID
from course.content.sourcetext import decode

BESIDE_LESSONS = ("course.yaml", "roles.yaml", "glossary.yaml")


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts of a course by path, None for one that cannot be read, and its pictures."""

    course: str
    texts: Mapping[str, str | None]
    pictures: Mapping[str, MediaFile]
    findings: tuple[Finding, ...]

    def named(self, folder: str, ending: str) -> Iterator[tuple[str, str, str | None]]:
        """Yield id, path and text of each file in ``folder`` with this ending, by path."""
        for path, text in sorted(self.texts.items()):
            file = PurePosixPath(path)
            if str(file.parent) == f"{folder}/{self.course}" and file.suffix == ending:
                yield file.stem, path, text


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a course. ``forgiven`` are topics that course.yaml misspells (C616)."""

    sources: Sources
    course: CourseFile
    roles: RolesFile
    glossary: GlossaryFile
    quizzes: Mapping[str, QuizFile]
    topics: Mapping[str, str] | None
    forgiven: frozenset[str]
    lessons: Mapping[str, LessonReading]
    findings: tuple[Finding, ...]

    @property
    def unread_quizzes(self) -> frozenset[str]:
        """The quiz files of which not even the text can be read."""
        files = self.sources.named("quizzes", ".yaml")
        return frozenset(name for name, _, text in files if text is None)

    @property
    def drafts(self) -> frozenset[str]:
        """The lessons that say they are drafts."""
        return frozenset(name for name, reading in self.lessons.items() if reading.draft)


def read_parts(
    course: str, files: Mapping[str, bytes], *, today: date, refused: Iterable[str] = ()
) -> Parts:
    """Read every file of a course on its own; only lessons know of the rest.

    ``refused`` are the paths of files that are there, but that nobody could read.
    """
    sources = _decode(course, files, refused)
    yaml = _read_beside(sources)
    quizzes = {
        name: read_quiz(text, path, name)
        for name, path, text in sources.named("quizzes", ".yaml")
        if text is not None
    }
    topics = topics_named(yaml.course)
    misspelt = misspelt_topics(yaml.course, topics, quizzes.values())
    lessons = _read_lessons(sources, yaml, quizzes, {*(topics or ()), *misspelt}, today)
    found = [
        *sources.findings,
        *yaml.course.findings,
        *yaml.roles.findings,
        *yaml.glossary.findings,
        *misspelt.values(),
    ]
    found += (each for quiz in quizzes.values() for each in quiz.findings)
    found += (each for lesson in lessons.values() for each in lesson.findings)
    return Parts(
        sources=sources,
        course=yaml.course,
        roles=yaml.roles,
        glossary=yaml.glossary,
        quizzes=quizzes,
        topics=topics,
        forgiven=frozenset(misspelt),
        lessons=lessons,
        findings=tuple(found),
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    course: CourseFile
    roles: RolesFile
    glossary: GlossaryFile


def _decode(course: str, files: Mapping[str, bytes], refused: Iterable[str]) -> Sources:
    texts: dict[str, str | None] = dict.fromkeys(refused)
    pictures: dict[str, MediaFile] = {}
    found: list[Finding] = []
    media = f"lessons/{course}/"
    for path, content in sorted(files.items()):
        if path.startswith(f"{media}media/"):
            picture = read_picture(content, path, path.removeprefix(media))
            found += picture.findings
            if picture.media:
                pictures[picture.media.path] = picture.media
            else:
                texts[path] = None
            continue
        decoded = decode(content, path)
        texts[path] = decoded.text
        found += (*decoded.findings, *_name_findings(path))
    return Sources(course, texts, pictures, tuple(found))


def _name_findings(path: str) -> Iterator[Finding]:
    name = PurePosixPath(path).stem
    if not ID.fullmatch(name):
        yield finding(
            "F105",
            Place(path),
            f'the file name "{name}" cannot be an id',
            help="name the file with small letters a-z, digits and hyphens",
        )


def _read_beside(sources: Sources) -> _Beside:
    folder = f"lessons/{sources.course}"
    course_path, roles_path, glossary_path = (f"{folder}/{name}" for name in BESIDE_LESSONS)
    course_text = sources.texts.get(course_path)
    roles_text = sources.texts.get(roles_path)
    glossary_text = sources.texts.get(glossary_path)
    nothing: tuple[Finding, ...] = ()
    missing = () if course_path in sources.texts else (_no_course_yaml(course_path, sources),)
    return _Beside(
        read_course(course_text, course_path)
        if course_text is not None
        else Authored(course_path, None, None, missing),
        read_roles(roles_text, roles_path)
        if roles_text is not None
        else RolesFile(None if roles_path in sources.texts else (), nothing),
        read_glossary(glossary_text, glossary_path)
        if glossary_text is not None
        else GlossaryFile((), nothing),
    )


def _no_course_yaml(path: str, sources: Sources) -> Finding:
    return finding(
        "C600",
        Place(path),
        f'the course "{sources.course}" has no course.yaml',
        label="no such file",
        help=f"write {path}, or delete the folder",
    )


def _read_lessons(
    sources: Sources,
    yaml: _Beside,
    quizzes: Mapping[str, QuizFile],
    topics: set[str],
    today: date,
) -> dict[str, LessonReading]:
    files = list(sources.named("lessons", ".md"))
    shape = yaml.course.shape
    around = LessonContext(
        course=sources.course,
        lesson_id="",
        today=today,
        lesson_ids=lessons_named(yaml.course) | {name for name, _, _ in files},
        topics=sorted(topics) if topics else None,
        reading_speed=shape.reading_speed if shape else 175,
        practice=_practice(quizzes),
        exam_items=_exam_items(quizzes),
        unread=_unread(sources, quizzes),
        roles=yaml.roles.roles,
        terms=yaml.glossary.terms,
        support=course_yaml.support(shape) if shape else (),
        media=sources.pictures,
    )
    return {
        # Of what cannot be read nothing more is said: it may be a draft.
        name: LessonReading(None, draft=True)
        if text is None
        else read_lesson(text, path, replace(around, lesson_id=name))
        for name, path, text in files
    }


def _practice(quizzes: Mapping[str, QuizFile]) -> dict[str, Item]:
    return {
        f"{name}/{item.id}": item
        for name, quiz in quizzes.items()
        if quiz.kind == "practice"
        for item in quiz.good_items
    }


def _exam_items(quizzes: Mapping[str, QuizFile]) -> frozenset[str]:
    exams = (quiz for quiz in quizzes.values() if quiz.kind == "exam")
    return frozenset(
        item.id
        for quiz in exams
        for item in (*quiz.good_items, *drawn_from_banks(quiz, tuple(quizzes.values())))
    )


def _unread(sources: Sources, quizzes: Mapping[str, QuizFile]) -> frozenset[str]:
    """Return the quiz files in which something could not be read, so that it may be there.

    And the pictures that are there but cannot be shown, by the path that lessons write.
    """
    whole = {name for name, quiz in quizzes.items() if _is_whole(quiz)}
    files = {name for name, _, _ in sources.named("quizzes", ".yaml")}
    media = f"lessons/{sources.course}/media/"
    return frozenset(files - whole).union(
        f"media/{path.removeprefix(media)}" for path in sources.texts if path.startswith(media)
    )


def _is_whole(quiz: QuizFile) -> bool:
    every = all(written.item for written in quiz.items) and "questions" not in quiz.written.unsure
    return bool(quiz.kind and quiz.written.node and every)
