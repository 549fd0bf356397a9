"""Hold what an author wrote against a shape: every misfit becomes a finding with its place."""

from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from course.content.findings import Finding
from course.content.shapes.misfits import Attempt, Loc, misfit_findings, names_of, path_in
from course.content.spelling import nearest
from course.content.yaml.nodes import Node, Plain, plain

M = TypeVar("M", bound=BaseModel)


class Shape(BaseModel):
    """What an author may write in one place. ``what`` names such places in messages."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    what: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Shaped(Generic[M]):
    """The value, and what does not fit.

    Where the findings have an error, the value is what can be read without the settings that do
    not fit, so that one mistake does not hide the next: None where nothing is left, and ``unsure``
    names the settings of which nothing may be said any more.
    """

    value: M | None
    findings: tuple[Finding, ...]
    unsure: frozenset[str] = frozenset()


def read_shape(model: type[M], node: Node, *, what: str, unknown: str) -> Shaped[M]:
    """Return the node as a ``model``. ``unknown`` is the code for settings it does not have.

    ``what`` says in messages who has or needs a setting ("questions", "lessons").
    """
    written = plain(node)
    try:
        return Shaped(model.model_validate(written), ())
    except ValidationError as misfit:
        findings = misfit_findings(misfit, Attempt(model, node, what, unknown))
        wrong = _wrong_settings(misfit, model, node)
    for path in wrong:
        written = _without(written, path)
    try:
        rest = model.model_validate(written)
    except ValidationError:
        rest = None
    return Shaped(rest, findings, frozenset(str(name) for path in wrong for name in path[:1]))


def _wrong_settings(misfit: ValidationError, model: type[BaseModel], node: Node) -> tuple[Loc, ...]:
    """Return the paths of the settings that do not fit, and of those that misspelt ones stand for.

    A path goes by names alone, as far as what it leads to can be left out by itself: a list
    without one of its parts would be another list.
    """
    paths: list[Loc] = []
    for error in misfit.errors(include_url=False):
        path = path_in(node, error["loc"])
        by_name = all(isinstance(step, str) and step != "[key]" for step in path)
        paths.append(path if by_name and error["type"] != "missing" else path[:1])
        if error["type"] == "extra_forbidden" and len(error["loc"]) == 1:
            paths.append((nearest(str(error["loc"][0]), names_of(model)),))
    return tuple(dict.fromkeys(paths))


def _without(written: Plain, path: Loc) -> Plain:
    """Return settings without the one that ``path`` leads to."""
    if not path or not isinstance(written, dict):
        return written
    return {
        name: _without(value, path[1:]) if name == path[0] else value
        for name, value in written.items()
        if (name,) != path
    }
