"""``course new``: start a course, a lesson, an exam, a question or a reflection."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from course import clock
from course.cli.asking import (
    ENVIRONMENT,
    WRONG_USAGE,
    asked,
    course_files,
    folder_of_courses,
    name_and_title,
    name_in,
    say,
)
from course.cli.check import CONTENT_PROBLEMS
from course.cli.saving import NotWritten, save
from course.config import SITE_FILES
from course.content import report
from course.content.reading import courses_of, files_of
from course.content.starting import items, steps
from course.content.starting.course_files import Added, CannotAddError

EDITOR_FOLDERS = (".schema", ".vscode")
"""What tells an editor which settings there are; a folder of courses gets it with the first."""

the_title = click.option("--title", help="The title that people read.")
the_course = click.option("--course", help="The course; not needed where there is one.")
the_module = click.option("--module", default="", help="The module's title. Left out: the last.")


@click.group()
def new() -> None:
    """Start a course, a lesson, an exam, a question or a reflection.

    It writes a small example that checks clean, for you to fill in, and enters it where it
    belongs. Your own lines stay as they are. In a terminal it asks for what you leave out.

    \b
    Examples:
      course new course welcome --title "Welcoming new people"
      course new lesson boundaries --title "Boundaries"
    """


@new.command()
@click.argument("name", metavar="ID", required=False)
@the_title
def course(name: str | None, title: str | None) -> None:
    """Start a course in this folder: course.yaml and a first lesson.

    \b
    Example:
      course new course welcome --title "Welcoming new people"
    """
    name, title = name_and_title("course", name, title)
    root = folder_of_courses()
    files = files_of(root, name) if name in courses_of(root) else {}
    editor = _editor_files(root)
    _add(
        root,
        files,
        lambda: steps.new_course(name, files, title, today=clock.now().date()),
        beside=editor,
    )
    if editor:
        click.echo(f"{' and '.join(EDITOR_FOLDERS)}: they tell your editor what can stand where")
    say("Next: course check, course serve, or course new lesson")


@new.command()
@click.argument("name", metavar="ID", required=False)
@the_title
@the_course
@the_module
def lesson(name: str | None, title: str | None, course: str | None, module: str) -> None:
    """Start a lesson, and make it a step of its course.

    \b
    Example:
      course new lesson boundaries --title "Boundaries"
    """
    name, title = name_and_title("lesson", name, title)
    root, before = course_files(course)
    _add(root, before.files, lambda: steps.new_lesson(before, name, title, module=module))
    say("Next: write the lesson there, then: course check")


@new.command()
@click.argument("name", metavar="ID", required=False)
@the_title
@the_course
@the_module
def exam(name: str | None, title: str | None, course: str | None, module: str) -> None:
    """Start an exam, make it a step, and ask for it for the certificate.

    \b
    Example:
      course new exam final --title "Final exam"
    """
    name, title = name_and_title("exam", name, title)
    root, before = course_files(course)
    _add(root, before.files, lambda: steps.new_exam(before, name, title, module=module))
    say("Next: write its questions there, then: course check")


@new.command()
@click.argument("file", required=False)
@click.option("--type", "type_name", type=click.Choice(items.TYPES), help="The type of question.")
@the_course
def question(file: str | None, type_name: str | None, course: str | None) -> None:
    """Add a question to FILE, an exam, a bank or a practice file.

    Where FILE is not there yet, it becomes a practice file.

    \b
    Example:
      course new question practice --type single
    """
    example = f"course new question {file or 'practice'} --type {type_name or 'single'}"
    file = asked(file, "The exam, bank or practice file", example, default="practice")
    types = click.Choice(items.TYPES)
    type_name = asked(type_name, "The type of question", example, default="single", kind=types)
    root, before = course_files(course, file)
    name = name_in(file)
    added = _add(root, before.files, lambda: items.new_question(before, name, type_name))
    if added.box:
        say(f"To show it in a lesson, write there, with an empty line above:\n\n{added.box}\n")
    say("Next: write the question there, then: course check")


@new.command()
@click.argument("lesson", required=False)
@click.argument("title", required=False)
@the_course
def reflection(lesson: str | None, title: str | None, course: str | None) -> None:
    """Add a reflection at the end of LESSON.

    \b
    Example:
      course new reflection boundaries "A gift from Sam"
    """
    example = f'course new reflection {lesson or "boundaries"} "{title or "A gift from Sam"}"'
    lesson = asked(lesson, "The lesson", example)
    title = asked(title, "The title", example)
    root, before = course_files(course, lesson)
    name = name_in(lesson)
    _add(root, before.files, lambda: items.new_reflection(before, name, title))
    say("Next: write what happens and what you ask, then: course check")


def _add(
    root: Path,
    known: Mapping[str, bytes],
    make: Callable[[], Added],
    *,
    beside: Mapping[str, bytes] | None = None,
) -> Added:
    """Write what ``make`` returns, and print its places; stop with one message where it cannot."""
    try:
        added = make()
        save(root, {**(beside or {}), **added.texts}, known)
    except CannotAddError as problem:
        click.echo(report.human(problem.findings), err=True, nl=False)
        say(f"course: {problem}")
        sys.exit(CONTENT_PROBLEMS if problem.findings else WRONG_USAGE)
    except NotWritten as problem:
        say(f"course: nothing was written: {problem}")
        sys.exit(ENVIRONMENT)
    for place, what in added.places:
        click.echo(f"{place.path}:{place.line}: {what}")
    return added


def _editor_files(root: Path) -> dict[str, bytes]:
    """Return what an editor needs in a folder of courses and does not find there yet."""
    if root.resolve() == SITE_FILES.resolve():
        return {}
    own = [folder for folder in EDITOR_FOLDERS if not (root / folder).is_symlink()]
    files = (file for folder in own for file in sorted((SITE_FILES / folder).glob("*")))
    return {
        name: file.read_bytes().replace(_OUR_PROGRAMS, _programs())
        for file in files
        if not (root / (name := file.relative_to(SITE_FILES).as_posix())).exists()
    }


_OUR_PROGRAMS = b"${workspaceFolder}/.venv/bin"
"""Where an editor's task finds the command, in the folder of this program."""


def _programs() -> bytes:
    """Return the folder that holds the command, as JSON writes it: other folders have no copy."""
    return json.dumps(str(Path(sys.executable).parent), ensure_ascii=False)[1:-1].encode()
