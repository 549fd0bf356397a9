"""Nothing grows past the size at which it is two things (DESIGN 1)."""

import ast
import re

from tests.house.tree import PACKAGE, ROOT, TEMPLATES, functions, lines_of, name, python_files

ASKED = {
    "course/records/migrations/versions/0001_every_table.py": "one list, never edited again",
    "course/content/edition.py": "one value for each thing that an author writes, a few lines each",
}
"""Modules over 250 lines, each with the answer to "is it two?"."""


def too_long(sizes, limit):
    return {what: size for what, size in sizes.items() if size > limit}


def body_lines(function):
    """Count the lines of a function below its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0


def is_view(function):
    marks = [ast.unparse(decorator) for decorator in function.decorator_list]
    return any(re.search(r"\.(route|get|post)\(", mark) for mark in marks)


def test_modules():
    sizes = {name(path): lines_of(path) for path in python_files(PACKAGE, ROOT / "tests")}
    assert too_long(sizes, 400) == {}
    package = {what: size for what, size in sizes.items() if what.startswith("course/")}
    assert set(too_long(package, 250)) <= set(ASKED), "say in ASKED why it is not two modules"


def test_the_questions_asked_are_still_open():
    assert [what for what in ASKED if lines_of(ROOT / what) <= 250] == []


def test_functions():
    sizes = {
        f"{name(path)}:{function.name}": function.end_lineno - function.lineno + 1
        for path in python_files()
        for function in functions(path)
    }
    assert too_long(sizes, 40) == {}


def test_views_parse_call_and_render():
    sizes = {
        f"{name(path)}:{function.name}": body_lines(function)
        for path in python_files(PACKAGE / "web")
        for function in functions(path)
        if is_view(function)
    }
    assert sizes
    assert too_long(sizes, 15) == {}


def test_templates():
    sizes = {
        name(path): lines_of(path)
        for path in TEMPLATES.rglob("*")
        if path.is_file() and path.parent.name != "parts"  # a file of macros: each is measured
    }
    assert too_long(sizes, 80) == {}


def test_macros():
    sizes = {
        f"{name(path)}:{macro[1]}": macro[0].count("\n") + 1
        for path in TEMPLATES.rglob("*.html")
        for macro in re.finditer(
            r"{%-? macro (\w+).*?{%-? endmacro", path.read_text(encoding="utf-8"), re.DOTALL
        )
    }
    assert sizes
    assert too_long(sizes, 25) == {}


def test_style_and_script():
    static = PACKAGE / "static"
    assert sum(lines_of(path) for path in static.rglob("*.css")) <= 1500
    assert sum(lines_of(path) for path in static.rglob("*.js")) <= 800


def test_the_ground_of_the_tests():
    sizes = {name(path): lines_of(path) for path in (ROOT / "tests").rglob("conftest.py")}
    assert too_long(sizes, 150) == {}
