"""Read one lesson: settings, boxes and prose of a Markdown file become a ``Lesson``.

Every problem of the file is collected. The lesson is rendered only when none of them is an
error, so hostile Markdown never reaches the renderer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from course.content.catalogue import finding
from course.content.edition import Lesson, Reflection
from course.content.findings import Finding, Place, errors, in_order
from course.content.lessons.box_reading import BoxReading, read_boxes
from course.content.lessons.context import LessonContext
from course.content.lessons.first_line import DASHES, first_of_settings, not_begun
from course.content.lessons.readability import (
    known_words,
    read_sentences,
    readability,
    reading_findings,
)
from course.content.lessons.renderer import render_lesson, render_reflections
from course.content.lessons.wording_checks import wording_findings
from course.content.markdown.checks import heading_findings, heading_id, prose_findings
from course.content.markdown.links import Targets, link_findings
from course.content.markdown.runs import Kind, Run, read_runs, unclosed_fence
from course.content.markdown.scanner import Line, Scan, number_lines, scan
from course.content.markdown.short_texts import prose_findings_in
from course.content.markdown.tangles import tangle_in
from course.content.shapes.authored import Authored, one_each
from course.content.shapes.lesson import LessonSettings
from course.content.shapes.misfits import NAMES
from course.content.shapes.shape import read_shape
from course.content.shapes.source import undated_sources
from course.content.sourcetext import one_kind_of_line_end, unreadable
from course.content.spelling import did_you_mean, near_ones
from course.content.yaml.loader import load
from course.content.yaml.nodes import Node

Settings = Authored[LessonSettings]

FEWEST, MOST = 2, 6
"""How many objectives a lesson has. Of one with fewer, another may be meant to be there."""


@dataclass(frozen=True)
class LessonReading:
    """What a lesson file holds. ``lesson`` is None where the file has an error.

    ``objectives`` are their ids, None where they cannot be read; a ``draft`` is one too of which
    nobody can read that it is none. ``media`` are the paths of the pictures that the lesson shows,
    ``reflection_places`` where each reflection stands, by id (two lessons could use the same one).
    """

    lesson: Lesson | None
    reflections: tuple[Reflection, ...] = ()
    draft: bool = False
    findings: tuple[Finding, ...] = ()
    objectives: tuple[str, ...] | None = None
    media: tuple[str, ...] = ()
    reflection_places: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True)
class LessonText:
    """The body of a lesson, scanned once: its sections, its runs, its pictures."""

    scan: Scan
    path: str

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """All runs of prose, in order."""
        return tuple(run for runs in self.stretches for run in runs)

    @cached_property
    def stretches(self) -> tuple[tuple[Run, ...], ...]:
        """The runs of each stretch of prose."""
        return tuple(read_runs(prose.lines, self.path) for prose in self.scan.prose)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The ids of the headings, in order."""
        return tuple(heading_id(run) for run in self.runs if run.kind is Kind.HEADING)

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The paths of the pictures, each once."""
        links = (link for run in self.runs for link in run.inline.links)
        return tuple(dict.fromkeys(link.href for link in links if link.picture))


@dataclass(frozen=True, slots=True)
class _Cut:
    """The two halves of a file. ``node`` is None where the settings cannot be read."""

    node: Node | None
    body: tuple[Line, ...]
    findings: tuple[Finding, ...]


def read_lesson(source: str, path: str, context: LessonContext) -> LessonReading:
    """Return the lesson of a file and everything that is wrong with it, in order."""
    source = one_kind_of_line_end(source)
    unseen = unreadable(source, lambda row, at, n: Place(path, row + 1, at + 1, at + 1 + n))
    tangled = unseen or _tangle(source, path)
    if tangled:
        return LessonReading(None, draft=True, findings=(tangled,))
    cut = _cut(number_lines(source), path)
    written = _read_settings(cut, path)
    settings, findings = written.shape, written.findings
    text = LessonText(scan(cut.body, path), path)
    boxes = read_boxes(text.scan.boxes, context, text.scan.unsure)
    sentences = read_sentences(text.runs)
    reading_grade = readability(sentences, known_words(text.runs, context.terms))
    findings += (
        *_body_findings(text, cut, context),
        *boxes.findings,
        *reading_findings(sentences, text.runs, reading_grade),
        *wording_findings(text.runs, text.scan, context),
    )
    findings += tuple(_settings_findings(written, text, context))
    reading = LessonReading(
        None,
        draft=not settings or settings.status == "draft" or written.unsure.covers("status"),
        findings=tuple(in_order(findings)),
        objectives=_objectives(written),
        media=text.pictures,
        reflection_places=_reflection_places(boxes),
    )
    if not settings or errors(findings):
        return reading
    return LessonReading(
        render_lesson(settings, text.scan.sections, boxes, context, reading_grade=reading_grade),
        render_reflections(text.scan.boxes, boxes, context),
        reading.draft,
        reading.findings,
        reading.objectives,
        reading.media,
        reading.reflection_places,
    )


def _tangle(source: str, path: str) -> Finding | None:
    tangled = tangle_in(source)
    if not tangled:
        return None
    place = Place(path, tangled.line, tangled.column, tangled.column + 1)
    return finding("L350", place, tangled.message, label="here", help="write it in shorter parts")


def _cut(lines: Sequence[Line], path: str) -> _Cut:
    """Part the settings from the body of a file."""
    first = first_of_settings(lines)
    if first is None:
        message = "this lesson has no settings at the top"
        mend = "start the file with ---, then title:, summary:, topic: and objectives:, then ---"
        none = finding("L301", lines[0].place(path), message, help=mend)
        return _Cut(None, tuple(lines), (none,))
    late = not_begun(lines, first, path)
    end = next((n for n in range(first, len(lines)) if lines[n].text.rstrip() == DASHES), 0)
    if not end:
        if late:
            return _Cut(None, (), late)
        message = "the settings at the top are never closed"
        mend = "add a line with three dashes after the last setting"
        never = finding("L302", lines[0].place(path), message, label="opened here", help=mend)
        return _Cut(None, (), (never,))
    settings = "\n".join(line.text for line in lines[first:end])
    loaded = load(settings, path, first_line=first + 1)
    findings = (*late, *loaded.findings)
    if loaded.node is None and not findings:
        message = "the settings at the top are empty"
        mend = "write title:, summary:, topic: and objectives: between the dashes"
        findings = (finding("L301", lines[0].place(path), message, help=mend),)
    return _Cut(loaded.node, tuple(lines[end + 1 :]), findings)


def _read_settings(cut: _Cut, path: str) -> Settings:
    if cut.node is None:
        return Authored(path, None, None, cut.findings)
    shaped = read_shape(LessonSettings, cut.node, what="lessons", unknown="L303")
    misfits = one_each(cut.findings, shaped.findings)
    found = one_each(misfits, prose_findings_in(shaped.node))
    return Authored(path, shaped.node, shaped.value, found, shaped.unsure)


def _objectives(written: Settings) -> tuple[str, ...] | None:
    ids = tuple(written.shape.objectives) if written.shape else ()
    return None if len(ids) < FEWEST or written.unsure.covers("objectives", NAMES) else ids


def _body_findings(text: LessonText, cut: _Cut, context: LessonContext) -> Iterator[Finding]:
    """Yield what is wrong with boxes, code, prose, headings and links."""
    yield from text.scan.findings
    if fence := unclosed_fence(cut.body):
        message = "this code is never closed, or does not start at the start of its line"
        mend = "open and close code with a line of three backticks, without spaces before them"
        yield finding("L345", fence.place(text.path), message, label="opened here", help=mend)
    for runs in text.stretches:
        yield from prose_findings(runs)
    yield from heading_findings(text.runs)
    pictures = [*(context.media or ()), *context.unread] if text.pictures else []
    targets = Targets(context.lesson_ids, text.headings, pictures)
    for run in text.runs:
        yield from link_findings(run, targets)


def _settings_findings(
    written: Settings, text: LessonText, context: LessonContext
) -> Iterator[Finding]:
    """Yield settings that do not fit the course, the body or the day."""
    settings = written.shape
    if settings is None:
        return
    place, unsure = written.place, written.unsure
    topics = context.topics
    if topics is not None and settings.topic not in topics and not unsure.covers("topic"):
        message = f'course.yaml has no topic "{settings.topic}"'
        label = did_you_mean(settings.topic, topics)
        mend = f"topics: {near_ones(settings.topic, topics, 'course.yaml')}"
        yield finding("Q204", place("topic"), message, label=label, help=mend)
    box = {"reflection": "reflection", "questions": "question"}.get(settings.complete_when)
    if (
        box
        and not errors(text.scan.findings)
        and not any(one.name == box for one in text.scan.boxes)
    ):
        message = f"this lesson is complete when its {box} box is done, but it has none"
        mend = f"add a {box} box, or write: complete_when: read"
        yield finding("L305", place("complete_when"), message, help=mend)
    if not text.scan.sections:
        mend = "write it below the settings"
        yield finding("L306", place(), "this lesson has no text", help=mend)
    if settings.review_by and settings.review_by < context.today:
        message = f"this lesson was to be reviewed by {settings.review_by.isoformat()}"
        mend = "check its facts, then set a new date"
        yield finding("D901", place("review_by"), message, label="has passed", help=mend)
    yield from undated_sources(settings.sources, place, unsure, "sources")
    count = len(settings.objectives)
    if not FEWEST <= count <= MOST and not unsure.covers("objectives"):
        message = f"a lesson has {FEWEST} to {MOST} objectives, and this one has {count}"
        mend = "write two to six, each as an id, a colon, and what the trainee will be able to do"
        yield finding("L304", place("objectives"), message, help=mend)


def _reflection_places(boxes: BoxReading) -> tuple[tuple[str, Place], ...]:
    return tuple((options.id, boxes.ids[line]) for line, options in boxes.reflections.items())
