"""The boxes of a lesson: their names, what each may hold, and how each is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar

from pydantic import BaseModel

from course.content.catalogue import finding
from course.content.edition import ROLE_COLUMNS, Role, SupportLine
from course.content.findings import Finding
from course.content.markdown.renderer import render_inline, sanitise, text_of
from course.content.markdown.scanner import Box
from course.content.markdown.short_texts import prose_findings_in
from course.content.markdown.tree import WIDE
from course.content.shapes.authored import one_each
from course.content.shapes.lesson import ReflectionOptions, RolesOptions
from course.content.shapes.shape import read_shape
from course.content.spelling import did_you_mean
from course.content.yaml.loader import Loaded, load
from course.content.yaml.nodes import Mapping as Settings
from course.content.yaml.nodes import Node

O = TypeVar("O", bound=BaseModel)  # noqa: E741 -- a type variable, not a number


@dataclass(frozen=True, slots=True)
class BoxKind:
    """What one box may hold.

    ``argument`` says what stands after the bar ("" for nothing), ``text`` whether the box must
    (True), must not (False) or may (None) have text, ``options`` which settings it takes.
    """

    title: str = ""
    argument: str = ""
    text: bool | None = True
    options: type[BaseModel] | None = None


BOXES: Mapping[str, BoxKind] = {
    "always": BoxKind("Always"),
    "definition": BoxKind("Definition", argument="TERM"),
    "example": BoxKind("Example"),
    "key-point": BoxKind("Key point"),
    "never": BoxKind("Never"),
    "note": BoxKind("Note"),
    "question": BoxKind(argument="FILE/ID", text=False),
    "quote": BoxKind(argument="WHO"),
    "reflection": BoxKind(argument="TITLE", options=ReflectionOptions),
    "roles": BoxKind(argument="CAPTION", text=False, options=RolesOptions),
    "support": BoxKind("Support", text=None),
    "warning": BoxKind("Take care"),
}


def box_findings(box: Box, *, whole: bool = True) -> Iterator[Finding]:
    """Yield what is wrong with a box itself: its name, its argument, its text.

    Where it is not ``whole``, nobody can say what belongs to it.
    """
    kind = BOXES.get(box.name)
    if not kind:
        message = f'there is no box called "{box.name}"'
        label = did_you_mean(box.name, BOXES)
        mend = "boxes: " + ", ".join(sorted(BOXES))
        yield finding("L311", box.name_place, message, label=label, help=mend)
    elif whole:
        yield from _argument_findings(box, kind)
        yield from _text_findings(box, kind)


def _argument_findings(box: Box, kind: BoxKind) -> Iterator[Finding]:
    if kind.argument and not box.argument:
        message = f'the "{box.name}" box needs its {kind.argument.lower()} after a bar'
        mend = f"write: /// {box.name} | {kind.argument}"
        yield finding("L315", box.opened, message, label="nothing after the name", help=mend)
    elif box.argument and not kind.argument:
        message = f'the "{box.name}" box has no title of its own'
        mend = f'write only /// {box.name}: readers see "{kind.title}" above it'
        yield finding("L315", box.argument_place, message, label="not shown", help=mend)


def _text_findings(box: Box, kind: BoxKind) -> Iterator[Finding]:
    lines = [line for line in box.body.lines if line.text.strip()]
    path = box.opened.path
    if box.options and not kind.options:
        message = f'the "{box.name}" box has no settings, so its text is not indented'
        mend = "start the line without spaces"
        yield finding("L316", box.options[0].place(path), message, label="indented", help=mend)
    elif kind.text is True and not lines:
        message = f'the "{box.name}" box has no text'
        mend = "write its text between an empty line and the closing ///"
        yield finding("L316", box.opened, message, label="empty", help=mend)
    elif kind.text is False and lines:
        message = f'the "{box.name}" box shows no text of its own'
        mend = "move the text out of the box, under the closing ///"
        yield finding("L316", lines[0].place(path), message, label="not shown", help=mend)


@dataclass(frozen=True, slots=True)
class BoxOptions(Generic[O]):
    """The options of a box with their places. ``value`` is as in ``Shaped``."""

    value: O | None
    node: Node
    findings: tuple[Finding, ...]


def read_options(box: Box, model: type[O], what: str) -> BoxOptions[O]:
    """Return the options of a box as ``model``, and what is wrong with them."""
    loaded = _load_options(box)
    if loaded.node is None:
        return BoxOptions(None, Settings({}, box.opened), loaded.findings)
    shaped = read_shape(model, loaded.node, what=what, unknown="L317")
    misfits = one_each(loaded.findings, shaped.findings)
    found = one_each(misfits, prose_findings_in(shaped.node))
    return BoxOptions(shaped.value, shaped.node, found)


def _load_options(box: Box) -> Loaded:
    lines, none = box.options, Loaded(Settings({}, box.opened), ())
    if not lines:
        return none
    # A tab is left for the loader, which says what to do about it.
    indent = min(len(line.text) - len(line.text.lstrip(" ")) for line in lines)
    # Lines of spaces between them are no options, but they count.
    texts = {line.number: line.text[indent:] for line in lines}
    path, first, last = box.opened.path, lines[0].number, lines[-1].number
    source = "\n".join(texts.get(number, "") for number in range(first, last + 1))
    loaded = load(source, path, first_line=first, first_column=indent + 1)
    # Comments alone set nothing.
    return loaded if loaded.node or loaded.findings else none


def box_html(box: Box, body: str, support: Sequence[SupportLine] = ()) -> str:
    """Return a box of text: its word as heading, then its ``body`` (already safe HTML)."""
    kind = BOXES[box.name]
    if box.name == "quote":
        who = render_inline(box.argument)
        return (
            f'<figure class="quote"><blockquote>{body}</blockquote>'
            f"<figcaption>{who}</figcaption></figure>"
        )
    title = kind.title
    if box.name == "definition":
        title = f"Definition: <dfn>{render_inline(box.argument)}</dfn>"
    if box.name == "support":
        body += _support_lines(support)
    return f'<div class="box box-{box.name}"><p class="box-title">{title}</p>{body}</div>'


def _support_lines(support: Sequence[SupportLine]) -> str:
    lines = (
        f'<li><a href="{escape(line.href)}">{escape(line.label)}</a>. {escape(line.about)}</li>'
        for line in support
    )
    return f"<ul>{''.join(lines)}</ul>" if support else ""


def roles_html(roles: Sequence[Role], columns: Sequence[str] = (), *, caption: str = "") -> str:
    """Return the compared-roles table: a row for each role, its title as the row's header."""
    names = columns or tuple(ROLE_COLUMNS)
    heads = "".join(f'<th scope="col">{ROLE_COLUMNS[name]}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{escape(role.title)}</th>'
        + "".join(_role_cell(role, name) for name in names)
        + "</tr>"
        for role in roles
    )
    title = render_inline(caption)
    table = (
        f'<table class="stack"><caption>{title}</caption><thead><tr><th scope="col">Role</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
    if len(names) + 1 > WIDE:
        label = escape(text_of(title))
        table = f'<div class="table" role="region" tabindex="0" aria-label="{label}">{table}</div>'
    return sanitise(table)


def _role_cell(role: Role, name: str) -> str:
    value: str | tuple[str, ...] = getattr(role, name)
    html = value
    if not isinstance(value, str):
        html = f"<ul>{''.join(f'<li>{point}</li>' for point in value)}</ul>"
    return f'<td data-label="{ROLE_COLUMNS[name]}">{html}</td>'
