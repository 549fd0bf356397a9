"""Render a lesson without errors: its parts, its contents, its words and minutes."""

import math
from collections.abc import Iterator, Sequence

from course.content.edition import (
    Heading,
    Html,
    Lesson,
    LessonPart,
    Objective,
    QuestionBox,
    Reflection,
    ReflectionBox,
    Role,
)
from course.content.language import count_words
from course.content.lessons.box_reading import BoxReading
from course.content.lessons.boxes import box_html, roles_html
from course.content.lessons.context import LessonContext
from course.content.markdown.checks import heading_id, plain
from course.content.markdown.renderer import render_block, text_of
from course.content.markdown.runs import Kind, read_runs
from course.content.markdown.scanner import Box, Prose
from course.content.markdown.terms import term_named
from course.content.markdown.tree import Page
from course.content.shapes.lesson import LessonSettings, RolesOptions
from course.content.shapes.source import sources

CONTENTS_LEVEL = 2


def render_lesson(
    settings: LessonSettings,
    sections: Sequence[Prose | Box],
    boxes: BoxReading,
    context: LessonContext,
    *,
    reading_grade: float,
) -> Lesson:
    """Return the lesson of settings and sections that were checked."""
    page = Page(context.course, {} if context.media is None else context.media, context.terms)
    parts = tuple(_joined(_part(section, boxes, context, page) for section in sections))
    words = sum(count_words(text_of(part.html)) for part in parts if isinstance(part, Html))
    kept = settings.model_dump(exclude={"objectives", "activity_minutes", "sources", "status"})
    return Lesson(
        **kept,
        id=context.lesson_id,
        objectives=tuple(Objective(id=n, text=t) for n, t in settings.objectives.items()),
        words=words,
        minutes=math.ceil(words / context.reading_speed) + settings.activity_minutes,
        reading_grade=reading_grade,
        parts=parts,
        contents=tuple(_contents(sections)),
        sources=sources(settings.sources),
    )


def render_reflections(
    boxes: Sequence[Box], read: BoxReading, context: LessonContext
) -> tuple[Reflection, ...]:
    """Return the reflections of a lesson. They stand on pages of their own."""
    made = []
    for box in boxes:
        if options := read.reflections.get(box.opened.line):
            page = Page(context.course, {} if context.media is None else context.media)
            html = render_block(box.body.source, page)
            fewest, most = options.words
            kept = options.model_dump(exclude={"words"})
            made.append(
                Reflection(
                    **kept,
                    lesson=context.lesson_id,
                    title=box.argument,
                    html=html,
                    words_min=fewest,
                    words_max=most,
                )
            )
    return tuple(made)


def _part(
    section: Prose | Box, boxes: BoxReading, context: LessonContext, page: Page
) -> LessonPart:
    if isinstance(section, Prose):
        return Html(html=render_block(section.source, page))
    if section.name == "question":
        file, _, item = section.argument.partition("/")
        return QuestionBox(assessment=file, item=item)
    if section.name == "reflection":
        return ReflectionBox(reflection=boxes.reflections[section.opened.line].id)
    if section.name == "roles":
        options = boxes.roles[section.opened.line]
        roles = _picked(options, context.roles or ())
        return Html(html=roles_html(roles, options.columns, caption=section.argument))
    if section.name == "definition" and (term := term_named(page.terms, section.argument)):
        # The box says what the term means: a button beside it would say it twice.
        page.seen.add(term.term)
    body = render_block(section.body.source, page)
    return Html(html=box_html(section, body, context.support))


def _picked(options: RolesOptions, roles: Sequence[Role]) -> list[Role]:
    by_id = {role.id: role for role in roles}
    return [by_id[name] for name in options.pick or by_id if name in by_id]


def _joined(parts: Iterator[LessonPart]) -> Iterator[LessonPart]:
    """Join what is the same for everyone into one run of HTML."""
    html: list[str] = []
    for part in parts:
        if isinstance(part, Html):
            html.append(part.html)
            continue
        if html:
            yield Html(html="\n".join(html))
            html = []
        yield part
    if html:
        yield Html(html="\n".join(html))


def _contents(sections: Sequence[Prose | Box]) -> Iterator[Heading]:
    for section in sections:
        lines = section.lines if isinstance(section, Prose) else section.body.lines
        for run in read_runs(lines, ""):
            if run.kind is Kind.HEADING and run.level == CONTENTS_LEVEL:
                yield Heading(id=f"h-{heading_id(run)}", text=plain(run))
