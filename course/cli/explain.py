"""``course explain``: what a code means, with a bad and a good example."""

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from textwrap import indent

import click

from course import clock
from course.cli.colours import print_report
from course.cli.program import as_called
from course.content import report
from course.content.catalogue import CATALOGUE, Rule
from course.content.explaining import COURSE, Example, Files, Link, example
from course.content.findings import Finding
from course.content.reading import Site, read_site
from course.content.spelling import nearest
from course.content.vanished import Ids, vanished

WRONG_USAGE = 2
FAMILIES = {
    "F": "Files",
    "T": "Text",
    "Y": "YAML",
    "C": "The course, its modules and its certificate",
    "L": "Lessons, boxes and Markdown",
    "A": "Accessibility",
    "R": "Plain words",
    "Q": "Questions and exams",
    "S": "The style of questions",
    "D": "Reviews and their dates",
    "P": "Privacy",
    "K": "Ids that are kept",
}


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a code of a problem means, and show it in an example.

    \b
    Examples:
      course explain Q205
      course explain
    """
    if code is None:
        print_report("".join(_every_code()))
        return
    rule = CATALOGUE.get(code.upper())
    if rule is None:
        near = nearest(code.upper().replace("O", "0"), CATALOGUE)
        mend = f"did you mean {near}?" if near else "course explain lists all codes"
        click.echo(as_called(f"course: there is no code {code}; {mend}"), err=True)
        sys.exit(WRONG_USAGE)
    print_report("".join(_explained(rule, today=clock.now().date())))


def _every_code() -> Iterator[str]:
    for family, rules in by_family():
        yield f"{family}\n\n"
        yield from (f"  {rule.code}  {rule.severity:<7}  {rule.title}\n" for rule in rules)
        yield "\n"
    yield as_called("For one of them: course explain CODE\n")


def by_family() -> Iterator[tuple[str, list[Rule]]]:
    """Yield each family of codes with its rules, in the order in which an author meets them."""
    order = list(FAMILIES)
    rules = sorted(CATALOGUE.values(), key=lambda rule: (order.index(rule.code[0]), rule.code))
    for letter, family in groupby(rules, key=lambda rule: rule.code[0]):
        yield FAMILIES[letter], list(family)


def _explained(rule: Rule, *, today: date) -> Iterator[str]:
    shown = example(rule.code)
    yield f"{rule.code} ({rule.severity}): {rule.title}\n\n{rule.why}\n"
    if shown.remark:
        yield f"\n{shown.remark}\n"
    if not shown.shown:
        return
    yield from _files("With the mistake", [(each.path, each.bad) for each in shown.shown])
    yield "\nWhat is said of it:\n\n"
    yield indent("\n".join(map(report.one, found_in(rule.code, shown, today=today))), "    ")
    yield from _files("Without it", [(each.path, each.good) for each in shown.shown])


def _files(title: str, files: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of an example's files; one that is not there is not shown."""
    for path, text in files:
        if text:
            yield f"\n{title}, {path}:\n\n{indent(text, '    ')}"
    if not any(text for _, text in files):
        yield f"\n{title}: the file is not there.\n"


def found_in(code: str, shown: Example, *, today: date) -> tuple[Finding, ...]:
    """Return what is found in the example with the mistake."""
    found = read_files(shown.bad, today=today).findings
    return found + (_vanished(shown, today) if code == "K801" else ())


def _vanished(shown: Example, today: date) -> tuple[Finding, ...]:
    """Return what is missed when the file with the mistake replaces the one without it."""
    live, new = (
        next(each.edition for each in read_files(files, today=today).courses if each.edition)
        for files in (shown.good, shown.bad)
    )
    answered = frozenset(item.id for each in live.assessments for item in each.items)
    return vanished(live, new, Ids(items=answered))


def read_files(files: Files, *, today: date) -> Site:
    """Read the course of an example as ``course check`` does, from a folder made for it."""
    with tempfile.TemporaryDirectory(prefix=f"course-{COURSE}-") as name:
        for path, content in files.items():
            file = Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Link):
                file.symlink_to(content.to)
            else:
                file.write_bytes(content)
        return read_site(Path(name), today=today)
