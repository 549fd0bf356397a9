"""words.yaml: words and phrases that hurt in this field, and what to offer instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.shapes.authored import Authored, read_authored
from course.content.shapes.beside import WordsShape
from course.content.wording import Word, Wording
from course.content.yaml.loader import load

Words = Authored[WordsShape]


@dataclass(frozen=True, slots=True)
class WordsFile:
    """The words, and what is wrong with the file."""

    wording: Wording
    findings: tuple[Finding, ...]


def read_words(source: str, path: str) -> WordsFile:
    """Read words.yaml."""
    read = read_authored(WordsShape, load(source, path), path, unknown="C604", check=_twice)
    listed = read.shape.words if read.shape else {}
    words = (Word((name, *each.also), each.instead, each.why) for name, each in listed.items())
    return WordsFile(Wording(tuple(words)), read.findings)


def _twice(shape: WordsShape, read: Words) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, word in shape.words.items():
        for number, form in enumerate((name, *word.also)):
            key = form.casefold()
            if key in first:
                loc = ("words", name, "also", number - 1) if number else ("words", name)
                yield finding(
                    "C614",
                    read.place(*loc, key=not number),
                    f'"{form}" is listed already, under "{first[key]}"',
                    label="second time",
                    help="keep one of them",
                )
            first.setdefault(key, name)
