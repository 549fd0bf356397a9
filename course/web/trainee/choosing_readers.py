"""Share what was sent with the trainers, or take it back, and say who reads it from now on."""

from flask import flash, request

from course import clock
from course.content.edition import Reflection
from course.records.reflections import choosing
from course.records.reflections.choosing import AnotherVersion
from course.records.reflections.sharing import readers
from course.web.database import database
from course.web.trainee.enrolled import Here
from course.web.trainee.reflection_page import all_of

NONE_NAMED = "The trainers of your cohort can read what you sent. None is named yet."
STOPPED = "You stopped sharing it. Nobody else can read it now."


def share(at: Here, asked: Reflection) -> bool:
    """Share the version that the page showed; say so, and return whether it is shared now."""
    chosen = asked.id, request.form.get("version", "")
    try:
        choosing.share_sent(database(), at.enrollment, *chosen, edition=at.edition, now=clock.now())
    except AnotherVersion as refusal:
        flash(refusal.message, "notice")
        return False
    named = all_of(readers(database(), at.enrollment))
    who = f"{named} can now read what you sent." if named else NONE_NAMED
    flash(f"{who} Nobody else can.", "Shared")
    return True


def stop_sharing(at: Here, asked: Reflection) -> bool:
    """Take it back; say so and who opened it meanwhile. It is not shared now: return False."""
    opened = choosing.keep_private(
        database(), at.enrollment, asked.id, edition=at.edition, now=clock.now()
    )
    before = (
        f"{all_of(opened)} opened it while it was shared." if opened else "No trainer opened it."
    )
    flash(f"{STOPPED} {before}", "Sharing stopped")
    return False


BUTTONS = {"share": share, "stop-sharing": stop_sharing}
"""What each button beside “Who can read this” does."""
