"""An edition: everything a course says, read, checked and rendered once, then frozen.

HTML in these values is already sanitised: templates may print it as it is. ``text`` beside
``html`` is the same words without markup (for titles, lists and exports).
"""

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, _context: object) -> None:
        """Forget which fields were given: a quarter of a course's memory, and nobody asks."""
        object.__setattr__(self, "__pydantic_fields_set__", _GIVEN)


_GIVEN: set[str] = set()


class Contact(Value):
    """Who a trainee can ask."""

    name: str
    email: str = ""
    phone: str = ""
    hours: str = ""


class SupportLine(Value):
    """A line of help that stands on every page."""

    label: str
    about: str
    href: str


class Topic(Value):
    """What exams and results speak of. ``domain`` is "" where a topic earns no hours."""

    id: str
    title: str
    domain: str = ""


class Source(Value):
    """Where a fact comes from, and when somebody last looked."""

    title: str
    by: str = ""
    href: str = ""
    checked: date | None = None


class Objective(Value):
    """What a trainee will be able to do."""

    id: str
    text: str


class Html(Value):
    """A run of a lesson that is the same for everyone."""

    kind: Literal["html"] = "html"
    html: str


class QuestionBox(Value):
    """The place of a practice item in a lesson."""

    kind: Literal["question"] = "question"
    assessment: str
    item: str


class ReflectionBox(Value):
    """The place of a reflection in a lesson."""

    kind: Literal["reflection"] = "reflection"
    reflection: str


LessonPart = Annotated[Html | QuestionBox | ReflectionBox, Field(discriminator="kind")]


class Heading(Value):
    """An h2 of a lesson, for its list of contents."""

    id: str
    text: str


class Lesson(Value):
    """One lesson, rendered. ``minutes`` = ceil(words / reading speed) + activity minutes."""

    id: str
    title: str
    summary: str
    topic: str
    objectives: tuple[Objective, ...]
    complete_when: Literal["read", "reflection", "questions"] = "read"
    words: int
    minutes: int
    reading_grade: float
    parts: tuple[LessonPart, ...]
    contents: tuple[Heading, ...] = ()
    sources: tuple[Source, ...] = ()
    jurisdiction: str = ""
    as_of: date | None = None
    reviewed: date | None = None
    reviewed_by: str = ""
    review_by: date | None = None

    @cached_property
    def questions(self) -> tuple[QuestionBox, ...]:
        """The practice items of this lesson, in order."""
        return tuple(part for part in self.parts if isinstance(part, QuestionBox))

    @cached_property
    def reflections(self) -> tuple[str, ...]:
        """The ids of the reflections of this lesson, in order."""
        return tuple(part.reflection for part in self.parts if isinstance(part, ReflectionBox))


class Reflection(Value):
    """A scenario to write about. Only trainers see ``look_for``."""

    id: str
    lesson: str
    title: str
    html: str
    words_min: int = 0
    words_max: int = 0
    share: Literal["choice", "never"] = "choice"
    review: Literal["required", "none"] = "none"
    look_for: tuple[str, ...] = ()


class Option(Value):
    """One option of a choice item. ``id`` is opaque and says nothing about ``right``."""

    id: str
    text: str
    html: str
    right: bool
    why: str = ""


class Item(Value):
    """One question, with its key. ``why`` and ``explain`` are HTML."""

    id: str
    type: Literal["single", "multiple", "true-false"]
    topic: str
    text: str
    html: str
    objective: str = ""
    level: Literal["recall", "apply", "judge"] | None = None
    points: int = 1
    status: Literal["live", "pilot", "retired"] = "live"
    shuffle: bool = True
    options: tuple[Option, ...]
    explain: str = ""
    source: str = ""
    jurisdiction: str = ""
    as_of: date | None = None

    def option(self, option_id: str) -> Option | None:
        """Return the option of that id, None where the item has none."""
        return next((option for option in self.options if option.id == option_id), None)


class Cell(Value):
    """One cell of a blueprint: how many items of a topic (and level) a form draws."""

    topic: str
    level: Literal["recall", "apply", "judge"] | None = None
    count: int


class PassMark(Value):
    """The passing score: whole percent overall, and by domain where one is set.

    ``provisional`` until experts have set it by what a person at the border of passing knows.
    """

    overall: int
    domains: dict[str, int] = {}
    provisional: bool = False


class Assessment(Value):
    """An exam or a set of practice items. Times are in seconds, ``attempts`` None is no limit."""

    id: str
    title: str
    kind: Literal["exam", "practice", "bank"]
    intro: str = ""
    pass_mark: PassMark | None = None
    time_limit: int | None = None
    attempts: int | None = 1
    wait_between: tuple[int, ...] = ()
    shuffle_questions: bool = False
    shuffle_options: bool = False
    show: Literal["nothing", "score", "topics", "answers-after-pass", "answers"] = "topics"
    dont_know: bool = False
    blueprint: tuple[Cell, ...] = ()
    items: tuple[Item, ...]

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """The items by their id."""
        return {item.id: item for item in self.items}

    @property
    def length(self) -> int:
        """How many items a form has: the blueprint's (else every live one) and every pilot."""
        status = Counter(item.status for item in self.items)
        return (sum(cell.count for cell in self.blueprint) or status["live"]) + status["pilot"]


