"""Every file of one course, read: the parts that are then held against each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from course.content.courses.again import ReadBefore, read_again
from course.content.courses.alone import Alone, read_alone
from course.content.courses.around import around_lessons
from course.content.courses.course_yaml import CourseFile
from course.content.courses.glossary_yaml import GlossaryFile
from course.content.courses.roles_yaml import RolesFile
from course.content.courses.sources import Sources, decode_files
from course.content.courses.topics import misspelt_topics, topics_named
from course.content.findings import Finding
from course.content.lessons.context import LessonContext
from course.content.lessons.file import LessonReading
from course.content.quizzes.file import QuizFile


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a course. ``forgiven`` are topics that course.yaml misspells (C616).

    ``read`` is what the readings of the lessons follow from; the next reading asks for it.
    """

    alone: Alone
    topics: Mapping[str, str | None] | None
    forgiven: frozenset[str]
    lessons: Mapping[str, LessonReading]
    findings: tuple[Finding, ...]
    read: Mapping[str, ReadBefore] = field(compare=False, repr=False)

    @property
    def sources(self) -> Sources:
        """The files as texts and pictures."""
        return self.alone.sources

    @property
    def course(self) -> CourseFile:
        """course.yaml."""
        return self.alone.course

    @property
    def roles(self) -> RolesFile:
        """roles.yaml."""
        return self.alone.roles

    @property
    def glossary(self) -> GlossaryFile:
        """glossary.yaml."""
        return self.alone.glossary

    @property
    def quizzes(self) -> Mapping[str, QuizFile]:
        """The files under quizzes/, by name."""
        return self.alone.quizzes

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
    course: str,
    files: Mapping[str, bytes],
    *,
    today: date,
    refused: Iterable[str] = (),
    before: Parts | None = None,
) -> Parts:
    """Read every file of a course on its own; only lessons know of the rest.

    ``refused`` are the paths of files that are there, but that nobody could read. Of the parts
    ``before``, what no change can touch is taken over.
    """
    alone = read_alone(decode_files(course, files, refused), before.alone if before else None)
    topics = topics_named(alone.course)
    misspelt = misspelt_topics(alone.course, topics, alone.quizzes.values())
    around = around_lessons(alone, {*(topics or ()), *misspelt}, today)
    read = _read_lessons(alone.sources, around, before.read if before else {})
    lessons = {
        # Of what cannot be read nothing more is said: it may be a draft.
        name: read[name].reading if name in read else LessonReading(None, draft=True)
        for name, _, _ in alone.sources.named("lessons", ".md")
    }
    found = [*alone.findings, *misspelt.values()]
    found += (each for lesson in lessons.values() for each in lesson.findings)
    return Parts(
        alone=alone,
        topics=topics,
        forgiven=frozenset(misspelt),
        lessons=lessons,
        findings=tuple(found),
        read=read,
    )


def _read_lessons(
    sources: Sources, around: LessonContext, before: Mapping[str, ReadBefore]
) -> dict[str, ReadBefore]:
    return {
        name: read_again(text, path, replace(around, lesson_id=name), before.get(name))
        for name, path, text in sources.named("lessons", ".md")
        if text is not None
    }
