"""Text that looks as if it were about a real person: a phone number, an address, an SSN (P101)."""

import re
from collections.abc import Iterator, Mapping

from course.content.catalogue import finding
from course.content.findings import Finding, Place

# Each part has an end, so that the time grows with the length of a file alone.
_MAIL = r"(?<![\w.+-])(?P<mailbox>[\w.+-]{1,64})@(?P<domain>(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24})"
_SSN = r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])"
_PHONE = (
    r"(?<![\w.,$€£/=-])(?:\+?1[ .-]?)?"
    r"(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?![\w-])"
)
_ABROAD = (
    r"(?<![\w.+-])\+1\d{10}(?!\d)|(?<![\w.+-])\+[2-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\w)"
)
_LOCAL = r"(?<=[a-z] )[2-9]\d\d[.-]\d{4}(?![\w-])"
_PERSONAL = re.compile(
    f"(?P<mail>{_MAIL})|(?P<ssn>{_SSN})|(?P<phone>{_PHONE}|{_ABROAD})|(?P<local>{_LOCAL})"
)
_NUMBER = re.compile(r"\d[\d(). -]{5,}\d")  # most lines have none
_SAID_BEFORE = re.compile(r"\b(?:call|cell|dial|mobile|number|phone|tel|text)\b", re.IGNORECASE)

# Kept for examples by those who give out numbers and domains: 555-0100 to 555-0199, RFC 2606.
_FICTION = re.compile(r"55501\d\d$")
_EXAMPLE = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|edu|net|org))?|invalid|test)$", re.IGNORECASE)
# Numbers that cost the caller nothing, and mailboxes that are an office's, are no person's.
_FREE = re.compile(r"1?8(?:00|33|44|55|66|77|88)\d{7}$")
_OFFICE = frozenset(
    {"admin", "contact", "hello", "help", "info", "mail", "no-reply", "noreply", "office"}
    | {"support", "training"}
)
_MENDS = {
    "mail": ("email address", "in an example, write one such as ana@example.org"),
    "ssn": ("Social Security number", "no lesson needs one: take it out"),
    "phone": ("phone number", "in an example, write one such as 555-0100"),
}


def personal_findings(texts: Mapping[str, str | None], course_yaml: str) -> Iterator[Finding]:
    """Find what looks like a real person's, in all files of a course by path.

    What course.yaml says (``course_yaml`` is its path) is there for trainees to use: whom to
    ask, and the lines of help. The same may stand in lessons.
    """
    public = {_key(found) for _, found in _in_lines(texts.get(course_yaml) or "")}
    for path, text in texts.items():
        if text and path != course_yaml:
            for number, found in _in_lines(text):
                if _key(found) not in public and _is_a_persons(found):
                    yield _finding(Place(path, number, found.start() + 1, found.end() + 1), found)


def _in_lines(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if "@" in line or _NUMBER.search(line):
            yield from ((number, found) for found in _PERSONAL.finditer(line))


def _finding(place: Place, found: re.Match[str]) -> Finding:
    what, mend = _MENDS["mail" if found["mail"] else "ssn" if found["ssn"] else "phone"]
    return finding(
        "P101",
        place,
        f"this looks like a real person's {what}",
        label="is it somebody's?",
        help=mend,
        note="what is published stays in its edition; if it is an office's, "
        "name it in course.yaml under contact: or support:",
    )


def _is_a_persons(found: re.Match[str]) -> bool:
    if found["mail"]:
        office = found["mailbox"].casefold() in _OFFICE
        return not office and not _EXAMPLE.search(found["domain"])
    if found["ssn"]:
        return True
    before = found.string[max(found.start() - 40, 0) : found.start()]
    if found["local"] and not _SAID_BEFORE.search(before):
        return False
    digits = _key(found)
    in_an_address = "://" in before.rpartition(" ")[2]
    too_short = len(digits) < 8 and not found["local"]
    return not (in_an_address or too_short or _FICTION.search(digits) or _FREE.match(digits))


def _key(found: re.Match[str]) -> str:
    """Return what makes two ways to write it the same."""
    if found["mail"]:
        return found["mail"].casefold()
    return re.sub(r"\D", "", found[0]).removeprefix("1" if not found["local"] else "")
