"""A person's own account: profile, password, devices."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from course import clock
from course.records.people import accounts, passwords, sessions
from course.web import frame
from course.web.access import open_to_signed_in
from course.web.database import database
from course.web.forms import Choice, Form
from course.web.visitor import bp
from course.web.visitor.forms import ChangePassword
from course.web.visitor.joining import password_will_do
from course.web.visitor.signing_in import person_of
from course.web.visitor.zones import offered_to


class TimeZone(Form):
    """The zone in which a person reads times."""

    time_zone = Choice("Time zone", name="time-zone")


@bp.route("/profile", methods=["GET", "POST"])
@open_to_signed_in
def profile() -> ResponseReturnValue:
    """Show a person's own account and let them choose their time zone."""
    person = current_user.person
    own = person.time_zone or current_app.config["TIME_ZONE"]
    form = TimeZone.posted(data={"time_zone": own})
    form.time_zone.choices = offered_to(own)
    if request.method == "POST" and form.validate():
        accounts.set_time_zone(database(), person, form.time_zone.data)
        flash("Your time zone is saved.")
        return redirect(url_for("visitor.profile"), 303)
    devices = sessions.devices(database(), person, now=clock.now())
    page = render_template("visitor/profile.html", form=form, devices=devices)
    return page, 422 if form.errors else 200


@bp.get("/more")
@open_to_signed_in
def more() -> str:
    """List every page of a person's roles: a header has no room for those of several."""
    roles = [role for role in frame.PLACES if role in current_user.roles]
    return render_template("visitor/more.html", roles=roles, places=frame.PLACES, own=frame.PROFILE)


@bp.post("/profile/sign-out-everywhere")
@open_to_signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every other session of this person."""
    sessions.end_others(database(), current_user.person, keep=current_user.token)
    flash("Every other device is signed out.")
    return redirect(url_for("visitor.profile"), 303)


@bp.route("/profile/password", methods=["GET", "POST"])
@open_to_signed_in
def change_password() -> ResponseReturnValue:
    """Change the password; the old one is asked for, but not right after a one-time link."""
    form = ChangePassword.posted()
    if not sessions.asks_old_password(current_user.session, now=clock.now()):
        del form.password
    if request.method == "POST" and _password_form_holds(form):
        _take_password(form)
        flash("Your password is changed. Other devices are signed out.")
        return redirect(url_for("visitor.profile"), 303)
    passphrase = passwords.suggest_passphrase()
    page = render_template("visitor/password.html", form=form, passphrase=passphrase)
    return page, 422 if form.errors else 200


def _take_password(form: ChangePassword) -> None:
    accounts.change_password(
        database(),
        current_user.person,
        hash=passwords.hash_password(form.new_password.data or ""),
        keep=current_user.token,
        now=clock.now(),
    )


def _password_form_holds(form: ChangePassword) -> bool:
    person = current_user.person
    if not form.validate():
        return False
    if "password" in form and person_of(person.email, form.password.data or "") is None:
        form.password.errors = ["This is not your password now"]
        return False
    return password_will_do(form.new_password, [person.email, person.name])
