"""course.yaml: what the course is, its steps in order, what the certificate needs."""

from collections.abc import Iterator

from course.content.catalogue import finding
from course.content.edition import (
    Certificate,
    Contact,
    Module,
    Requirement,
    Step,
    SupportLine,
    Topic,
)
from course.content.findings import Finding, Place
from course.content.shapes.authored import Authored, read_authored
from course.content.shapes.course import EVERYTHING, CourseShape, RequirementShape, StepShape
from course.content.shapes.misfits import NAMES
from course.content.spelling import did_you_mean
from course.content.yaml.loader import load
from course.content.yaml.nodes import Mapping

CourseFile = Authored[CourseShape]


def read_course(source: str, path: str) -> CourseFile:
    """Read course.yaml and find what can be told from it alone."""
    return read_authored(
        CourseShape, load(source, path), path, unknown="C604", check=_domains_and_requirements
    )


def breaks_off_in(course: CourseFile, name: str) -> bool:
    """Say whether a setting is the last of a file that lacks others: some of it may be lost."""
    written = course.node.entries if isinstance(course.node, Mapping) else {}
    lacks = any(len(place) == 1 and place[0] not in written for place in course.unsure.places)
    return lacks and next(reversed(written), "") == name


def lessons_named(course: CourseFile) -> frozenset[str]:
    """Return the lessons that course.yaml lists: one that is not there is told there (C601)."""
    return frozenset(lessons_listed(course.shape) if course.shape else ())


def lessons_listed(shape: CourseShape) -> tuple[str, ...]:
    """Return the lessons that are steps, in their order."""
    steps = (step for module in shape.modules for step in module.steps)
    return tuple(step.lesson for step in steps if step.lesson)


def steps_before(shape: CourseShape, step: StepShape) -> tuple[str, ...]:
    """Return the names of the steps that come first; ``after: all`` names every lesson."""
    return lessons_listed(shape) if EVERYTHING in step.after else step.after


def _domains_and_requirements(shape: CourseShape, read: CourseFile) -> Iterator[Finding]:
    names_unsure = read.unsure.covers("domains", NAMES)
    for name, topic in shape.topics.items():
        unsure = names_unsure or read.unsure.covers("topics", name, "domain")
        if topic.domain not in ("none", *shape.domains) and not unsure:
            yield finding(
                "C605",
                read.place("topics", name, "domain"),
                f'course.yaml has no domain "{topic.domain}"',
                label=did_you_mean(topic.domain, shape.domains),
                help=f"domains: {', '.join((*shape.domains, 'none'))}",
            )
    for number, requirement in enumerate(shape.certificate.requires):
        where = ("certificate", "requires", number)
        if not read.unsure.touches(*where):
            yield from _requirement(requirement, read.place(*where))


def _requirement(shape: RequirementShape, place: Place) -> Iterator[Finding]:
    later = [
        name
        for name in ("hours", "live_hours", "domain", "attest", "any")
        if getattr(shape, name) is not None
    ]
    named = [shape.lessons, shape.reflections, shape.exam]
    if later:
        yield finding(
            "Q219",
            place,
            f'the requirement "{later[0]}" is not supported yet',
            label="not yet",
            help="requirements today: lessons, reflections, exam",
        )
    elif sum(value is not None for value in named) != 1 or (shape.exam is None) != (
        shape.must is None
    ):
        yield finding(
            "C610",
            place,
            "each requirement names one thing",
            help="lessons: all, or reflections: all, or {exam: NAME, is: taken}, "
            "or {exam: NAME, is: passed}",
        )


def contact(shape: CourseShape) -> Contact:
    """Return who a trainee can ask."""
    return Contact(**shape.contact.model_dump())


def support(shape: CourseShape) -> tuple[SupportLine, ...]:
    """Return the lines of help that can be read."""
    lines = (line for line in shape.support if line.label and line.href)
    return tuple(SupportLine(**line.model_dump()) for line in lines)


def topics(shape: CourseShape) -> tuple[Topic, ...]:
    """Return the topics; one without a domain earns no hours, one without a title has its id."""
    return tuple(
        Topic(
            id=name,
            title=topic.title or name,
            domain="" if topic.domain == "none" else topic.domain,
        )
        for name, topic in shape.topics.items()
    )


def modules(shape: CourseShape, drafts: frozenset[str]) -> tuple[Module, ...]:
    """Return the modules and steps that trainees see: those of draft lessons are left out."""
    return tuple(
        Module(title=module.title, order=module.order, steps=steps)
        for module in shape.modules
        if (
            steps := tuple(
                Step(
                    kind="exam" if step.exam else "lesson",
                    id=step.exam or step.lesson or "",
                    after=tuple(n for n in steps_before(shape, step) if n not in drafts),
                    after_reflections=EVERYTHING in step.after,
                )
                for step in module.steps
                if step.lesson not in drafts
            )
        )
    )


def certificate(shape: CourseShape) -> Certificate:
    """Return what the certificate needs."""
    wanted = shape.certificate
    return Certificate(
        title=wanted.title,
        valid_for=wanted.valid_for,
        requires=tuple(_compiled(requirement) for requirement in wanted.requires),
    )


def _compiled(shape: RequirementShape) -> Requirement:
    if shape.exam:
        return Requirement(kind="exam", exam=shape.exam, must=shape.must or "taken")
    return Requirement(kind="lessons" if shape.lessons else "reflections")
