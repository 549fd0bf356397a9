"""boards.yaml: the hours of training that boards ask for, by the domains of the course."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.courses.course_yaml import CourseFile
from course.content.edition import Board
from course.content.findings import Finding
from course.content.shapes.authored import Authored, read_authored
from course.content.shapes.beside import BoardsShape
from course.content.shapes.misfits import NAMES
from course.content.shapes.source import undated_sources
from course.content.spelling import did_you_mean
from course.content.yaml.loader import load


@dataclass(frozen=True, slots=True)
class BoardsFile:
    """The boards, the file as it was read (None where there is none), what is wrong with it."""

    boards: tuple[Board, ...]
    read: Authored[BoardsShape] | None
    findings: tuple[Finding, ...]


def read_boards(source: str, path: str) -> BoardsFile:
    """Read boards.yaml."""
    read = read_authored(
        BoardsShape, load(source, path), path, unknown="C604", check=_undated_sources
    )
    listed = read.shape.boards if read.shape else {}
    boards = (Board(id=name, **each.model_dump()) for name, each in listed.items())
    return BoardsFile(tuple(boards), read, read.findings)


def unknown_domains(boards: BoardsFile, course: CourseFile) -> Iterator[Finding]:
    """Find hours for a domain that course.yaml does not have: no lesson could earn them."""
    if course.shape is None or course.unsure.covers("domains", NAMES) or boards.read is None:
        return
    domains = course.shape.domains
    for board in boards.boards:
        for domain in board.hours:
            unsure = boards.read.unsure.covers("boards", board.id, "hours", domain)
            if domain not in domains and not unsure:
                yield finding(
                    "C605",
                    boards.read.place("boards", board.id, "hours", domain, key=True),
                    f'course.yaml has no domain "{domain}"',
                    label=did_you_mean(domain, domains),
                    help=f"domains: {', '.join(domains)}",
                )


def _undated_sources(shape: BoardsShape, read: Authored[BoardsShape]) -> Iterator[Finding]:
    for name, board in shape.boards.items():
        yield from undated_sources(
            board.sources, read.place, read.unsure, "boards", name, "sources"
        )
