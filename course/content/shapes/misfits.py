"""From what does not fit a shape to findings: the place, the author's words, the mended form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.markdown.short_texts import nothing_but_hidden
from course.content.shapes.kinds import without_colon, wrong_kind
from course.content.spelling import did_you_mean, nearest
from course.content.yaml.nodes import Mapping, Node, Scalar, Sequence, locate, plain

Loc = tuple[str | int, ...]
NAMES = "[key]"
"""What pydantic calls the name of a setting that does not fit."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was held against which model; ``what`` and ``unknown`` are as in ``read_shape``."""

    model: type[BaseModel]
    node: Node
    what: str
    unknown: str


def misfit_findings(misfit: ValidationError, attempt: Attempt) -> tuple[Finding, ...]:
    """Return one finding for each mistake that pydantic tells of."""
    errors = _one_each(misfit.errors(include_url=False), attempt.node)
    missing: dict[Loc, list[str]] = {}
    for error in errors:
        if error["type"] == "missing":
            missing.setdefault(error["loc"][:-1], []).append(str(error["loc"][-1]))
    found = [_finding(error, attempt) for error in errors if error["type"] != "missing"]
    found += (_missing_settings(loc, names, attempt) for loc, names in missing.items())
    return tuple(found)


def misfits(model: type[BaseModel], node: Node) -> list[ErrorDetails]:
    """Return what pydantic tells of a node that is held against a model."""
    try:
        model.model_validate(plain(node))
    except ValidationError as misfit:
        return misfit.errors(include_url=False)
    return []


