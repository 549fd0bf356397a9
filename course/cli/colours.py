"""Colours for findings, where there is a terminal that shows them and nobody asked for none."""

import os
import re
import sys
from collections.abc import Mapping
from typing import TextIO

import click

_COLOURS = {"error": "red", "warning": "yellow", "advice": "blue"}
_HEADLINE = re.compile(r" *(error|warning|advice)\[\w+\]:")
_MARKS = re.compile(r"( +\| *)(\^.*)")
_REMEDY = re.compile(r"( += )(help|note)(:.*)")


def print_report(text: str, *, err: bool = False) -> None:
    """Print what ``report`` returns; a letter that the terminal cannot show becomes its number."""
    stream = sys.stderr if err else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    text = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(painted(text) if shows_colours(stream, os.environ) else text, err=err, nl=False)


def shows_colours(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Say whether to print colours: on a terminal, without NO_COLOR (no-color.org)."""
    plain = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return stream.isatty() and not plain


def painted(text: str) -> str:
    """Return findings in colours. The author's lines stay as they are: a number leads each."""
    lines, colour = [], ""
    for line in text.split("\n"):
        found = _HEADLINE.match(line)
        colour = _COLOURS[found[1]] if found else colour
        lines.append(_painted(line, colour))
    return "\n".join(lines)


def _painted(line: str, colour: str) -> str:
    if found := _HEADLINE.match(line):
        return click.style(found[0], fg=colour, bold=True) + line[found.end() :]
    if colour and (found := _MARKS.fullmatch(line)):
        return found[1] + click.style(found[2], fg=colour)
    if found := _REMEDY.fullmatch(line):
        return found[1] + click.style(found[2], bold=True) + found[3]
    return line
