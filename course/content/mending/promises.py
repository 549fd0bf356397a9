"""Say of a finding that ``course check --fix`` mends it only where that is so."""

from collections.abc import Mapping
from dataclasses import replace

from course.content.findings import Finding
from course.content.mending.file import mend

PROMISE = " `course check --fix` does this for you."


def without_empty_promises(
    findings: tuple[Finding, ...], files: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    """Return the findings of some files, in their order; ``files`` is what each one holds."""
    for path in {each.place.path for each in findings if PROMISE in each.help}:
        told = tuple(each for each in findings if each.place.path == path)
        said = dict(zip(told, kept(told, files.get(path, b"")), strict=True))
        findings = tuple(said.get(each, each) for each in findings)
    return findings


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
