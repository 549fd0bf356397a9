"""Hold what an author wrote against a shape: every misfit becomes a finding with its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, ClassVar, Generic, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.yaml_mistakes import in_quotes
from course.content.yamlfile import Mapping, Node, Scalar, Sequence, locate, plain

M = TypeVar("M", bound=BaseModel)
Loc = tuple[str | int, ...]


class Shape(BaseModel):
    """What an author may write in one place. ``what`` names such places in messages."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    what: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Shaped(Generic[M]):
    """The value, None where the author's text does not fit; and what does not fit."""

    value: M | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Context:
    model: type[BaseModel]
    node: Node
    what: str
    unknown: str


def read_shape(model: type[M], node: Node, *, what: str, unknown: str) -> Shaped[M]:
    """Return the node as a ``model``. ``unknown`` is the code for settings it does not have.

    ``what`` says in messages who has or needs a setting ("questions", "lessons").
    """
    try:
        return Shaped(model.model_validate(plain(node)), ())
    except ValidationError as misfit:
        context = _Context(model, node, what, unknown)
        errors = _one_each(misfit.errors(include_url=False))
        return Shaped(None, tuple(_finding(error, context) for error in errors))


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return 'did you mean "x"?' for the choice that is nearest, "" where none is near."""
    near = nearest(word, choices)
    return f'did you mean "{near}"?' if near else ""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that looks most like the word, "" where none does."""
    by_lower = {choice.lower(): choice for choice in choices}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def _one_each(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out a missing setting where a misspelt one stands for it: it is one mistake."""
    unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    return [
        error
        for error in errors
        if error["type"] != "missing"
        or not any(
            loc[:-1] == error["loc"][:-1] and nearest(str(loc[-1]), [str(error["loc"][-1])])
            for loc in unknown
        )
    ]


def _finding(error: ErrorDetails, context: _Context) -> Finding:
    kind = error["type"]
    if kind == "finding":
        place = _place(error["loc"], context)
        told = error["ctx"]
        return finding(told["code"], place, told["message"], label=told["label"], help=told["help"])
    if kind == "extra_forbidden":
        return _unknown_setting(error["loc"], context)
    if kind == "missing":
        return _missing_setting(error["loc"], context)
    if kind == "literal_error":
        return _not_a_choice(error, context)
    return _wrong_kind(error, context)


def _unknown_setting(loc: Loc, context: _Context) -> Finding:
    model, what = _model_at(context, loc[:-1])
    names = [field.alias or name for name, field in model.model_fields.items()]
    word = str(loc[-1])
    label = did_you_mean(word, names)
    return finding(
        context.unknown,
        locate(context.node, loc, key=True),
        f'{what} do not have a setting called "{word}"'
        if not what.endswith(".yaml")
        else f'{what} does not have a setting called "{word}"',
        label=label,
        help="" if label else f"settings: {', '.join(sorted(names))}",
    )


def _missing_setting(loc: Loc, context: _Context) -> Finding:
    _, what = _model_at(context, loc[:-1])
    name = loc[-1]
    need = "needs" if what.endswith(".yaml") else "need"
    return finding(
        "Y120",
        locate(context.node, loc[:-1]),
        f'{what} {need} a setting called "{name}"',
        label=f'no "{name}:" here',
        help=f'add "{name}:" with its value',
    )


def _not_a_choice(error: ErrorDetails, context: _Context) -> Finding:
    choices = re.findall(r"'([^']+)'", error["ctx"]["expected"])
    word = str(error["input"])
    name = _name_of(error["loc"])
    return finding(
        "Y122",
        _place(error["loc"], context),
        f'"{name}" cannot be "{word}"',
        label=did_you_mean(word, choices),
        help=f"choose one of: {', '.join(choices)}",
    )


def _wrong_kind(error: ErrorDetails, context: _Context) -> Finding:
    loc, wanted = error["loc"], error["type"]
    node = _node_at(context.node, loc)
    place = locate(context.node, loc)
    if wanted == "string_type" and (slip := _colon_in_text(node)):
        return slip
    belongs, mend = _KINDS.get(wanted, ("another value", ""))
    stands = {Scalar: "one text", Sequence: "a list", Mapping: "settings"}[type(node)]
    if isinstance(node, Scalar) and not node.value:
        stands = "nothing"
    name = _name_of(loc)
    return finding(
        "Y121",
        place,
        f'"{name}" must be {belongs}, but here is {stands}'
        if name
        else f"this must be {belongs}, but here is {stands}",
        help=mend,
    )


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


def _place(loc: Loc, context: _Context) -> Place:
    # pydantic says "[key]" where it is the name of a setting that does not fit.
    if loc and loc[-1] == "[key]":
        return locate(context.node, loc[:-1], key=True)
    return locate(context.node, loc)


def _name_of(loc: Loc) -> str:
    names = [part for part in loc if isinstance(part, str)]
    return (names[-2] if names[-1:] == ["[key]"] else names[-1]) if names else ""


def _node_at(node: Node, loc: Loc) -> Node:
    for step in loc:
        if isinstance(node, Mapping) and step in node.entries:
            node = node.entries[str(step)].value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def _model_at(context: _Context, loc: Loc) -> tuple[type[BaseModel], str]:
    """Return the model that ``loc`` leads to, and how messages call such a thing."""
    model, what = context.model, context.what
    for step in loc:
        found = next(_models_in(_annotation(model, step)), None) if isinstance(step, str) else None
        if found:
            model, what = found, getattr(found, "what", "") or what
    return model, what


def _annotation(model: type[BaseModel], name: str) -> Any:
    for field_name, field in model.model_fields.items():
        if name in (field_name, field.alias):
            return field.annotation
    return None


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
