"""What every YAML file of an author goes through: load, shape, hidden text, format, own checks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from course.content.catalogue import finding
from course.content.findings import Finding, Place, errors
from course.content.markdown.short_texts import prose_findings_in
from course.content.shapes.partly import SURE, Unsure
from course.content.shapes.shape import Shape, read_shape
from course.content.yaml.loader import Loaded
from course.content.yaml.nodes import Node, locate

FORMAT = "1"


S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, slots=True)
class Authored(Generic[S]):
    """A file as it was read. ``node``, ``shape`` and ``unsure`` are as in ``Shaped``."""

    path: str
    node: Node | None
    shape: S | None
    findings: tuple[Finding, ...]
    unsure: Unsure = SURE

    def place(self, *loc: str | int, key: bool = False) -> Place:
        """Return the place of a setting of the file."""
        return locate(self.node, loc, key) if self.node else Place(self.path)


Check = Callable[[S, Authored[S]], Iterator[Finding]]


def read_authored(
    model: type[S], loaded: Loaded, path: str, *, unknown: str, check: Check[S] | None = None
) -> Authored[S]:
    """Hold a loaded file against its shape and find what can be told from it alone."""
    if loaded.node is None:
        return Authored(path, None, None, loaded.findings or (_empty(path),))
    if any(each.code == "Y115" for each in loaded.findings):
        return Authored(path, loaded.node, None, loaded.findings)  # the rest is in the other half
    shaped = read_shape(model, loaded.node, what=model.what, unknown=unknown)
    read = Authored(path, shaped.node, shaped.value, shaped.findings, shaped.unsure)
    own = list(prose_findings_in(shaped.node))
    if shaped.value is not None:
        own += _format(shaped.value, read)
        own += check(shaped.value, read) if check else ()
    return replace(read, findings=one_each(one_each(loaded.findings, shaped.findings), own))


def one_each(first: Iterable[Finding], later: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return all, but of the later ones none on a line that has an error already: one mistake.

    What is missing (Y120) is told where its settings begin, and says nothing of that line.
    """
    told = tuple(first)
    wrong = (each.place for each in errors(told) if each.code != "Y120")
    lines = {(place.path, place.line) for place in wrong}
    return told + tuple(each for each in later if (each.place.path, each.place.line) not in lines)


def _empty(path: str) -> Finding:
    return finding(
        "Y116", Place(path), "this file is empty", help="write its settings, or delete the file"
    )


def _format(shape: S, read: Authored[S]) -> Iterator[Finding]:
    written = getattr(shape, "format", FORMAT)
    if written != FORMAT and not read.unsure.covers("format"):
        yield finding(
            "C609",
            read.place("format"),
            f'this version reads format {FORMAT}, and the file says "{written}"',
            help=f"format: {FORMAT}",
        )
