"""Finish the tree of rendered Markdown as pages need it: tables, headings, links, pictures."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from xml.etree.ElementTree import Element

from course.content.edition import MediaFile, Term
from course.content.markdown.links import LESSON
from course.content.markdown.terms import explain_terms, term_pattern

WIDE = 4
HEADINGS = {"h2", "h3", "h4"}


@dataclass
class Page:
    """What the links, pictures and terms of one page lead to.

    ``seen`` collects the glossary terms that were explained: each is, once, at its first use.
    """

    course: str = ""
    media: Mapping[str, MediaFile] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    seen: set[str] = field(default_factory=set)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds the terms."""
        return term_pattern(self.terms)


def finish(root: Element, page: Page) -> None:
    """Change the tree in place: captions, row headers, ids, addresses, figures, terms."""
    for parent in list(root.iter()):
        _caption_tables(parent)
    for table in list(root.iter("table")):
        _finish_table(table)
    for parent in list(root.iter()):
        _wrap_wide_tables(parent)
        if parent.tag in HEADINGS:
            parent.set("id", "h-" + slug(_text(parent)))
        elif parent.tag == "a":
            parent.set("href", address(parent.get("href", ""), page.course))
        elif parent.tag == "img":
            _finish_picture(parent, page.media)
        elif parent.tag == "p" and _is_lone_picture(parent):
            parent.tag = "figure"
    explain_terms(root, page.pattern, page.terms, page.seen)


def slug(text: str) -> str:
    """Return the id of a heading, without its prefix: letters and digits with dashes."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    return "-".join(re.findall(r"[^\W_]+", plain)) or "section"


def address(href: str, course: str) -> str:
    """Return where a link of an author leads: lessons and headings by their addresses."""
    file, _, heading = href.partition("#")
    anchor = f"#h-{heading}" if heading else ""
    if not file:
        return anchor
    if LESSON.fullmatch(file):
        return f"/courses/{course}/lessons/{file.removesuffix('.md')}{anchor}"
    return href


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _caption_tables(parent: Element) -> None:
    """Move each "Table: …" paragraph into the table below it."""
    children = list(parent)
    for above, table in pairwise(children):
        if table.tag != "table" or above.tag != "p":
            continue
        if (above.text or "").startswith("Table:"):
            above.tag = "caption"
            above.text = (above.text or "").removeprefix("Table:").lstrip()
            above.tail = None
            parent.remove(above)
            table.insert(0, above)


def _finish_table(table: Element) -> None:
    """Make the first column row headers, and give each cell the name of its column."""
    table.set("class", "stack")
    names = [_text(cell) for cell in table.findall("thead/tr/th")]
    for cell in table.findall("thead/tr/th"):
        cell.set("scope", "col")
    for row in table.findall("tbody/tr"):
        for number, (name, cell) in enumerate(zip(names, row, strict=True)):
            if number == 0:
                cell.tag = "th"
                cell.set("scope", "row")
            if name:
                cell.set("data-label", name)
    for cell in table.iter():
        # align= is not HTML any more, and the pages' rules refuse style=: a class it is.
        if side := cell.attrib.pop("align", None):
            cell.set("class", f"align-{side}")


def _wrap_wide_tables(parent: Element) -> None:
    """Put a table of many columns into a region that scrolls by itself."""
    for place, table in enumerate(list(parent)):
        if table.tag != "table" or len(table.findall("thead/tr/th")) <= WIDE:
            continue
        if parent.get("class") == "table":
            continue
        caption = table.find("caption")
        label = _text(caption) if caption is not None else "Table"
        region = Element("div", {"class": "table", "role": "region", "tabindex": "0"})
        region.set("aria-label", label)
        region.tail, table.tail = table.tail, None
        parent[place] = region
        region.append(table)


def _finish_picture(picture: Element, media: Mapping[str, MediaFile]) -> None:
    """Lead a picture to its file; the word "decorative" is an empty description."""
    file = media.get(picture.get("src", ""))
    if file:
        picture.set("src", f"/media/{file.hash}.{file.extension}")
        for side, size in (("width", file.width), ("height", file.height)):
            if size:
                picture.set(side, str(size))
    if picture.get("alt", "").strip().casefold() == "decorative":
        picture.set("alt", "")
    picture.set("loading", "lazy")


def _is_lone_picture(paragraph: Element) -> bool:
    children = list(paragraph)
    alone = len(children) == 1 and children[0].tag == "img"
    return alone and not (paragraph.text or "").strip() and not (children[0].tail or "").strip()
