"""How a page saves: its script asks for JSON, and saves are numbered."""

from flask import request
from werkzeug.exceptions import BadRequest

_DIGITS = 12


def wants_json() -> bool:
    """Say whether the page's script is asking, which reads JSON and no page."""
    return request.accept_mimetypes.best == "application/json"


def sequence_sent() -> int | None:
    """Return the number of a save, None where it replaces whatever is there. 400 for no number.

    A script gives each save its own. Without it, it is the one after the save that the page showed
    (a text's field ``shown``): an older page then replaces no newer text unasked.
    """
    number, shown = _number("sequence"), _number("shown")
    return shown + 1 if number is None and shown is not None else number


def _number(field: str) -> int | None:
    number = request.form.get(field, "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise BadRequest("The number of this save is not a number.")
    return int(number)
