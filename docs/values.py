"""What a single value of an author's file may be: in words for a page, as JSON Schema for editors.

An editor reads YAML 1.2, so it sees numbers and true or false where our loader sees their text.
A schema here takes both; it may be wider than the reader, never narrower.
"""

from dataclasses import dataclass, field
from typing import Any

from course.content.shapes import values

Schema = dict[str, Any]

_DURATION = "[1-9][0-9]{0,3} (minute|hour|day)s?"
_DAYS = "[1-9][0-9]{0,3} days?"
_OR_TEXT = ["string", "number", "boolean"]
NONE: Schema = {"enum": ["none"]}


@dataclass(frozen=True, slots=True)
class Value:
    """A type of value: how authors call it, how a schema takes it, an example for an editor."""

    kind: Any
    words: str
    schema: Schema = field(default_factory=dict)


def _pattern(pattern: str, *examples: str) -> Schema:
    return {"type": "string", "pattern": f"^({pattern})$", "examples": list(examples)}


def _number(schema: Schema, pattern: str) -> Schema:
    return {"anyOf": [schema, {"type": "string", "pattern": f"^({pattern})$"}]}


def _or_none(schema: Schema) -> Schema:
    return {"anyOf": [NONE, schema]}


TEXT: Schema = {"type": _OR_TEXT, "pattern": r"\S"}
ID_PATTERN = f"^{values.ID.pattern}$"
WHOLE = _number({"type": "integer", "minimum": 1, "maximum": 999_999}, "[1-9][0-9]{0,5}")
COUNT = _number({"type": "integer", "minimum": 0, "maximum": 999_999}, "0|[1-9][0-9]{0,5}")
SECONDS = _pattern(_DURATION, "30 minutes", "2 hours", "7 days")
DAYS = _pattern(_DAYS, "730 days")
PERCENTAGE = _pattern(r"(100|[1-9][0-9]?)\s?%", "75%")
AMOUNT = r"-?[0-9]{1,12}(\.[0-9]{1,6})?"

VALUES: tuple[Value, ...] = (
    Value(object, "not supported yet", NONE),
    Value(values.Text, "text", TEXT),
    Value(
        values.Id,
        "id",
        {
            "type": ["string", "integer"],
            "pattern": ID_PATTERN,
            "minimum": 0,
        },
    ),
    Value(values.Number, "whole number, 1 or more", WHOLE),
    Value(values.Count, "whole number", COUNT),
    Value(values.Amount, "number", _number({"type": "number"}, AMOUNT)),
    Value(
        values.Tolerance,
        "number, 0 or more",
        _number({"type": "number", "minimum": 0}, AMOUNT.removeprefix("-?")),
    ),
    Value(values.Percentage, "percentage", PERCENTAGE),
    Value(values.Seconds, "length of time", SECONDS),
    Value(values.Days, "days", DAYS),
    Value(values.IsoDate, "date", _pattern(r"\d{4}-\d{2}-\d{2}", "2026-08-01")),
    Value(
        values.YesNo,
        "`yes` or `no`",
        {
            "anyOf": [
                {"enum": ["yes", "no"]},
                {"type": "boolean"},
                {"type": "string", "pattern": "^([Yy][Ee][Ss]|[Nn][Oo]|true|false)$"},
            ]
        },
    ),
    Value(
        values.Link,
        "address",
        {"type": "string", "pattern": "^(https?://|mailto:|tel:)", "examples": ["https://"]},
    ),
    Value(values.NumberOrNone, "whole number, or `none`", _or_none(WHOLE)),
    Value(values.SecondsOrNone, "length of time, or `none`", _or_none(SECONDS)),
    Value(values.DaysOrNone, "days, or `none`", _or_none(DAYS)),
)


def value_of(kind: Any) -> Value | None:
    """Return the row of a type, None where it is no single value."""
    return next((each for each in VALUES if kind == each.kind), None)