class Step(Value):
    """A lesson or an exam in the course's order; ``after`` names steps that come first.

    With ``after_reflections`` every reflection of the lessons that are steps comes first too.
    """

    kind: Literal["lesson", "exam"]
    id: str
    after: tuple[str, ...] = ()
    after_reflections: bool = False


class Module(Value):
    """A run of steps under one title; ``fixed`` means one after the other."""

    title: str
    order: Literal["fixed", "free"] = "free"
    steps: tuple[Step, ...]


class Role(Value):
    """A role definition: one row of the compared-roles table. Long texts are HTML."""

    id: str
    title: str
    purpose: str
    basis: str
    does: tuple[str, ...]
    not_its_job: tuple[str, ...]
    rests_on: str
    records_and_pay: str
    self_disclosure: str
    sources: tuple[Source, ...] = ()


ROLE_COLUMNS = {
    "purpose": "Purpose",
    "basis": "What it takes",
    "does": "What they do",
    "not_its_job": "Not their job",
    "rests_on": "What it rests on",
    "records_and_pay": "Records and pay",
    "self_disclosure": "Telling their own story",
}
"""The columns of the compared-roles table, in order, with their names on pages."""


class Term(Value):
    """A glossary term with its plain meaning."""

    term: str
    means: str
    also: tuple[str, ...] = ()


class Board(Value):
    """A board that certifies people, and the hours of training it asks for, by domain."""

    id: str
    title: str
    hours: dict[str, int]
    sources: tuple[Source, ...] = ()


class Requirement(Value):
    """One line of what the certificate needs."""

    kind: Literal["lessons", "reflections", "exam"]
    exam: str = ""
    must: Literal["done", "taken", "passed"] = "done"


class Certificate(Value):
    """The certificate of completion: its title, how long it holds (days), what it needs."""

    title: str
    valid_for: int | None = None
    requires: tuple[Requirement, ...]


class MediaFile(Value):
    """A picture of the edition; its bytes are stored under the hash, once. Sizes in pixels."""

    hash: str
    extension: str
    path: str
    width: int = 0
    height: int = 0


class Edition(Value):
    """A whole course at one moment. ``id`` is the hash of its sources."""

    id: str
    course: str
    title: str
    edition_title: str = ""
    language: str = "en"
    summary: str = ""
    contact: Contact
    support: tuple[SupportLine, ...] = ()
    domains: dict[str, str] = {}
    topics: tuple[Topic, ...]
    modules: tuple[Module, ...]
    lessons: tuple[Lesson, ...]
    reflections: tuple[Reflection, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    roles: tuple[Role, ...] = ()
    glossary: tuple[Term, ...] = ()
    boards: tuple[Board, ...] = ()
    certificate: Certificate
    media: tuple[MediaFile, ...] = ()

    @cached_property
    def lesson_by_id(self) -> dict[str, Lesson]:
        """The lessons by id."""
        return {lesson.id: lesson for lesson in self.lessons}

    @cached_property
    def reflection_by_id(self) -> dict[str, Reflection]:
        """The reflections by id."""
        return {reflection.id: reflection for reflection in self.reflections}

    @cached_property
    def assessment_by_id(self) -> dict[str, Assessment]:
        """The exams and practice sets by id."""
        return {assessment.id: assessment for assessment in self.assessments}

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        """The topics by id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step of the course in its order."""
        return tuple(step for module in self.modules for step in module.steps)

    @cached_property
    def prerequisites(self) -> dict[Step, tuple[Step, ...]]:
        """The steps to complete before each step opens, in the course's order.

        Those ahead of it in a fixed module, and those that its ``after`` names.
        """
        place = {step: number for number, step in enumerate(self.steps)}
        named = {
            step: {each for each in self.steps if each.id in step.after} - {step} for step in place
        }
        ahead = {
            step: set(module.steps[:number])
            for module in self.modules
            if module.order == "fixed"
            for number, step in enumerate(module.steps)
        }
        return {
            step: tuple(sorted(named[step] | ahead.get(step, set()), key=place.__getitem__))
            for step in place
        }

    def exam(self, exam_id: str) -> Assessment | None:
        """Return the exam of that id, None where the course has none."""
        found = self.assessment_by_id.get(exam_id)
        return found if found and found.kind == "exam" else None

    def step_title(self, step: Step) -> str:
        """Return the title of a step's lesson or exam."""
        if step.kind == "lesson":
            return self.lesson_by_id[step.id].title
        return self.assessment_by_id[step.id].title
