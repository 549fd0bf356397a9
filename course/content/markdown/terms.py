"""Explain a glossary term where it first stands in a lesson, without a script.

A button opens the meaning by the ``popover`` attribute; where a browser does not know it, and
on paper, the meaning stands in the line. Browsers break a line on either side of a button, so
that a comma would begin the next one: a term is kept on one line with the signs that stand at it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from course.content.edition import Term

# In these a button would be in the way: headings and links lead elsewhere, code is literal.
CLOSED = {"a", "button", "caption", "code", "dfn", "figcaption", "h2", "h3", "h4", "pre", "th"}

OPENING, CLOSING = "([“‘\"'¿¡", ")]”’\"'.,;:?!…/–—-"


def term_pattern(terms: Iterable[Term]) -> re.Pattern[str]:
    """Return what finds any of the terms as whole words, the longest first."""
    names = sorted({name for term in terms for name in (term.term, *term.also)}, key=len)
    nothing = "(?!)"  # what never matches
    any_name = "|".join(map(_spelling, reversed(names))) or nothing
    return re.compile(rf"(?<!\w)(?:{any_name})(?!\w)")


def _spelling(name: str) -> str:
    """Match a name; one in lower case also at the start of a sentence, over a line's end too."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    if name != name.lower() or not name[0].isalpha():
        return words
    return f"[{name[0]}{name[0].upper()}]{words[1:]}" if len(name[0].upper()) == 1 else words


def term_named(terms: Iterable[Term], name: str) -> Term | None:
    """Return the term that goes by a name, in any case, None where there is none."""
    wanted = " ".join(name.split()).casefold()
    return next(
        (term for term in terms if wanted in {n.casefold() for n in (term.term, *term.also)}), None
    )


def explain_terms(
    parent: Element, pattern: re.Pattern[str], terms: tuple[Term, ...], seen: set[str]
) -> None:
    """Put a button and its meaning at each term that is not in ``seen``, and note it there.

    ``pattern`` is the ``term_pattern`` of the terms.
    """
    children = list(parent)
    new: list[Element] = []
    if parent.text and not isinstance(parent.text, AtomicString):
        parent.text, made = _explained(parent.text, pattern, terms, seen)
        new += made
    for child in children:
        if child.tag not in CLOSED:
            explain_terms(child, pattern, terms, seen)
        new.append(child)
        if child.tail and not isinstance(child.tail, AtomicString):
            child.tail, made = _explained(child.tail, pattern, terms, seen)
            new += made
    parent[:] = new


def _explained(
    text: str, pattern: re.Pattern[str], terms: tuple[Term, ...], seen: set[str]
) -> tuple[str, list[Element]]:
    """Return the text before the first new term, and the elements with the text after them."""
    pieces = list(_split(text, pattern, terms, seen))
    for element, tail in pieces[1:]:
        if element is not None:
            element.tail = tail
    return pieces[0][1], [element for element, _ in pieces[1:] if element is not None]


def _split(
    text: str, pattern: re.Pattern[str], terms: tuple[Term, ...], seen: set[str]
) -> Iterator[tuple[Element | None, str]]:
    """Yield what starts each piece of the text (nothing, then a term) and its text."""
    kept, start = None, 0
    for match in pattern.finditer(text):
        term = term_named(terms, match[0])
        if not term or term.term in seen:
            continue
        seen.add(term.term)
        before = len(text[start : match.start()].rstrip(OPENING)) + start
        end = len(text) - len(text[match.end() :].lstrip(CLOSING))
        yield kept, text[start:before]
        kept = _kept(text[before : match.start()], match[0], text[match.end() : end], term)
        start = end
    yield kept, text[start:]


def _kept(before: str, shown: str, after: str, term: Term) -> Element:
    """Return a term as a button, its meaning, and the signs that stand at it, on one line."""
    plain = unicodedata.normalize("NFKD", term.term).casefold()
    name = "term-" + "-".join(re.findall(r"[a-z0-9]+", plain))
    kept = Element("span", {"class": "term-line"})
    kept.text = before
    button = SubElement(kept, "button", {"type": "button", "class": "term", "popovertarget": name})
    button.text = shown
    means = SubElement(kept, "span", {"popover": "", "id": name, "class": "term-means"})
    means.text, means.tail = term.means, after
    return kept
