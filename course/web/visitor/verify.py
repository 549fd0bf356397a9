"""The certificate check that anybody may use."""

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.records.people.throttle import VERIFY_ADDRESS
from course.records.transaction import NotSaved
from course.web.access import open_to_everyone
from course.web.limits import address_of_visitor, refuse_more
from course.web.visitor import bp

NUMBER_LENGTH = 20
TOO_MANY_NUMBERS = "Too many numbers that no certificate has were tried from here."


@bp.get("/verify")
@open_to_everyone
def verify() -> ResponseReturnValue:
    """Ask for the number of a certificate."""
    number = _plain(request.args.get("number", ""))
    if number:
        return redirect(url_for("visitor.verify_number", number=number[: NUMBER_LENGTH * 2]), 303)
    return render_template("visitor/verify.html", number="")


@bp.get("/verify/<number>")
@open_to_everyone
def verify_number(number: str) -> ResponseReturnValue:
    """Say that no certificate has this number: this version of the site awards none yet."""
    with suppress(NotSaved):  # a check is answered, also where it cannot be counted
        refuse_more(VERIFY_ADDRESS, address_of_visitor(), TOO_MANY_NUMBERS)
    return render_template("visitor/verify.html", number=_plain(number)), 404


def _plain(number: str) -> str:
    """Return the letters and digits of a number, however it was typed."""
    return "".join(filter(str.isalnum, number)).upper()
