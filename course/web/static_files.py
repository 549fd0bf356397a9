"""Our own styles and scripts, under addresses that hold their hash and so may be kept for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory, url_for
from werkzeug.exceptions import NotFound

from course.records.editions import picture
from course.web.access import open_to_everyone
from course.web.database import database

FOLDER = Path(__file__).parent.parent / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"
INLINE_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
                   "webp": "image/webp", "gif": "image/gif", "svg": "image/svg+xml"}

bp = Blueprint("files", __name__)


def install(app: Flask) -> None:
    """Serve the files, and give templates ``static(name)``."""
    app.register_blueprint(bp)
    app.jinja_env.globals["static"] = address_of


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:16]


def address_of(name: str) -> str:
    """Return the address of one of our own files."""
    return url_for("files.static", digest=_digest(name), name=name)


@bp.get("/static/<digest>/<name>")
@open_to_everyone
def static(digest: str, name: str) -> Response:
    """Send one of our own files, when the address holds its present hash."""
    if not (FOLDER / name).is_file() or digest != _digest(name):
        raise NotFound
    response = send_from_directory(FOLDER, name, conditional=False, etag=False)
    response.headers["Cache-Control"] = FOR_A_YEAR
    return response


@bp.get("/media/<hash_>.<extension>")
@open_to_everyone
def media(hash_: str, extension: str) -> Response:
    """Send a picture of an edition. A drawing can run nothing: its policy is a sandbox."""
    found = picture(database(), hash_)
    if found is None or found.extension != extension or extension not in INLINE_PICTURES:
        raise NotFound
    response = Response(found.content, mimetype=INLINE_PICTURES[extension])
    response.headers["Cache-Control"] = FOR_A_YEAR
    if extension == "svg":
        response.headers["Content-Disposition"] = "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
