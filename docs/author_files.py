"""The page of every key that an author can write, from the shapes that the reader holds."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from course.content.lessons.boxes import BOXES
from course.content.quizzes.items import ITEM_KINDS, LATER
from course.content.shapes.course import CourseShape
from course.content.shapes.shape import Shape
from docs import keys
from docs.values import value_of

FILES: tuple[tuple[str, str, dict[type[Shape], keys.Words]], ...] = (
    (
        "course.yaml",
        "`lessons/COURSE/course.yaml`. Trainees reach the lessons and exams that a module names.",
        keys.COURSE_YAML,
    ),
    (
        "A lesson",
        (
            "`lessons/COURSE/LESSON.md`: its settings stand at the top, between two lines of "
            "`---`. Its text is Markdown, with headings from `##` on, and [boxes](#boxes)."
        ),
        keys.LESSONS,
    ),
    (
        "roles.yaml, glossary.yaml, words.yaml and boards.yaml",
        (
            "`lessons/COURSE/roles.yaml`: the roles that trainees compare. "
            "`lessons/COURSE/glossary.yaml`: terms, explained where they first stand in a lesson. "
            "`lessons/COURSE/words.yaml`: words that hurt, which check replaces in lessons and "
            "questions, but for quotation marks, quote and example boxes and wrong options. "
            "`lessons/COURSE/boards.yaml`: the hours that boards ask for; trainees and "
            "coordinators read how many of them the lessons teach. "
            "A course may have none of them."
        ),
        keys.BESIDE_LESSONS,
    ),
    (
        "Exams, practice and banks",
        "`quizzes/COURSE/NAME.yaml`: questions, and how they are asked.",
        keys.QUIZZES,
    ),
)
RULES = """\
# What authors write

Every file and every key. `course check` holds your files to this page.

## Rules for all files

- The name of a file or folder is its id, everywhere: in addresses, in other files, in records.
- An id has small letters a–z, digits and hyphens, at most 64, and no hyphen first.
- A file is UTF-8 text of at most 256 kB. A picture has at most 1 MB.
- A drawing (`.svg`) has at most 256 kB: shapes, text, arrowheads and gradients, on a light
  background of its own. Its `viewBox` says how large it is, and colors stand beside each shape.
- Every value is text until a key asks for something else. So `Yes`, `No` and `12:30` stay words.
- Text with a colon and a space, or with `#`, or that starts with `@`, needs double quotes.
- A date is `2026-08-01`. A percentage is `75%`. A length of time is `30 minutes`, `2 hours` or
  `7 days`.
- An address begins with `https://`, `http://`, `mailto:` or `tel:`.
- Each key is written once. There are no anchors, aliases or tags.
"""


def author_files() -> Iterator[str]:
    """Write the page, file by file."""
    yield RULES
    for title, about, shapes in FILES:
        yield f"\n## {title}\n\n{about}\n"
        for shape, words in shapes.items():
            yield from _shape(shape, words)
        if shapes is keys.LESSONS:
            yield from _boxes()
        if shapes is keys.QUIZZES:
            yield from _types()


def key_names(shape: type[Shape]) -> dict[str, str]:
    """Return the keys that a shape adds to those of its parent: key by field name."""
    inherited = {name for parent in shape.__bases__ for name in _fields(parent)}
    return {
        name: field.alias or name
        for name, field in shape.model_fields.items()
        if name not in inherited
    }


def _fields(parent: type) -> set[str]:
    return set(parent.model_fields) if issubclass(parent, Shape) else set()


def _shape(shape: type[Shape], words: Mapping[str, str]) -> Iterator[str]:
    if shape is not CourseShape:  # the file's own heading stands above it
        yield f"\n### {_heading(shape)}\n"
    yield "\n"
    yield "| Key | Holds | Left out | What it says |\n|---|---|---|---|\n"
    for name, key in key_names(shape).items():
        kind = keys.HOLDS.get((shape, key)) or _kind(_hints(shape)[name])
        yield f"| `{key}` | {kind} | {_without(shape, name)} | {words.get(key, '')} |\n"


@cache
def _hints(shape: type[Shape]) -> dict[str, Any]:
    return get_type_hints(shape, include_extras=True)


def _heading(shape: type[Shape]) -> str:
    kinds = {**ITEM_KINDS, **LATER}
    types = [name for name, kind in kinds.items() if kind.shape is shape]
    if types:
        return " and ".join(types)
    return shape.what if shape.what.endswith(".yaml") else shape.what.capitalize()


def _anchor(shape: type[Shape]) -> str:
    return _heading(shape).lower().replace(" ", "-").replace(".", "")


def _without(shape: type[Shape], name: str) -> str:
    field = shape.model_fields[name]
    if field.is_required():
        return "**needed**"
    default = field.get_default(call_default_factory=True)
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    return f"`{default}`" if default not in ("", None, (), {}, (0, 0)) else "–"


def _kind(hint: Any) -> str:
    """Say in words what a key with this type holds."""
    if value := value_of(hint):
        return value.words
    if isinstance(hint, type) and issubclass(hint, Shape):
        return f"[{hint.what}](#{_anchor(hint)})"
    return _kind_of_many(get_origin(hint), get_args(hint))


def _kind_of_many(origin: Any, arguments: tuple[Any, ...]) -> str:
    if origin is Literal:
        return _one_of([f"`{choice}`" for choice in arguments])
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if origin is dict:
        return f"settings: {_kind(arguments[0])}, and {_kind(arguments[1])}"
    # An annotation around a type, or a type that may be left out.
    return _kind(next(each for each in arguments if each is not type(None)))


def _one_of(choices: list[str]) -> str:
    *before, last = choices
    return f"{', '.join(before)} or {last}" if before else last


def _boxes() -> Iterator[str]:
    yield "\n### Boxes\n\nA box begins with `/// NAME` and ends with `///`, each on a line.\n\n"
    yield "| Box | What it holds |\n|---|---|\n"
    for name, kind in BOXES.items():
        opening = f"/// {name} \\| {kind.argument}" if kind.argument else f"/// {name}"
        yield f"| `{opening}` | {keys.BOXES[name]} |\n"


def _types() -> Iterator[str]:
    yield f"\n### Types of question\n\nToday: {_one_of([f'`{name}`' for name in ITEM_KINDS])}.\n"
