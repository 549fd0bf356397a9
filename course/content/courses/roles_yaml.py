"""roles.yaml: the role definitions, the rows of the compared-roles table."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.content.edition import Role
from course.content.findings import Finding
from course.content.markdown.renderer import render_inline
from course.content.shapes.authored import Authored, read_authored
from course.content.shapes.course import RolesShape
from course.content.shapes.misfits import NAMES
from course.content.shapes.source import sources, undated_sources
from course.content.yaml.loader import load

_LONG = ("purpose", "basis", "rests_on", "records_and_pay", "self_disclosure")


@dataclass(frozen=True, slots=True)
class RolesFile:
    """The roles in the author's order, None where they cannot be read, and the findings."""

    roles: tuple[Role, ...] | None
    findings: tuple[Finding, ...]


def read_roles(source: str, path: str) -> RolesFile:
    """Read roles.yaml."""
    read = read_authored(
        RolesShape, load(source, path), path, unknown="C604", check=_undated_sources
    )
    known = read.shape and not read.unsure.covers("roles", NAMES)
    return RolesFile(_roles(read.shape) if read.shape and known else None, read.findings)


def _undated_sources(shape: RolesShape, read: Authored[RolesShape]) -> Iterator[Finding]:
    for name, role in shape.roles.items():
        yield from undated_sources(role.sources, read.place, read.unsure, "roles", name, "sources")


def _roles(shape: RolesShape) -> tuple[Role, ...]:
    return tuple(
        Role(
            id=name,
            title=role.title,
            does=tuple(map(render_inline, role.does)),
            not_its_job=tuple(map(render_inline, role.not_its_job)),
            sources=sources(role.sources),
            **{part: render_inline(getattr(role, part)) for part in _LONG},
        )
        for name, role in shape.roles.items()
    )
