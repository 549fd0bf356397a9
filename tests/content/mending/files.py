"""A practice file with one line in the place of another, and what mending makes of it."""

from course.content.findings import Finding
from course.content.mending.file import Mended, mend
from course.content.quizzes.file import read_quiz
from tests.content.small import files, read

PATH = "quizzes/peer-support/practice.yaml"
QUIZ = """\
format: 1
title: Practice
kind: practice
questions:

  - id: a1                      # the first
    type: single
    topic: role
    text: Who decides?
    options:
      - right: They do
        why: It is their life.

      - wrong: You do
"""


def with_line(old: str, new: str) -> str:
    assert old in QUIZ
    return QUIZ.replace(old, new, 1)


def mended(source: str, path: str = PATH) -> str:
    """Return the text after mending, which a second time leaves as it is."""
    done = mend(source.encode(), path)
    assert mend(done.content, path).changes == ()
    assert bool(done.changes) == (done.content != source.encode())
    return done.content.decode()


def codes(source: str) -> list[str]:
    return [each.code for each in read_quiz(source, PATH, "practice").findings]


def mended_in_the_course(path: str, old: str, new: str) -> tuple[Mended, str]:
    """Change the small course, mend the file by its findings, and return what came of it."""
    whole = files()
    before = whole[path].decode()
    assert old in before
    content = before.replace(old, new, 1).encode()
    done = mend(content, path, findings_of({**whole, path: content}, path))
    left = findings_of({**whole, path: done.content}, path)
    assert mend(done.content, path, left).changes == ()
    assert not {(each.line, each.code) for each in done.changes} & {
        (each.place.line, each.code) for each in left
    }
    return done, before


def findings_of(whole: dict[str, bytes], path: str) -> list[Finding]:
    return [each for each in read(whole).findings if each.place.path == path]
