"""Hold what an author wrote against a shape: every misfit becomes a finding with its place."""

from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from course.content.findings import Finding
from course.content.shapes.misfits import Attempt, misfit_findings
from course.content.yaml.nodes import Node, plain

M = TypeVar("M", bound=BaseModel)


class Shape(BaseModel):
    """What an author may write in one place. ``what`` names such places in messages."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    what: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Shaped(Generic[M]):
    """The value, None where the author's text does not fit; and what does not fit."""

    value: M | None
    findings: tuple[Finding, ...]


def read_shape(model: type[M], node: Node, *, what: str, unknown: str) -> Shaped[M]:
    """Return the node as a ``model``. ``unknown`` is the code for settings it does not have.

    ``what`` says in messages who has or needs a setting ("questions", "lessons").
    """
    try:
        return Shaped(model.model_validate(plain(node)), ())
    except ValidationError as misfit:
        attempt = Attempt(model, node, what, unknown)
        return Shaped(None, misfit_findings(misfit, attempt))
