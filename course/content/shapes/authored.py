"""What every YAML file of an author goes through: load, shape, hidden text, format, own checks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from course.content.catalogue import finding
from course.content.findings import Finding, Place, errors
from course.content.markdown.short_texts import prose_findings_in
from course.content.shapes.shape import Shape, read_shape
from course.content.yaml.loader import Loaded
from course.content.yaml.nodes import Node, locate

FORMAT = "1"


S = TypeVar("S", bound=Shape)
Check = Callable[[S, Node], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Authored(Generic[S]):
    """A file as it was read: ``shape`` is None where its settings have a mistake."""

    path: str
    node: Node | None
    shape: S | None
    findings: tuple[Finding, ...]

    def place(self, *loc: str | int, key: bool = False) -> Place:
        """Return the place of a setting of the file."""
        return locate(self.node, loc, key) if self.node else Place(self.path)


def read_authored(
    model: type[S], loaded: Loaded, path: str, *, unknown: str, check: Check[S] | None = None
) -> Authored[S]:
    """Hold a loaded file against its shape and find what can be told from it alone."""
    if loaded.node is None:
        return Authored(path, None, None, loaded.findings or (_empty(path),))
    shaped = read_shape(model, loaded.node, what=model.what, unknown=unknown)
    own = [*shaped.findings, *prose_findings_in(loaded.node)]
    if shaped.value is not None:
        own += _format(shaped.value, loaded.node)
        own += check(shaped.value, loaded.node) if check else ()
    return Authored(path, loaded.node, shaped.value, one_each(loaded.findings, own))


def one_each(first: Iterable[Finding], later: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return all, but of the later ones none on a line that has an error already: one mistake."""
    told = tuple(first)
    lines = {(each.place.path, each.place.line) for each in errors(told)}
    return told + tuple(each for each in later if (each.place.path, each.place.line) not in lines)


def _empty(path: str) -> Finding:
    return finding(
        "Y116", Place(path), "this file is empty", help="write its settings, or delete the file"
    )


def _format(shape: Shape, node: Node) -> Iterator[Finding]:
    written = getattr(shape, "format", FORMAT)
    if written != FORMAT:
        yield finding(
            "C609",
            locate(node, ("format",)),
            f'this version reads format {FORMAT}, and the file says "{written}"',
            help=f"format: {FORMAT}",
        )
