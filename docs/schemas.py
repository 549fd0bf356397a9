"""The JSON Schemas of authors' files, from the shapes that the reader holds: ``.schema/``.

With them an editor offers the settings, says what each means, and marks a misspelt one while it
is typed. The words are those of docs/reference/author-files.md.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from course.content.quizzes.items import ITEM_KINDS, LATER
from course.content.shapes.authored import FORMAT
from course.content.shapes.beside import BoardsShape, WordsShape
from course.content.shapes.course import (
    CourseShape,
    GlossaryShape,
    RequirementShape,
    RolesShape,
    StepShape,
)
from course.content.shapes.item import BlankShape, OptionShape, TrueFalseShape
from course.content.shapes.lesson import LessonSettings
from course.content.shapes.quiz import ExamShape, SetShape
from course.content.shapes.shape import Shape
from course.content.shapes.values import Id, Level
from docs import keys
from docs.values import ID_PATTERN, NONE, PERCENTAGE, TEXT, WHOLE, Schema, value_of

FOLDER = Path(__file__).parent.parent / ".schema"
DRAFT = "http://json-schema.org/draft-07/schema#"
QUESTIONS: Schema = {"type": "array", "items": {"$ref": "#/definitions/question"}}

SPECIAL: Mapping[tuple[type[Shape], str], Schema] = {
    (ExamShape, "pass_mark"): {
        "anyOf": [
            NONE,
            PERCENTAGE,
            {"type": "object", "required": ["overall"], "additionalProperties": PERCENTAGE},
        ]
    },
    (ExamShape, "blueprint"): {
        "type": "object",
        "additionalProperties": {
            "anyOf": [
                WHOLE,
                {
                    "type": "object",
                    "propertyNames": {"enum": list(get_args(Level))},
                    "additionalProperties": WHOLE,
                },
            ]
        },
    },
    (ExamShape, "questions"): QUESTIONS,
    (SetShape, "questions"): QUESTIONS,
    (StepShape, "after"): {"anyOf": [{"enum": ["all"]}, {"type": "array", "items": TEXT}]},
    (TrueFalseShape, "answer"): {
        "anyOf": [{"type": "boolean"}, {"enum": ["true", "false", "True", "False"]}]
    },
    (LessonSettings, "objectives"): {
        "type": "object",
        "propertyNames": {"pattern": ID_PATTERN},
        "additionalProperties": TEXT,
        "minProperties": 2,
        "maxProperties": 6,
    },
}
"""What a setting may hold where its Python type does not say it to an editor."""

ONE_OF: Mapping[type[Shape], tuple[str, ...]] = {
    StepShape: ("lesson", "exam"),
    OptionShape: ("right", "wrong"),
    BlankShape: ("accept", "choose"),
    RequirementShape: ("lessons", "reflections", "exam"),
}
"""Shapes of which exactly one of these settings is written."""


def schemas() -> dict[Path, str]:
    """Return every schema, by its file."""
    return {
        FOLDER / "course.json": _file("course.yaml", CourseShape),
        FOLDER / "roles.json": _file("roles.yaml", RolesShape),
        FOLDER / "glossary.json": _file("glossary.yaml", GlossaryShape),
        FOLDER / "words.json": _file("words.yaml", WordsShape),
        FOLDER / "boards.json": _file("boards.yaml", BoardsShape),
        FOLDER / "lesson.json": _file("The settings at the top of a lesson", LessonSettings),
        FOLDER / "quiz.json": _quiz(),
    }


def _file(title: str, shape: type[Shape]) -> str:
    return _text(title, _shape(shape), [shape])


def _quiz() -> str:
    """Return the schema of quiz files: by kind, and their questions by type."""
    kinds = {"exam": ExamShape, "practice": SetShape, "bank": SetShape}
    types = {name: kind.shape for name, kind in {**ITEM_KINDS, **LATER}.items()}
    question = _by_word("type", types)
    return _text(
        "An exam, a practice set or a bank",
        _by_word("kind", kinds),
        [*kinds.values(), *types.values()],
        {"question": question},
    )


def _by_word(name: str, shapes: Mapping[str, type[Shape]]) -> Schema:
    """Return a schema in which one setting says which shape the others have."""
    about = " ".join(dict.fromkeys(_words(shape).get(name, "") for shape in shapes.values()))
    return {
        "type": "object",
        "required": [name],
        "properties": {name: {"enum": list(shapes), "description": about}},
        "allOf": [
            {
                "if": {"properties": {name: {"const": word}}, "required": [name]},
                "then": {"$ref": f"#/definitions/{shape.__name__}"},
            }
            for word, shape in shapes.items()
        ],
    }


def _text(
    title: str, top: Schema, shapes: Iterable[type[Shape]], more: Mapping[str, Schema] | None = None
) -> str:
    found: dict[str, type[Shape]] = {}
    for shape in shapes:
        _collect(shape, found)
    defs = {**(more or {}), **{name: _shape(each) for name, each in sorted(found.items())}}
    whole = {"$schema": DRAFT, "title": title, **top, "definitions": defs}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _collect(shape: type[Shape], found: dict[str, type[Shape]]) -> None:
    if shape.__name__ not in found:
        found[shape.__name__] = shape
        for hint in _hints(shape).values():
            for inner in _shapes_in(hint):
                _collect(inner, found)


def _shapes_in(hint: Any) -> Iterable[type[Shape]]:
    if isinstance(hint, type) and issubclass(hint, Shape):
        yield hint
    for part in get_args(hint):
        yield from _shapes_in(part)


def _shape(shape: type[Shape]) -> Schema:
    """Return the schema of a shape: its settings, those that are needed, and no other."""
    hints, words = _hints(shape), _words(shape)
    names = {field.alias or name: name for name, field in shape.model_fields.items()}
    needed = [key for key, name in names.items() if shape.model_fields[name].is_required()]
    properties = {
        key: {**_setting(shape, key, hints[name]), "description": words.get(key, "")}
        for key, name in names.items()
    }
    made: Schema = {"type": "object", "additionalProperties": False}
    made |= {"required": needed, "properties": properties}
    if shape in ONE_OF:
        made["oneOf"] = [{"required": [key]} for key in ONE_OF[shape]]
    return made


def _setting(shape: type[Shape], key: str, hint: Any) -> Schema:
    if key == "format":
        return {"enum": [int(FORMAT), FORMAT]}
    inherited = (SPECIAL.get((parent, key)) for parent in shape.__mro__)
    return next((each for each in inherited if each), None) or _schema(hint)


def _schema(hint: Any) -> Schema:
    """Return the schema of a type. Raises LookupError for a value that has no row in VALUES."""
    if value := value_of(hint):
        return dict(value.schema)
    if isinstance(hint, type) and issubclass(hint, Shape):
        return {"$ref": f"#/definitions/{hint.__name__}"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _schema(next(each for each in arguments if each is not NoneType))
    if origin is Literal or (origin is Annotated and get_origin(arguments[0]) is Literal):
        return {"enum": list(get_args(hint if origin is Literal else arguments[0]))}
    return _schema_of_many(hint, origin, arguments)


def _schema_of_many(hint: Any, origin: Any, arguments: tuple[Any, ...]) -> Schema:
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is dict:
        names = {"propertyNames": {"pattern": ID_PATTERN}} if arguments[0] == Id else {}
        return {"type": "object", **names, "additionalProperties": _schema(arguments[1])}
    raise LookupError(f"{hint} needs a row in docs/values.py, or one in SPECIAL")


@cache
def _hints(shape: type[Shape]) -> dict[str, Any]:
    hints = get_type_hints(shape, include_extras=True)
    return {name: hints[name] for name in shape.model_fields}


def _words(shape: type[Shape]) -> dict[str, str]:
    """Return what each setting means, also those that a shape has from its parent."""
    parents = [each for each in reversed(shape.__mro__) if each in keys.KEYS]
    return {key: words for parent in parents for key, words in keys.KEYS[parent].items()}
