"""One fault after the other on a site where people are at work, and what came of each."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from tests.builders import COURSE
from tests.faults import kept
from tests.faults.asking import CUT_OFF, Told, ask
from tests.faults.faults import Fault
from tests.faults.people import Author, Person, Reader, Sitter, Starter, Writer
from tests.faults.site import Machine
from tests.live import PEOPLE
from tests.plain import Browser
from tests.walks import complete, live_edition, sit_down

SITTERS, AUTHORS = 5, 2
SAVES = ("answer", "draft")
MOST_WAIT = 20.0
SAID_BY_PROGRAMS = ("Traceback", "sqlite", "psycopg", "OperationalError")
PROMISED = (
    "<h1>Sorry, the service is unavailable</h1>",
    "What you just sent is not saved.",
    "Everything saved before is kept.",
    "tel:988",
)
"""What the page of a save that was refused says."""


@dataclass
class Outcome:
    """What came of one fault."""

    fault: Fault
    told: list[Told]
    began: float
    over: float
    ended: float
    wrong: list[str] = field(default_factory=list)

    def saves(self, *statuses: int) -> list[Told]:
        """Return the saves with these statuses, all where none is named."""
        mine = [told for told in self.told if told.what in SAVES]
        return [told for told in mine if not statuses or told.status in statuses]

    @property
    def refused(self) -> list[Told]:
        """Return what was sent in vain, forms too."""
        return [told for told in self.told if told.status == 503 and told.what != "health"]

    @property
    def outage(self) -> float:
        """The longest time in which no save was acknowledged."""
        times = [self.began, *sorted(told.ended for told in self.saves(200)), self.ended]
        return max(after - before for before, after in pairwise(times))

    @property
    def back(self) -> float:
        """How long after the fault the last save was refused, or else the first taken."""
        refused = [told.ended for told in self.saves(503, CUT_OFF) if told.ended > self.over]
        taken = [told.ended for told in self.saves(200) if told.ended > self.over]
        return max([*refused, min(taken, default=self.ended)]) - self.over

    @property
    def slowest(self) -> float:
        """The longest that anybody waited for an answer."""
        return max((told.seconds for told in self.told), default=0.0)

    @property
    def health(self) -> float:
        """The longest that whoever watches the site waited."""
        return max((told.seconds for told in self.told if told.what == "health"), default=0.0)


class Stage:
    """A site with a course, and people at work on it."""

    def __init__(self, site: Machine, *, starters: int, quiet: float) -> None:
        self.site, self.quiet = site, quiet
        site.settle(COURSE)
        site.start()
        self.edition = live_edition(site)
        self.told: list[Told] = []
        self.over = threading.Event()
        self.reflection = f"/courses/{COURSE}/reflections/{self.edition.reflections[0].id}"
        self.people: list[Person] = [
            *(self._sitter(number) for number in range(SITTERS)),
            *(self._author(number) for number in range(AUTHORS)),
            *self._readers(),
        ]
        self.starters = [self._starter(number) for number in range(starters)]
        self.visitor = self._enter("visitor")
        self.visitor.get(self.reflection)
        self.pages = 0

    @property
    def writers(self) -> list[Writer]:
        """Those who save."""
        return [person for person in self.people if isinstance(person, Writer)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let everybody work while the block lasts."""
        for person in self.people:
            person.start()
        try:
            yield
        finally:
            self.over.set()
            for person in [*self.people, *self.starters]:
                if person.ident:
                    person.join()

    def meet(self, fault: Fault, starter: Starter) -> Outcome:
        """Let a fault happen, and say what came of it and what was not as promised."""
        time.sleep(self.quiet)
        wrong: list[str] = []
        began, first = time.monotonic(), len(self.told)
        starter.start()
        fault.happen(self.site, lambda: wrong.extend(self._look(fault)))
        over = time.monotonic()
        while not self._calm(first, over) and time.monotonic() < over + MOST_WAIT:
            time.sleep(0.02)
        ended = time.monotonic()
        papers = [paper for writer in self.writers for paper in writer.papers]
        wrong += kept.lost(self.site, papers)
        return Outcome(fault, self.told[first:], began, over, ended, wrong)

    def _calm(self, first: int, over: float) -> bool:
        """Tell whether saves have been taken for a while, and none refused."""
        since = max(over, time.monotonic() - self.quiet)
        lately = [each for each in self.told[first:] if each.what in SAVES and each.ended > since]
        waited = time.monotonic() - over >= self.quiet
        return waited and bool(lately) and all(each.status == 200 for each in lately)

    def _look(self, fault: Fault) -> Iterator[str]:
        """Send a form without a script in the midst of a fault, and read the page."""
        self.pages += 1
        text = f"Page {self.pages}. " + "I would ask what helped before. " * 500
        fields = {"csrf_token": self.visitor.token, "text": text, "share": "private"}
        message = self.visitor.request_to_post(self.reflection, fields, as_script=False)
        page = ask(self.site.address_pair, "form", message)
        self.told.append(page)
        if (page.status, page.wait) != (503, "10"):
            yield f"the form was answered with {page.status}, to be tried after {page.wait!r}"
        yield from (
            f"the page does not say {words!r}" for words in PROMISED if words not in page.text
        )
        yield from (f"the page says {words!r}" for words in SAID_BY_PROGRAMS if words in page.text)

    def _crew(self) -> tuple[tuple[str, int], list[Told], threading.Event]:
        return self.site.address_pair, self.told, self.over

    def _enter(self, name: str) -> Browser:
        email = f"{name}@example.org"
        self.site.add_person(email, "trainee", COURSE)
        browser = Browser(self.site.address)
        browser.sign_in(email)
        return browser

    def _sitter(self, number: int) -> Sitter:
        email = f"sitter{number}@example.org"
        self.site.add_person(email, "trainee", COURSE)
        return Sitter(sit_down(self.site, self.edition, email), *self._crew())

    def _author(self, number: int) -> Author:
        browser = self._enter(f"author{number}")
        browser.get(self.reflection)
        return Author(browser, f"author{number}@example.org", self.reflection, *self._crew())

    def _readers(self) -> list[Reader]:
        browser = Browser(self.site.address)
        browser.sign_in(PEOPLE["trainee"])
        lesson = f"/courses/{COURSE}/lessons/{self.edition.lessons[0].id}"
        browser.get(lesson)
        paths = {"health": "/healthz", "help": "/help", "page": lesson}
        asked = ((what, browser.request(path)) for what, path in paths.items())
        return [Reader(what, message, *self._crew()) for what, message in asked]

    def _starter(self, number: int) -> Starter:
        browser = self._enter(f"starter{number}")
        for step in self.edition.steps:
            if step.kind == "exam":
                return Starter(browser, f"/courses/{COURSE}/exams/{step.id}", *self._crew())
            complete(browser, self.edition, self.edition.lesson_by_id[step.id])
        raise AssertionError("the course has no exam")


