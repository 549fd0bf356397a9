"""Words that a course has its own rule for: those that hurt, and names that nobody explained.

What stands in quotation marks is somebody's words, or is taught as a word, and is left alone.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from course.content.catalogue import finding
from course.content.edition import Term
from course.content.findings import Finding, Place

_QUOTED = re.compile(r'"[^"]{0,400}"|“[^”]{0,400}”|‘[^’]{0,400}’')
_WORD = re.compile(r"[a-z]+")
_ACRONYM = re.compile(r"(?<![\w.@/&!-])(?P<name>[A-Z][A-Z&]{0,7}[A-Z])(?:s|['’]s)?(?![\w@/&])")
_NUMERAL = re.compile(r"[IVX]+")
# What stands for markup in the words of a run may come between.
_EXPLAINS = (
    r"\({name}\0*\)|{name}\0*(?: \(|, (?:for|short for|the|an?)\b| is (?:short for|the|an?)\b)"
)

# Read as words by everyone, or words in capitals for weight ("What should you NOT do?").
_EVERYDAY = frozenset(
    {
        "AM",
        "DVD",
        "FAQ",
        "HIV",
        "ID",
        "OK",
        "PDF",
        "PIN",
        "PM",
        "Q&A",
        "R&D",
        "TV",
        "UK",
        "US",
        "USA",
        "UTC",
    }
    | {"ALL", "ALWAYS", "AND", "BEST", "BUT", "DO", "EXCEPT", "FIRST", "IN", "IS", "LEAST"}
    | {"MAY", "MOST", "MUST", "NEVER", "NO", "NONE", "NOT", "ONLY", "OR", "STOP", "YES", "YOU"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that hurts, in all its forms, what to offer instead, and why."""

    forms: tuple[str, ...]
    instead: str
    why: str = ""


@dataclass(frozen=True)
class Wording:
    """The words of one course."""

    words: tuple[Word, ...] = ()

    def hurting(self, text: str) -> Iterator[tuple[int, int, Word]]:
        """Yield start, end and the word for each that a text says in its own voice.

        A phrase in capitals is a name, such as that of an office, and names stay as they are.
        """
        if self._firsts.isdisjoint(_WORD.findall(text.casefold())):
            return
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        for match in self._pattern.finditer(text):
            said = match[0].split()
            is_name = len(said) > 1 and all(part[:1].isupper() for part in said)
            if not is_name and not any(a <= match.start() < b for a, b in quoted):
                yield *match.span(), self._by_form[" ".join(said).casefold()]

    @cached_property
    def _by_form(self) -> dict[str, Word]:
        return {form.casefold(): word for word in self.words for form in word.forms}

    @cached_property
    def _firsts(self) -> frozenset[str]:
        return frozenset(found[0] for form in self._by_form if (found := _WORD.findall(form)))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = sorted(self._by_form, key=len, reverse=True)
        one_of = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
        return re.compile(rf"(?<![\w-])(?:{one_of})(?![\w-])", re.IGNORECASE)


NO_WORDS = Wording()
"""The words of a course that has no list of them."""


def names_in_capitals(texts: Iterable[str]) -> frozenset[str]:
    """Return the names in capitals that some texts hold."""
    return frozenset(match["name"] for text in texts for match in _ACRONYM.finditer(text))


def explained_names(terms: Iterable[Term]) -> frozenset[str]:
    """Return the names in capitals that a glossary has."""
    return names_in_capitals(form for term in terms for form in (term.term, *term.also))


def unexplained(text: str, known: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and each name in capitals that nothing explains, where it first stands.

    The text explains a name itself where it stands in brackets behind its long form, or is
    followed by it: "(FDA)", "FDA (…", "FDA, the agency …", "FDA is the agency …".
    """
    told: set[str] = set()
    unquoted = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    for match in _ACRONYM.finditer(unquoted):
        name = match["name"]
        if name in told or name in known or name in _EVERYDAY or _NUMERAL.fullmatch(name):
            continue
        if not re.search(_EXPLAINS.format(name=re.escape(name)), text):
            told.add(name)
            yield *match.span("name"), name


def hurting_word(said: str, word: Word, place: Place) -> Finding:
    """Return the finding for a word that hurts, as it was written."""
    return finding(
        "R704",
        place,
        f'this course does not say "{said}"',
        help=f'try "{word.instead}"',
        note=word.why,
    )


def unexplained_name(name: str, place: Place) -> Finding:
    """Return the finding for a name in capitals that nothing explains."""
    return finding(
        "R705",
        place,
        f'nothing says what "{name}" is short for',
        help=f"add it to glossary.yaml, or write it out before it: Long Form ({name})",
    )
