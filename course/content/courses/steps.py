"""What course.yaml says of its steps: they are there, once, and none waits for ever."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from course.content.catalogue import finding
from course.content.courses.course_yaml import CourseFile, steps_before
from course.content.courses.hidden_steps import hidden_steps
from course.content.findings import Finding, Place
from course.content.quizzes.file import QuizFile
from course.content.shapes.course import EVERYTHING, CourseShape, StepShape
from course.content.spelling import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Written:
    """What lies beside course.yaml: lessons by id (True for a draft) and quizzes by id.

    ``unread`` are quiz files of which nothing can be read: each may be an exam.
    """

    course: str
    lessons: Mapping[str, bool]
    quizzes: Mapping[str, QuizFile]
    unread: frozenset[str] = frozenset()

    @property
    def exams(self) -> tuple[str, ...]:
        """The files that hold an exam, or whose kind cannot be told."""
        told = self.quizzes.items()
        perhaps = (name for name, quiz in told if quiz.kind not in ("practice", "bank"))
        return (*perhaps, *self.unread)


def check_steps(course: CourseFile, written: Written) -> Iterator[Finding]:
    """Find what is wrong with the steps and with what the certificate needs."""
    shape = course.shape
    if shape is None:
        return
    hidden = hidden_steps(course)
    seen: dict[tuple[str, str], Place] = {}
    for where, step in _steps(shape):
        both_or_none = (step.lesson is None) == (step.exam is None)
        if both_or_none and not course.unsure.touches(*where):
            yield finding(
                "C611",
                course.place(*where),
                "a step is one lesson or one exam",
                help="- lesson: NAME\n- exam: NAME",
            )
        for kind, name in _names(step):
            place = course.place(*where, kind)
            yield from _is_there(kind, name, place, written)
            yield from _listed_before(kind, name, place, seen.get((kind, name)))
            seen.setdefault((kind, name), place)
    meant = {_meant(kind, name, written) for kind, name in seen}
    yield from _same_names(seen)
    known = None if hidden is None else meant | hidden | {name for _, name in seen}
    yield from _after(course, shape, known, written)
    # What something waits for, or the certificate needs, is told there as missing.
    needed = {name for _, step in _steps(shape) for name in step.after}
    needed |= {each.exam for each in shape.certificate.requires if each.exam}
    if hidden is not None:
        yield from _not_listed(written, meant | needed | hidden)
    exams = {name for kind, name in seen if kind == "exam"}
    exams |= {_meant("exam", name, written) for name in exams}
    yield from _certificate(course, shape, written, None if hidden is None else exams | hidden)


def _names(step: StepShape) -> Iterator[tuple[str, str]]:
    if step.lesson is not None:
        yield "lesson", step.lesson
    if step.exam is not None:
        yield "exam", step.exam


def _meant(kind: str, name: str, written: Written) -> str:
    """Return the file that a name means: a misspelt name is told once, where it stands."""
    there = written.lessons if kind == "lesson" else written.exams
    return name if name in there else nearest(name, there) or name


def _listed_before(kind: str, name: str, place: Place, first: Place | None) -> Iterator[Finding]:
    if first:
        yield finding(
            "C606",
            place,
            f'the {kind} "{name}" is listed twice',
            label="second time",
            help=f"the first is on line {first.line}. Take one of them out.",
        )


def _steps(shape: CourseShape) -> Iterator[tuple[tuple[str | int, ...], StepShape]]:
    for number, module in enumerate(shape.modules):
        for index, step in enumerate(module.steps):
            yield ("modules", number, "steps", index), step


def _is_there(kind: str, name: str, place: Place, written: Written) -> Iterator[Finding]:
    if kind == "lesson" and name not in written.lessons:
        yield finding(
            "C601",
            place,
            "course.yaml lists a lesson that is not in lessons/",
            label=did_you_mean(name, written.lessons) or f"no lessons/{written.course}/{name}.md",
        )
    elif kind == "exam" and name not in written.exams:
        other = written.quizzes.get(name)
        yield finding(
            "C603",
            place,
            "course.yaml lists an exam that is not in quizzes/",
            label=f"this is a {other.kind} file"
            if other
            else did_you_mean(name, written.exams) or f"no quizzes/{written.course}/{name}.yaml",
        )


def _same_names(seen: Mapping[tuple[str, str], Place]) -> Iterator[Finding]:
    for (kind, name), place in seen.items():
        if kind == "exam" and ("lesson", name) in seen:
            yield finding(
                "C612",
                place,
                f'a lesson and an exam are both called "{name}"',
                help="give one of the two files another name",
            )


def _after(
    course: CourseFile, shape: CourseShape, known: set[str] | None, written: Written
) -> Iterator[Finding]:
    waits: TopologicalSorter[str] = TopologicalSorter()
    for module_number, module in enumerate(shape.modules):
        before: str | None = None
        for index, step in enumerate(module.steps):
            name = step.exam or step.lesson or ""
            where = ("modules", module_number, "steps", index, "after")
            for number, each in enumerate(step.after):
                if known is not None and each not in {*known, "", EVERYTHING}:
                    yield _unknown_step(course.place(*where, number), each, known, written)
            if not name:
                continue
            waits.add(name, *steps_before(shape, step))
            if module.order == "fixed" and before and before != name:
                waits.add(name, before)
            before = name
    try:
        waits.prepare()
    except CycleError as knot:
        yield from _never_start(course, shape, knot.args[1])


def _unknown_step(place: Place, name: str, known: set[str], written: Written) -> Finding:
    kind = "lesson" if name in written.lessons else "exam" if name in written.exams else ""
    return finding(
        "C607",
        place,
        f'no step is called "{name}"',
        label="" if kind else did_you_mean(name, sorted(known)),
        help=f'add "- {kind}: {name}" to the steps, or take the name out here'
        if kind
        else "name a lesson or an exam that course.yaml lists",
    )


def _never_start(course: CourseFile, shape: CourseShape, knot: list[str]) -> Iterator[Finding]:
    tied = [where for where, step in _steps(shape) if {*steps_before(shape, step)} & {*knot}]
    # Without an "after" in it, the knot is one step listed twice, which is told already (C606).
    for where in tied[:1]:
        yield finding(
            "C608",
            course.place(*where, "after", key=True),
            "these steps wait for each other, so none of them can start",
            label=" → ".join(reversed(knot)),
            help='take one name out of "after:"; "after: all" is for exams',
        )


def _not_listed(written: Written, listed: set[str]) -> Iterator[Finding]:
    for name, is_draft in written.lessons.items():
        if name not in listed and not is_draft:
            yield finding(
                "C602",
                Place(f"lessons/{written.course}/{name}.md", 1, 1, 4),
                "this lesson is not in course.yaml, so trainees cannot reach it",
                help=f'add "- lesson: {name}" to course.yaml, or set "status: draft" in the lesson',
            )
    for name, quiz in written.quizzes.items():
        if quiz.kind == "exam" and name not in listed:
            yield finding(
                "C615",
                Place(quiz.path),
                "this exam is not in course.yaml, so trainees cannot reach it",
                help=f'add "- exam: {name}" to course.yaml',
            )


def _certificate(
    course: CourseFile, shape: CourseShape, written: Written, exams: set[str] | None
) -> Iterator[Finding]:
    for number, requirement in enumerate(shape.certificate.requires):
        name = requirement.exam
        if name is None:
            continue
        place = course.place("certificate", "requires", number, "exam")
        quiz = written.quizzes.get(name)
        if exams is not None and name not in exams:
            yield finding(
                "C610",
                place,
                f'the certificate needs the exam "{name}", but no step is this exam',
                label=did_you_mean(name, sorted(exams)),
                help=f'add "- exam: {name}" to the steps',
            )
        elif requirement.must == "passed" and quiz and _has_no_pass_mark(quiz):
            yield finding(
                "C610",
                place,
                f'the certificate needs a passed "{name}", but this exam has no pass mark',
                help="give the exam a pass mark, or write: is: taken",
            )


def _has_no_pass_mark(quiz: QuizFile) -> bool:
    breaks_off = not (quiz.items or (quiz.exam and quiz.exam.banks))
    unsure = breaks_off or quiz.written.unsure.touches("pass_mark")
    return quiz.exam is not None and not quiz.exam.pass_mark and not unsure
