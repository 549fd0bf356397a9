"""Hold what an author wrote against a shape: every misfit becomes a finding with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from course.content.findings import Finding
from course.content.shapes.meant import as_meant, with_ids
from course.content.shapes.misfits import (
    NAMES,
    Attempt,
    Loc,
    misfit_findings,
    misfits,
    model_at,
    names_of,
    path_in,
)
from course.content.shapes.partly import SURE, Unsure, read_partly
from course.content.spelling import nearest
from course.content.yaml.nodes import Node, plain

M = TypeVar("M", bound=BaseModel)


class Shape(BaseModel):
    """What an author may write in one place. ``what`` names such places in messages."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    what: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Shaped(Generic[M]):
    """The value, the node with its settings under their right names, and what does not fit.

    A misspelt setting counts as the one that it is near to. Where the findings have an error, the
    value is what can be read all the same, so that one mistake does not hide the next, and nothing
    may be said of what is ``unsure`` in it. It is None where there are no settings at all.
    """

    value: M | None
    node: Node
    findings: tuple[Finding, ...]
    unsure: Unsure = SURE


def read_shape(model: type[M], node: Node, *, what: str, unknown: str) -> Shaped[M]:
    """Return the node as a ``model``. ``unknown`` is the code for settings it does not have.

    ``what`` says in messages who has or needs a setting ("questions", "lessons").
    """
    try:
        return Shaped(model.model_validate(plain(node)), node, ())
    except ValidationError as misfit:
        attempt = Attempt(model, node, what, unknown)
        meant, misspelt = as_meant(misfit, attempt)
        if misspelt:
            read = read_shape(model, meant, what=what, unknown=unknown)
            return replace(read, findings=(*misspelt, *read.findings))
        findings = misfit_findings(misfit, attempt)
        named = with_ids(misfit, node)
    unsure = Unsure(frozenset(_places(model, named)))
    return Shaped(read_partly(model, plain(named), unsure), named, findings, unsure)


def _places(model: type[BaseModel], node: Node) -> Iterator[Loc]:
    """Yield the places of what does not fit, of what is missing, and of what may be meant."""
    for error in misfits(model, node):
        path = path_in(node, error["loc"])
        if path[-1:] == (NAMES,):
            yield (*path[:-2], NAMES)
        elif error["type"] == "missing":
            yield (*path, error["loc"][-1])
        else:
            yield path
        if error["type"] == "extra_forbidden":
            owner, _ = model_at(Attempt(model, node, "", ""), path[:-1])
            if near := nearest(str(path[-1]), names_of(owner)):
                yield (*path[:-1], near)
