"""One word per thing, no leftovers of one machine, and a reason beside every exemption."""

import ast
import io
import re
import tokenize

from tests.house.tree import committed_texts, name, parsed, python_files

VAGUE = {
    *("util", "utils", "helper", "helpers", "manager", "service", "handler", "data", "info"),
    *("user", "users", "student", "students", "learner", "learners", "grade", "grades", "ceu"),
}
TERMS_OF_ART = {"reading_grade"}
"""Readability is measured in school grades."""

MACHINE_PATH = re.compile(r"(?<![\w.~$}>])/(root|home|Users|work|mnt)/\w+")
EXEMPTION = re.compile(
    r"(noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[\w, -]+\]|pragma: no cover|fmt: off)(.*)"
)


def defined_names(path):
    """Return the names that a module gives: its own, its classes, functions and arguments."""
    yield path.stem
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def words(identifier):
    """Split a name into its words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier).lower().strip("_").split("_")


def test_names_say_what_a_thing_is():
    vague = {
        f"{name(path)}: {given}"
        for path in python_files()
        for given in defined_names(path)
        if given not in TERMS_OF_ART and VAGUE & set(words(given))
    }
    assert vague == set()


def test_no_path_of_one_machine():
    found = [
        f"{where}: {match.group()}"
        for where, text in committed_texts().items()
        for match in MACHINE_PATH.finditer(text)
        if where != "uv.lock"
    ]
    assert found == []


def comments(text):
    """Return the comments of a module, by line."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [(at.start[0], at.string) for at in tokens if at.type == tokenize.COMMENT]


def test_every_exemption_carries_its_reason():
    bare = [
        f"{where}:{line}"
        for where, text in committed_texts().items()
        if where.endswith(".py") and EXEMPTION.search(text)
        for line, comment in comments(text)
        if (exempt := EXEMPTION.search(comment)) and not exempt[3].strip("# ")
    ]
    assert bare == []


def test_the_lock_names_the_public_index_alone():
    hosts = set(re.findall(r"(?:https?|file)://[^/\" ]*", committed_texts()["uv.lock"]))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}
