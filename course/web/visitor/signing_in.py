"""Sign in, sign out, the one-time link, and a form that was kept."""

from urllib.parse import parse_qsl, urlencode

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from course import clock
from course.records.people import links, sessions, signing_in
from course.records.tables import Person
from course.web import frame, kept_posts, signed_in
from course.web.access import open_to_everyone, open_to_signed_in
from course.web.database import database
from course.web.limits import TooOften, address_of_visitor, too_many
from course.web.visitor import bp
from course.web.visitor.forms import SignIn

SHUT = (
    "A wrong password was given for this account 100 times in a row, so no password opens it now. "
    "A sign-in link opens it."
)


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_everyone
def sign_in() -> ResponseReturnValue:
    """Ask for email address and password; a wrong pair never says which was wrong."""
    form = SignIn.posted()
    if request.method == "POST" and form.validate():
        person = person_of(form.email.data or "", form.password.data or "")
        if person is not None:
            return enter(person)
        form.email.errors = ["The email address or password is not right"]
    wanted = request.args.get("next")
    page = render_template("visitor/sign-in.html", form=form, wanted=wanted)
    return page, 422 if form.errors else 200


def person_of(email: str, password: str) -> Person | None:
    """Return whose email address and password these are, None where they do not fit.

    Every page that takes a password asks here: a wrong one counts, and too many are a 429.
    """
    try:
        return signing_in.by_password(
            database(),
            email=email,
            password=password,
            address=address_of_visitor(),
            now=clock.now(),
        )
    except signing_in.TooManyTries as refusal:
        if refusal.shut:
            raise TooOften(SHUT, forgot=True) from refusal
        raise too_many(refusal.until, forgot=True) from refusal


def enter(person: Person) -> Response:
    """Sign a person in and lead them to where they were going."""
    before = session.get("_user_id")
    signed_in.sign_in(person)
    if before and sessions.kept_post(database(), person, now=clock.now()):
        return redirect(url_for("visitor.kept"), 303)
    return redirect(_wanted() or frame.home_of(person.role_names), 303)


def _wanted() -> str | None:
    """Return the address asked for before signing in, where it is one of our own pages.

    The text is never used as it came: it is matched to a view and built again, so that no
    spelling of another site's address gets through.
    """
    path, _, query = request.args.get("next", "").partition("?")
    book = current_app.create_url_adapter(request) if path else None
    try:
        endpoint, values = book.match(path, method="GET") if book else ("", {})
    except HTTPException:
        return None
    if not endpoint:
        return None
    address = url_for(endpoint, **values)
    return f"{address}?{urlencode(parse_qsl(query))}" if query else address


@bp.post("/sign-out")
@open_to_everyone
def sign_out() -> ResponseReturnValue:
    """End this browser's session and clear what it kept."""
    signed_in.sign_out()
    response = redirect(url_for("visitor.front_door"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@open_to_everyone
def one_time_link(token: str) -> ResponseReturnValue:
    """Sign in by a link. Opening it changes nothing (mail programs open links); the button does."""
    if request.method == "GET" and links.sign_in_link(database(), token, clock.now()):
        address = url_for("visitor.one_time_link", token=token)
        return render_template("visitor/one-time-link.html", address=address)
    person = None
    if request.method == "POST":
        person = links.use_sign_in_link(database(), token, clock.now())
    if person is None:
        return _link_ended()
    signed_in.sign_in(person, by_link=True)
    flash("You are signed in. Choose a new password now.")
    return redirect(url_for("visitor.change_password"), 303)


def _link_ended() -> ResponseReturnValue:
    page = render_template(
        "visitor/notice.html",
        heading="This link has ended",
        text="A sign-in link works once, for 1 hour. A newer one ends it too. "
        "If you did not use it yet, check that you copied the whole link.",
        address=url_for("visitor.forgot"),
        label="Ask for a new one",
        sign_in="Sign in with your password",
    )
    return page, 404


@bp.errorhandler(sessions.AddressChanged)
def _address_changed(_error: sessions.AddressChanged) -> ResponseReturnValue:
    """Let nobody in by an address that was corrected while they were on their way."""
    signed_in.sign_out()
    page = render_template(
        "visitor/notice.html",
        heading="You are not signed in",
        text="The email address of this account was changed just now. Sign in with the new one.",
        address=url_for("visitor.sign_in"),
        label="Sign in",
        sign_in="",
    )
    return page, 409


@bp.get("/sign-in/kept")
@open_to_signed_in
def kept() -> ResponseReturnValue:
    """Show a form that came after its session had ended, filled in, to send it again."""
    post = sessions.kept_post(database(), current_user.person, now=clock.now())
    if post is None:
        raise NotFound
    return render_template(
        "visitor/kept.html",
        kept=post,
        called=kept_posts.called(post.fields),
        typed=[(label, post.fields.get(name)) for name, label in kept_posts.TYPED.items()],
        home=frame.home_of(current_user.roles),
    )
