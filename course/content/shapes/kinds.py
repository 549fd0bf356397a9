"""One kind of value where another belongs: a list for a text, a text for settings."""

import re
from collections.abc import Collection

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.yaml.nodes import Mapping, Node, Scalar, Sequence, in_quotes

_LIST = ("a list", 'write each part on a line of its own, after "- "')
_SETTINGS = ("settings", "write each on a line of its own: a name, a colon, a space and a value")
_KINDS = {
    "string_type": ("one text", "write it on one line; put it in double quotes if it has signs"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "frozen_set_type": _LIST,
    "model_type": _SETTINGS,
    "model_attributes_type": _SETTINGS,
    "dict_type": _SETTINGS,
    "mapping_type": _SETTINGS,
    "int_type": ("a number", "for example: 2"),
    "bool_type": ("yes or no", "write yes or no"),
    "date_type": ("a date", "write year, month and day: 2026-08-01"),
}

_SETTING = re.compile(r"(?P<name>[a-z_]+)(?P<sign>:|\s*=\s*|\s+)(?P<value>[^\s:=].*)")


def wrong_kind(node: Node, name: str, place: Place, wanted: str) -> Finding:
    """Return what is said of a value; ``wanted`` is what pydantic calls its misfit."""
    if wanted == "string_type" and (slip := _colon_in_text(node)):
        return slip
    belongs, mend = _KINDS.get(wanted, ("another value", ""))
    if wanted in ("tuple_type", "list_type") and _has_glued_dashes(node):
        mend = 'write a space after each dash: "- " and then the rest'
    if name == "options" and isinstance(node, Scalar) and node.value:
        mend = f'write "right:" or "wrong:" before the text of an option:\n- wrong: {node.value}'
    stands = {Scalar: "one text", Sequence: "a list", Mapping: "settings"}[type(node)]
    if isinstance(node, Scalar) and not node.value:
        stands = "nothing"
    return finding(
        "Y121",
        place,
        f'"{name}" must be {belongs}, but here is {stands}'
        if name
        else f"this must be {belongs}, but here is {stands}",
        help=mend,
    )


def without_colon(node: Node, names: Collection[str]) -> Finding | None:
    """Find an entry such as "- lesson NAME", a text for want of a colon and a space (Y113).

    ``names`` are the settings that such an entry may have.
    """
    begins = _SETTING.fullmatch(node.value) if isinstance(node, Scalar) else None
    if begins is None or begins["name"] not in names:
        return None
    name, glued = begins["name"], begins["sign"] == ":"
    mend = "write a space after the colon:" if glued else f'write a colon after "{name}":'
    return finding(
        "Y113",
        node.place,
        "this line is not a setting",
        label="no space after the colon" if glued else "no colon here",
        help=f"{mend}\n- {name}: {begins['value']}",
    )


def _has_glued_dashes(node: Node) -> bool:
    return isinstance(node, Mapping) and all(name.startswith("-") for name in node.entries)


def _colon_in_text(node: Node) -> Finding | None:
    """Find "- Remember: this" in a list of texts, which YAML reads as a setting."""
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return None
    entry = next(iter(node.entries.values()))
    if not isinstance(entry.value, Scalar) or entry.value.place.line != entry.key.place.line:
        return None
    key = entry.key.place
    written = in_quotes(f"{entry.key.value}: {entry.value.value}")
    return finding(
        "Y101",
        Place(key.path, key.line, key.end_column, key.end_column + 1),
        "this text has a colon in it, so YAML reads it as a setting",
        label="colon",
        help=f"put the text in double quotes:\n- {written}",
    )
