"""Read what stands inside a run of Markdown: links, pictures, bold names, near-misses.

One pass, linear in the length of the text. Masked texts keep the length of the source, so
that every offset in them is an offset in the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Stands for characters that are markup; it is in no word and ends none.
GONE = "\0"
ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+.!|~-]")
TICKS = re.compile(r"`+")
TARGET = re.compile(
    r"\(\s*(?P<href>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
RAW_HTML = re.compile(r"<(?=[A-Za-z/!?])[^<>\n]*>?")
AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*:|[^\s<>@/]+@)[^\s<>]*>")
GAP = re.compile(
    r"\][ \t]+\((?:https?:|mailto:|tel:|www\.|media/|#[\w-]+\)"
    r"|[\w-]+\.(?:md|png|jpe?g|gif|webp|svg)\))"
)
LEFTOVERS = re.compile(r"`+|/{3,}|\|--|\[\[|\]\]|\{\{|\}\}|\{%|%\}|\{:|\[\^|~~|-{2}8<-")
STARS = re.compile(r"\*+")
PAIR = re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])[^*]*(?<=[^\s*])\1(?!\*)")
BOLD = re.compile(r"\*\*(?=\S)([^*]+)\*\*")
UNDERSCORES = re.compile(r"(?<![\w_])_+(?=\w)|(?<=[\w.,;!?])_+(?![\w_])")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or (with ``picture``) a picture; spans are offsets in the run."""

    text: str
    href: str
    span: tuple[int, int]
    text_span: tuple[int, int]
    href_span: tuple[int, int]
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A near-miss that readers would see as text: what it is and where."""

    kind: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Inline:
    """What a run holds. ``words`` is its text with all markup masked."""

    links: tuple[Link, ...]
    slips: tuple[Slip, ...]
    words: str
    bold: tuple[str, ...]
    code_masked: str


def read_inline(source: str) -> Inline:
    """Return the links, pictures, bold names, near-misses and the words of a run."""
    code_masked = _mask_code(source)
    links, slips = _links(source, code_masked)
    words = list(code_masked)
    for link in links:
        start, end = link.text_span
        _hide(words, link.span[0], start)
        _hide(words, end, link.span[1])
        if link.picture:
            _hide(words, start, end)
    without_links = "".join(words)
    slips += [Slip("html", m.span()) for m in RAW_HTML.finditer(_without(AUTOLINK, without_links))]
    slips += [Slip("autolink", m.span()) for m in AUTOLINK.finditer(without_links)]
    slips += [Slip("leftover", m.span()) for m in LEFTOVERS.finditer(without_links)]
    slips += [Slip("gap", m.span()) for m in GAP.finditer(without_links)]
    slips += _unclosed_stars(without_links)
    for mark in (*STARS.finditer(without_links), *UNDERSCORES.finditer(without_links)):
        _hide(words, *mark.span())
    bold = tuple(match[1].replace(GONE, "") for match in BOLD.finditer(without_links))
    return Inline(tuple(links), tuple(slips), "".join(words), bold, code_masked)


def _hide(characters: list[str], start: int, end: int) -> None:
    characters[start:end] = GONE * (end - start)


def _without(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: GONE * len(match[0]), text)


def _mask_code(source: str) -> str:
    """Return the text with backslash escapes and code spans masked."""
    text = _without(ESCAPE, source)
    marks = list(TICKS.finditer(text))
    closing: dict[int, list[int]] = {}
    for number in range(len(marks) - 1, -1, -1):
        closing.setdefault(len(marks[number][0]), []).append(number)
    characters = list(text)
    number = 0
    while number < len(marks):
        later = closing[len(marks[number][0])]
        while later and later[-1] <= number:
            later.pop()
        end = later[-1] if later else number
        if end > number:
            _hide(characters, marks[number].start(), marks[end].end())
        number = end + 1
    return "".join(characters)


def _links(source: str, masked: str) -> tuple[list[Link], list[Slip]]:
    """Return what stands in brackets: links and pictures, and those that went wrong."""
    links: list[Link] = []
    slips: list[Slip] = []
    opened: list[int] = []
    for match in re.finditer(r"[\[\]]", masked):
        at = match.start()
        if match[0] == "[":
            opened.append(at)
            continue
        after = masked[at + 1 : at + 2]
        if not opened:
            slips += [Slip("leftover", (at, at + 2))] if after == "(" else []
            continue
        start = opened.pop()
        if after == "(":
            target = TARGET.match(masked, at + 1)
            if target:
                links.append(_link(source, masked, start, at, target))
            else:
                slips.append(Slip("target", (start, at + 2)))
        elif after == "[" or (after == ":" and not masked[:start].strip()):
            slips.append(Slip("reference", (start, at + 2)))
    return links, slips


def _link(source: str, masked: str, start: int, end: int, target: re.Match[str]) -> Link:
    picture = masked[start - 1 : start] == "!" and start > 0
    span = (start - picture, target.end())
    href = target.span("href")
    text = source[start + 1 : end]
    return Link(text, source[slice(*href)], span, (start + 1, end), href, picture)


def _unclosed_stars(text: str) -> Iterator[Slip]:
    """Yield the stars that are left when every pair around words is taken out."""
    count = 1
    while count:
        text, count = PAIR.subn(lambda match: GONE * len(match[0]), text)
    for mark in STARS.finditer(text):
        if len(mark[0]) > 1 or _at_word(text, mark):
            yield Slip("stars", mark.span())


def _at_word(text: str, mark: re.Match[str]) -> bool:
    around = text[max(mark.start() - 1, 0) : mark.start()] + text[mark.end() : mark.end() + 1]
    return bool(around.strip())
