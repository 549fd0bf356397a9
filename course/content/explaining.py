r"""The examples of the catalogue: for each code a small course with the mistake, and without it.

They lie in ``examples/``, one file for a code, and are read when somebody asks: no server waits
for them. Each is laid over the sound course in ``examples/base/``. In such a file

- what stands first is a remark, for what no file shows by itself;
- ``=== PATH`` begins a file, ``=== PATH @ KEY`` one block of a file of the base: a key with all
  that is indented under it, or ``text``, which is what stands under a lesson's settings;
- of the lines below, those that begin with ``-`` are of the file with the mistake alone, those
  that begin with ``+`` of the one without it, and all others (a space leads them) of both. A
  file without any line of its own is not there;
- behind the path may stand ``escaped`` (the lines are ASCII, other bytes as ``\xe9``), ``link``
  (the first file is a link to what the line says) or ``repeated N`` (the first file says its
  lines so many times).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "examples"
COURSE = "example"
_HEAD = re.compile(
    r"=== (?P<path>.+?)(?: @ (?P<key>\S+))?(?: (?P<form>escaped|link|repeated \d+))?"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A file that is a link to another place."""

    to: str


Files = Mapping[str, bytes | Link]


@dataclass(frozen=True, slots=True)
class Shown:
    """What people are shown of one file: its lines with the mistake, and without it."""

    path: str
    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class Example:
    """A mistake and its mending, as whole courses and as what people are shown of them."""

    remark: str
    shown: tuple[Shown, ...]
    bad: Files
    good: Files


def example(code: str) -> Example:
    """Return the example of a code of the catalogue."""
    remark, *parts = re.split(r"^(?==== )", _text(FOLDER / f"{code}.txt"), flags=re.MULTILINE)
    bad: dict[str, bytes | Link] = {**base()}
    good: dict[str, bytes | Link] = {**base()}
    shown = []
    for part in parts:
        first, _, rest = part.partition("\n")
        head = _HEAD.fullmatch(first)
        if head is None:
            raise ValueError(f"{code}.txt: {first}")
        lines = [(line[:1] or " ", line[1:]) for line in rest.splitlines()]
        texts = Shown(head["path"], _lines(lines, "-"), _lines(lines, "+"))
        shown.append(texts)
        for files, text, mistaken in ((bad, texts.bad, True), (good, texts.good, False)):
            if text or (head["key"] and lines):
                files[texts.path] = _content(text, head, mistaken=mistaken)
            else:
                files.pop(texts.path, None)
    return Example(remark.strip(), tuple(shown), bad, good)


def base() -> dict[str, bytes]:
    """Return the sound course over which the examples are laid, by path."""
    folder = FOLDER / "base"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _lines(lines: list[tuple[str, str]], mark: str) -> str:
    return "".join(f"{line}\n" for lead, line in lines if lead in (" ", mark))


def _content(text: str, head: re.Match[str], *, mistaken: bool) -> bytes | Link:
    form, *times = (head["form"] or "plain").split()
    if form == "link" and mistaken:
        return Link(text.strip())
    if form == "repeated" and mistaken:
        text *= int(times[0])
    if head["key"]:
        text = "".join(_laid_over(_text(FOLDER / "base" / head["path"]), head["key"], text))
    if form == "escaped":
        return text.removesuffix("\n").encode().decode("unicode_escape").encode("latin-1")
    return text.encode()


def _laid_over(base_text: str, key: str, text: str) -> Iterator[str]:
    """Yield the base with one block written anew."""
    lines = base_text.splitlines(keepends=True)
    if key == "text":
        end = lines.index("---\n", 1) + 1
        yield from (*lines[:end], "\n", text)
        return
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
    after = (n for n in range(start + 1, len(lines)) if not lines[n].startswith((" ", "\n")))
    yield from (*lines[:start], text, *lines[next(after, len(lines)) :])
