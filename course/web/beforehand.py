"""What a trainee is told before they begin an exam or write a reflection."""

from dataclasses import dataclass

from course.content.edition import Assessment, Edition, Reflection
from course.grading.results import afterwards_words, passing_words
from course.grading.words import counted


@dataclass(frozen=True, slots=True)
class ExamFacts:
    """What an exam asks of whoever takes it: how many questions, how long, how often."""

    questions: str
    time: str
    passing: str
    attempts: str
    afterwards: str


def exam_facts(edition: Edition, exam: Assessment, *, used: int = 0) -> ExamFacts:
    """Say what an exam asks; ``used`` is how many attempts were made."""
    minutes = counted((exam.time_limit or 0) // 60, "minute")
    return ExamFacts(
        questions=counted(exam.length, "question"),
        time=f"You have {minutes}." if exam.time_limit else "There is no time limit.",
        passing=passing_words(edition, exam),
        attempts=attempts_words(exam, used),
        afterwards=afterwards_words(edition, exam),
    )


def attempts_words(exam: Assessment, used: int) -> str:
    """Say how often an exam can be taken, and how many attempts are left."""
    if exam.attempts is None:
        return f"You can take it as often as you like. You have used {counted(used, 'attempt')}."
    if exam.attempts == 1:
        return "You can take it once."
    left = max(0, exam.attempts - used)
    return f"You can take it {exam.attempts} times. You have {counted(left, 'attempt')} left."


def length_words(asked: Reflection) -> str:
    """Say how much to write, and that no answer is the right one."""
    right = "There is no single right answer."
    if asked.words_min and asked.words_max:
        return f"Write {asked.words_min} to {asked.words_max} words. {right}"
    if asked.words_min:
        return f"Write at least {counted(asked.words_min, 'word')}. {right}"
    if asked.words_max:
        return f"Write up to {counted(asked.words_max, 'word')}. {right}"
    return right
