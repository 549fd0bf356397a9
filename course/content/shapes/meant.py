"""A misspelt setting counts as the one that it is near to: what it says is read all the same."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pydantic import ValidationError

from course.content.filenames import as_id
from course.content.findings import Finding
from course.content.shapes.misfits import (
    NAMES,
    Attempt,
    Loc,
    misfits,
    model_at,
    names_of,
    path_in,
    unknown_setting,
)
from course.content.spelling import nearest
from course.content.yaml.nodes import Entry, Node, Scalar, at
from course.content.yaml.nodes import Mapping as Settings
from course.content.yaml.nodes import Sequence as List


def as_meant(misfit: ValidationError, attempt: Attempt) -> tuple[Node, tuple[Finding, ...]]:
    """Return what was held against a shape with its misspelt settings renamed, and what they are.

    One whose value does not fit under the other name is left: then something else may be meant.
    """
    names = dict(_near_names(misfit, attempt))
    renamed = _renamed(attempt.node, names)
    told = misfits(attempt.model, renamed) if names else []
    wrong = {path_in(renamed, each["loc"]) for each in told if each["type"] != "missing"}
    sure = {path: near for path, near in names.items() if (*path[:-1], near) not in wrong}
    found = tuple(unknown_setting(path, attempt) for path in sure)
    return _renamed(attempt.node, sure), found


def with_ids(misfit: ValidationError, node: Node) -> Node:
    """Return settings with the ids that are meant in the place of names that cannot be ids."""
    names: dict[Loc, str] = {}
    for error in misfit.errors(include_url=False):
        path = path_in(node, error["loc"])
        if path[-1:] == (NAMES,) and error["type"] == "finding":
            near = as_id(str(path[-2]))
            if near and at(node, (*path[:-2], near)) is None:
                names[path[:-1]] = near
    return _renamed(node, names)


def _near_names(misfit: ValidationError, attempt: Attempt) -> Iterable[tuple[Loc, str]]:
    taken: set[Loc] = set()
    for error in misfit.errors(include_url=False):
        path = path_in(attempt.node, error["loc"])
        if error["type"] == "extra_forbidden" and path:
            model, _ = model_at(attempt, path[:-1])
            near = nearest(str(path[-1]), names_of(model))
            meant = (*path[:-1], near)
            if near and meant not in taken and path_in(attempt.node, meant) != meant:
                taken.add(meant)
                yield path, near


def _renamed(node: Node, names: Mapping[Loc, str], loc: Loc = ()) -> Node:
    """Return the node with other names for the settings at some paths."""
    if not names:
        return node
    if isinstance(node, Settings):
        entries = {}
        for name, entry in node.entries.items():
            value = _renamed(entry.value, names, (*loc, name))
            entries[names.get((*loc, name), name)] = Entry(entry.key, value)
        return replace(node, entries=entries)
    if isinstance(node, Scalar):
        return node
    items = (_renamed(each, names, (*loc, number)) for number, each in enumerate(node.items))
    return List(tuple(items), node.place)
