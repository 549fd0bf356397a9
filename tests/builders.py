"""A small whole course, as a value and as files: 2 modules, 3 lessons, 2 exams, 2 reflections."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from course.content.edition import (
    Assessment,
    Cell,
    Certificate,
    Contact,
    Edition,
    Html,
    Item,
    Lesson,
    Module,
    Objective,
    Option,
    PassMark,
    QuestionBox,
    Reflection,
    ReflectionBox,
    Requirement,
    Step,
    SupportLine,
    Topic,
)

COURSE = "peer-basics"
SAMPLE = Path(__file__).parent / "sample"


def write_course(root: Path) -> Path:
    """Write the small course as files under ``root``, and give ``root`` back."""
    shutil.copytree(SAMPLE, root, dirs_exist_ok=True)
    return root


def make_edition(name: str = "first", **changes: Any) -> Edition:
    """Return the small course as a value. ``name`` and ``changes`` give it an id of its own."""
    whole: dict[str, Any] = {
        "id": hashlib.sha256(f"{name}{changes!r}".encode()).hexdigest(),
        "course": COURSE,
        "title": "Peer support basics",
        "edition_title": "Fall 2026",
        "summary": "The first steps of peer support.",
        "contact": Contact(name="Training office", email="training@example.org"),
        "support": (
            SupportLine(label="988 Lifeline", about="Call, text or chat, free", href="tel:988"),
        ),
        "domains": {"ethics": "Ethical responsibility", "mentoring": "Mentoring and education"},
        "topics": (
            Topic(id="role", title="The role", domain="mentoring"),
            Topic(id="ethics", title="Ethics", domain="ethics"),
        ),
        "modules": make_modules(),
        "lessons": make_lessons(),
        "reflections": make_reflections(),
        "assessments": (make_pre_course(), make_final(), make_practice()),
        "certificate": Certificate(
            title="Certificate of completion",
            requires=(
                Requirement(kind="lessons"),
                Requirement(kind="reflections"),
                Requirement(kind="exam", exam="pre-course", must="taken"),
                Requirement(kind="exam", exam="final", must="passed"),
            ),
        ),
    }
    return Edition(**{**whole, **changes})


def make_long_edition(more: int) -> Edition:
    """Return the small course with so many more lessons, in a module of their own at its end."""
    lessons = tuple(make_lesson(f"more-{n}", f"More {n}") for n in range(1, more + 1))
    steps = tuple(Step(kind="lesson", id=lesson.id) for lesson in lessons)
    return make_edition(
        "long",
        lessons=(*make_lessons(), *lessons),
        modules=(*make_modules(), Module(title="More", order="free", steps=steps)),
    )


def make_modules() -> tuple[Module, ...]:
    start = (Step(kind="lesson", id="how-it-works"), Step(kind="exam", id="pre-course"))
    work = (
        Step(kind="lesson", id="the-role"),
        Step(kind="lesson", id="gifts"),
        Step(kind="exam", id="final", after=("the-role", "gifts")),
    )
    return (
        Module(title="Start here", order="fixed", steps=start),
        Module(title="The work", order="free", steps=work),
    )


def make_lessons() -> tuple[Lesson, ...]:
    role_question = QuestionBox(assessment="practice", item="role-p-1")
    ethics_question = QuestionBox(assessment="practice", item="ethics-p-1")
    first_day, a_gift = ReflectionBox(reflection="first-day"), ReflectionBox(reflection="a-gift")
    return (
        make_lesson("how-it-works", "How it works"),
        make_lesson("the-role", "The role", role_question, first_day, complete_when="reflection"),
        make_lesson("gifts", "Gifts", ethics_question, a_gift, complete_when="questions",
                    topic="ethics"),
    )  # fmt: skip


def make_lesson(
    id_: str, title: str, *boxes: QuestionBox | ReflectionBox, **changes: Any
) -> Lesson:
    whole: dict[str, Any] = {
        "id": id_,
        "title": title,
        "summary": f"What you need to know: {title.lower()}.",
        "topic": "role",
        "objectives": (
            Objective(id="define", text="Say what it is"),
            Objective(id="use", text="Use it"),
        ),
        "words": 350,
        "minutes": 2,
        "reading_grade": 4.0,
        "parts": (Html(html=f"<p>{title}: you walk beside a person.</p>"), *boxes),
    }
    return Lesson(**{**whole, **changes})


def make_reflections() -> tuple[Reflection, ...]:
    return (
        Reflection(
            id="first-day",
            lesson="the-role",
            title="The first day",
            html="<p>Sam is new here. What do you say first?</p>",
            words_min=5,
            words_max=50,
            review="required",
            look_for=("Asks before helping",),
        ),
        Reflection(
            id="a-gift",
            lesson="gifts",
            title="A gift",
            html="<p>Lee brings you a ring. What do you say, and why?</p>",
            words_min=5,
            words_max=50,
            share="never",
        ),
    )


def make_pre_course(**changes: Any) -> Assessment:
    """Return an exam that cannot be failed: 4 of 6 items by blueprint, one attempt."""
    whole: dict[str, Any] = {"pass_mark": None, "dont_know": True, "attempts": 1}
    return _exam("pre-course", "Pre-course exam", "pre", {**whole, **changes})


def make_final(**changes: Any) -> Assessment:
    """Return an exam with a passing score of 75%: 4 of 6 items, 2 attempts a day apart, 1 hour."""
    whole: dict[str, Any] = {
        "pass_mark": PassMark(overall=75),
        "attempts": 2,
        "wait_between": (24 * 60 * 60,),
        "time_limit": 60 * 60,
    }
    return _exam("final", "Final exam", "final", {**whole, **changes})


def _exam(id_: str, title: str, prefix: str, changes: dict[str, Any]) -> Assessment:
    whole: dict[str, Any] = {
        "id": id_,
        "title": title,
        "kind": "exam",
        "intro": "<p>Your answers are saved as you go.</p>",
        "shuffle_questions": True,
        "shuffle_options": True,
        "blueprint": (Cell(topic="role", count=2), Cell(topic="ethics", count=2)),
        "items": tuple(
            make_item(f"{prefix}-{topic}-{n}", topic=topic)
            for topic in ("role", "ethics")
            for n in (1, 2, 3)
        ),
    }
    return Assessment(**{**whole, **changes})


def make_practice() -> Assessment:
    return Assessment(
        id="practice",
        title="Practice",
        kind="practice",
        items=(
            make_item("role-p-1"),
            make_item("ethics-p-1", "multiple", topic="ethics", texts=("Yes", "Also", "No")),
        ),
    )


def make_item(
    id_: str,
    type_: str = "single",
    *,
    texts: tuple[str, ...] = ("Yes", "No", "Never"),
    **changes: Any,
) -> Item:
    """Return an item. The first option is right; of a multiple item, the first two."""
    if type_ == "true-false":
        texts = ("True", "False")
    rights = 2 if type_ == "multiple" else 1
    options = tuple(
        Option(id=option_id(id_, text), text=text, html=text, right=n < rights, why="Because.")
        for n, text in enumerate(texts)
    )
    whole: dict[str, Any] = {
        "id": id_,
        "type": type_,
        "topic": "role",
        "text": f"Question {id_}?",
        "html": f"<p>Question {id_}?</p>",
        "options": options,
        "explain": "<p>Peers work this way.</p>",
    }
    return Item(**{**whole, **changes})


def option_id(item: str, text: str) -> str:
    """Return an option's id as DESIGN 2.5 has it: of the item and the text, never of its mark."""
    return hashlib.sha256(f"{item}{text}".encode()).hexdigest()[:10]


def right(item: Item) -> tuple[str, ...]:
    """Return the answer to an item that earns all its points."""
    return tuple(option.id for option in item.options if option.right)


def wrong(item: Item) -> tuple[str, ...]:
    """Return an answer to an item that earns nothing."""
    return tuple(option.id for option in item.options if not option.right)[:1]
