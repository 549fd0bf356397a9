"""``course check --fix``: mend the files with findings, and read them again."""

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

from course.cli.saving import NotWritten, link_on_the_way, save
from course.content.findings import Finding
from course.content.mending.file import Change, mend
from course.content.reading import Site

ENVIRONMENT = 3
MAX_TURNS = 10
"""How often the files are mended and read again: one mistake can hide another."""


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
            except NotWritten as problem:
                refused[path] = problem.why
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


def _by_file(findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    for path, found in groupby(findings, key=lambda each: each.place.path):
        yield path, tuple(found)


def _mend_file(root: Path, path: str, found: tuple[Finding, ...]) -> tuple[Change, ...]:
    before = _content(root, path)
    mended = mend(before, path, found)
    if mended.changes:
        save(root, {path: mended.content}, {path: before})
    return mended.changes


def _content(root: Path, path: str) -> bytes:
    """Return what a file holds that can be mended: b"" of none, and of one behind a link."""
    file = root / path
    if link_on_the_way(root, path) or not file.is_file():
        return b""
    try:
        return file.read_bytes()
    except OSError:
        return b""
