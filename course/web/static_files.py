"""Our own styles and scripts; their addresses hold their hash, so they are kept for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response
from werkzeug.exceptions import NotFound

from course.records.editions import picture
from course.web.access import open_to_everyone
from course.web.database import database

FOLDER = Path(__file__).parent.parent / "static"
OURS = {"site.css": "text/css", "site.js": "text/javascript", "icon.svg": "image/svg+xml"}
FOR_A_YEAR = "public, max-age=31536000, immutable"
INLINE_PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}

bp = Blueprint("files", __name__)


def install(app: Flask) -> None:
    """Serve the files, and give templates ``static(name)``."""
    app.register_blueprint(bp)
    app.jinja_env.globals["static"] = address_of


@cache
def _content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:16]


def address_of(name: str) -> str:
    """Return the address of one of our own files."""
    # Not by url_for: the page that refuses another site's host name needs its styles too.
    return f"/static/{_digest(name)}/{name}"


@bp.get("/static/<digest>/<name>")
@open_to_everyone
def static(digest: str, name: str) -> Response:
    """Send one of our own files, when the address holds its present hash."""
    if name not in OURS or digest != _digest(name):
        raise NotFound
    response = Response(_content(name), mimetype=OURS[name])
    response.headers["Cache-Control"] = FOR_A_YEAR
    return response


@bp.get("/media/<hash_>.<extension>")
@open_to_everyone
def media(hash_: str, extension: str) -> Response:
    """Send a picture of an edition. A drawing can run nothing: its policy is a sandbox."""
    found = picture(database(), hash_)
    if found is None or found.extension != extension:
        raise NotFound
    response = picture_response(found.content, extension)
    response.headers["Cache-Control"] = FOR_A_YEAR
    return response


def picture_response(content: bytes, extension: str) -> Response:
    """Return a picture as it may be sent: 404 for another kind of file."""
    if extension not in INLINE_PICTURES:
        raise NotFound
    response = Response(content, mimetype=INLINE_PICTURES[extension])
    if extension == "svg":
        response.headers["Content-Disposition"] = "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
