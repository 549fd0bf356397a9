"""The small course of tests/sample as a dict of files, with one thing changed."""

from datetime import date
from functools import cache

from course.content import report
from course.content.courses.whole import CourseReading, read_course_files
from course.content.findings import Finding
from tests.builders import COURSE, SAMPLE

TODAY = date(2026, 11, 22)
COURSE_YAML = f"lessons/{COURSE}/course.yaml"
ROLES = f"lessons/{COURSE}/roles.yaml"
GLOSSARY = f"lessons/{COURSE}/glossary.yaml"
FINAL = f"quizzes/{COURSE}/final.yaml"
PRE_COURSE = f"quizzes/{COURSE}/pre-course.yaml"
PRACTICE = f"quizzes/{COURSE}/practice.yaml"
GIFTS = f"lessons/{COURSE}/gifts.md"


def files() -> dict[str, bytes]:
    return dict(_files())


@cache
def _files() -> dict[str, bytes]:
    return {
        path.relative_to(SAMPLE).as_posix(): path.read_bytes()
        for path in SAMPLE.rglob("*")
        if path.is_file()
    }


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """Return the files with the first ``old`` in one of them written anew."""
    whole = files()
    before = whole[path].decode()
    assert old in before, f"{old!r} is not in {path}"
    return {**whole, path: before.replace(old, new, 1).encode()}


@cache
def as_it_is() -> CourseReading:
    return read_course_files(COURSE, files(), today=TODAY)


def read(whole: dict[str, bytes]) -> CourseReading:
    """Read the files; those that are as they were are taken over (test_reading_again.py)."""
    return read_course_files(COURSE, whole, today=TODAY, before=as_it_is())


def found(whole: dict[str, bytes]) -> list[Finding]:
    return list(read(whole).findings)


def only(whole: dict[str, bytes], code: str) -> Finding:
    """Return the one finding that the files have: one mistake, one finding."""
    findings = found(whole)
    assert [each.code for each in findings] == [code], report.human(findings)
    return findings[0]


def after(path: str, old: str, new: str, code: str) -> Finding:
    """Return the one finding that this change makes."""
    return only(changed(path, old, new), code)


def shown(finding: Finding) -> str:
    """Return what is marked in the author's line."""
    return finding.excerpt[finding.place.column - 1 : finding.place.end_column - 1]
