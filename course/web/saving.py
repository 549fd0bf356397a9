"""How the page's script saves: it asks for JSON and numbers its saves."""

from flask import request
from werkzeug.exceptions import BadRequest

_DIGITS = 12


def wants_json() -> bool:
    """Say whether the page's script is asking, which reads JSON and no page."""
    return request.accept_mimetypes.best == "application/json"


def sequence_sent() -> int | None:
    """Return the number of a script's save; None of a form, which has none. 400 for no number."""
    number = request.form.get("sequence", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise BadRequest("The number of this save is not a number.")
    return int(number)
