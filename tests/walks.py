"""What trainees do on a live site, in order, over plain HTTP: to bring it into a state."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.content.edition import Assessment, Edition, Lesson
from course.records.editions import kept_edition, live_ids
from course.records.engine import open_engine
from tests.live import LiveSite
from tests.plain import Browser

TEXT = "I would ask what helped before, and listen to the whole answer first. " * 8
"""A reflection long enough for every scenario, and too long for none."""


@dataclass(frozen=True)
class Sitting:
    """A trainee in the middle of an exam; ``options`` are those that each question offers."""

    browser: Browser
    address: str
    options: tuple[tuple[str, ...], ...]

    def send(self) -> None:
        """Answer every question with its first option, and send the exam."""
        for number, offered in enumerate(self.options, 1):
            self.browser.get(f"{self.address}/{number}")
            self.browser.post(f"{self.address}/{number}", {"answer": offered[0]})
        self.browser.get(f"{self.address}/check")
        self.browser.post(f"{self.address}/submit", {})


def live_edition(site: LiveSite) -> Edition:
    """Return the edition of the site's only course."""
    engine = open_engine(site.database_url)
    with Session(engine) as session:
        (edition_id,) = live_ids(session).values()
        edition = kept_edition(session, edition_id)
    engine.dispose()
    return edition


def sit_down(site: LiveSite, edition: Edition, email: str) -> Sitting:
    """Sign a trainee in, and walk them through the lessons to the first exam."""
    browser = Browser(site.address)
    browser.sign_in(email)
    for step in edition.steps:
        if step.kind == "exam":
            return _start(browser, edition, edition.assessment_by_id[step.id])
        complete(browser, edition, edition.lesson_by_id[step.id])
    raise AssertionError("the course has no exam")


def complete(browser: Browser, edition: Edition, lesson: Lesson, *, share: str = "private") -> None:
    """Read a lesson, answer its questions rightly, send its reflections, and mark it as done."""
    home = f"/courses/{edition.course}"
    address = f"{home}/lessons/{lesson.id}"
    browser.get(address)
    for box in lesson.questions:
        item = edition.assessment_by_id[box.assessment].by_id[box.item]
        right = [option.id for option in item.options if option.right]
        browser.post(f"{address}/practice/{item.id}", {"answer": right})
    for reflection in lesson.reflections:
        fields = {"text": TEXT, "share": share, "action": "send"}
        browser.post(f"{home}/reflections/{reflection}", fields)
    browser.post(f"{address}/done", {})


def _start(browser: Browser, edition: Edition, exam: Assessment) -> Sitting:
    first = browser.post(f"/courses/{edition.course}/exams/{exam.id}/start", {})
    address = first.rsplit("/", 1)[0]
    pages = [browser.get(f"{address}/{number}") for number in range(1, exam.length + 1)]
    return Sitting(browser, address, tuple(map(_offered, pages)))


def _offered(page: str) -> tuple[str, ...]:
    return tuple(re.findall(r'name="answer" value="([^"]+)"', page))
