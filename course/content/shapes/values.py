"""The single values that authors write: ids, dates, lengths of time, percentages, links.

The loader gives every value as text; these types say what the text means, or what to write
instead.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from course.content.filenames import ID
from course.content.markdown.links import OUTSIDE

_PERCENT = re.compile(r"(100|[1-9]?[0-9])\s?%")
_DURATION = re.compile(r"([1-9][0-9]{0,3}) (minute|hour|day)s?")
_CURLY = re.compile("[“”„‘’]")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


def misfit(code: str, message: str, label: str = "", mend: str = "") -> PydanticCustomError:
    """Return the error that ``read_shape`` turns into a finding at the value's place."""
    told = {"code": code, "message": message, "label": label, "help": mend}
    return PydanticCustomError("finding", "{message}", told)


def _text(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise misfit("Y125", "this setting is empty", "nothing here", "write it, or take it out")
    return value


def _id(value: object) -> object:
    if isinstance(value, str) and not ID.fullmatch(value):
        near = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:64]
        raise misfit(
            "Y124",
            f'"{value[:80]}" cannot be an id',
            f'did you mean "{near}"?' if near else "",
            "ids have small letters a-z, digits and hyphens, at most 64, and no hyphen first",
        )
    return value


def _whole_number(value: object) -> object:
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"[1-9][0-9]{0,5}", value):
        return int(value)
    raise misfit("Y123", "write a whole number, 1 or more", "", "for example: 2")


def _whole_number_or_none(value: object) -> object:
    if value == "none" or not isinstance(value, str):
        return None if value == "none" else value
    if re.fullmatch(r"[1-9][0-9]{0,5}", value):
        return int(value)
    raise misfit("Y123", "write a whole number, 1 or more, or none", "", "for example: 2, or: none")


def _count(value: object) -> object:
    return 0 if value == "0" else _whole_number(value)


def _amount(value: object) -> object:
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", value):
        return Decimal(value)
    plain = value.replace(",", "").replace(" ", "")
    near = f"did you mean {plain}?" if re.fullmatch(r"-?[0-9]{1,12}", plain) else ""
    raise misfit("Y123", "write a number", near, "for example: 988, or: 2.5")


def _tolerance(value: object) -> object:
    if isinstance(value, str) and value.startswith("-"):
        raise misfit("Y123", "write a number, 0 or more", "", "for example: 0, or: 0.5")
    return _amount(value)


def _percentage(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _PERCENT.fullmatch(value)
    if found and found[1] != "0":
        return int(found[1])
    if re.fullmatch(r"-?[0-9]{1,9}([.,][0-9]{1,9})?\s?%", value):
        raise misfit("Q212", "a pass mark is a whole number, 1% to 100%", "", "pass_mark: 75%")
    near = _near_percentage(value)
    label = f"did you mean {near}?" if near else ""
    raise misfit(
        "Q212", "write the pass mark as a percentage", label, f"pass_mark: {near or '75%'}"
    )


def _near_percentage(value: str) -> str:
    if found := re.fullmatch(r"0?\.([0-9]{1,2})", value):
        return f"{int(found[1].ljust(2, '0'))}%"
    return f"{value}%" if re.fullmatch(r"[1-9][0-9]?|100", value) else ""


def _seconds(value: object) -> object:
    if not isinstance(value, str):
        return value
    if found := _DURATION.fullmatch(value):
        return int(found[1]) * _SECONDS[found[2]]
    mend = "write: N minutes, N hours or N days"
    near = f"did you mean {value} minutes?" if re.fullmatch(r"[1-9][0-9]{0,3}", value) else ""
    raise misfit("Y123", "this is not a length of time", near, mend)


def _days(value: object) -> object:
    if not isinstance(value, str):
        return value
    if (found := _DURATION.fullmatch(value)) and found[2] == "day":
        return int(found[1])
    raise misfit("Y123", "write how many days", "", "for example: 730 days, or: none")


def _date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    mend = "write year, month and day: 2026-08-01"
    raise misfit("Y123", f'"{value[:40]}" is not a date', "", mend)


def _yes_or_no(value: object) -> object:
    if not isinstance(value, str):
        return value
    word = value.lower()
    if word in ("yes", "true", "no", "false"):
        return word in ("yes", "true")
    raise misfit("Y122", "write yes or no", "", "yes or no")


def _link(value: object) -> object:
    if isinstance(value, str) and not OUTSIDE.fullmatch(value):
        raise misfit(
            "Y123",
            "this is not an address that a page can link to",
            "curly quote marks are part of the text" if _CURLY.search(value) else "",
            "links start with https://, http://, mailto: or tel:",
        )
    return value


def _none(value: object) -> object:
    return None if value == "none" else value


Text = Annotated[str, StringConstraints(strip_whitespace=True), BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id)]
Number = Annotated[int, BeforeValidator(_whole_number)]
Count = Annotated[int, BeforeValidator(_count)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Tolerance = Annotated[Decimal, BeforeValidator(_tolerance)]
Percentage = Annotated[int, BeforeValidator(_percentage)]
Seconds = Annotated[int, BeforeValidator(_seconds)]
Days = Annotated[int, BeforeValidator(_days)]
IsoDate = Annotated[date, BeforeValidator(_date)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Link = Annotated[str, BeforeValidator(_link)]
NumberOrNone = Annotated[int | None, BeforeValidator(_whole_number_or_none)]
SecondsOrNone = Annotated[Seconds | None, BeforeValidator(_none)]
DaysOrNone = Annotated[Days | None, BeforeValidator(_none)]
Level = Literal["recall", "apply", "judge"]
