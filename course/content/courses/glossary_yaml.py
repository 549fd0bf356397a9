"""glossary.yaml: the meaning of each term, shown where it first stands in a lesson."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.edition import Term
from course.content.findings import Finding
from course.content.language import count_words
from course.content.shapes.authored import Authored, read_authored
from course.content.shapes.course import GlossaryShape
from course.content.yaml.loader import load

MAX_WORDS = 30

Glossary = Authored[GlossaryShape]


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """The terms in the author's order, and what is wrong with the file."""

    terms: tuple[Term, ...]
    findings: tuple[Finding, ...]


def read_glossary(source: str, path: str) -> GlossaryFile:
    """Read glossary.yaml."""
    read = read_authored(GlossaryShape, load(source, path), path, unknown="C604", check=_meanings)
    return GlossaryFile(_terms(read.shape) if read.shape else (), read.findings)


def _meanings(shape: GlossaryShape, read: Glossary) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, term in shape.terms.items():
        words = count_words(term.means)
        if words > MAX_WORDS:
            yield finding(
                "C613",
                read.place("terms", name, "means"),
                f'the meaning of "{name}" has {words} words; {MAX_WORDS} is the most',
                help="say the one thing a reader needs here",
            )
        yield from _named_twice(name, term.also, read, first)


def _named_twice(
    name: str, also: tuple[str, ...], read: Glossary, first: dict[str, str]
) -> Iterator[Finding]:
    for number, form in enumerate((name, *also)):
        key = form.casefold()
        if key in first:
            loc = ("terms", name, "also", number - 1) if number else ("terms", name)
            yield finding(
                "C614",
                read.place(*loc, key=not number),
                f'"{form}" has a meaning already, under "{first[key]}"',
                label="second time",
                help="keep one of them",
            )
        first.setdefault(key, name)


def _terms(shape: GlossaryShape) -> tuple[Term, ...]:
    return tuple(
        Term(term=name, means=term.means, also=term.also) for name, term in shape.terms.items()
    )
