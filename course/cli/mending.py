"""``course check --fix``: write mended files, each whole or not at all."""

import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

from course.content.findings import Finding
from course.content.mending.file import Change, mend
from course.content.mending.promises import has_promise, kept
from course.content.reading import Site

ENVIRONMENT = 3
MAX_TURNS = 10
"""How often the files are mended and read again: one mistake can hide another."""

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class NotMended(Exception):
    """A file that was left as it is; says why."""


def mend_site(
    root: Path, site: Site, read: Callable[[], Site], asked: Callable[[Finding], bool]
) -> Site:
    """Mend the files with findings that are asked for, say what was done, and read them again.

    Stops the command, when all else is done, where a file could not be written.
    """
    refused: dict[str, str] = {}
    for _ in range(MAX_TURNS):
        done = 0
        for path, found in _by_file(filter(asked, site.findings)):
            try:
                changes = _mend_file(root, path, found) if path not in refused else ()
            except (NotMended, OSError) as problem:
                refused[path] = getattr(problem, "strerror", None) or str(problem)
                continue
            done += len(changes)
            for each in changes:
                click.echo(f"{path}:{each.line}: mended: {each.what}", err=True)
        if not done:
            break
        site = read()
    for path, why in refused.items():
        click.echo(f"{path}: not mended: {why}", err=True)
    if refused:
        sys.exit(ENVIRONMENT)
    return site


def without_empty_promises(root: Path, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings; none says that ``--fix`` mends it where that is not so."""
    return [
        each
        for path, found in _by_file(findings)
        for each in (kept(found, _content(root / path)) if has_promise(found) else found)
    ]


def _by_file(findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    for path, found in groupby(findings, key=lambda each: each.place.path):
        yield path, tuple(found)


def _mend_file(root: Path, path: str, found: tuple[Finding, ...]) -> tuple[Change, ...]:
    file = root / path
    if _leads_elsewhere(root, path) or not file.is_file():
        return ()
    before, mode = _read(file)
    mended = mend(before, path, found)
    if mended.changes:
        _write(file, before, mended.content, mode)
    return mended.changes


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _leads_elsewhere(root: Path, path: str) -> bool:
    """Say whether a link stands on the way from the root to a file."""
    inside = (Path(path), *Path(path).parents)[:-1]
    return any((root / part).is_symlink() for part in inside)


def _read(file: Path) -> tuple[bytes, int]:
    """Return what a file holds and its mode; only a file that may be written is read."""
    with os.fdopen(os.open(file, os.O_RDWR | _NO_LINKS), "rb") as opened:
        return opened.read(), stat.S_IMODE(os.fstat(opened.fileno()).st_mode)


def _write(file: Path, before: bytes, after: bytes, mode: int) -> None:
    """Put a new file in the place of the old one, unless that is no longer what was mended."""
    descriptor, name = tempfile.mkstemp(prefix=".", suffix="~", dir=file.parent)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(after)
            opened.flush()
            new.chmod(mode)
            os.fsync(opened.fileno())
        if _read(file)[0] != before:
            raise NotMended("the file was changed just now. Do it again")
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
