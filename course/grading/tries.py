"""Tries: whether another attempt at an exam can begin, and if not, why and until when.

The one place of this rule: the steps and the start of an attempt both ask here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from course.content.edition import Assessment
from course.grading.deeds import ExamDeed
from course.grading.words import counted


@dataclass(frozen=True, slots=True)
class Barred:
    """Why no attempt can begin. ``until`` is when the next one can; None: each one was used.

    ``ask`` where the exam is not completed and only the coordinator can say how to go on.
    """

    words: str
    until: datetime | None = None
    ask: bool = False


def barred(exam: Assessment, deed: ExamDeed, now: datetime) -> Barred | None:
    """Return what stands against a new attempt at an exam, None where one can begin.

    Whether one is open already, which needs no new one, the caller looks at first.
    """
    used = deed.attempts_used
    if exam.attempts is not None and used >= exam.attempts:
        return _used_up(exam.attempts, ask=not _is_over(exam, deed))
    if deed.sent and deed.open_attempt is None and exam.wait_between:
        # The last wait holds for every later attempt too.
        wait = exam.wait_between[min(used, len(exam.wait_between)) - 1]
        until = deed.sent[-1].at + timedelta(seconds=wait)
        return Barred(_WAIT, until) if now < until else None
    return None


_WAIT = "You need to wait before you try this exam again."


def _used_up(allowed: int, *, ask: bool) -> Barred:
    words = f"You have used your {counted(allowed, 'attempt')}."
    if allowed == 1:
        words = "You have sent it, and you can take it once."
    return Barred(f"{words} Ask your coordinator what you can do now." if ask else words, ask=ask)


def _is_over(exam: Assessment, deed: ExamDeed) -> bool:
    return (deed.passed_at if exam.pass_mark else deed.taken_at) is not None
