"""course.yaml: what the course is, its steps in order, what the certificate needs."""

from collections.abc import Iterator

from course.content.catalogue import finding
from course.content.edition import (
    Certificate,
    Contact,
    Module,
    Requirement,
    Source,
    Step,
    SupportLine,
    Topic,
)
from course.content.findings import Finding, Place
from course.content.shapes.authored import Authored, read_authored
from course.content.shapes.course import CourseShape, RequirementShape, SourceShape
from course.content.spelling import did_you_mean
from course.content.yaml.loader import load
from course.content.yaml.nodes import Mapping, Node, locate

CourseFile = Authored[CourseShape]


def read_course(source: str, path: str) -> CourseFile:
    """Read course.yaml and find what can be told from it alone."""
    return read_authored(
        CourseShape, load(source, path), path, unknown="C604", check=_domains_and_requirements
    )


def topics_named(course: CourseFile) -> dict[str, str] | None:
    """Return each topic with its domain, "" for none, also where another part has a mistake.

    None where course.yaml cannot say which topics there are.
    """
    if course.shape:
        return {topic.id: topic.domain for topic in topics(course.shape)}
    listed = course.node.entries.get("topics") if isinstance(course.node, Mapping) else None
    if listed is None or not isinstance(listed.value, Mapping):
        return None
    return dict.fromkeys(listed.value.entries, "")


def _domains_and_requirements(shape: CourseShape, node: Node) -> Iterator[Finding]:
    for name, topic in shape.topics.items():
        if topic.domain != "none" and topic.domain not in shape.domains:
            yield finding(
                "C605",
                locate(node, ("topics", name, "domain")),
                f'course.yaml has no domain "{topic.domain}"',
                label=did_you_mean(topic.domain, shape.domains),
                help=f"domains: {', '.join(shape.domains)}, or none",
            )
    for number, requirement in enumerate(shape.certificate.requires):
        place = locate(node, ("certificate", "requires", number))
        yield from _requirement(requirement, place)


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


def sources(shapes: tuple[SourceShape, ...]) -> tuple[Source, ...]:
    """Return the sources as the edition holds them."""
    return tuple(Source(**shape.model_dump()) for shape in shapes)


def undated_sources(
    shapes: tuple[SourceShape, ...], node: Node, *loc: str | int
) -> Iterator[Finding]:
    """Find sources with a link that nobody says they have looked at (D902)."""
    for number, source in enumerate(shapes):
        if source.href and source.checked is None:
            yield finding(
                "D902",
                locate(node, (*loc, number, "href"), key=True),
                "this source has a link, but no date on which somebody looked at it",
                label='no "checked:" beside it',
                help="add the date: checked: 2026-08-01",
            )


def contact(shape: CourseShape) -> Contact:
    """Return who a trainee can ask."""
    return Contact(**shape.contact.model_dump())


def support(shape: CourseShape) -> tuple[SupportLine, ...]:
    """Return the lines of help."""
    return tuple(SupportLine(**line.model_dump()) for line in shape.support)


def topics(shape: CourseShape) -> tuple[Topic, ...]:
    """Return the topics; one without a domain earns no hours."""
    return tuple(
        Topic(id=name, title=topic.title, domain="" if topic.domain == "none" else topic.domain)
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
                    after=tuple(name for name in step.after if name not in drafts),
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