def broken(outcome: Outcome) -> Iterator[str]:
    """Say which promises were not kept."""
    yield from outcome.wrong
    fault, saves = outcome.fault, outcome.saves()
    if not outcome.saves(200):
        yield "nothing was acknowledged at all"
    others = {told.status for told in saves} - {200, 503, CUT_OFF}
    if others:
        yield f"saves were answered with {sorted(others)}"
    if fault.refuses != bool(outcome.refused):
        yield f"{len(outcome.refused)} were refused"
    if outcome.saves(CUT_OFF) and not fault.cuts:
        yield f"{len(outcome.saves(CUT_OFF))} saves got no answer"
    if any(told.status == 503 and told.wait != "10" for told in saves):
        yield "a refusal does not say when to try again"
    yield from _readers(outcome)
    for what in ("slowest", "health", "back", "outage"):
        promised, found = getattr(fault, what), getattr(outcome, what)
        if promised and found > promised:
            yield f"{what}: {found:.1f} s, {promised:.0f} s promised"


def _readers(outcome: Outcome) -> Iterator[str]:
    fine = {200, 503} if outcome.fault.refuses else {200}
    fine |= {CUT_OFF} if outcome.fault.cuts else set()
    health = fine | {503} if outcome.fault.health else fine
    page = fine - {503} if outcome.fault.reads else fine
    for what, may in {"health": health, "help": fine - {503}, "page": page}.items():
        statuses = {told.status for told in outcome.told if told.what == what}
        if statuses - may:
            yield f"{what}: answered with {sorted(statuses - may)}"


def play(
    site: Machine,
    faults: Sequence[Fault],
    *,
    quiet: float = 0.5,
    tell: Callable[[Outcome], None] = lambda each: None,
) -> tuple[list[Outcome], list[str]]:
    """Let faults happen one after the other; return each outcome, and what is wrong in the end.

    ``quiet``: seconds of work before each fault and after it.
    """
    stage = Stage(site, starters=len(faults), quiet=quiet)
    before, outcomes = site.open_files(), []
    with stage.at_work():
        for fault, starter in zip(faults, stage.starters, strict=True):
            outcomes.append(stage.meet(fault, starter))
            tell(outcomes[-1])
        for starter in stage.starters:
            starter.join(MOST_WAIT)
    wrong = [
        f"{starter.browser.cookie}: an exam was never taken"
        for starter in stage.starters
        if not starter.done
    ]
    wrong += kept.lost(site, [paper for writer in stage.writers for paper in writer.papers])
    wrong += kept.unsound(site)
    after = site.open_files()
    if after > before + 5:
        wrong.append(f"a process has {after} open files, it had {before}")
    for line in (site.said + site.log()).splitlines():
        if '"unexpected' in line or "Traceback" in line:
            wrong.append(f"the log: {line[:300]}")
    return outcomes, list(dict.fromkeys(wrong))[:20]
