"""One lesson as a text, with a body or a setting changed, read in a small course."""

from dataclasses import replace
from datetime import date

from course.content.edition import Item, MediaFile, Option, Role, SupportLine, Term
from course.content.findings import Finding
from course.content.lessons.context import LessonContext
from course.content.lessons.file import LessonReading, read_lesson

PATH = "lessons/peer-support/limits.md"
SETTINGS = {
    "title": "Limits",
    "summary": "Where the role stops.",
    "topic": "role",
    "objectives": "{say: Say where the role stops, ask: Say whom to ask}",
}
BODY_LINE = len(SETTINGS) + 4  # dashes, settings, dashes, an empty line
ITEM = Item(
    id="p-1",
    type="single",
    topic="role",
    text="Who decides?",
    html="<p>Who decides?</p>",
    options=(
        Option(id="a", text="They do", html="They do", right=True),
        Option(id="b", text="You do", html="You do", right=False),
    ),
)


def role(name: str, title: str) -> Role:
    return Role(
        id=name,
        title=title,
        purpose="Be there",
        basis="A license",
        does=("Listens", "Asks"),
        not_its_job=("Decide",),
        rests_on="Trust",
        records_and_pay="Paid",
        self_disclosure="Sometimes",
    )


CONTEXT = LessonContext(
    course="peer-support",
    lesson_id="limits",
    today=date(2026, 11, 22),
    lesson_ids=("limits", "role-of-a-peer-specialist"),
    topics=("role", "ethics"),
    practice={"practice-role/p-1": ITEM},
    exam_items=("e-1",),
    roles=(role("peer", "Peer specialist"), role("therapist", "Therapist & counselor")),
    terms=(
        Term(term="HIPAA", means="A federal law that protects health facts."),
        Term(term="lived experience", means="You have been there.", also=("been there",)),
    ),
    support=(SupportLine(label="988 Lifeline", about="Day & night", href="tel:988"),),
    media={"media/walk.png": MediaFile(hash="ab12", extension="png", path="media/walk.png")},
)


def source(body: str, **settings: str | None) -> str:
    written = {**SETTINGS, **settings}
    lines = [f"{name}: {value}" for name, value in written.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", body])


def read(body: str = "You walk beside them.", **settings: str | None) -> LessonReading:
    return read_lesson(source(body, **settings), PATH, CONTEXT)


def read_with(body: str, **context: object) -> LessonReading:
    """Read a lesson in a course that knows other things."""
    return read_lesson(source(body), PATH, replace(CONTEXT, **context))


def codes(body: str, **settings: str | None) -> list[str]:
    return [finding.code for finding in read(body, **settings).findings]


def only(body: str, **settings: str | None) -> Finding:
    """Return the one finding of a lesson: one mistake, one finding."""
    findings = read(body, **settings).findings
    assert len(findings) == 1, [(one.code, one.message) for one in findings]
    return findings[0]


def shown(body: str, finding: Finding, **settings: str | None) -> str:
    """Return what the finding marks in the author's line."""
    line = source(body, **settings).split("\n")[finding.place.line - 1]
    return line[finding.place.column - 1 : finding.place.end_column - 1]


def html(body: str, **settings: str | None) -> str:
    """Return the HTML of a lesson that has no error."""
    lesson = read(body, **settings).lesson
    assert lesson, [(one.code, one.message) for one in read(body, **settings).findings]
    return "\n".join(part.html for part in lesson.parts if part.kind == "html")
