"""Say of a finding that ``course check --fix`` mends it only where that is so."""

from dataclasses import replace

from course.content.findings import Finding
from course.content.mending.file import mend

PROMISE = " `course check --fix` does this for you."


def has_promise(findings: tuple[Finding, ...]) -> bool:
    """Say whether some of these findings promise that they are mended."""
    return any(PROMISE in each.help for each in findings)


def kept(findings: tuple[Finding, ...], content: bytes) -> tuple[Finding, ...]:
    """Return the findings of one file, without the promise of those that stay.

    Who makes a finding of a tab sees one line; if the file leaves no doubt shows only the whole.
    """
    path = findings[0].place.path
    codes = {each.code for each in mend(content, path, findings).changes}
    return tuple(
        each if each.code in codes else replace(each, help=each.help.replace(PROMISE, ""))
        for each in findings
    )
