"""Values and names that are all but right: one sign is missing, or capitals and hyphens differ."""

import re

from course.content.findings import Finding

# Whose "did you mean" names a thing that is there. An id is none: others may point to it.
_NAMES = frozenset({"Q201", "Q203", "Q204", "C601", "C603", "C604", "L303", "L311", "L317", "Y122"})
_MEANT = re.compile(r'did you mean "([^"]+)"\?')
_SHARE = re.compile(r"0?\.([1-9][0-9]?)")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_WHOLE = re.compile(r"[1-9][0-9]|100")


def right_value(finding: Finding, written: str) -> str | None:
    """Return what should stand in the place of a finding, None where that is not certain."""
    if finding.code == "Q212":
        return _percentage(written.strip("\"'"))
    meant = _MEANT.fullmatch(finding.label)
    if finding.code not in _NAMES or meant is None:
        return None
    if finding.code.startswith("C") and not _ID.fullmatch(meant[1]):
        return None  # it is the file that needs another name
    mark = written[:1] if written[:1] in "\"'" and written.endswith(written[:1]) else ""
    bare = written[len(mark) : len(written) - len(mark)]
    alike = _folded(bare) == _folded(meant[1]) and bare != meant[1]
    return mark + meant[1] + mark if alike else None


def _percentage(written: str) -> str | None:
    """Return 80% for 0.8, .80 and 80; under 10 it could be a slip of another kind."""
    if share := _SHARE.fullmatch(written):
        return f"{share[1].ljust(2, '0')}%"
    return f"{written}%" if _WHOLE.fullmatch(written) else None


def _folded(name: str) -> str:
    return name.lower().replace("_", "-").replace(" ", "-")
