"""Two sites with a story: one on which people are at work, and one that has just begun."""

import re
from datetime import UTC, datetime
from hashlib import sha256

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.content.reading import Counts, CourseReading
from course.records import migrate
from course.records.cohorts.enrolling import Change, change_state
from course.records.engine import open_engine
from course.records.people import links
from course.records.publishing import publish
from course.records.tables import Cohort, Enrollment, Person, WrittenReflection
from tests.live import PASSWORD, PEOPLE, LiveSite
from tests.plain import Browser
from tests.walks import complete, live_edition, sit_down

PHONE = {"width": 320, "height": 640}
WRITER, SITTER, DONE, LEFT, HELD, LONELY = (
    f"{name}@example.org" for name in ("writer", "sitter", "done", "left", "held", "lonely")
)
SEVERAL = "several@example.org"
"""Somebody with every role."""
FIRST = "first@example.org"
"""The first coordinator of the site that has just begun."""


def tell(site: LiveSite, course: str) -> dict[str, str]:
    """Let people work on a site: one writes and shares, one sits an exam, one has sent it.

    One more has left the course, and one is on hold, with a new version begun.
    Return the addresses of their things by a name.
    """
    for email in (WRITER, SITTER, DONE, LEFT, HELD):
        site.add_person(email, "trainee", course)
    site.add_person(LONELY, "trainee")
    for role in PEOPLE:
        site.add_person(SEVERAL, role)
    edition = live_edition(site)
    sitting = sit_down(site, edition, SITTER)
    sent = sit_down(site, edition, DONE)
    sent.send()
    home = f"/courses/{course}"
    lesson = next(lesson for lesson in edition.lessons if lesson.reflections)
    for email in (WRITER, HELD):
        writer = Browser(site.address)
        writer.sign_in(email)
        complete(writer, edition, lesson, share="shared")
    begun = {"text": "I would begin with what Dana said.", "share": "shared"}
    writer.post(f"{home}/reflections/{lesson.reflections[0]}", begun)
    _change_state(site, LEFT, "withdraw")
    _change_state(site, HELD, "hold")
    return {
        "course": home,
        "lesson": f"{home}/lessons/{lesson.id}",
        "reflection": f"{home}/reflections/{lesson.reflections[0]}",
        "sitting": sitting.address,
        "sent": sent.address,
        **_places(site),
        "back": _earlier(site, edition),
    }


def _change_state(site: LiveSite, email: str, change: Change) -> None:
    engine = open_engine(site.database_url)
    with Session(engine) as session:
        theirs = select(Enrollment).join(Person).where(Person.email == email)
        act = {"reason": "They moved away.", "actor": None, "now": datetime.now(UTC)}
        change_state(session, session.scalars(theirs).one(), change, **act)
    engine.dispose()


def _earlier(site: LiveSite, edition: Edition) -> str:
    """Publish the course twice with other words; return where one goes back to the first."""
    first, *lessons = edition.lessons
    engine = open_engine(site.database_url)
    with Session(engine) as session:
        for name in ("spring", "autumn"):
            reworded = first.model_copy(update={"summary": f"What you meet here in {name}."})
            words = {"id": sha256(name.encode()).hexdigest(), "lessons": (reworded, *lessons)}
            made = edition.model_copy(update={**words, "media": ()})
            reading = CourseReading(edition.course, made, (), {}, Counts(7, 1, 20, 5.0))
            act = {"commit": "c0ffee" * 6 + "+changes", "actor": None, "now": datetime.now(UTC)}
            publish(session, reading, **act)
    engine.dispose()
    return f"/author/{edition.course}/editions/{sha256(b'spring').hexdigest()}/back"


def _places(site: LiveSite) -> dict[str, str]:
    engine = open_engine(site.database_url)
    with Session(engine) as session:
        person = session.scalars(select(Enrollment).join(Person).where(Person.email == DONE)).one()
        trainer = session.scalars(select(Person).where(Person.email == PEOPLE["trainer"])).one()
        shared = select(WrittenReflection).where(WrittenReflection.shared)
        written = session.scalars(shared.order_by(WrittenReflection.id).limit(1)).one()
        cohort = session.scalars(select(Cohort)).one()
        places = {
            "person": f"/people/{person.person_id}",
            "cohort": f"/cohorts/{cohort.id}",
            "staff": f"/cohorts/{cohort.id}/staff/{trainer.id}/trainer/end",
            "review": f"/review/{written.id}",
        }
    engine.dispose()
    return places | _links(site, places)


def _links(site: LiveSite, places: dict[str, str]) -> dict[str, str]:
    """Let the coordinator make an invitation and a sign-in link, each shown once."""
    staff = Browser(site.address)
    staff.sign_in(PEOPLE["coordinator"])
    staff.get(f"{places['cohort']}/invite")
    invited = {"email": "new@example.org", "role": "trainee"}
    staff.post(f"{places['cohort']}/invite", invited)
    page = staff.get(places["cohort"])
    change = f"{places['person']}/changes/new?type=sign-in-link"
    staff.get(change)
    staff.post(change, {"reason": "They asked for one."})
    page += staff.get(places["person"])
    return {
        "invite": re.findall(r"/invite/[\w-]+", page)[0],
        "withdraw": re.findall(r"/cohorts/\d+/invitations/\d+/withdraw", page)[0],
        "link": re.findall(r"/sign-in/[\w-]{20,}", page)[0],
    }


def _set_up(site: LiveSite) -> str:
    """Give the link for a site's first coordinator, which its server tells a terminal alone."""
    site.folder.joinpath("instance").mkdir(mode=0o700)
    engine = open_engine(site.database_url)
    migrate.upgrade(engine)
    with Session(engine) as session:
        token = links.make_set_up(session, datetime.now(UTC))
    engine.dispose()
    return f"/set-up/{token}"


def sign_in(page: Page, email: str, at: str = "/sign-in") -> None:
    """Sign in by the form."""
    page.goto(at)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


class Theatre:
    """A browser window for each person of the two sites."""

    def __init__(self, chromium: Chromium, site: LiveSite, begun: LiveSite, course: str) -> None:
        self.chromium = chromium
        self.site = site
        self.begun = begun
        site.settle(course)
        first = _set_up(begun)
        for each in (site, begun):
            each.start()
        self.places = tell(site, course) | {"set_up": first}
        self.windows: dict[str, Page] = {}

    def window(self, person: str) -> Page:
        """Return the window in which a person is signed in (none: a visitor)."""
        if person not in self.windows:
            site = self.begun if person in {FIRST, "nobody"} else self.site
            context = self.chromium.new_context(
                viewport=PHONE, base_url=site.address, bypass_csp=True
            )
            page = self.windows[person] = context.new_page()
            page.set_default_timeout(10_000)
            if person == FIRST:
                self._begin(page)
            elif "@" in person:
                sign_in(page, person)
        return self.windows[person]

    def _begin(self, page: Page) -> None:
        page.goto(self.places["set_up"])
        page.get_by_label("Your full name").fill("First Coordinator")
        page.get_by_label("Email address").fill(FIRST)
        page.get_by_label("Choose a password", exact=True).fill(PASSWORD)
        page.locator("main form button:not([type=button])").click()
        page.get_by_role("button", name="Sign out").wait_for()

    def close(self) -> None:
        """Close every window."""
        for page in self.windows.values():
            page.context.close()
