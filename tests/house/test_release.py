"""What a newcomer meets first agrees with the code: version, changelog, make targets."""

import re
import tomllib
from importlib.metadata import version

from tests.house.tree import ROOT, committed_texts

TOP = {
    *(".ci", ".gitignore", ".schema", ".vscode", "CHANGELOG.md", "Makefile", "README.md"),
    *("app.py", "course", "deploy", "docs", "lessons", "pyproject.toml", "quizzes", "templates"),
    *("tests", "uv.lock"),
}
"""What lies at the top of the house (DESIGN 1)."""


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def targets():
    """Return the targets of the Makefile that a person calls, with what they say."""
    return dict(re.findall(r"^([a-z]+):.*?## (.+)$", read("Makefile"), re.MULTILINE))


def test_nothing_else_lies_at_the_top():
    assert {path.split("/")[0] for path in committed_texts()} <= TOP


def test_the_changelog_begins_with_this_version():
    ours = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    newest = re.search(r"^## \[?([\d.]+)", read("CHANGELOG.md"), re.MULTILINE)
    assert newest
    assert newest[1] == ours == version("waymark")


def test_every_target_of_make_says_what_it_does():
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)
    called = set(phony[1].split()) - {"browser", "proxy"}  # steps of `make test`
    assert set(targets()) == called


def test_every_target_of_make_is_documented():
    documents = read("README.md") + "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")
    )
    missing = [name for name in targets() if name != "help" and f"make {name}" not in documents]
    assert missing == []
