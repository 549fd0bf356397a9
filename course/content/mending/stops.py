"""Lines at which YAML stops reading, and that can be written in one way only.

The lines are those of one piece of YAML: a file, or the settings at the top of a lesson.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from course.content.yaml.builder import Builder, TooMuchError
from course.content.yaml.mistakes import diagnose
from course.content.yaml.names import SETTING_NAMES
from course.content.yaml.nodes import Plain, plain
from course.content.yaml.stop import SETTING, Frame, Mistake, stop_at, value_start

MAX_STOPS = 50

_QUOTED = {"Y101": "a colon", "Y103": "a special sign", "Y106": "an apostrophe", "Y107": "quotes"}
_GLUED = re.compile(r"\s*(?:- +)*(?P<name>[a-z_-]+):(?=\S)")
_NAME = re.compile(r"(?<![\w-])(?P<name>[a-z_-]+):(?=\s|$)")
# The values of which the quote marks leave no doubt: where else a sign opens something in YAML,
# its author may have meant to open it; where quote marks stand in pairs, each pair may be a text.
_SURE = {
    "Y101": re.compile(r"[^\"'\[\]{}&*!|>%@`?,-].*"),
    "Y103": re.compile(r"[@`%*&!\[{].*"),
    "Y106": re.compile(r"'(?:[^']|(?<=\w)'(?=\w))*'"),
    "Y107": re.compile(
        r'"[^"]+"(?:[^"]*"[^"]+")*[^"]*[^"\s]|"(?:[^"]|(?<=[\s(])"(?! )[^"]*[^\s"]"(?!\w))*"'
    ),
}


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A line written anew: its number in the piece counted from 0, the code, what was done."""

    row: int
    line: str
    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Unstopped:
    """What reading comes to where every stop is mended as well as can be guessed.

    ``node`` is what the piece then holds; ``rewrites`` are those of which there is no doubt;
    ``tabbed`` says that a tab stopped the reading.
    """

    lines: tuple[str, ...]
    node: Plain = ""
    rewrites: tuple[Rewrite, ...] = ()
    tabbed: bool = False
    whole: bool = False


def unstop(lines: tuple[str, ...]) -> Unstopped:
    """Read a piece of YAML to its end, mending on the way; not ``whole`` where that failed."""
    doubtful: set[int] = set()
    rewrites: dict[int, Rewrite] = {}
    for _ in range(MAX_STOPS):
        read = _read(lines)
        if not isinstance(read, Mistake):
            sure = tuple(rewrites[row] for row in sorted(rewrites.keys() - doubtful))
            return Unstopped(lines, read or "", sure, whole=read is not None)
        change = _rewrite(lines, read)
        if change is None or change.row in doubtful:
            return Unstopped(lines, tabbed=read.finding.code == "Y102")
        if change.row in rewrites or not _is_certain(lines, change):
            doubtful.add(change.row)
        rewrites[change.row] = change
        lines = (*lines[: change.row], change.line, *lines[change.row + 1 :])
    return Unstopped(lines)


def _read(lines: tuple[str, ...]) -> Mistake | Plain | None:
    """Return what the lines hold, or what stops the reading; None where nothing is to be said."""
    frame = Frame("", 1, 1)
    builder = Builder("\n".join(lines), frame)
    try:
        node = builder.document()
    except TooMuchError:
        return None
    except yaml.MarkedYAMLError as problem:
        return diagnose(stop_at(list(lines), problem, builder.last, frame))
    return plain(node) if node else None


def _rewrite(lines: tuple[str, ...], mistake: Mistake) -> Rewrite | None:
    code, row = mistake.finding.code, mistake.finding.place.line - 1
    if mistake.mended is not None:
        after = mistake.mended.split("\n")
        rows = [n for n, line in enumerate(lines) if line != after[n]] or [row]
        if len(rows) > 1:
            return None
        row = rows[0]
        return Rewrite(row, after[row], code, f"{_QUOTED[code]} in the text: now in quotes")
    glued = _GLUED.match(lines[row]) if code == "Y113" else None
    if glued and glued["name"] in SETTING_NAMES:
        line = f"{glued[0]} {lines[row][glued.end() :]}"
        return Rewrite(row, line, code, f'a space after "{glued["name"]}:"')
    return None


def _is_certain(lines: tuple[str, ...], change: Rewrite) -> bool:
    """Say whether the value of a line is one text to its end.

    One that goes on in the next line is none: in quotes, YAML would stop there again.
    """
    if change.code == "Y113":
        return True
    value = lines[change.row][value_start(change.line) :].rstrip()
    if re.search(r"\s#", value) or not _SURE[change.code].fullmatch(value):
        return False
    # "text: Who decides? why: They do" was to be two settings, not one text.
    names = {found["name"] for found in _NAME.finditer(value)}
    return not names & (SETTING_NAMES | set(_settings_in(lines)))


def _settings_in(lines: tuple[str, ...]) -> Iterator[str]:
    return (found["key"] for line in lines if (found := SETTING.match(line)))
