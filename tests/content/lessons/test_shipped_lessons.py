"""The lessons that ship: scanner and renderer agree, and no author syntax reaches a reader."""

import re
from functools import cache
from pathlib import Path

import html5lib
import pytest

from course.content.edition import Lesson
from course.content.lessons.file import LessonText
from course.content.markdown.renderer import render_block, text_of
from course.content.markdown.runs import Kind
from course.content.markdown.scanner import Code, mark_code, number_lines, scan
from course.content.markdown.tree import Page
from tests.shipped import ROOT, shipped_site

FILES = sorted((ROOT / "lessons").glob("*/*.md"))
SYNTAX = re.compile(r"///|:::|\|--|\[\[|\]\]|\{\{|\}\}|\*\*|~~|\]\(|^#+ |^Table:", re.MULTILINE)


@cache
def lessons() -> dict[str, Lesson]:
    editions = [reading.edition for reading in shipped_site().courses if reading.edition]
    return {f"{one.course}/{lesson.id}": lesson for one in editions for lesson in one.lessons}


def text_below_settings(path: Path) -> LessonText:
    lines = number_lines(path.read_text("utf-8"))
    dashes = [number for number, line in enumerate(lines) if line.text == "---"]
    return LessonText(scan(lines[dashes[1] + 1 :], path.name), path.name)


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_scanner_and_renderer_count_the_same(path):
    text = text_below_settings(path)
    kinds = [run.kind for run in text.runs]
    fences = [code for prose in text.scan.prose for _, code in mark_code(prose.lines)]
    links = [link for run in text.runs for link in run.inline.links]
    scanned = {
        "h2": sum(run.kind is Kind.HEADING and run.level == 2 for run in text.runs),
        "h3": sum(run.kind is Kind.HEADING and run.level == 3 for run in text.runs),
        "table": kinds.count(Kind.HEADER),
        "caption": kinds.count(Kind.CAPTION),
        "tr": kinds.count(Kind.HEADER) + kinds.count(Kind.ROW),
        "li": kinds.count(Kind.ITEM),
        "pre": fences.count(Code.OPENS),
        "img": sum(link.picture for link in links),
        "a": sum(not link.picture for link in links),
        "strong": sum(len(run.inline.bold) for run in text.runs),
    }
    html = "".join(render_block(prose.source, Page("any")) for prose in text.scan.prose)
    tags = [element.tag for element in html5lib.parse(html, namespaceHTMLElements=False).iter()]
    assert scanned == {tag: tags.count(tag) for tag in scanned}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_box_becomes_what_it_is(path):
    text = text_below_settings(path)
    lesson = lessons()[named(path)]
    names = [box.name for box in text.scan.boxes]
    html = "".join(part.html for part in lesson.parts if part.kind == "html")
    assert len(lesson.questions) == names.count("question")
    assert len(lesson.reflections) == names.count("reflection")
    shown = re.findall(r'<div class="box box-([a-z-]+)">|<figure class="(quote)">', html)
    others = {"question", "reflection", "roles"}
    assert [one or quote for one, quote in shown] == [name for name in names if name not in others]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_author_syntax_reaches_a_reader(path):
    for part in lessons()[named(path)].parts:
        if part.kind == "html":
            found = SYNTAX.search(text_of(part.html))
            assert not found, f"{found[0]!r} in {text_of(part.html)[:200]!r}"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_lesson_is_valid_html_with_each_id_once(path):
    html = "".join(part.html for part in lessons()[named(path)].parts if part.kind == "html")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    parser.parse(f"<!doctype html><title>x</title>{html}")
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def test_there_are_lessons():
    assert FILES
