"""The pages of every message: what ``course explain`` says, for those who read in a browser."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from course.cli.explain import by_family, found_in
from course.content import report
from course.content.catalogue import Rule
from course.content.explaining import example

TODAY = date(2026, 8, 1)
"""The day of the examples, so that the pages say the same tomorrow."""

PAGES = {
    "files": ("Messages about files and their text", "FT"),
    "yaml": ("Messages about YAML", "Y"),
    "course": ("Messages about the course, its sources and dates", "CD"),
    "lessons": ("Messages about lessons", "LARP"),
    "questions": ("Messages about questions and exams", "QSK"),
}


def overview() -> Iterator[str]:
    """Write the page that lists every code."""
    yield "# What `course check` finds\n\n"
    yield "An error keeps the course from being published. A warning does not, but\n"
    yield "`course check --strict` fails for it. Advice is for you to weigh.\n"
    yield "`course explain CODE` shows the same as these pages.\n"
    for family, rules in by_family():
        yield f"\n## {family}\n\n| Code | | What | Why |\n|---|---|---|---|\n"
        for rule in rules:
            link = f"[{rule.code}](messages-{_page_of(rule)}.md#{_anchor(rule)})"
            yield f"| {link} | {rule.severity.value} | {rule.title} | {rule.why} |\n"


@cache
def families() -> dict[str, str]:
    """Return the pages with a section for each code, by their file names."""
    rules = [rule for _, family in by_family() for rule in family]
    return {
        f"messages-{name}.md": f"# {title}\n"
        + "".join(part for rule in rules if rule.code[0] in letters for part in _section(rule))
        for name, (title, letters) in PAGES.items()
    }


def _section(rule: Rule) -> Iterator[str]:
    shown = example(rule.code)
    yield f"\n## {rule.code}: {rule.title}\n\n{rule.severity.value.capitalize()}. {rule.why}\n"
    if shown.remark:
        yield f"\n{shown.remark}\n"
    for each in shown.shown:
        if each.bad:
            yield f"\nWith the mistake, `{each.path}`:\n\n{_block(each.bad)}"
    if shown.shown:
        found = "\n".join(map(report.one, found_in(rule.code, shown, today=TODAY)))
        yield f"\nWhat is said of it:\n\n{_block(found)}"
    for each in shown.shown:
        if each.good:
            yield f"\nWithout it, `{each.path}`:\n\n{_block(each.good)}"


def _block(text: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall("`{3,}", text)), default=2) + 1)
    return f"{fence}text\n{text}{fence}\n"


def _page_of(rule: Rule) -> str:
    return next(name for name, (_, letters) in PAGES.items() if rule.code[0] in letters)


def _anchor(rule: Rule) -> str:
    heading = f"{rule.code}: {rule.title}".lower()
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")
