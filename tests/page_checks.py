"""What has to hold for every page of the site, whoever fetches it and in whatever state.

Each check is a generator of complaints over one parsed page. A page that a person sees goes
through all of them, in every test that fetches one (tests/pages.py).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

import html5lib
from bs4 import BeautifulSoup, Tag
from html5lib.html5parser import ParseError

Check = Callable[[BeautifulSoup], Iterator[str]]

AUTHOR_TEXT = ".author"
"""What a course's author wrote: its words are the content check's, not ours."""
AS_TYPED = "pre, code, textarea, .as-written"
"""What is shown as a person typed it, markup and all."""

TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')
ADDRESS = re.compile(r' (?:href|action|formaction|data-[a-z]+)="[^"#]*')
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
REFERENCES = {"for", "aria-describedby", "aria-labelledby", "popovertarget", "form", "list"}
NEEDS_SCRIPT = "[data-focus], [data-autosave], [data-words], input[type=password]"
"""What the script is loaded for; a page without any of these asks for nothing more (PAGES 4.1)."""
NO_CONTROLS = {"hidden", "submit", "button"}
"""The types of an input that a person does not fill in."""
AUTHOR_SYNTAX = re.compile(
    r":::|(?:^|\s)///|\|-{2,}|\[\[|\]\]|\{\{|\}\}|\{%|%\}|\*\*|\]\(|^#{1,6} ", re.MULTILINE
)
LEAKED_VALUE = re.compile(r"^(None|True|False|nan|Undefined|\[\]|\{\})$|<[\w.]+ object at 0x")
UNKIND = re.compile(
    r"\b(submit(ted|s|ting)?|click here|please|invalid|illegal|oops|error occurred"
    r"|users?|students?|learners?)\b",
    re.IGNORECASE,
)


def complaints(html: str, *, status: int = 200, shows: str = "") -> list[str]:
    """List what is wrong with a page. ``shows`` is text that it rightly shows as it was typed."""
    html = TOKEN.sub(r"\1token", html)
    html = ADDRESS.sub(lambda address: re.sub(r"\d+", "1", address.group()), html)
    return _complaints(html, status, shows)


@lru_cache(maxsize=4096)  # the same page, but for its token and rows, is fetched by many tests
def _complaints(html: str, status: int, shows: str) -> list[str]:
    try:
        html5lib.HTMLParser(strict=True).parse(html)
    except ParseError as problem:
        return [f"not well-formed: {problem}"]
    page = BeautifulSoup(html, "html.parser")
    found = [complaint for check in CHECKS for complaint in check(page)]
    if status == 422:
        found += _about_problems(page)
    return found + list(_about_words(page, shows))  # last: it takes the page apart


def text_of(tag: Tag) -> str:
    """Return the text of an element, its white space made plain."""
    return " ".join(tag.get_text().split())


def _about_the_shell(page: BeautifulSoup) -> Iterator[str]:
    html = page.find("html")
    if not html or not html.get("lang"):
        yield "html has no lang"
    if not page.find("meta", attrs={"name": "viewport"}):
        yield "no viewport"
    if len(page.find_all("main", id="main")) != 1:
        yield "not exactly one main with the id main"
    first = page.find("a", href=True)
    if not first or first["href"] != "#main":
        yield "the first link does not skip to #main"
    navs = page.find_all("nav")
    if any(not nav.get("aria-label") and not nav.get("aria-labelledby") for nav in navs):
        yield "a nav has no label"


def _about_headings(page: BeautifulSoup) -> Iterator[str]:
    h1s = page.find_all("h1")
    if len(h1s) != 1 or not h1s[0].find_parent("main"):
        yield f"{len(h1s)} h1 (exactly one, in main, is wanted)"
        return
    title = text_of(page.title) if page.title else ""
    h1 = text_of(h1s[0])
    if not h1 or not title.removeprefix("Error: ").startswith(h1):
        yield f"the title {title!r} does not begin with the h1 {h1!r}"
    if " – " not in title.removeprefix(h1):
        yield f"the title {title!r} does not end with the site's name"
    before = 0
    # The error summary comes first, above the h1 (PAGES 2.0).
    for heading in page.find_all(HEADINGS):
        if heading.find_parent(class_="error-summary"):
            continue
        level = int(heading.name[1])
        if level > before + 1:
            yield f"h{before} is followed by h{level}: {text_of(heading)!r}"
        if not text_of(heading):
            yield f"an empty {heading.name}"
        before = level


def _about_references(page: BeautifulSoup) -> Iterator[str]:
    tags = page.find_all(True)
    ids = Counter(str(tag["id"]) for tag in tags if "id" in tag.attrs)
    for doubled in (name for name, count in ids.items() if count > 1):
        yield f"the id {doubled!r} is used {ids[doubled]} times"
    for tag in tags:
        for attribute in REFERENCES & tag.attrs.keys():
            for name in " ".join(tag.get_attribute_list(attribute)).split():
                if name not in ids:
                    yield f"{attribute}={name!r} points at nothing"
        target = str(tag.get("href", "")) if tag.name == "a" else ""
        if target.startswith("#") and target[1:] not in ids:
            yield f"a link to {target!r} leads nowhere"


def _about_controls(page: BeautifulSoup) -> Iterator[str]:
    labelled = {label.get("for") for label in page.find_all("label") if text_of(label)}
    for control in _controls(page):
        name = control.get("name") or control.get("id")
        if control.get("id") not in labelled and not control.get("aria-labelledby"):
            yield f"the control {name!r} has no visible label"
        if control.has_attr("required") or control.has_attr("autofocus"):
            yield f"the control {name!r} is required or takes the focus by an attribute"
        if control.get("type") in {"email", "password"} and not control.get("autocomplete"):
            yield f"the control {control.get('name')!r} has no autocomplete"


def _controls(part: Tag) -> list[Tag]:
    found = part.find_all(["input", "select", "textarea"])
    return [tag for tag in found if tag.get("type") not in NO_CONTROLS]


def _about_fieldsets_and_buttons(page: BeautifulSoup) -> Iterator[str]:
    for radio in page.find_all("input", type="radio"):
        if not radio.find_parent("fieldset"):
            yield f"the radio {radio.get('name')!r} is in no fieldset"
    for fieldset in page.find_all("fieldset"):
        legend = fieldset.find("legend", recursive=False)
        if not legend or not text_of(legend):
            yield "a fieldset has no legend"
    for button in page.find_all("button"):
        if not text_of(button):
            yield "a button has no text"


def _about_forms(page: BeautifulSoup) -> Iterator[str]:
    for form in page.find_all("form"):
        action, method = form.get("action"), str(form.get("method", "get")).lower()
        tokens = form.select("input[name=csrf_token][type=hidden]")
        if not action or not str(action).startswith("/"):
            yield f"a form's action is {action!r}, not an address of this site"
        if method == "post" and (len(tokens) != 1 or not tokens[0].get("value")):
            yield f"the form to {action} has no csrf_token"
        if method == "get" and tokens:
            yield f"the form to {action} would put its csrf_token into the address"
        if method == "post" and _controls(form) and not form.has_attr("novalidate"):
            yield f"the form to {action} lets the browser word the messages (novalidate)"
        if not form.select("button, input[type=submit]"):
            yield f"the form to {action} has no button"


def _about_inline_code(page: BeautifulSoup) -> Iterator[str]:
    for tag in page.find_all(True):
        if tag.name == "style" or (tag.name == "script" and "src" not in tag.attrs):
            yield f"an inline {tag.name}"
        for name in tag.attrs:
            if name == "style" or name.startswith("on"):
                yield f"{tag.name} has the attribute {name}"
            if name in {"target", "accesskey", "http-equiv"}:
                yield f"{tag.name} has the attribute {name}"
        if str(tag.get("href", "")).lower().startswith("javascript:"):
            yield f"{tag.name} has a javascript: address"
        if tag.get("tabindex", "0") not in {"0", "-1"}:
            yield f"{tag.name} has tabindex {tag['tabindex']}"


def _about_focus(page: BeautifulSoup) -> Iterator[str]:
    """What is told at the top has to be heard: only the script can put the focus there."""
    script = page.find("script", src=re.compile(r"/site\.js$"))
    if page.select_one(".error-summary:not([data-focus])"):
        yield "an error summary that gets no focus"
    if page.select_one("[data-focus]") and not script:
        yield "nothing moves the focus to what is told: no site.js"
    if script and not page.select_one(NEEDS_SCRIPT):
        yield "site.js is loaded for nothing"


def _about_third_parties(page: BeautifulSoup) -> Iterator[str]:
    for tag in page.select("[src], link[href]"):
        address = str(tag.get("src") or tag.get("href"))
        if not address.startswith("/") or address.startswith("//"):
            yield f"{tag.name} loads {address}, which is not of this site"


def _about_pictures_and_tables(page: BeautifulSoup) -> Iterator[str]:
    for picture in page.select("img:not([alt][width][height])"):
        yield f"the picture {picture.get('src')} lacks alt, width or height"
    for table in page.find_all("table"):
        if not table.find("caption"):
            yield "a table has no caption"
        if table.select("th:not([scope])") or not table.select("th[scope]"):
            yield "a table has headers without scope"


def _about_links(page: BeautifulSoup) -> Iterator[str]:
    for link in page.find_all("a"):
        if not link.get("href"):
            yield f"a link without an address: {text_of(link)!r}"
        if not text_of(link) and not link.select("img[alt]:not([alt=''])"):
            yield f"a link without text to {link.get('href')}"


def _about_words(page: BeautifulSoup, shows: str) -> Iterator[str]:
    for tag in page.select(AS_TYPED):
        tag.decompose()
    for string in page.find_all(string=LEAKED_VALUE):
        yield f"a value that no person can read: {string!r}"
    for leftover in AUTHOR_SYNTAX.finditer(_visible(page, shows)):
        around = leftover.string[max(0, leftover.start() - 30) : leftover.end() + 30]
        yield f"markup left in the text: {around!r}"
    for tag in page.select(AUTHOR_TEXT):
        tag.decompose()
    for word in UNKIND.finditer(_visible(page, shows)):
        yield f"a word that we do not use: {word.group()!r}"


def _visible(page: BeautifulSoup, shows: str) -> str:
    text = page.get_text("\n")
    return text.replace(shows, "") if shows else text


def _about_problems(page: BeautifulSoup) -> Iterator[str]:
    """A refused form names each problem first, and leads to the field."""
    if not page.title or not text_of(page.title).startswith("Error: "):
        yield "the title of a refused form does not begin with 'Error: '"
    summary = page.select_one("main .error-summary")
    if not summary:
        yield "no error summary"
        return
    for line in summary.select("li"):
        if not line.select("a[href^='#']"):
            yield f"a line of the error summary does not lead to its field: {text_of(line)!r}"


CHECKS: tuple[Check, ...] = (
    _about_the_shell,
    _about_headings,
    _about_references,
    _about_controls,
    _about_fieldsets_and_buttons,
    _about_forms,
    _about_inline_code,
    _about_focus,
    _about_third_parties,
    _about_pictures_and_tables,
    _about_links,
)
