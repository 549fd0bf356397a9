"""A trainee writes a reflection in private, and sends it: kept private, or shared."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from course.content.edition import Edition, Reflection
from course.content.language import count_words
from course.records.base import LARGEST_SEQUENCE
from course.records.progress.counting import hold, open_step, record_progress
from course.records.progress.deeds import deeds_of
from course.records.reflections.by_author import find, record_own, stop_sharing
from course.records.refusals import Refused, TooLong, Unknown
from course.records.tables import (
    Enrollment,
    ReflectionMessage,
    ReplyDraft,
    WrittenReflection,
)
from course.records.transaction import transaction

LONGEST = 20_000
"""How many characters a text may have; one beyond is refused, nothing is cut."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds: the text, whether to share it, and the number of the script's save.

    Its ``repr`` leaves the text out, so that no traceback puts it into a log.
    """

    text: str = field(repr=False)
    shared: bool = False
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft that is stored, and its sequence: the next save's is larger.

    ``shared``: what was sent before it is shared, as it was.
    """

    at: datetime
    sequence: int
    shared: bool = False


class Stale(Refused):
    """A newer text is stored. It stays, and the page shows both."""

    def __init__(self, newer: WrittenReflection | ReplyDraft) -> None:
        super().__init__("You wrote this in another window. Choose the text to keep.")
        self.text = newer.text
        self.saved_at = newer.saved_at
        self.sequence = newer.sequence


class WrongLength(Refused):
    """The text has too few or too many words to be sent, or none."""


def save_draft(
    session: Session,
    enrollment: Enrollment,
    reflection: str,
    draft: Draft,
    *,
    edition: Edition,
    now: datetime,
) -> Saved:
    """Save a draft; an older save never overwrites a newer one.

    Who reads it is chosen for when it is sent: a page that saves by itself must not change who
    reads what was sent before. Raise Stale, TooLong, Unknown, NotYet or NotActive.
    """
    asked = _asked(edition, reflection)
    _check_size(draft.text)
    with transaction(session):
        held = hold(session, enrollment.id)
        open_step(edition, deeds_of(session, held), "lesson", asked.lesson)
        written = _written(session, held, asked, edition=edition, now=now)
        keep_save(written, draft.text, draft.sequence, now)
        if written.state == "draft":
            written.shared = draft.shared and asked.share == "choice"
        record_progress(session, held, edition=edition, now=now)
        shared = written.state != "draft" and written.shared
        return Saved(written.saved_at, written.sequence, shared)


def send(
    session: Session,
    enrollment: Enrollment,
    reflection: str,
    draft: Draft,
    *,
    edition: Edition,
    now: datetime,
) -> WrittenReflection:
    """Send a text as a new version: kept private, or shared with the trainers of the cohort.

    Sending the same again adds nothing. What a trainer accepted stays accepted. Raise
    WrongLength with the sentence to show, Stale where another window holds a newer text, TooLong,
    Unknown, NotYet or NotActive.
    """
    asked = _asked(edition, reflection)
    _check_size(draft.text)
    _check_words(asked, draft.text)
    shared = draft.shared and asked.share == "choice"
    with transaction(session):
        held = hold(session, enrollment.id)
        open_step(edition, deeds_of(session, held), "lesson", asked.lesson)
        written = _written(session, held, asked, edition=edition, now=now)
        if not _sent_already(written, draft.text, shared):
            keep_save(written, draft.text, draft.sequence, now)
            _send(session, held, written, replace(draft, shared=shared), now=now)
            record_progress(session, held, edition=edition, now=now)
    return written


def keep_save(
    row: WrittenReflection | ReplyDraft, text: str, number: int | None, now: datetime
) -> None:
    """Keep a save in its row, where it is not an older one: then raise Stale.

    ``number`` is the one that its page gave it; None replaces whatever is there.
    """
    sequence = min(number, LARGEST_SEQUENCE) if number else row.sequence + 1
    if sequence <= row.sequence:
        if text == row.text:
            return  # the same save again, after its answer was lost
        raise Stale(row)
    row.text, row.sequence, row.saved_at = text, sequence, now


def _asked(edition: Edition, reflection: str) -> Reflection:
    found = edition.reflection_by_id.get(reflection)
    if found is None:
        raise Unknown
    return found


def _check_size(text: str) -> None:
    if len(text) > LONGEST:
        raise TooLong(
            f"Your reflection has {len(text):,} characters. Make it {LONGEST:,} or fewer."
        )


def _check_words(reflection: Reflection, text: str) -> None:
    words = count_words(text)
    if not words:
        raise WrongLength("Write your reflection")
    counted = f"Your reflection is {words} {'word' if words == 1 else 'words'}."
    if words < reflection.words_min:
        raise WrongLength(f"{counted} Write at least {reflection.words_min}.")
    if reflection.words_max and words > reflection.words_max:
        raise WrongLength(f"{counted} Make it {reflection.words_max} or fewer.")


def _written(
    session: Session,
    enrollment: Enrollment,
    asked: Reflection,
    *,
    edition: Edition,
    now: datetime,
) -> WrittenReflection:
    """Return the row, made where it is missing: the enrollment is held, so nobody else makes it."""
    written = find(session, enrollment, asked.id)
    if written is None:
        written = WrittenReflection(
            enrollment_id=enrollment.id,
            reflection=asked.id,
            edition_id=edition.id,
            text="",
            shared=False,
            state="draft",
            sequence=0,
            saved_at=now,
        )
        session.add(written)
    return written


def _sent_already(written: WrittenReflection, text: str, shared: bool) -> bool:
    versions = [each for each in written.messages if each.kind == "version"]
    same = bool(versions) and versions[-1].text == text and written.shared == shared
    return same and written.state in ("sent", "accepted")


def _send(
    session: Session,
    enrollment: Enrollment,
    written: WrittenReflection,
    draft: Draft,
    *,
    now: datetime,
) -> None:
    if written.state != "draft" and not draft.shared:
        stop_sharing(session, enrollment, written, now)
    written.messages.append(
        ReflectionMessage(
            author_id=enrollment.person_id,
            kind="version",
            shared=draft.shared,
            text=draft.text,
            created_at=now,
        )
    )
    written.sent_at, written.shared = now, draft.shared
    if written.state != "accepted":
        written.state = "sent"
    if draft.shared:
        record_own(session, enrollment, written, "share-reflection", now)
