"""Where a fact comes from: what an author writes of a source, and its one check."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from course.content.catalogue import finding
from course.content.edition import Source
from course.content.findings import Finding, Place
from course.content.shapes.partly import Unsure
from course.content.shapes.shape import Shape
from course.content.shapes.values import IsoDate, Link, Text


class SourceShape(Shape):
    """Where a fact comes from."""

    what: ClassVar[str] = "sources"

    title: Text
    by: Text = ""
    href: Link = ""
    checked: IsoDate | None = None


def sources(shapes: tuple[SourceShape, ...]) -> tuple[Source, ...]:
    """Return the sources as the edition holds them."""
    return tuple(Source(**shape.model_dump()) for shape in shapes)


def undated_sources(
    shapes: tuple[SourceShape, ...],
    place: Callable[..., Place],
    unsure: Unsure,
    *loc: str | int,
) -> Iterator[Finding]:
    """Find sources with a link that nobody says they have looked at (D902).

    ``loc`` leads to the sources, and ``place`` says where such a path leads in the file.
    """
    for number, source in enumerate(shapes):
        linked = source.href or unsure.covers(*loc, number, "href")
        undated = source.checked is None and not unsure.covers(*loc, number, "checked")
        if linked and undated:
            yield finding(
                "D902",
                place(*loc, number, "href", key=True),
                "this source has a link, but no date on which somebody looked at it",
                label='no "checked:" beside it',
                help="add the date: checked: 2026-08-01",
            )
