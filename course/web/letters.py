"""Letters with a link in them: the same words on paper, in a message, and by mail."""

from flask import Flask, current_app, flash, url_for

from course.config import Settings
from course.records.outbox import Letter


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def full_address(path: str) -> str:
    """Return an address of this site as somebody types it elsewhere."""
    return _settings().base_url + path


def how_it_goes(letter: Letter | None) -> str:
    """Say whether a link is mailed, or whoever made it has to hand it over."""
    return "It is being mailed too." if letter else "This site sends no mail: send it yourself."


def flash_link(words: str, link: str, title: str) -> None:
    """Show a link on the next page and only there, in a field that is easy to copy from."""
    flash(words, title)
    flash(link, "link")


def sign_in_letter(app: Flask) -> Letter:
    """Return what makes the letter around a sign-in link, also where there is no request."""
    settings: Settings = app.extensions["settings"]
    text = app.jinja_env.get_template("email/sign-in-link.txt")
    addresses = app.url_map.bind("")

    def letter(token: str) -> tuple[str, str]:
        path = addresses.build("visitor.one_time_link", {"token": token})
        return "Your sign-in link", text.render(link=settings.base_url + path)

    return letter


def by_mail(subject: str, page: str, endpoint: str, **words: object) -> Letter | None:
    """Return what makes the letter around a new token; None where the site sends no mail.

    ``page`` is the letter's template, ``endpoint`` the view that the token's link leads to.
    """
    if not _settings().smtp_url:
        return None

    def letter(token: str) -> tuple[str, str]:
        # Without Flask's context processors: those may ask the database, inside its transaction.
        text = current_app.jinja_env.get_template(page)
        link = full_address(url_for(endpoint, token=token))
        return subject, text.render(link=link, **words)

    return letter
