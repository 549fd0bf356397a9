"""Check where links and pictures lead, and that they say so."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.markdown.inline import Link
from course.content.markdown.runs import Run
from course.content.spelling import did_you_mean

LESSON = re.compile(r"([a-z0-9][a-z0-9-]{0,63})\.md(?:#([\w-]+))?")
# A host has no "@": what stands before one is a name that could pass for another host.
OUTSIDE = re.compile(
    r"https?://[^\s/\\@?#]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+|tel:[+\d*#-]+", re.IGNORECASE
)
VAGUE = {"click", "click here", "go here", "here", "learn more", "link", "more", "read more"}
VAGUE |= {"see here", "this", "this link", "this page", "this site", "this website"}


@dataclass(frozen=True)
class Targets:
    """What links and pictures of a lesson may lead to; None where that is not known."""

    lessons: Collection[str] | None = None
    headings: Collection[str] = field(default=())
    pictures: Collection[str] = field(default=())


def link_findings(run: Run, targets: Targets) -> Iterator[Finding]:
    """Yield what is wrong with the links and pictures of a run."""
    for link in run.inline.links:
        if link.picture:
            yield from _picture(run, link, targets)
        else:
            yield from _link(run, link, targets)
            yield from _link_text(run, link)


def _picture(run: Run, link: Link, targets: Targets) -> Iterator[Finding]:
    if not link.text.strip():
        yield finding(
            "A501",
            run.place(*link.span),
            "this picture has no description",
            label="people who cannot see it get nothing",
            help=f"![What the picture shows]({link.href})   — or ![decorative]({link.href}) "
            "if it adds nothing",
        )
    if link.href not in targets.pictures:
        label = did_you_mean(link.href, targets.pictures) or "no such file"
        message = f'the picture file "{link.href}" is not there'
        name = link.href.replace("\\", "/").rsplit("/", 1)[-1] or "NAME.png"
        mend = ""
        if not link.href.startswith("media/"):
            mend = f"put the file into the folder media beside the lesson, and write: media/{name}"
        yield finding("L321", run.place(*link.href_span), message, label=label, help=mend)


def _link(run: Run, link: Link, targets: Targets) -> Iterator[Finding]:
    place = run.place(*link.href_span)
    lesson = LESSON.fullmatch(link.href)
    if lesson:
        if targets.lessons is not None and lesson[1] not in targets.lessons:
            label = did_you_mean(f"{lesson[1]}.md", [f"{name}.md" for name in targets.lessons])
            message = "this link goes to a lesson that does not exist"
            yield finding("L320", place, message, label=label)
    elif link.href.startswith("#"):
        if link.href[1:] not in targets.headings:
            label = did_you_mean(link.href, [f"#{name}" for name in targets.headings])
            message = "this link goes to a heading that this lesson does not have"
            yield finding("L323", place, message, label=label)
    elif not OUTSIDE.fullmatch(link.href):
        message = "this is not an address that a lesson can link to"
        mend = "link to https://, http://, mailto:, tel:, another lesson (name.md) or a #heading"
        yield finding("L322", place, message, help=mend)


def _link_text(run: Run, link: Link) -> Iterator[Finding]:
    text = " ".join(link.text.replace("*", "").split())
    if text.casefold().strip(" .!") in VAGUE or not any(map(str.isalnum, text)):
        yield finding(
            "A502",
            run.place(*link.text_span),
            f'the link text "{text}" does not say where it goes',
            label="screen reader users hear links on their own",
            help="use the name of the page as the link text",
        )