def names_of(model: type[BaseModel]) -> list[str]:
    """Return the settings of a model as authors write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _one_each(errors: list[ErrorDetails], node: Node) -> list[ErrorDetails]:
    """Leave out what is the same mistake again: one mistake, one finding.

    A missing setting, where a misspelt one stands for it. And where a value may have two forms,
    pydantic tells the misfit with each: the one that leads furthest knows what was meant.
    """
    unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    paths = [path_in(node, error["loc"]) for error in errors]
    kept: list[ErrorDetails] = []
    for number, (error, path) in enumerate(zip(errors, paths, strict=True)):
        if error["type"] == "missing":
            if not any(_stands_for(loc, error["loc"]) for loc in unknown):
                kept.append(error)
        elif not any(
            other[: len(path)] == path and (len(other) > len(path) or before < number)
            for before, other in enumerate(paths)
            if before != number and errors[before]["type"] != "missing"
        ):
            kept.append(error)
    return kept


def _stands_for(unknown: Loc, missing: Loc) -> bool:
    return unknown[:-1] == missing[:-1] and bool(nearest(str(unknown[-1]), [str(missing[-1])]))


def path_in(node: Node, loc: Loc) -> Loc:
    """Return the steps of ``loc`` that the file has; pydantic names the tried forms in between."""
    path: list[str | int] = []
    for step in loc:
        if step == NAMES:
            path.append(step)
        elif isinstance(node, Mapping) and step in node.entries:
            node = node.entries[str(step)].value
            path.append(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            path.append(step)
    return tuple(path)


def _finding(error: ErrorDetails, attempt: Attempt) -> Finding:
    kind = error["type"]
    if kind == "finding":
        place = _place(error["loc"], attempt)
        told = error["ctx"]
        node = _node_at(attempt.node, path_in(attempt.node, error["loc"]))
        if isinstance(node, Scalar) and (hidden := nothing_but_hidden(node)):
            return hidden
        return finding(told["code"], place, told["message"], label=told["label"], help=told["help"])
    if kind == "extra_forbidden":
        return unknown_setting(error["loc"], attempt)
    if kind == "literal_error":
        return _not_a_choice(error, attempt)
    return _wrong_kind(error, attempt)


def unknown_setting(loc: Loc, attempt: Attempt) -> Finding:
    """Return what is said of a setting that its place does not have."""
    model, what = model_at(attempt, loc[:-1])
    names = names_of(model)
    word = str(loc[-1])
    label = did_you_mean(word, names)
    return finding(
        attempt.unknown,
        locate(attempt.node, loc, key=True),
        f'{what} do not have a setting called "{word}"'
        if not what.endswith(".yaml")
        else f'{what} does not have a setting called "{word}"',
        label=label,
        help="" if label else f"settings: {', '.join(sorted(names))}",
    )


def _missing_settings(loc: Loc, names: list[str], attempt: Attempt) -> Finding:
    """Return one finding for all the settings that are missing in one place."""
    _, what = model_at(attempt, loc)
    need = "needs" if what.endswith(".yaml") else "need"
    every = [f'"{name}"' for name in names]
    said = " and ".join(part for part in (", ".join(every[:-1]), every[-1]) if part)
    return finding(
        "Y120",
        locate(attempt.node, loc),
        f"{what} {need} a setting called {said}"
        if len(names) == 1
        else f"{what} {need} settings called {said}",
        label=f"no {' '.join(f'{name}:' for name in names)} here"
        if len(names) > 1
        else f'no "{names[0]}:" here',
        help=f'add "{names[0]}:" with its value'
        if len(names) == 1
        else f"add these with their values: {' '.join(f'{name}:' for name in names)}",
    )


def _not_a_choice(error: ErrorDetails, attempt: Attempt) -> Finding:
    choices = [each for each in re.findall(r"'([^']*)'", error["ctx"]["expected"]) if each]
    word = str(error["input"])
    path = path_in(attempt.node, error["loc"])
    name = _name_of(path)
    if path[-1:] == (NAMES,):
        return _not_a_name(str(path[-3]), word, _place(error["loc"], attempt), choices)
    return finding(
        "Y122",
        _place(error["loc"], attempt),
        f'"{name}" cannot be "{word}"',
        label=did_you_mean(word, choices),
        help=f"choose one of: {', '.join(choices)}",
    )


def _not_a_name(setting: str, word: str, place: Place, choices: list[str]) -> Finding:
    """Return what is said of a name in settings whose names are given."""
    return finding(
        "Y122",
        place,
        f'"{setting}" cannot have a setting called "{word}"',
        label=did_you_mean(word, choices),
        help=f"choose one of: {', '.join(choices)}",
    )


def _wrong_kind(error: ErrorDetails, attempt: Attempt) -> Finding:
    loc = path_in(attempt.node, error["loc"])
    place = locate(attempt.node, loc)
    node = _node_at(attempt.node, loc)
    if error["type"] == "model_type" and loc and isinstance(loc[-1], int):
        model, _ = model_at(attempt, loc)
        if lost := without_colon(node, names_of(model)):
            return lost
    return wrong_kind(node, _name_of(loc), place, error["type"])


def _place(loc: Loc, attempt: Attempt) -> Place:
    # pydantic says "[key]" where it is the name of a setting that does not fit.
    path = path_in(attempt.node, loc)
    if path and path[-1] == NAMES:
        return locate(attempt.node, path[:-1], key=True)
    return locate(attempt.node, path)


def _name_of(loc: Loc) -> str:
    names = [part for part in loc if isinstance(part, str)]
    return (names[-2] if names[-1:] == [NAMES] else names[-1]) if names else ""


def _node_at(node: Node, loc: Loc) -> Node:
    for step in loc:
        if isinstance(node, Mapping) and step in node.entries:
            node = node.entries[str(step)].value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def model_at(attempt: Attempt, loc: Loc) -> tuple[type[BaseModel], str]:
    """Return the model that ``loc`` leads to, and how messages call such a thing."""
    model, what = attempt.model, attempt.what
    for step in loc:
        found = next(_models_in(_annotation(model, step)), None) if isinstance(step, str) else None
        if found:
            model, what = found, getattr(found, "what", "") or what
    return model, what


def _annotation(model: type[BaseModel], name: str) -> Any:
    for field_name, field in model.model_fields.items():
        if name in (field_name, field.alias):
            return field.annotation
    return None


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
