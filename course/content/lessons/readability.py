"""Check how hard a lesson is to read: its grade, its long sentences, its hard words."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from course.content import language
from course.content.catalogue import finding
from course.content.edition import Term
from course.content.findings import Finding, Place, Severity
from course.content.language import count_words, hard_words, sentences
from course.content.markdown.inline import GONE
from course.content.markdown.runs import Kind, Run

LONGEST_SENTENCE = 25
TARGET_GRADE = 8.0
HIGHEST_GRADE = 10.0
# Under this, one long word moves the grade by a whole year.
FEWEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of running text, without markup, and where it starts."""

    text: str
    words: int
    place: Place


def read_sentences(runs: Sequence[Run]) -> tuple[Sentence, ...]:
    """Return the sentences of paragraphs and list items; the end of each ends a sentence."""
    return tuple(
        sentence
        for run in runs
        if run.kind in {Kind.PARAGRAPH, Kind.ITEM}
        for sentence in _sentences(run)
    )


def _sentences(run: Run) -> Iterator[Sentence]:
    masked = run.inline.words
    for start, end in sentences(masked):
        text = masked[start:end].replace(GONE, "")
        first = start + len(masked[start:end]) - len(masked[start:end].lstrip(GONE + " \n"))
        if words := count_words(text):
            yield Sentence(" ".join(text.split()), words, run.place(first, end))


def known_words(runs: Sequence[Run], terms: Sequence[Term]) -> frozenset[str]:
    """Return the words that are long but explained: glossary terms and names in bold."""
    names = [name for term in terms for name in (term.term, *term.also)]
    for run in runs:
        names += [bold for bold in run.inline.bold if _is_name(bold)]
    return frozenset(word for name in names for word in re.findall(r"[\w'’&.-]+", name.casefold()))


def _is_name(bold: str) -> bool:
    words = bold.split()
    return 0 < len(words) <= 4 and bold[:1].isupper() and bold[-1:] not in ".!?:,"


def readability(found: Sequence[Sentence], known: Collection[str]) -> float:
    """Return the reading grade of a lesson's sentences."""
    return language.reading_grade([sentence.text for sentence in found], known=known)


def reading_findings(
    found: Sequence[Sentence], runs: Sequence[Run], reading_grade: float
) -> Iterator[Finding]:
    """Yield what makes a lesson hard to read: its grade if high, long sentences, hard words."""
    yield from _readability_findings(found, reading_grade)
    for sentence in found:
        if sentence.words > LONGEST_SENTENCE:
            message = f"this sentence has {sentence.words} words"
            label = f"the target is {LONGEST_SENTENCE} or fewer"
            place = sentence.place
            yield finding("R702", place, message, label=label, help="make two sentences of it")
    for run in runs:
        for start, end, plainer in hard_words(run.inline.words):
            word = " ".join(run.source[start:end].split())
            message = f'"{word}" has a plainer twin'
            yield finding("R703", run.place(start, end), message, help=f'try "{plainer}"')


def _readability_findings(found: Sequence[Sentence], reading_grade: float) -> Iterator[Finding]:
    if reading_grade <= TARGET_GRADE or sum(sentence.words for sentence in found) < FEWEST_WORDS:
        return
    longest = max(found, key=lambda sentence: sentence.words)
    place = Place(longest.place.path, 1, 1, 4)
    message = f"this lesson reads at grade {reading_grade}"
    mend = f"shorten sentences and words; the longest sentence is on line {longest.place.line}"
    label = f"the target is {TARGET_GRADE:.0f} or lower"
    high = finding("R701", place, message, label=label, help=mend)
    # One rule, two steps (FORMATS.md 5): above 8 a warning, above 10 it stops the course.
    yield replace(high, severity=Severity.ERROR) if reading_grade > HIGHEST_GRADE else high
