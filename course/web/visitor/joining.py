"""New accounts: by invitation, by join code, and the first coordinator's."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Field, Form

from course import clock
from course.records import invitations, joining, links, passwords
from course.records.people import EmailTaken, NotAnEmail
from course.records.refusals import Refused
from course.records.tables import Cohort
from course.web.access import open_to_everyone
from course.web.database import database
from course.web.limits import address_of_visitor, too_many
from course.web.signed_in import Member
from course.web.visitor import bp
from course.web.visitor.forms import JoinAccount, JoinCode, NewAccount, SetUpAccount
from course.web.visitor.signing_in import enter


@bp.route("/invite/<token>", methods=["GET", "POST"])
@open_to_everyone
def invite(token: str) -> ResponseReturnValue:
    """Create the account an invitation is for."""
    invitation = invitations.invitation_for(database(), token, now=clock.now())
    if isinstance(invitation, invitations.Ended):
        return _ended(invitation.message)
    form = NewAccount.posted()
    welcome = f"You have been invited{_to(invitation)}. You will sign in as {invitation.email}."
    if not _chosen(form, names=[invitation.email]):
        return _account_page(form, welcome, url_for("visitor.invite", token=token))
    person = invitations.accept_invitation(
        database(),
        token,
        name=form.name.data or "",
        password_hash=passwords.hash_password(form.new_password.data or ""),
        now=clock.now(),
    )
    return enter(person)


@bp.route("/join", methods=["GET", "POST"])
@open_to_everyone
def join() -> ResponseReturnValue:
    """Ask for a join code, then for the account; who is signed in just joins."""
    form = JoinCode.posted()
    if request.method == "GET":
        return render_template("visitor/join.html", form=form)
    if not form.validate():
        return render_template("visitor/join.html", form=form), 422
    try:
        cohort = joining.cohort_to_join(
            database(), form.code.data or "", address=address_of_visitor(), now=clock.now()
        )
    except joining.TooManyCodes as refusal:
        raise too_many(refusal.until) from refusal
    except Refused as refusal:
        form.code.errors = [refusal.message]
        return render_template("visitor/join.html", form=form), 422
    if isinstance(current_user._get_current_object(), Member):
        return _join_as_member(cohort, form)
    return _join_with_account(cohort)


def _join_as_member(cohort: Cohort, form: JoinCode) -> ResponseReturnValue:
    if request.form.get("action") != "join":
        return render_template("visitor/joining-as.html", cohort=cohort, code=form.code.data)
    person = current_user.person
    joining.join(database(), person, cohort, now=clock.now())
    flash(f"You have joined {cohort.name}.")
    return redirect(url_for("trainee.course_home", course=cohort.course), 303)


def _join_with_account(cohort: Cohort) -> ResponseReturnValue:
    form = JoinAccount.posted()
    welcome = f"You are joining {cohort.name}."
    first_time = not ({"email", "name", "new-password"} & set(request.form))
    if first_time or not _chosen(form, names=[form.email.data or ""]):
        return _account_page(form, welcome, url_for("visitor.join"), quiet=first_time)
    try:
        person = joining.join_with_code(
            database(),
            cohort,
            email=form.email.data or "",
            name=form.name.data or "",
            password_hash=passwords.hash_password(form.new_password.data or ""),
            now=clock.now(),
        )
    except (NotAnEmail, EmailTaken) as refusal:
        form.email.errors = [refusal.message]
        return _account_page(form, welcome, url_for("visitor.join"))
    return enter(person)


@bp.route("/set-up/<token>", methods=["GET", "POST"])
@open_to_everyone
def set_up(token: str) -> ResponseReturnValue:
    """Create the first coordinator, by the link that the first start printed."""
    if not links.set_up_is_open(database(), token):
        return _ended("This set-up link was used, or it is not the newest one.")
    form = SetUpAccount.posted()
    address = url_for("visitor.set_up", token=token)
    welcome = "You are the first coordinator of this site."
    if not _chosen(form, names=[form.email.data or ""]):
        return _account_page(form, welcome, address)
    try:
        person = links.use_set_up(
            database(),
            token,
            email=form.email.data or "",
            name=form.name.data or "",
            password_hash=passwords.hash_password(form.new_password.data or ""),
            now=clock.now(),
        )
    except (NotAnEmail, EmailTaken) as refusal:
        form.email.errors = [refusal.message]
        return _account_page(form, welcome, address)
    return enter(person)


def _to(invitation: invitations.Invited) -> str:
    to = f" to {invitation.cohort.name}" if invitation.cohort else ""
    return f"{to} by {invitation.by.name}" if invitation.by else to


def _chosen(form: NewAccount, *, names: list[str]) -> bool:
    """Say whether a form came and holds all it needs, with a password that will do."""
    if request.method == "GET" or not form.validate():
        return False
    return password_will_do(form.new_password, [*names, form.name.data or ""])


def password_will_do(field: Field, names: list[str]) -> bool:
    """Judge a new password; the objection is put on its field."""
    objection = passwords.objection(field.data or "", names=names)
    if objection:
        field.errors = [objection]
    return objection is None


def _account_page(
    form: Form, welcome: str, address: str, *, quiet: bool = False
) -> ResponseReturnValue:
    if quiet:
        for field in form:
            field.errors = []
    page = render_template(
        "visitor/new-account.html",
        form=form,
        welcome=welcome,
        address=address,
        passphrase=passwords.suggest_passphrase(),
    )
    return page, 422 if request.method == "POST" and not quiet else 200


def _ended(text: str) -> ResponseReturnValue:
    page = render_template(
        "visitor/notice.html",
        heading="This link has ended",
        text=f"{text} Ask your coordinator for a new one.",
        address=url_for("visitor.sign_in"),
        label="Sign in",
    )
    return page, 404
