"""New accounts: by invitation, by join code, and the first coordinator's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Field

from course import clock
from course.config import Settings
from course.records.cohorts import enrolling, invitations, joining
from course.records.cohorts.enrolling import AlreadyEnrolled
from course.records.cohorts.enrollments import enrollment_of
from course.records.people import choosing, links, passwords
from course.records.people.accounts import EmailTaken, NotAnEmail
from course.records.refusals import Refused
from course.records.tables import Cohort, Enrollment, Person
from course.web.access import open_to_everyone
from course.web.database import database
from course.web.editions import shelf
from course.web.limits import address_of_visitor, too_many
from course.web.visitor import bp
from course.web.visitor.forms import JoinAccount, JoinCode, NewAccount, SetUpAccount
from course.web.visitor.signing_in import enter

TOO_MANY_CODES = "Too many wrong codes were tried from here."


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the page of a new account says, where its form goes, and whose address is known."""

    text: str
    address: str
    email: str = ""


@bp.route("/invite/<token>", methods=["GET", "POST"])
@open_to_everyone
def invite(token: str) -> ResponseReturnValue:
    """Create the account an invitation is for."""
    invitation = invitations.invitation_for(database(), token, now=clock.now())
    if isinstance(invitation, invitations.Ended):
        return _ended(invitation.heading, invitation.message, has_account=invitation.has_account)
    welcome = Welcome(
        f"You have been invited{_to(invitation)}. You will sign in as {invitation.email}.",
        url_for("visitor.invite", token=token),
        invitation.email,
    )
    make = partial(invitations.accept_invitation, database(), token)
    return _new_account(NewAccount.posted(), welcome, make)


@bp.route("/join", methods=["GET", "POST"])
@open_to_everyone
def join() -> ResponseReturnValue:
    """Ask for a join code, then for the account; who is signed in just joins."""
    form = JoinCode.posted()
    cohort = _cohort_of(form) if request.method == "POST" and form.validate() else None
    if cohort is None:
        return _ask_for_code(form)
    if current_user.is_authenticated:
        return _join_as_member(cohort, form)
    welcome = Welcome(f"You are joining {cohort.name}.", url_for("visitor.join"))
    make = partial(joining.join_with_code, database(), cohort)
    return _new_account(JoinAccount.posted(), welcome, make)


@bp.route("/set-up/<token>", methods=["GET", "POST"])
@open_to_everyone
def set_up(token: str) -> ResponseReturnValue:
    """Create the first coordinator, by the link that the first start printed."""
    if not links.set_up_is_open(database(), token):
        text = "This set-up link was used, is not the newest one, or was not copied whole."
        return _ended("This link has ended", text, has_account=True)
    address = url_for("visitor.set_up", token=token)
    welcome = Welcome("You are the first coordinator of this site.", address)
    return _new_account(
        SetUpAccount.posted(), welcome, partial(links.use_set_up, database(), token)
    )


def _cohort_of(form: JoinCode) -> Cohort | None:
    """Return the cohort of the code; why there is none is put on its field."""
    try:
        return joining.cohort_to_join(
            database(), form.code.data or "", address=address_of_visitor(), now=clock.now()
        )
    except joining.TooManyCodes as refusal:
        raise too_many(refusal.until, TOO_MANY_CODES) from refusal
    except Refused as refusal:
        form.code.errors = [refusal.message]
        return None


def _join_as_member(cohort: Cohort, form: JoinCode) -> ResponseReturnValue:
    person = current_user.person
    if request.form.get("action") != "join":
        there = enrollment_of(database(), person, cohort.course)
        if there is not None:
            return _on_it_already(there, cohort, form)
        return render_template("visitor/joining-as.html", cohort=cohort, code=form.code.data)
    try:
        enrolling.enroll(database(), person, cohort, actor=person, now=clock.now())
    except AlreadyEnrolled as refusal:
        return _on_it_already(refusal.enrollment, cohort, form)
    flash(f"You have joined {cohort.name}.")
    return redirect(_home_of(cohort), 303)


def _on_it_already(there: Enrollment, cohort: Cohort, form: JoinCode) -> ResponseReturnValue:
    """Lead to the course; of another of its cohorts say that only a coordinator changes that."""
    if there.cohort_id == cohort.id:
        flash(f"You are in {cohort.name} already.", "Nothing to do")
        return redirect(_home_of(cohort), 303)
    form.code.errors = [f"You are on this course already, in {there.cohort.name}"]
    return _ask_for_code(form, course=_home_of(cohort))


def _ask_for_code(form: JoinCode, *, course: str = "") -> ResponseReturnValue:
    page = render_template("visitor/join.html", form=form, course=course)
    return page, 422 if form.errors else 200


def _home_of(cohort: Cohort) -> str:
    """Return where the cohort's course is, or where it says that it is not open yet."""
    if cohort.course not in shelf().live():
        return url_for("trainee.courses")
    return url_for("trainee.course_home", course=cohort.course)


def _new_account(
    form: NewAccount, welcome: Welcome, make: Callable[..., Person]
) -> ResponseReturnValue:
    """Ask for the account, make it, and sign its person in."""
    taken = False
    if not _is_first_look() and _will_do(form, welcome):
        try:
            return enter(make(**_chosen(form)))
        except (NotAnEmail, EmailTaken) as refusal:
            taken = isinstance(refusal, EmailTaken)
            form["email" if "email" in form else "name"].errors = [refusal.message]
        except Refused as refusal:
            form.name.errors = [refusal.message]
    page = render_template(
        "visitor/new-account.html",
        form=form,
        welcome=welcome,
        taken=taken,
        passphrase=passwords.suggest_passphrase(),
    )
    return page, 422 if form.errors else 200


def _is_first_look() -> bool:
    """Say whether nothing of the account has been sent yet, at most the code that leads to it."""
    return not {"email", "name", "new-password"} & set(request.form)


def _will_do(form: NewAccount, welcome: Welcome) -> bool:
    """Check every field, so that all that is wrong is told in one answer."""
    fine = form.validate()
    if form.new_password.errors:
        return False
    own = [each.data or "" for each in form if each.name in {"email", "name"} and not each.errors]
    return password_will_do(form.new_password, [welcome.email, *own]) and fine


def _chosen(form: NewAccount) -> dict[str, object]:
    """Return what was chosen, as the function that makes the person takes it."""
    email = {"email": form["email"].data} if "email" in form else {}
    password_hash = passwords.hash_password(form.new_password.data or "")
    return {**email, "name": form.name.data, "password_hash": password_hash, "now": clock.now()}


def password_will_do(field: Field, own: list[str]) -> bool:
    """Judge a new password of whose name and address these are; why not is put on its field."""
    settings: Settings = current_app.extensions["settings"]
    objection = choosing.objection(
        database(), field.data or "", own=own, site_name=settings.site_name
    )
    if objection:
        field.errors = [objection]
    return objection is None


def _to(invitation: invitations.Invited) -> str:
    to = f" to {invitation.cohort.name}" if invitation.cohort else ""
    return f"{to} by {invitation.by.name}" if invitation.by else to


def _ended(heading: str, text: str, *, has_account: bool) -> ResponseReturnValue:
    page = render_template(
        "visitor/notice.html",
        heading=heading,
        text=text,
        address=url_for("visitor.sign_in")
        if has_account
        else url_for("visitor.help_page", _anchor="ask"),
        label="Sign in" if has_account else "Ask for a new one",
        sign_in="" if has_account else "Sign in",
    )
    return page, 404
