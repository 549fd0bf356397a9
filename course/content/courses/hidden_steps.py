"""Names of steps in what cannot be read of course.yaml: one mistake is not told as two."""

import re
from collections.abc import Iterator

from course.content.courses.course_yaml import CourseFile, breaks_off_in
from course.content.yaml.nodes import Mapping, Node, Scalar, at

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_NAMES_NO_STEP = {"title", "order", "after"}
_HOLDS_STEPS = ("modules", "steps")


def hidden_steps(course: CourseFile) -> set[str] | None:
    """Return the words that stand where a step cannot be read: each may name one.

    None where even those are missing, so that nobody knows which steps there are.
    """
    if breaks_off_in(course, "modules"):
        return None
    hidden: set[str] = set()
    for place in course.unsure.places:
        if place[:1] == ("modules",) and not _NAMES_NO_STEP & {*place}:
            node = at(course.node, place) if course.node else None
            words = {word for text in _texts(node) for word in _NAME.findall(text)}
            if not words and (node or place[-1] in _HOLDS_STEPS):
                return None
            hidden |= words
    return hidden


def _texts(node: Node | None) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.value
    elif isinstance(node, Mapping):
        for entry in node.entries.values():
            yield entry.key.value
            yield from _texts(entry.value)
    elif node:
        for each in node.items:
            yield from _texts(each)
