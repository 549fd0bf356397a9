"""What the page of a reflection says beside its form: where it stands, and who can read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from course.content.edition import Reflection
from course.content.language import count_words
from course.grading.deeds import Deeds
from course.grading.standing import reflection_standing
from course.records.progress.counting import open_step
from course.records.progress.deeds import deeds_of
from course.records.refusals import NotYet
from course.records.tables import ReflectionMessage, WrittenReflection
from course.web.beforehand import length_words
from course.web.database import database
from course.web.trainee.enrolled import Here
from course.web.words import clock_time

STATE_WORDS = {
    "draft": "Draft. Only you can read it.",
    "sent": "Sent.",
    "changes-asked": "Changes asked for. Read the reply, change your text, and send it again.",
    "accepted": "Accepted. You can still send a new version.",
}

KEPT = "Done."
"""The state of one that was sent to nobody but oneself."""

MEANWHILE = "It counts as completed meanwhile."
"""What is said beside changes that nothing waits for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The one button that changes who can read what was sent; ``version`` is what it shares."""

    label: str
    action: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ReflectionPage:
    """What the page says beside the form.

    ``begun``: the text is another one than was sent last, so a new version was begun. ``reply``
    is a trainer's newest, where it stands above the form and not in the thread. ``not_yet`` says
    why no new version can be written now. ``review``: shared, it waits to be accepted.
    """

    hint: str
    state: str
    words: int
    saved: str
    sequence: int
    shared: bool
    sent: bool
    begun: bool
    on_hold: bool
    not_yet: str
    offer: Offer | None
    review: bool
    reply: ReflectionMessage | None

    @property
    def writable(self) -> bool:
        """Whether a text can be written now, so that the page has the form for it."""
        return not (self.on_hold or self.not_yet)

    @property
    def offer_in_form(self) -> bool:
        """Whether the button belongs to that form, whose text is then kept by the same press.

        It stands after the form: Enter presses a form's first button, which has to be harmless.
        """
        return self.writable and self.offer is not None


def said_beside(
    at: Here,
    asked: Reflection,
    written: WrittenReflection | None,
    *,
    text: str,
    wrong: bool,
    named: str,
) -> ReflectionPage:
    """Return what the page says of ``written``; ``text`` is in the form, ``wrong``: refused."""
    sent = written if written and written.sent_at else None
    deeds = deeds_of(database(), at.enrollment) if sent else None
    not_yet = _not_yet(at, asked, deeds) if deeds and not wrong else ""
    return ReflectionPage(
        hint=length_words(asked),
        state=_state(asked, written, deeds) if written else "",
        words=count_words(text),
        saved=clock_time(written.saved_at) if written else "",
        sequence=written.sequence if written else 0,
        shared=bool(sent and sent.shared),
        sent=bool(sent and sent.state != "changes-asked"),
        begun=bool(wrong or (written and text != _sent_last(written))),
        on_hold=at.on_hold,
        not_yet=not_yet,
        offer=_offer(asked, sent, named, may_share=not (at.on_hold or not_yet)) if sent else None,
        review=bool(asked.review == "required" and sent and sent.state != "accepted"),
        reply=_reply(written) if written else None,
    )


def all_of(names: Sequence[str]) -> str:
    """Return names in one line: "Ana, Ben and Cora"; empty where there is none."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _offer(
    asked: Reflection, sent: WrittenReflection, named: str, *, may_share: bool
) -> Offer | None:
    if sent.shared:
        return Offer("Stop sharing", "stop-sharing")
    if may_share and asked.share == "choice":
        label = f"Share with {named or 'the trainers of my cohort'}"
        return Offer(label, "share", _versions(sent)[-1].id)
    return None


def _not_yet(at: Here, asked: Reflection, deeds: Deeds) -> str:
    try:
        open_step(at.edition, deeds, "lesson", asked.lesson)
    except NotYet as refusal:
        return refusal.message
    return ""


def _state(asked: Reflection, written: WrittenReflection, deeds: Deeds | None) -> str:
    words = STATE_WORDS[written.state]
    if written.state == "changes-asked" and deeds:
        met = reflection_standing(asked, deeds.reflections.get(asked.id)).met
        return f"{words} {MEANWHILE}" if met else words
    return KEPT if written.state == "sent" and not written.shared else words


def _reply(written: WrittenReflection) -> ReflectionMessage | None:
    """Return the trainer's newest reply where changes were asked for and nothing was sent since."""
    newest = written.messages[-1] if written.messages else None
    return newest if newest and written.state == "changes-asked" else None


def _sent_last(written: WrittenReflection) -> str:
    return versions[-1].text if (versions := _versions(written)) else ""


def _versions(written: WrittenReflection) -> list[ReflectionMessage]:
    return [each for each in written.messages if each.kind == "version"]
