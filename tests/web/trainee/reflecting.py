"""The reflection of the small course that is written for trainers to read, if one wants."""

from course.content.edition import Module, Step
from tests.builders import COURSE
from tests.pages import Page

ADDRESS = f"/courses/{COURSE}/reflections/first-day"
SHARE, STOP = "Share with Theo Example", "Stop sharing"
CLOSED = (
    Module(
        title="All",
        order="free",
        steps=(
            Step(kind="lesson", id="how-it-works"),
            Step(kind="lesson", id="the-role", after=("how-it-works",)),
        ),
    ),
)
"""The modules of an edition in which its lesson is not open yet."""


def press(page: Page, button: str, *, status: int = 303, **typed: str) -> Page:
    """Press a button of its page, after typing into the fields of the form it belongs to."""
    return page.form(ADDRESS, button=button).fill(**typed).send(button, status=status)
