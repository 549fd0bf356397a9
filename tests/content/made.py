"""A made course of any size as a dict of files, to see what reading one costs."""

from collections.abc import Iterator, Sequence

COURSE = "made"
LESSONS = f"lessons/{COURSE}"
QUIZZES = f"quizzes/{COURSE}"
PICTURE = f"{LESSONS}/media/walk.png"
_SMALLEST = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"
TERMS = ("recovery", "peer", "lived experience", "warm line", "respite house")


def made_course(lessons: int = 50, items: int = 500, paragraphs: int = 2) -> dict[str, bytes]:
    """Return the files: half of the questions are for practice, ten a file, half an exam's."""
    practice = [range(start, start + 10) for start in range(0, items // 2, 10)]
    texts = {
        f"{LESSONS}/course.yaml": _course_yaml(lessons),
        f"{LESSONS}/glossary.yaml": _glossary(),
        f"{LESSONS}/roles.yaml": _roles(),
        f"{QUIZZES}/final.yaml": _exam(range(items // 2, items)),
    }
    for number, asked in enumerate(practice):
        texts[f"{QUIZZES}/practice-{number}.yaml"] = _set(number, asked)
    for number in range(lessons):
        asked = practice[number % len(practice)]
        texts[f"{LESSONS}/lesson-{number}.md"] = _lesson(
            number, f"practice-{number % len(practice)}/p-{asked[0]}", paragraphs
        )
    return {path: text.encode() for path, text in texts.items()} | {PICTURE: _SMALLEST}


def _course_yaml(lessons: int) -> str:
    steps = "".join(f"      - lesson: lesson-{number}\n" for number in range(lessons))
    return f"""format: 1
title: A made course
edition_title: First
language: en
summary: A course that a program wrote.
contact: {{name: Training office, email: training@example.org}}
support:
  - {{label: 988 Lifeline, about: "Call, text or chat, free", href: "tel:988"}}
reading_speed: 175
domains:
  mentoring: Mentoring and education
topics:
  role: {{title: The role, domain: mentoring}}
  ethics: {{title: Ethics, domain: mentoring}}
modules:
  - title: All of it
    order: free
    steps:
{steps}      - exam: final
certificate:
  title: Certificate of completion
  valid_for: none
  requires:
    - lessons: all
    - {{exam: final, is: passed}}
"""


def _glossary() -> str:
    entries = "".join(f"  {term}:\n    means: What {term} means.\n" for term in TERMS)
    return f"format: 1\nterms:\n{entries}"


def _roles() -> str:
    named = ("does", "not_its_job")
    lists = "".join(f"    {name}:\n      - Walks beside a person\n" for name in named)
    return f"""format: 1
roles:
  peer:
    title: Peer specialist
    purpose: Support, as an equal
    basis: Having been there
{lists}    rests_on: Trust
    records_and_pay: Few notes, and pay
    self_disclosure: A main tool
    sources:
      - title: What peers do
        by: The made press
        href: https://example.org/peers
        checked: 2026-11-01
"""


def _lesson(number: int, question: str, paragraphs: int) -> str:
    prose = "\n\n".join(
        f"## Part {part}\n\nYou walk **beside** a person. "
        f"A {TERMS[number % len(TERMS)]} can help.\n"
        f"Ask what they want on day {part}.\n\n- Listen to them.\n- Ask before you help.\n\n"
        f"The [next lesson](lesson-{number // 2}.md) says more of it."
        for part in range(paragraphs)
    )
    picture = "\n![Two people walk](media/walk.png)\n"
    table = "\n/// roles | Who does what\n    columns: [purpose, basis]\n///\n"
    return f"""---
title: Lesson {number}
summary: What you need to know of part {number}.
topic: role
objectives:
  name: Name the people of part {number}
  use: Use what you know of part {number}
status: live
---

{prose}
{table if number % 10 == 0 else picture if number % 10 == 1 else ""}
/// question | {question}
///
"""


def _question(name: str, lesson: int) -> str:
    return f"""
  - id: {name}
    type: single
    topic: role
    level: recall
    objective: lesson-{lesson}/use
    text: What comes first, in the case {name}?
    options:
      - right: Listening
        why: This is how **peers** work.
      - wrong: Advice first
        why: This is not how peers work.
      - wrong: Forms
        why: Nor is this.
    explain: Peers work this way.
"""


def _set(number: int, asked: Sequence[int]) -> str:
    written = "".join(_question(f"p-{each}", 0) for each in asked)
    return f"format: 1\ntitle: Practice {number}\nkind: practice\nquestions:\n{written}"


def _exam(asked: Sequence[int]) -> str:
    head = """format: 1
title: Final exam
kind: exam
intro: |
  You pass with 75% or more.
pass_mark: 75%
attempts: 2
shuffle: [questions, options]
show: topics
blueprint:
  role: 4
questions:
"""
    return head + "".join(_questions_of(asked))


def _questions_of(asked: Sequence[int]) -> Iterator[str]:
    return (_question(f"e-{each}", 0) for each in asked)
