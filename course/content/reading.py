"""Read the courses of a site from disk: the only module of content that touches files.

What understands them is loaded when somebody reads them: a site that only serves its editions
does without it, its memory and its time.
"""

import os
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from course.content import sourcetext
from course.content.catalogue import finding
from course.content.courses.as_read import Counts, CourseReading
from course.content.filenames import ID, as_id, meant_path
from course.content.findings import Finding, Place, in_order

__all__ = ["Counts", "CourseReading", "Site", "courses_of", "files_of", "read_site"]

MAX_TRIES = 3
FOLDERS = ("lessons", "quizzes")
MAX_PICTURE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Site:
    """Every course of a site; ``findings`` are those of all courses, in order."""

    courses: tuple[CourseReading, ...]
    findings: tuple[Finding, ...]


def read_site(root: Path, *, today: date, before: Site | None = None) -> Site:
    """Read every course under ``root``/lessons and ``root``/quizzes.

    ``today`` is the date by which reviews are due. Nothing raises: what cannot be read is a
    finding. What this site was ``before`` makes it quicker, and changes nothing: a course whose
    files are as they were keeps its reading, the very same one.
    """
    from course.content.courses.whole import read_course_files  # noqa: PLC0415  # see above
    from course.content.mending.promises import without_empty_promises  # noqa: PLC0415  # likewise

    found: list[Finding] = []
    courses: list[CourseReading] = []
    earlier = {reading.course: reading for reading in before.courses} if before else {}
    for name in _courses(root, found):
        files = _steady_files(root, name)
        reading = read_course_files(
            name, files.contents, today=today, known=files.findings, before=earlier.get(name)
        )
        if reading is not earlier.get(name):
            said = without_empty_promises(reading.findings, files.contents)
            reading = replace(reading, findings=said)
        courses.append(reading)
        found += reading.findings
    return Site(tuple(courses), tuple(in_order(found)))


def courses_of(root: Path) -> list[str]:
    """Return the ids of the courses under ``root``, in order."""
    return _courses(root, [])


def files_of(root: Path, course: str) -> dict[str, bytes]:
    """Return the files of a course by their path from ``root``, without those it cannot have."""
    return _steady_files(root, course).contents


@dataclass(slots=True)
class _Files:
    """The files of one course at one moment, by their path from the root."""

    contents: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def _courses(root: Path, found: list[Finding]) -> list[str]:
    names: set[str] = set()
    for folder in FOLDERS:
        for entry in _entries(root / folder):
            path = f"{folder}/{_readable(entry.name)}"
            if entry.is_symlink():
                found.append(_leads_elsewhere(path))
            elif not entry.is_dir():
                found.append(_not_read(path, f"the folder {folder} holds one folder for a course"))
            elif not ID.fullmatch(entry.name):
                found.append(_name_is_no_id(path, entry.name))
            else:
                names.add(entry.name)
    return sorted(names)


def _steady_files(root: Path, course: str) -> _Files:
    """Read the files until two readings agree, so that no half of a save becomes an edition."""
    before = _read_files(root, course)
    for _ in range(MAX_TRIES):
        after = _read_files(root, course)
        if after.contents == before.contents:
            return after
        before = after
    before.findings.append(
        finding(
            "F107",
            Place(f"lessons/{course}/course.yaml"),
            "the files of this course are being changed right now",
            help="wait until the changes are saved, then do it again",
        )
    )
    return before


def _read_files(root: Path, course: str) -> _Files:
    files = _Files()
    lessons, quizzes = f"lessons/{course}", f"quizzes/{course}"
    _read_folder(root, lessons, ".md", files)
    _read_folder(root, quizzes, ".yaml", files)
    media = root / lessons / "media"
    if media.is_dir() and not media.is_symlink():
        _read_folder(root, f"{lessons}/media", "", files)
    return files


def _read_folder(root: Path, folder: str, ending: str, files: _Files) -> None:
    """Read the files of a folder that end with ``ending``; of pictures where it is ""."""
    for entry in _entries(root / folder):
        path = f"{folder}/{_readable(entry.name)}"
        if entry.is_symlink():
            files.findings.append(_leads_elsewhere(path))
        elif entry.is_dir():
            if path != f"{PurePosixPath(folder)}/media" or ending != ".md":
                files.findings.append(_not_read(path, "take the folder out"))
        elif not (entry.name.endswith(ending) or meant_path(path)):
            files.findings.append(_not_read(path, _other_place(path, ending)))
        else:
            _read_file(root, path, files, MAX_PICTURE_BYTES if not ending else None)


def _read_file(root: Path, path: str, files: _Files, most: int | None) -> None:
    most = most or sourcetext.MAX_BYTES
    try:
        descriptor = os.open(root / path, os.O_RDONLY | _NO_LINKS)
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(most + 1)
    except OSError as problem:
        files.findings.append(
            finding(
                "F106",
                Place(path),
                f"this file cannot be read: {problem.strerror or problem}",
                help="see who may read it, and that its disk is there",
            )
        )
        return
    if len(content) > most:
        files.findings.append(
            finding(
                "F103",
                Place(path),
                f"this file is larger than {most // 1024:,} kB",
                help="split it in two" if most == sourcetext.MAX_BYTES else "save it smaller",
            )
        )
    else:
        files.contents[path] = content


# A link is refused when it is opened too: it could take a file's place after it was looked at.
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what a folder holds, by name, without hidden files and an editor's copies."""
    try:
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if not entry.name.startswith((".", "#"))]
    except OSError:
        return []
    return sorted((entry for entry in shown if not entry.name.endswith("~")), key=_name)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _readable(name: str) -> str:
    """Return a file name that can be printed, also where the disk holds bytes that are no text."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _leads_elsewhere(path: str) -> Finding:
    return finding(
        "F104",
        Place(path),
        "this is a link to another place, and a course holds only its own files",
        help="copy the file here in its place",
    )


def _not_read(path: str, mend: str) -> Finding:
    return finding(
        "F109",
        Place(path),
        "this is not a file that a course has, so nothing in it is read",
        help=mend,
    )


def _name_is_no_id(path: str, name: str) -> Finding:
    return finding(
        "F105",
        Place(path),
        f'the folder name "{name}" cannot be an id',
        help=f"rename it to {near}"
        if (near := as_id(name))
        else "name the folder with small letters a-z, digits and hyphens",
    )


def _other_place(path: str, ending: str) -> str:
    """Return where a file may belong that is in none of the places for it."""
    file = PurePosixPath(path)
    other = {".md": ("lessons", "lessons"), ".yaml": ("quizzes", "exams and questions")}
    if file.suffix in other and file.suffix != ending:
        folder, what = other[file.suffix]
        return f"move it to {folder}/{file.parent.name}, where {what} lie, or take it out"
    return f"take it out; a file that is to be read is named {file.stem}{ending} here"
