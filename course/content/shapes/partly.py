"""What can be read of settings that do not fit their shape: all but what is wrong itself.

So one mistake does not hide the next: what is right beside it is held against the rest of the
course all the same. What cannot be read is nothing ("", 0, an empty list) and stands in ``Unsure``.
"""

from dataclasses import dataclass, field
from functools import cache
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from course.content.shapes.misfits import Loc
from course.content.yaml.nodes import Plain


@dataclass(frozen=True, slots=True)
class Unsure:
    """The places of a value of which nothing may be said, as paths from its top."""

    places: frozenset[Loc] = frozenset()
    _around: frozenset[Loc] = field(init=False)

    def __post_init__(self) -> None:
        """Note what a place is in, so that asking takes no longer where there are many."""
        around = frozenset(place[:end] for place in self.places for end in range(len(place)))
        object.__setattr__(self, "_around", around)

    def covers(self, *loc: str | int) -> bool:
        """Say whether a place, or what it stands in, cannot be read."""
        return any(loc[:end] in self.places for end in range(len(loc) + 1))

    def touches(self, *loc: str | int) -> bool:
        """Say whether a place cannot be read, or something in it."""
        return loc in self._around or self.covers(*loc)


SURE = Unsure()


def read_partly(model: type[BaseModel], written: Plain, unsure: Unsure) -> Any:
    """Return what is written as a ``model``, without what stands in the ``unsure`` places.

    It is not validated as a whole, and what is nothing in it may be what authors cannot write.
    None where there are no settings at all.
    """
    if not isinstance(written, dict) or unsure.covers():
        return None
    return _settings(model, written, unsure, ())


def _settings(model: type[BaseModel], written: dict[str, Plain], unsure: Unsure, at: Loc) -> Any:
    values = {}
    for name, each in model.model_fields.items():
        key = each.alias or name
        if key in written and not unsure.covers(*at, key):
            form = Annotated[each.annotation, *each.metadata] if each.metadata else each.annotation
            values[key] = _value(form, written[key], unsure, (*at, key))
        elif each.is_required():
            values[key] = _nothing(each.annotation)
    return model.model_construct(**values)


def _value(form: Any, written: Plain, unsure: Unsure, at: Loc) -> Any:
    """Return what is written in one place, in the form that its shape says."""
    if unsure.covers(*at):
        return _nothing(form)
    if not unsure.touches(*at):
        return _adapter(form).validate_python(written)
    plain = _without_rules(form)
    if isinstance(written, dict) and isinstance(plain, type) and issubclass(plain, BaseModel):
        return _settings(plain, written, unsure, at)
    if isinstance(written, dict) and get_origin(plain) is dict:
        name_form, form = get_args(plain)
        fit = [name for name in written if _fits(name_form, name)]
        return {name: _value(form, written[name], unsure, (*at, name)) for name in fit}
    if isinstance(written, list) and get_origin(plain) is tuple:
        one = get_args(plain)[0]
        return tuple(_value(one, each, unsure, (*at, n)) for n, each in enumerate(written))
    return _nothing(form)


def _fits(form: Any, name: str) -> bool:
    try:
        _adapter(form).validate_python(name)
    except ValidationError:
        return False
    return True


def _nothing(form: Any) -> Any:
    """Return a value without anything in it: None where there may be none."""
    plain = _without_rules(form)
    kind = get_origin(plain) or plain
    if not isinstance(kind, type) or NoneType in get_args(plain):
        return None
    if issubclass(kind, BaseModel):
        return _settings(kind, {}, SURE, ())
    return kind() if kind in (str, int, bool, tuple, dict) else None


def _without_rules(form: Any) -> Any:
    return _without_rules(get_args(form)[0]) if get_origin(form) is Annotated else form


@cache
def _adapter(form: Any) -> TypeAdapter[Any]:
    """Return what validates a form. There are as many as the shapes have settings."""
    return TypeAdapter(form)
