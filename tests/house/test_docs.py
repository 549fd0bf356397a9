"""The docs are what the code says, and name everything that it has."""

import re
from dataclasses import fields
from functools import cache

import click
import pytest

from course.cli import COMMANDS, cli
from course.config import PREFIX, Settings
from course.content.catalogue import CATALOGUE
from course.content.lessons.boxes import BOXES
from course.content.shapes.shape import Shape
from course.records.lists.exporting import COLUMNS
from docs import keys
from docs.author_files import key_names
from docs.schemas import FOLDER as SCHEMAS
from docs.write import FOLDER, SETTINGS, pages
from tests.house.documents import FENCE, PAGES, anchors, blocks
from tests.house.tree import ROOT, name

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
WRITTEN = [page for page in PAGES if page.parent != FOLDER]
"""The pages that a person wrote; the others are made from the code."""
MADE = sorted([*FOLDER.glob("*.md"), *SCHEMAS.glob("*.json")])
made = cache(pages)


def text_of(page):
    return page.read_text(encoding="utf-8")


def shapes(parent=Shape):
    """Return every shape that an author's file is held to, to the last key."""
    for child in parent.__subclasses__():
        if child.model_config["extra"] == "forbid":
            yield child
        yield from shapes(child)


def commands(group=cli, before="course"):
    """Return every command with its whole name."""
    context = click.Context(group)
    for title in group.list_commands(context):
        command = group.get_command(context, title)
        yield f"{before} {title}"
        yield from commands(command, f"{before} {title}") if hasattr(command, "commands") else ()


def shown(page):
    """Return the commands that a page shows, one line each."""
    for block in blocks(page):
        if block.language == "sh":
            yield from block.text.splitlines()
    yield from CODE.findall(text_of(page))


@pytest.mark.parametrize("path", MADE, ids=name)
def test_a_reference_page_is_as_the_code_says(path):
    assert text_of(path) == made()[path], "run: make docs"


def test_each_reference_page_is_there():
    assert set(MADE) == set(made())


def test_each_setting_is_described():
    assert set(SETTINGS) == {field.name for field in fields(Settings)}


def test_each_key_of_an_authors_file_is_described():
    described = {shape: set(words) for shape, words in keys.KEYS.items()}
    assert described == {shape: set(key_names(shape).values()) for shape in shapes()}
    assert set(keys.BOXES) == set(BOXES)


def test_the_reference_names_each_setting_command_message_and_column():
    reference = "".join(text_of(path) for path in FOLDER.glob("*.md"))
    settings = {PREFIX + field.name.upper() for field in fields(Settings)}
    things = settings | set(commands()) | set(CATALOGUE) | {column.name for column in COLUMNS}
    assert {thing for thing in things if thing not in reference} == set()


def test_each_command_is_used_in_a_page_that_a_person_wrote():
    lines = [line for page in WRITTEN for line in shown(page)]
    leaves = {each for each in commands() if not any(o.startswith(f"{each} ") for o in commands())}
    assert {each for each in leaves if not any(each in line for line in lines)} == set()


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_a_page_shows_no_command_that_is_not_there(document):
    asked = [re.match(r"(?:\S*/)?(course|make) ([a-z]\S*)", line) for line in shown(document)]
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    known = {"course": set(COMMANDS), "make": targets}
    assert [found[0] for found in asked if found and found[2] not in known[found[1]]] == []


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_the_links_of_a_page_lead_somewhere(document):
    lost = []
    for link in LINK.findall(FENCE.sub("", text_of(document))):
        path, _, anchor = link.partition("#")
        if "://" in link or link.startswith(("mailto:", "tel:")):
            continue
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_each_page_of_the_docs_is_reached_from_their_front():
    folder = ROOT / "docs"
    fronts = [folder / "README.md", folder / "decisions" / "README.md"]
    listed = {
        (front.parent / link.partition("#")[0]).resolve()
        for front in fronts
        for link in LINK.findall(text_of(front))
    }
    assert [name(page) for page in folder.rglob("*.md") if page not in {*fronts, *listed}] == []


@pytest.mark.parametrize("document", WRITTEN, ids=name)
def test_an_authors_file_on_a_page_is_one_that_is_checked(document):
    shown_files = [each for each in blocks(document) if each.language in ("yaml", "markdown")]
    unchecked = [str(each) for each in shown_files if "file" not in each.marks]
    assert unchecked == [], "say which file it is: file=PATH (tests/house/documents.py)"


def test_pictures_are_small():
    pictures = (ROOT / "docs" / "pictures").glob("*")
    assert [name(each) for each in pictures if each.stat().st_size > 150_000] == []
