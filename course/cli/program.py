"""What to type to run this command: messages name it as it was called, so that it works again."""

import re
import shlex
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from course.content.findings import Finding

NAME = "course"
COMMANDS = (
    "backup",
    "check",
    "doctor",
    "explain",
    "migrate",
    "new",
    "people",
    "publish",
    "restore",
    "serve",
)
_NAMED = re.compile(rf"(?<![\w/.-]){NAME} (?=(?:{'|'.join(COMMANDS)})\b)")


def program() -> str:
    """Return ``course`` where the terminal finds this program by its name, else its path."""
    called = Path(sys.argv[0])
    if called.name != NAME or len(called.parts) == 1:
        return NAME
    if called.is_absolute():
        found = shutil.which(NAME)
        if found and Path(found).resolve() == called.resolve():
            return NAME
        here = Path.cwd()
        called = called.relative_to(here) if called.is_relative_to(here) else called
    return shlex.quote(str(called))


def as_called(text: str) -> str:
    """Return our own words with the program in ``course check`` and the like as it was called."""
    name = program()
    return text if name == NAME else _NAMED.sub(lambda _: f"{name} ", text)


def findings_as_called(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings whose help names the program as it was called; the author's line stays."""
    return [replace(each, help=as_called(each.help)) for each in findings]
