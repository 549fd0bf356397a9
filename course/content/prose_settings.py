"""The settings of YAML files that hold prose: what a # hides in them, and their Markdown."""

from collections.abc import Iterator

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.text_checks import text_findings
from course.content.yaml_stop import in_quotes
from course.content.yamlnodes import Mapping, Node, Scalar, Sequence

_MARKDOWN = frozenset(
    {"text", "right", "wrong", "why", "explain", "intro", "say", "does", "not_its_job"}
    | {"purpose", "basis", "rests_on", "records_and_pay", "self_disclosure"}
)
# Plain prose beside it. Elsewhere a comment after a value is a good habit.
_PROSE = _MARKDOWN | {"summary", "means", "about", "look_for"}


def prose_findings_in(node: Node, name: str = "") -> Iterator[Finding]:
    """Yield what is wrong with the prose in a file: hidden by a # (Y111), or its Markdown."""
    if isinstance(node, Mapping):
        for entry in node.entries.values():
            yield from prose_findings_in(entry.value, entry.key.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from prose_findings_in(item, name)
    elif name in _PROSE:
        yield from _hidden(node, name)
        if name in _MARKDOWN:
            yield from text_findings(node.value, node.place)


def _hidden(scalar: Scalar, name: str) -> Iterator[Finding]:
    if scalar.hidden is None or not scalar.value:
        return
    whole = in_quotes(f"{scalar.value} {scalar.hidden.text}")
    indent = " " * (scalar.place.column - len(name) - 3)
    yield finding(
        "Y111",
        scalar.hidden.place,
        "everything after # is a comment, so trainees will not see it",
        label="not shown",
        help="if this is part of the text, put the text in double quotes:\n"
        f"{indent}{name}: {whole}",
    )
