"""Forms: WTForms, with the refusals that every field needs said once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from flask import request
from wtforms import DateField, Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import Form as WTForm
from wtforms.form import BaseForm
from wtforms.validators import Length, Optional, StopValidation

from course.records.facts import Facts, Overtaken
from course.records.people.accounts import LONGEST_EMAIL, NotAnEmail, normal_email
from course.records.refusals import Refused

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no page can show: control characters, halves of characters, and non-characters."""
UNSEEN_IN_LINE = re.compile(UNSEEN.pattern[:-1] + "\u202a-\u202e\u2066-\u2069]")
"""In a line also what turns the direction of the text: a name could reorder the words beside it."""

MOST = 300
"""Characters of a one-line field."""


class Form(WTForm):
    """A form of ours. CSRF is checked for every request before any form is read."""

    @classmethod
    def posted(cls, **more: Any) -> Self:
        """Return the form as it was sent."""
        return cls(request.form, **more)

    @classmethod
    def asked(cls, **more: Any) -> Self:
        """Return the form as the address has it: the filters of a list."""
        return cls(request.args, **more)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field; refuse one sent twice, lost text, and what cannot be shown."""
        fine: bool = super().validate(extra_validators)
        for field in self:
            fine = self._is_one_clean_value(field) and fine
        return fine

    @staticmethod
    def _is_one_clean_value(field: Any) -> bool:
        sent = field.raw_data or []
        unseen = UNSEEN if isinstance(field, TextAreaField) else UNSEEN_IN_LINE
        if len(sent) > 1 and not isinstance(field, SelectMultipleField):
            field.errors = ["This came twice. Fill it in once"]
        elif any(unseen.search(str(value)) for value in sent):
            field.data = unseen.sub("", field.data) if isinstance(field.data, str) else field.data
            field.errors = ["This had a character that cannot be kept. Check it and send it again"]
        elif field.raw_data == [] and isinstance(field, TextAreaField) and not field.errors:
            field.errors = ["The text did not come along. Send it again"]
        else:
            return True
        return False


class Filled:
    """Refuse an empty field with the sentence that says what to enter."""

    def __init__(self, sentence: str) -> None:
        """Hold the sentence, such as "Enter your full name"."""
        self.sentence = sentence
        self.field_flags: dict[str, bool] = {}

    def __call__(self, form: WTForm, field: Any) -> None:
        """Stop at an empty or blank value."""
        if not (field.data or "").strip():
            raise StopValidation(self.sentence)


def line(label: str, needed: str = "", *, most: int = MOST, **more: Any) -> StringField:
    """Return a one-line field; ``needed`` is the sentence for an empty one."""
    return StringField(label, _checks(needed, most), filters=[_stripped], **more)


def email_line(needed: str = "") -> StringField:
    """Return the field of an email address that somebody is to sign in with."""
    checks = [*_checks(needed or NotAnEmail().message, LONGEST_EMAIL), _is_email]
    return StringField("Email address", checks, filters=[_stripped])


def text(label: str, needed: str = "", *, most: int = 20_000, **more: Any) -> TextAreaField:
    """Return a field of several lines."""
    return TextAreaField(label, _checks(needed, most), **more)


def plain_ends(value: str | None) -> str:
    """Count a line's end as one character, as the browser's script does."""
    return (value or "").replace("\r\n", "\n")


def why(label: str = "Why are you making this change?") -> TextAreaField:
    """Return the field that asks why something is changed; the log keeps the answer."""
    needed = "Enter why you are making this change"
    return text(label, needed, most=1000, filters=[_stripped])


@contextmanager
def refused_on(field: Field) -> Iterator[None]:
    """Say what a use case refuses on a field, whose ``errors`` are then not empty."""
    try:
        yield
    except Refused as refusal:
        field.errors = [refusal.message]


def mark_shown(facts: Facts, field: Field) -> str:
    """Return the mark of what stands now, for the page's field ``shown``.

    Where the last page showed something else, ``field`` says so, beside any other mistake too:
    with this mark the next save goes through.
    """
    if request.form.get("shown", facts.mark) != facts.mark:
        field.errors = [Overtaken(facts.called).message]
    return facts.mark


class Choice(SelectField):
    """One of a list, its default where none is sent. What the list has not is refused in words."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse a value that the list does not have, and none where there is no default."""
        if not any(chosen for _, _, chosen, *_ in self.iter_choices()):
            raise StopValidation(f"{self.label.text}: choose one from the list")


class Filter(Choice):
    """One of a list, or nothing: then it filters by nothing."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse a value that was sent and that the list does not have."""
        if self.raw_data:
            super().pre_validate(form)


class Day(DateField):
    """A day, typed as 2026-11-22 or picked from the browser's calendar; it may stay empty.

    Of YEARS only: at the ends of the calendar the day after, or another zone, is no day any more.
    """

    YEARS = range(1900, 3000)

    def __init__(self, label: str, **more: Any) -> None:
        """Take the label alone: no day is ever required."""
        super().__init__(label, [Optional()], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day that was sent, and keep what cannot be read for the page."""
        wanted = f"{self.label.text}: enter a day like 2026-11-22"
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(wanted) from None
        if self.data and self.data.year not in self.YEARS:
            self.data = None
            raise ValueError(wanted)


def _checks(needed: str, most: int) -> list[Any]:
    checks: list[Any] = [Filled(needed)] if needed else []
    return [*checks, Length(max=most, message=f"Make this {most:,} characters or fewer")]


def _is_email(_form: WTForm, field: Any) -> None:
    """Refuse what is no email address, where nothing else is wrong with it."""
    if field.errors:
        return
    try:
        normal_email(field.data)
    except NotAnEmail as refusal:
        raise StopValidation(refusal.message) from refusal


def _stripped(value: str | None) -> str | None:
    return value.strip() if value else value
