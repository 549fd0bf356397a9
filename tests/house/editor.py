"""What an editor sees: YAML 1.2 with its numbers and true or false, held against a schema."""

import json
import re
from functools import cache

import yaml
from jsonschema import Draft7Validator

from tests.house.tree import ROOT


class Core(yaml.CSafeLoader):
    """YAML 1.2 core, as the YAML extension of VS Code reads it: ``yes`` and a date are words."""


Core.yaml_implicit_resolvers = {}
for kind, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{pattern})$"), first)

# 010 is ten in YAML 1.2, eight in PyYAML.
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value, 10))


def seen(text):
    """Return what an editor makes of a text."""
    return yaml.load(text, Loader=Core)


@cache
def validator(name):
    schema = json.loads((ROOT / ".schema" / f"{name}.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def complaints(name, text):
    """Return what an editor marks in a text, innermost first."""
    return [problem for each in validator(name).iter_errors(seen(text)) for problem in _all(each)]


def _all(error):
    for inner in error.context or ():
        yield from _all(inner)
    yield f"{'/'.join(map(str, error.absolute_path))}: {error.message}"


def settings_of(lesson):
    """Return the settings at the top of a lesson."""
    return lesson.split("---\n")[1]
