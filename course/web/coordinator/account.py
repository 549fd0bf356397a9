"""A person's account: a way in, and a mistake in its name or address (PAGES C6).

Who may do either is asked in one place: who corrects an address could let themselves in by it.
"""

from collections.abc import Iterator

from flask import flash, request, url_for
from flask_login import current_user

from course import clock
from course.grading.words import counted
from course.records.cohorts.sight import answers_for
from course.records.people import correcting, links
from course.records.people.accounts import EmailTaken
from course.records.people.correcting import PersonFacts, facts_of
from course.records.refusals import Refused
from course.records.tables import Enrollment, Person
from course.web.database import database
from course.web.forms import Form, email_line, line, why
from course.web.letters import by_mail, flash_link, full_address, how_it_goes


class ChangeForm(Form):
    """What is changed, and why."""

    name = line("Full name", "Enter the full name", most=200)
    email = email_line()
    reason = why()


def make_link(enrollment: Enrollment, form: ChangeForm) -> None:
    """Make a sign-in link, which the next page shows once."""
    person, actor = enrollment.person, current_user.person
    _check_account(person)
    letter = by_mail("Your sign-in link", "email/sign-in-link.txt", "visitor.one_time_link")
    reason, now = form.reason.data or "", clock.now()
    token = links.make_sign_in_link(
        database(), person, actor=actor, reason=reason, now=now, letter=letter
    )
    link = full_address(url_for("visitor.one_time_link", token=token))
    words = (
        f"Give this link to {person.name} alone. It is shown only now and works once, for 1 hour."
    )
    flash_link(f"{words} {how_it_goes(letter)}", link, "Sign-in link")


def correct(enrollment: Enrollment, form: ChangeForm) -> None:
    """Correct the name, the address or both, over no other correction."""
    person = enrollment.person
    _check_account(person)
    before = facts_of(person)
    try:
        ended = correcting.correct_person(
            database(),
            person,
            PersonFacts(form.name.data or "", form.email.data or ""),
            instead_of=request.form.get("shown", ""),
            reason=form.reason.data or "",
            actor=current_user.person,
            now=clock.now(),
        )
    except EmailTaken as refusal:
        form.email.errors = [refusal.message]
        return
    flash(" ".join(_said(before, facts_of(person), ended)))


def _said(before: PersonFacts, after: PersonFacts, ended: int) -> Iterator[str]:
    if after.name != before.name:
        yield f"The name is {after.name} now."
    if after.email != before.email:
        yield f"They sign in as {after.email} from now on. Sign-in links made before have ended."
    if ended:
        yield f"{counted(ended, 'invitation')} to {before.email} ended too."


def _check_account(person: Person) -> None:
    if not answers_for(database(), current_user.person, person):
        raise Refused(
            "They work here too, or are in a cohort you do not see. Ask a coordinator who sees all"
        )
