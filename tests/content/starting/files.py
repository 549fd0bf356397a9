"""The small course, with something started in it."""

from collections.abc import Mapping
from functools import cache

from course.content.starting.course_files import Added, CourseFiles
from course.content.yaml.loader import load
from course.content.yaml.nodes import Plain, plain
from tests.content import small


@cache
def _small() -> CourseFiles:
    return CourseFiles(small.COURSE, small.files(), small.TODAY)


def course(files: Mapping[str, bytes] | None = None) -> CourseFiles:
    return _small() if files is None else CourseFiles(small.COURSE, files, small.TODAY)


def written(before: CourseFiles, added: Added) -> dict[str, bytes]:
    """Return all files after the addition, which check clean."""
    after = {**before.files, **added.texts}
    assert small.found(after) == []
    return after


def told(added: Added) -> dict[str, str]:
    """Return for each place in words the author's line that stands there."""
    lines = {path: text.decode().splitlines() for path, text in added.texts.items()}
    return {what: lines[place.path][place.line - 1].strip() for place, what in added.places}


def held(text: bytes) -> Plain:
    node = load(text.decode(), "").node
    assert node is not None
    return plain(node)


def inserted(before: str, after: str) -> str:
    """Return the lines (or the piece of a line) put in at one place, where nothing else changed."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    more = len(new) - len(old)
    for at in range(len(old) + 1):
        if more and new[:at] + new[at + more :] == old:
            return "".join(new[at : at + more])
    more = len(after) - len(before)
    pieces = (at for at in range(len(before) + 1) if after[:at] + after[at + more :] == before)
    at = next(pieces, None)
    assert at is not None, f"more than one piece changed:\n{after}"
    return after[at : at + more]
