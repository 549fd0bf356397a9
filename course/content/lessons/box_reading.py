"""Read the boxes of one lesson against the course: their options, items, roles, reflections."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.lessons.boxes import box_findings, read_options
from course.content.lessons.context import LessonContext
from course.content.markdown.scanner import Box
from course.content.shapes.lesson import ReflectionOptions, RolesOptions
from course.content.spelling import did_you_mean
from course.content.yaml.nodes import Node, locate


@dataclass(frozen=True, slots=True)
class BoxReading:
    """The options of the boxes that have some, by the line of the box, and the findings.

    ``ids`` says where the id of each reflection stands.
    """

    reflections: Mapping[int, ReflectionOptions]
    ids: Mapping[int, Place]
    roles: Mapping[int, RolesOptions]
    findings: tuple[Finding, ...]


def read_boxes(
    boxes: Sequence[Box], context: LessonContext, unsure: Collection[Place] = ()
) -> BoxReading:
    """Return what the boxes of a lesson say, and everything that is wrong with them.

    Of a box that is ``unsure`` nobody can say where its settings and its text end.
    """
    closed = [box for box in boxes if box.opened not in unsure]
    findings = [found for box in boxes for found in box_findings(box, whole=box in closed)]
    reflections: dict[int, ReflectionOptions] = {}
    ids: dict[int, Place] = {}
    roles: dict[int, RolesOptions] = {}
    for box in closed:
        if box.name == "question" and box.argument:
            findings += _question_findings(box, context)
        elif box.name == "reflection":
            options = read_options(box, ReflectionOptions, "reflection boxes")
            findings += options.findings
            if options.value and options.value.id:
                reflections[box.opened.line] = options.value
                ids[box.opened.line] = locate(options.node, ("id",))
        elif box.name == "roles":
            columns = read_options(box, RolesOptions, "roles boxes")
            findings += columns.findings
            if columns.value:
                roles[box.opened.line] = columns.value
                findings += _role_findings(box, columns.value, columns.node, context)
    findings += _same_ids(reflections, ids)
    return BoxReading(reflections, ids, roles, tuple(findings))


def _question_findings(box: Box, context: LessonContext) -> Iterator[Finding]:
    """Find an item that is not there, or one that an exam asks."""
    file, _, item = box.argument.partition("/")
    place = box.argument_place
    if item in context.exam_items:
        yield finding(
            "Q216",
            place,
            f'an exam asks the question "{item}", so it cannot stand in a lesson',
            help="write another question for practice, in a file with kind: practice",
        )
        return
    known = context.practice
    if known is None or box.argument in known or file in context.unread:
        return
    yield finding(
        "Q215",
        place,
        f'there is no practice question "{box.argument}"',
        label=did_you_mean(box.argument, known),
        help=f"write: /// question | FILE/ID, for a question of quizzes/{context.course}/FILE.yaml "
        "with kind: practice",
    )


def _role_findings(
    box: Box, options: RolesOptions, node: Node, context: LessonContext
) -> Iterator[Finding]:
    """Find roles that roles.yaml does not have."""
    if context.roles is None:
        return
    known = [role.id for role in context.roles]
    if not known:
        message = "this course has no roles.yaml to make a table from"
        mend = f"write lessons/{context.course}/roles.yaml, or take the box out"
        yield finding("L319", box.name_place, message, help=mend)
        return
    for number, name in enumerate(options.pick):
        if name and name not in known:
            message = f'roles.yaml has no role "{name}"'
            label = did_you_mean(name, known)
            place = locate(node, ("pick", number))
            yield finding("L319", place, message, label=label, help=f"roles: {', '.join(known)}")


def _same_ids(
    reflections: Mapping[int, ReflectionOptions], ids: Mapping[int, Place]
) -> Iterator[Finding]:
    """Find a reflection id that is used twice in the lesson."""
    first: dict[str, int] = {}
    for line, options in reflections.items():
        if options.id in first:
            yield finding(
                "L318",
                ids[line],
                f'two reflections have the id "{options.id}"',
                label="used again here",
                help=f"the first is on line {first[options.id]}. Give this one a new id.",
                note="texts are stored under the id, so two reflections with one id would be one",
            )
        else:
            first[options.id] = ids[line].line
