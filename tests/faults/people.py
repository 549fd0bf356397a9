"""People who work on a site while it fails. Each notes what was acknowledged."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.faults.asking import Told, ask
from tests.plain import Browser
from tests.walks import Sitting

BETWEEN_ANSWERS = 0.1
BETWEEN_DRAFTS = 1.0
BETWEEN_LOOKS = 0.25
BETWEEN_PRESSES = 2.0
"""Seconds, after a refusal too: the page's own script would wait longer then."""


@dataclass
class Paper:
    """The answer to one question, or one reflection: all that was sent of it, by its sequence."""

    place: tuple[str, ...]
    sent: dict[int, str] = field(default_factory=dict)
    acknowledged: int = 0


@dataclass(frozen=True)
class Save:
    """One save that is to be sent."""

    paper: Paper
    sequence: int
    message: bytes


class Person(threading.Thread):
    """Somebody who sends one request after the other until told to stop."""

    def __init__(self, site: tuple[str, int], told: list[Told], over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.site, self.told, self.over = site, told, over

    def ask(self, what: str, message: bytes) -> Told:
        """Ask, and note what came of it."""
        answer = ask(self.site, what, message)
        self.told.append(answer)
        return answer


class Writer(Person):
    """Somebody who saves. What was not acknowledged is followed by something newer."""

    papers: list[Paper]
    between: float
    what: str

    def saves(self) -> Iterator[Save]:
        """Give the saves, without an end."""
        raise NotImplementedError

    def run(self) -> None:
        """Save until told to stop."""
        for save in self.saves():
            answer = self.ask(self.what, save.message)
            if answer.status == 200:
                save.paper.acknowledged = save.sequence
            if self.over.wait(self.between):
                return


class Sitter(Writer):
    """A trainee who chooses answers in an exam, over and over."""

    what, between = "answer", BETWEEN_ANSWERS

    def __init__(self, sitting: Sitting, *crew: object) -> None:
        super().__init__(*crew)
        self.sitting = sitting
        attempt = sitting.address.rsplit("/", 1)[1]
        numbers = range(1, len(sitting.options) + 1)
        self.papers = [Paper(("answer", attempt, str(number))) for number in numbers]

    def saves(self) -> Iterator[Save]:
        """Answer the first question, the second, …, and the first again with another option."""
        for sent in count():
            number = sent % len(self.papers)
            paper, offered = self.papers[number], self.sitting.options[number]
            sequence, value = sent + 1, offered[sent // len(self.papers) % len(offered)]
            paper.sent[sequence] = value
            fields = {"answer": value, "sequence": sequence}
            path = f"{self.sitting.address}/{number + 1}"
            yield Save(paper, sequence, self.sitting.browser.request_to_post(path, fields))


class Author(Writer):
    """A trainee who writes a reflection, which grows."""

    what, between = "draft", BETWEEN_DRAFTS

    def __init__(self, browser: Browser, email: str, address: str, *crew: object) -> None:
        super().__init__(*crew)
        self.browser, self.address = browser, address
        self.papers = [Paper(("draft", email, address.rsplit("/", 1)[1]))]

    def saves(self) -> Iterator[Save]:
        """Save a text that is a little longer each time."""
        (paper,) = self.papers
        for sequence in count(1):
            paper.sent[sequence] = f"{sequence}: " + "I would listen first. " * (10 + 8 * sequence)
            fields = {"text": paper.sent[sequence], "share": "private", "sequence": sequence}
            yield Save(paper, sequence, self.browser.request_to_post(self.address, fields))


class Reader(Person):
    """Somebody who only reads, or looks whether the site is well."""

    def __init__(self, what: str, message: bytes, *crew: object) -> None:
        super().__init__(*crew)
        self.what, self.message = what, message

    def run(self) -> None:
        """Open the one page again and again until told to stop."""
        while not self.over.wait(BETWEEN_LOOKS):
            self.ask(self.what, self.message)


class Starter(Person):
    """A trainee who starts an exam and sends it, pressing each button until it is taken."""

    def __init__(self, browser: Browser, exam: str, *crew: object) -> None:
        super().__init__(*crew)
        self.browser, self.exam, self.done = browser, exam, False

    def run(self) -> None:
        """Start, then send."""
        if started := self._press(f"{self.exam}/start"):
            attempt = started.rsplit("/", 1)[0]
            self.done = bool(self._press(f"{attempt}/submit"))

    def _press(self, path: str) -> str:
        fields = {"csrf_token": self.browser.token}
        message = self.browser.request_to_post(path, fields, as_script=False)
        while True:
            answer = self.ask("press", message)
            if answer.status == 303:
                return answer.leads_to
            if self.over.wait(BETWEEN_PRESSES):
                return ""
