"""Bring people into a cohort: invite one or add one, end an invitation, renew the join code."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.records.cohorts import enrolling, invitations, joining
from course.records.cohorts.enrollments import enrollment_of
from course.records.cohorts.invitations import (
    INVITATION_WORKS,
    AlreadyHere,
    Invitee,
    UnusedInvitation,
)
from course.records.people.accounts import person_by_email
from course.records.refusals import Refused
from course.records.tables import Cohort, Enrollment, Person
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.seen import cohort_or_404
from course.web.database import database
from course.web.forms import Choice, Day, Form, email_line, refused_on, why
from course.web.letters import by_mail, flash_link, full_address, how_it_goes
from course.web.words import day

CODE_WORKS = timedelta(days=30)


class Invite(Form):
    """Whom to invite."""

    email = email_line()
    role = Choice(
        "They will be",
        choices={
            "trainee": "A trainee of this cohort",
            "trainer": "A trainer of this cohort",
            "coordinator": "A coordinator of this cohort",
        },
        default="trainee",
    )


class Adding(Form):
    """Why somebody who has an account joins the cohort."""

    reason = why("Why are you adding them?")


class InCohort(Refused):
    """They are a trainee of this cohort: there is nothing to do."""

    def __init__(self, enrollment: Enrollment) -> None:
        name = enrollment.person.name
        super().__init__(f"{name} is in this cohort already. Nothing was changed")
        self.enrollment = enrollment


class Withdrawal(Form):
    """Why an invitation ends."""

    reason = why()


class NewCode(Form):
    """Until when a new join code works, and why it is made."""

    until = Day("Last day it works")
    reason = why("Why are you making a new code?")


@bp.route("/cohorts/<int:cohort>/invite", methods=["GET", "POST"])
@open_to("coordinator")
def invite(cohort: int) -> ResponseReturnValue:
    """Invite one person by a link, or add one who has an account already."""
    found, form, adding = cohort_or_404(cohort), Invite.posted(), Adding.posted()
    refused: Refused | None = None
    if request.method == "POST" and form.validate():
        try:
            _bring(found, form, adding)
            return redirect(url_for("coordinator.cohort", cohort=found.id), 303)
        except Refused as refusal:
            refused, form.email.errors = refusal, [] if adding.errors else [refusal.message]
    asked = {"form": form, "adding": adding, "cohort": found, **_met(refused)}
    page = render_template("coordinator/invite.html", **asked)
    return page, 422 if form.errors or adding.errors else 200


def _met(refused: Refused | None) -> dict[str, object]:
    """Return who has the address already: to be added, or in this cohort as it is."""
    return {
        "known": refused.person if isinstance(refused, AlreadyHere) else None,
        "there": refused.enrollment if isinstance(refused, InCohort) else None,
    }


def _bring(cohort: Cohort, form: Invite, adding: Adding) -> None:
    """Invite by a link that is shown once; a second form adds who is here already, and asks why.

    An invitation needs no reason: it explains itself, and changes nothing for anybody.
    """
    email, role = form.email.data or "", form.role.data or "trainee"
    actor, now = current_user.person, clock.now()
    person = person_by_email(database(), email)
    if person is not None and role == "trainee":
        _refuse_second(person, cohort)
    if person is not None and request.form.get("action") == "add" and role == "trainee":
        if not adding.validate():
            raise AlreadyHere(person)
        reason = adding.reason.data or ""
        enrolling.enroll(database(), person, cohort, actor=actor, now=now, reason=reason)
        flash(f"{person.name} is in {cohort.name} now.")
        return
    until = now + INVITATION_WORKS
    letter = by_mail(
        "Your invitation", "email/invitation.txt", "visitor.invite", cohort=cohort.name, until=until
    )
    invitee = Invitee(email, role, cohort)
    token = invitations.invite(database(), invitee, actor=actor, now=now, letter=letter)
    link = full_address(url_for("visitor.invite", token=token))
    words = (
        f"Give this link to {email}. It is shown only now, works once, and ends on {day(until)}."
    )
    flash_link(f"{words} {how_it_goes(letter)}", link, "Invitation link")


def _refuse_second(person: Person, cohort: Cohort) -> None:
    there = enrollment_of(database(), person, cohort.course)
    if there is not None and there.cohort_id == cohort.id:
        raise InCohort(there)


@bp.route("/cohorts/<int:cohort>/invitations/<int:invitation>/withdraw", methods=["GET", "POST"])
@open_to("coordinator")
def withdraw_invitation(cohort: int, invitation: int) -> ResponseReturnValue:
    """End an invitation that nobody has used."""
    found, form = cohort_or_404(cohort), Withdrawal.posted()
    invited = _unused_or_404(found, invitation)
    if request.method == "POST" and form.validate() and _withdrawn(found, invitation, form):
        flash(f"The invitation to {invited.email} is withdrawn. Its link does not work any more.")
        return redirect(url_for("coordinator.cohort", cohort=found.id), 303)
    page = render_template(
        "coordinator/withdraw-invitation.html", form=form, cohort=found, invited=invited
    )
    return page, 422 if form.errors else 200


def _unused_or_404(cohort: Cohort, invitation: int) -> UnusedInvitation:
    for each in invitations.unused_invitations(database(), cohort):
        if each.id == invitation:
            return each
    raise NotFound


def _withdrawn(cohort: Cohort, invitation: int, form: Withdrawal) -> bool:
    with refused_on(form.reason):
        invitations.withdraw_invitation(
            database(),
            cohort,
            invitation,
            reason=form.reason.data or "",
            actor=current_user.person,
            now=clock.now(),
        )
    return not form.errors


@bp.route("/cohorts/<int:cohort>/join-code", methods=["GET", "POST"])
@open_to("coordinator")
def join_code(cohort: int) -> ResponseReturnValue:
    """Make a new join code. The old one ends at once."""
    found, now = cohort_or_404(cohort), clock.now()
    older, form = found.join_code, NewCode.posted(data={"until": (now + CODE_WORKS).date()})
    if older is None:
        form.reason.label.text = "Why does this cohort need a join code?"
    if request.method == "POST" and form.validate() and _renewed(found, form):
        ended = f" The code {older} no longer works." if older else ""
        flash(f"The join code is {found.join_code}.{ended}")
        return redirect(url_for("coordinator.cohort", cohort=found.id), 303)
    page = render_template("coordinator/join-code.html", form=form, cohort=found)
    return page, 422 if form.errors else 200


def _renewed(cohort: Cohort, form: NewCode) -> bool:
    now = clock.now()
    with refused_on(form.until):
        joining.renew_join_code(
            database(),
            cohort,
            until=form.until.data or (now + CODE_WORKS).date(),
            reason=form.reason.data or "",
            actor=current_user.person,
            now=now,
        )
    return not form.errors
