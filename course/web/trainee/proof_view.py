"""The proof as the trainee reads it: what the certificate asks for, met or not, with links."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from course.content.edition import Edition
from course.grading.deeds import Deeds
from course.grading.requirements import Leaf, Proof
from course.grading.words import counted
from course.web.gist import Block, blocks_of
from course.web.trainee.places import address_of_leaf

SHOWN = 3
"""Things left that a course's home names for each requirement: more is for the record."""


class Line(NamedTuple):
    """One thing that the certificate asks for, as a line: met or not, and why.

    ``more`` says how long a lesson is, and in which edition it was read where that is another
    one than now.
    """

    title: str
    address: str
    met: bool
    since: datetime | None
    evidence: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A requirement that is not met yet: ``done`` of ``total``, and the first that are left."""

    requirement: str
    done: int
    total: int
    lines: tuple[Line, ...]
    more: int


def proof_blocks(
    proof: Proof, edition: Edition, deeds: Deeds, *, linked: bool
) -> list[Block[Line]]:
    """Return the proof by requirement, each line with where it is done and how long it takes.

    ``linked``: whether the trainee can go there.
    """
    return blocks_of(
        proof, lambda leaf: _line(edition, leaf, _of_lesson(edition, leaf, deeds), linked=linked)
    )


def _of_lesson(edition: Edition, leaf: Leaf, deeds: Deeds) -> str:
    lesson = edition.lesson_by_id.get(leaf.id) if leaf.kind == "lesson" else None
    if lesson is None:
        return ""
    words = f"About {counted(lesson.minutes, 'minute')}."
    deed = deeds.lessons.get(leaf.id)
    if deed and deed.edition != edition.id:
        return f"{words} Read in an earlier edition ({deed.edition[:8]})."
    return words


def left_of(edition: Edition, proof: Proof) -> list[Left]:
    """Return what a proof still waits for, requirement by requirement."""
    return [
        Left(
            group.requirement,
            done=len(group.leaves) - len(left),
            total=len(group.leaves),
            lines=tuple(_line(edition, leaf) for leaf in left[:SHOWN]),
            more=max(0, len(left) - SHOWN),
        )
        for group in proof.groups
        if (left := [leaf for leaf in group.leaves if not leaf.met])
    ]


def left_words(proof: Proof) -> str:
    """Say how much a proof still waits for, by kind: "2 lessons and 1 exam left".

    No sum: a course counts its steps, and a reflection is none.
    """
    kinds = Counter(leaf.kind for leaf in proof.left)
    *most, last = [counted(number, kind) for kind, number in kinds.items()] or ["nothing"]
    return f"{', '.join(most)} and {last} left" if most else f"{last} left"


def _line(edition: Edition, leaf: Leaf, more: str = "", *, linked: bool = True) -> Line:
    address = address_of_leaf(edition, leaf) if linked else ""
    return Line(leaf.title, address, leaf.met, leaf.since, leaf.evidence, more)
