"""Print an exam for paper, and its key for staff: of a published edition, so that both stay."""

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import StringField
from wtforms.validators import Regexp

from course.content.edition import Edition
from course.records import editions
from course.web.access import open_to
from course.web.database import database
from course.web.forms import Form, line
from course.web.trainer import bp
from course.web.trainer.files import live_of, refuse_closed
from course.web.trainer.paper_view import MOST_FORMS, key_to, paper_of

NO_NUMBER = f"Form number: enter a number from 1 to {MOST_FORMS}"


class Wanted(Form):
    """Which form of which edition, as both stand on the paper."""

    number = StringField(
        "Form number", [Regexp(r"\s*[1-9]\d{0,2}\s*\Z", message=NO_NUMBER)], default="1"
    )
    edition = line("Edition, as it stands on the paper", most=64)


@bp.get("/author/<course>/paper/<exam>")
@open_to("trainer")
def paper(course: str, exam: str) -> ResponseReturnValue:
    """Show a form of an exam for paper: the live edition's first, or the one asked for."""
    return _page("trainer/paper.html", course, exam)


@bp.get("/author/<course>/paper/<exam>/key")
@open_to("trainer")
def paper_key(course: str, exam: str) -> ResponseReturnValue:
    """Show the key to a form, for staff."""
    return _page("trainer/paper-key.html", course, exam)


def _page(template: str, course: str, exam: str) -> ResponseReturnValue:
    refuse_closed(course)
    form = Wanted.asked()
    edition = _edition_on_paper(course, form) if form.validate() else live_of(course)
    found = edition.exam(exam) if edition else None
    if edition is None or found is None:
        raise NotFound
    number = 0 if form.errors else int(form.number.data or "")
    page = render_template(
        template,
        form=form,
        edition=edition,
        exam=found,
        paper=paper_of(edition, found, number) if number else None,
        key=key_to(edition, found, number) if number else None,
    )
    return page, 422 if form.errors else 200


def _edition_on_paper(course: str, form: Wanted) -> Edition | None:
    """Return the edition that a paper names, the live one where none is named or it is not known.

    What is not known is said on the field.
    """
    if not form.edition.data:
        return live_of(course)
    named = editions.edition_beginning(database(), course, form.edition.data)
    if named is None:
        form.edition.errors = ["No edition of this course begins with this"]
        return live_of(course)
    return editions.kept_edition(database(), named)
