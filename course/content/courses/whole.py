"""One course from its files: every mistake, and the edition where there is none."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from course.content.catalogue import finding
from course.content.courses.as_read import Counts, CourseReading, Origin
from course.content.courses.boards_yaml import unknown_domains
from course.content.courses.compiling import compile_edition
from course.content.courses.course_yaml import lessons_named
from course.content.courses.cut_short import without_consequences
from course.content.courses.objectives import Misspelt, misspelt_objectives
from course.content.courses.parts import Parts, read_parts
from course.content.courses.personal import personal_findings
from course.content.courses.steps import Written, check_steps
from course.content.courses.uncovered import uncovered_objectives
from course.content.filenames import meant_path
from course.content.findings import Finding, Place, errors, in_order
from course.content.quizzes.around import Around
from course.content.quizzes.checks import check_quizzes
from course.content.quizzes.wording_checks import wording_in_quizzes
from course.content.shapes.authored import FORMAT

COMPILED = 3
"""Raised when the same files compile to something else: the next publish is a new edition then.

An update that cleans or renders pages in another way would else never reach a published course.
"""


def read_course_files(
    course: str,
    files: Mapping[str, bytes],
    *,
    today: date,
    known: Sequence[Finding] = (),
    before: CourseReading | None = None,
) -> CourseReading:
    """Read a course from its files by path. ``known`` is what is wrong with them already.

    The reading ``before`` is the same one again where nothing changed. Else it saves work alone:
    what comes out is equal to what is read without it.
    """
    origin = Origin(edition_id(files), today, tuple(known))
    if before and (before.course, before.origin) == (course, origin):
        return before
    refused = [each.place.path for each in errors(known)]
    earlier = before.parts if before else None
    parts = read_parts(course, files, today=today, refused=refused, before=earlier)
    every = [*known, *parts.findings, *_together(parts)]
    found = in_order(without_consequences(every, parts.sources.texts))
    lines = {path: (text or "").split("\n") for path, text in parts.sources.texts.items()}
    findings = tuple(_with_line(each, lines.get(each.place.path, [])) for each in found)
    edition = None
    if parts.course.shape and not errors(findings):
        edition = compile_edition(origin.edition_id, parts, parts.course.shape)
    pictures = parts.sources.pictures
    return CourseReading(
        course=course,
        edition=edition,
        findings=findings,
        media={file.hash: files[f"lessons/{course}/{file.path}"] for file in pictures.values()},
        counts=_counts(parts),
        parts=parts,
        origin=origin,
    )


def edition_id(files: Mapping[str, bytes]) -> str:
    """Return the hash of a course's files, their paths and bytes, and of how they are compiled."""
    digest = hashlib.sha256(f"waymark {FORMAT} {COMPILED}\n".encode())
    for path, content in sorted(files.items()):
        digest.update(f"{path}\n{len(content)}\n".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _together(parts: Parts) -> Iterator[Finding]:
    """Find what only the files together show."""
    rightly_named = {path for path in parts.sources.texts if meant_path(path) == path}
    folder = f"lessons/{parts.sources.course}"
    lessons = {  # one whose file has another name (F105) is told once
        name: reading.draft or f"{folder}/{name}.md" not in rightly_named
        for name, reading in parts.lessons.items()
    }
    yield from check_steps(
        parts.course, Written(parts.sources.course, lessons, parts.quizzes, parts.unread_quizzes)
    )
    misspelt = misspelt_objectives(parts)
    yield from (each.finding for each in misspelt)
    objectives = _objectives(parts, misspelt)
    around = Around(parts.topics, objectives, parts.forgiven, parts.unread_quizzes)
    yield from check_quizzes(tuple(parts.quizzes.values()), around)
    yield from uncovered_objectives(parts, misspelt)
    yield from unknown_domains(parts.alone.boards, parts.course)
    wording, terms = parts.alone.words.wording, parts.glossary.terms
    yield from wording_in_quizzes(parts.quizzes.values(), wording, terms)
    yield from _reflections_twice(parts)
    yield from personal_findings(parts.sources.texts, parts.course.path)


def _objectives(parts: Parts, misspelt: Sequence[Misspelt]) -> dict[str, frozenset[str] | None]:
    """Return the objectives that questions may name, by lesson, as in ``Around``."""
    objectives: dict[str, frozenset[str] | None] = dict.fromkeys(lessons_named(parts.course))
    for name, reading in parts.lessons.items():
        meant = (each.word for each in misspelt if each.lesson == name)
        own = reading.objectives
        objectives[name] = None if own is None else frozenset((*own, *meant))
    return objectives


def _reflections_twice(parts: Parts) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for reading in parts.lessons.values():
        for name, place in reading.reflection_places:
            before = first.setdefault(name, place)
            if before.path != place.path:
                yield finding(
                    "L318",
                    place,
                    f'two reflections have the id "{name}"',
                    label="used again here",
                    help=f"the first is {before.path}:{before.line}. Give this one a new id.",
                    note="what trainees write is stored under the id",
                )


def _with_line(each: Finding, lines: list[str]) -> Finding:
    number = each.place.line
    known = each.excerpt or not 0 < number <= len(lines)
    return each if known else each.with_excerpt(lines[number - 1])


def _counts(parts: Parts) -> Counts:
    lessons = [reading.lesson for reading in parts.lessons.values() if reading.lesson]
    words = sum(lesson.words for lesson in lessons)
    weighted = sum(lesson.words * lesson.reading_grade for lesson in lessons)
    return Counts(
        lessons=len(parts.lessons),
        exams=sum(quiz.kind == "exam" for quiz in parts.quizzes.values()),
        questions=sum(len(quiz.items) for quiz in parts.quizzes.values()),
        reading_grade=round(weighted / words, 1) if words else None,
    )
