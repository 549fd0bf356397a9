"""What ``course serve`` adds to pages: the problems of their files, and that they load again.

A real site has nothing of it: only the command puts it in. So no template speaks of it; it is
added to the finished page, which a browser without JavaScript shows as well.
"""

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app, g, request
from flask_login import current_user

from course.config import Settings
from course.content import report
from course.content.findings import Finding, errors
from course.web.access import open_to_everyone
from course.web.desk import Desk
from course.web.once import part_of_page
from course.web.page_files import files_of_page
from course.web.problems import ProblemFile, problem_files
from course.web.publishing import publish_on_save
from course.web.static_files import FOLDER

SCRIPT = "serve.js"
MAIN = '<main id="main"'
HEAD = "</head>"
_NO_PAGES = ("files.", "local.")

bp = Blueprint("local", __name__, url_prefix="/serve")


@dataclass(frozen=True, slots=True)
class Notes:
    """What an author is told above a page: ``files`` are those that the page is made of.

    ``total`` counts all problems as the content page does, ``others`` those of other files.
    ``kept`` says that an error keeps pages as they were; ``courses`` are those whose content page
    this person can open.
    """

    files: tuple[ProblemFile, ...]
    total: str
    kept: bool
    others: int
    courses: tuple[str, ...]


def install(app: Flask, desk: Desk) -> None:
    """Let the app show what is on the desk."""
    publish_on_save(app)
    app.extensions["desk"] = desk
    app.register_blueprint(bp)
    app.before_request(_catch_up)
    app.after_request(_add_notes)


@bp.get("/state")
@open_to_everyone
def state() -> Response:
    """Say which state of the files the pages show."""
    return Response(_desk().state, mimetype="text/plain")


@bp.get(f"/{SCRIPT}")
@open_to_everyone
def script() -> Response:
    """Send the script that loads a page again."""
    return Response((FOLDER / SCRIPT).read_bytes(), mimetype="text/javascript")


def _desk() -> Desk:
    found: Desk = current_app.extensions["desk"]
    return found


def _is_page() -> bool:
    return not (request.endpoint or "").startswith(_NO_PAGES)


def _catch_up() -> None:
    if _is_page():
        _desk().catch_up()
        # What comes after this is another state: the script then loads the page again.
        g.desk_state = _desk().state


def _add_notes(response: Response) -> Response:
    if response.mimetype == "text/html" and _is_page() and not response.is_streamed:
        html = response.get_data(as_text=True)
        if HEAD in html and MAIN in html:
            html = html.replace(HEAD, _script_tag() + HEAD, 1)
            response.set_data(html.replace(MAIN, _box() + MAIN, 1))
    return response


def _script_tag() -> str:
    if request.method != "GET":
        return ""  # to load it again would send its form again
    known = g.get("desk_state", _desk().state)
    return f'<script src="/serve/{SCRIPT}" data-state="{known}" defer></script>\n'


def _box() -> str:
    if (request.endpoint or "").startswith("trainer."):
        return ""  # the content pages and previews show problems themselves
    found = _desk().site.findings
    if not found:
        return ""
    settings: Settings = current_app.extensions["settings"]
    return str(part_of_page("parts/author-notes.html", notes=_notes(found, settings)))


def _notes(found: tuple[Finding, ...], settings: Settings) -> Notes:
    paths = files_of_page(_desk().site)
    here = [each for each in found if each.place.path in paths]
    others = [each for each in found if each.place.path not in paths]
    return Notes(
        problem_files(here, settings),
        total=report.total(found).strip(),
        kept=bool(errors(found)),
        others=len(others),
        courses=_courses(others) if "trainer" in getattr(current_user, "roles", ()) else (),
    )


def _courses(found: list[Finding]) -> tuple[str, ...]:
    folders = {each.place.path.split("/")[1] for each in found}
    return tuple(each.course for each in _desk().site.courses if each.course in folders)
