"""What has to hold for every page of the site, whoever fetches it and in whatever state.

Each check is a generator of complaints over one parsed page. A page that a person sees goes
through all of them, in every test that fetches one (tests/pages.py).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

import html5lib
from html5lib.html5parser import ParseError

from tests.elements import Element

Check = Callable[[Element], Iterator[str]]

AUTHOR_TEXT = ".author"
"""What a course's author wrote: its words are the content check's, not ours."""
AS_TYPED = "pre, code, textarea, .as-written"
"""What is shown as a person typed it, markup and all."""

TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')
ADDRESS = re.compile(r' (?:href|action|formaction|data-[a-z]+)="[^"#]*')
HEADINGS = ":is(h1, h2, h3, h4, h5, h6):not(.error-summary *)"
"""The error summary comes first, above the h1 (PAGES 2.0)."""
REFERENCES = {"for", "aria-describedby", "aria-labelledby", "popovertarget", "form", "list"}
NEEDS_SCRIPT = "[data-focus], [data-autosave], [data-words], input[type=password]"
"""What the script is loaded for; a page without any of these asks for nothing more (PAGES 4.1)."""
CONTROLS = "input:not([type=hidden], [type=submit], [type=button]), select, textarea"
"""What a person fills in."""
NO_ATTRIBUTES = {"style", "target", "accesskey", "http-equiv"}
AUTHOR_SYNTAX = re.compile(
    r":::|(?:^|\s)///|\|-{2,}|\[\[|\]\]|\{\{|\}\}|\{%|%\}|\*\*|\]\(|^#{1,6} ", re.MULTILINE
)
LEAKED_VALUE = re.compile(
    r"^\s*(None|True|False|nan|Undefined|\[\]|\{\})\s*$|<[\w.]+ object at 0x", re.MULTILINE
)
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
    page = Element.parsed(html)
    found = [complaint for check in CHECKS for complaint in check(page)]
    if status == 422:
        found += _about_problems(page)
    return found + list(_about_words(page, shows))  # last: it takes the page apart


def _about_the_shell(page: Element) -> Iterator[str]:
    if not page.get("lang"):
        yield "html has no lang"
    if not page.select("meta[name=viewport]"):
        yield "no viewport"
    if len(page.select("main#main")) != 1:
        yield "not exactly one main with the id main"
    if [link["href"] for link in page.select("a[href]")[:1]] != ["#main"]:
        yield "the first link does not skip to #main"
    navs = page.select("nav")
    if any(not nav.get("aria-label") and not nav.get("aria-labelledby") for nav in navs):
        yield "a nav has no label"


def _about_headings(page: Element) -> Iterator[str]:
    h1s = page.select("h1")
    if len(h1s) != 1 or not page.select("main h1"):
        yield f"{len(h1s)} h1 (exactly one, in main, is wanted)"
        return
    title, h1 = _title(page), h1s[0].text
    if not title.removeprefix("Error: ").startswith(h1):
        yield f"the title {title!r} does not begin with the h1 {h1!r}"
    if " – " not in title.removeprefix(h1):
        yield f"the title {title!r} does not end with the site's name"
    before = 0
    for heading in page.select(HEADINGS):
        level = int(heading.name[1])
        if level > before + 1:
            yield f"h{before} is followed by h{level}: {heading.text!r}"
        if not heading.text:
            yield f"an empty {heading.name}"
        before = level


def _title(page: Element) -> str:
    return " ".join(title.text for title in page.select("head > title"))


def _about_references(page: Element) -> Iterator[str]:
    ids = Counter(tag["id"] for tag in page.select("[id]"))
    for doubled in (name for name, count in ids.items() if count > 1):
        yield f"the id {doubled!r} is used {ids[doubled]} times"
    for attribute in REFERENCES:
        for name in " ".join(tag[attribute] for tag in page.select(f"[{attribute}]")).split():
            if name not in ids:
                yield f"{attribute}={name!r} points at nothing"
    for link in page.select("a[href^='#']"):
        if link["href"][1:] not in ids:
            yield f"a link to {link['href']!r} leads nowhere"


def _about_controls(page: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in page.select("label") if label.text} - {""}
    for control in page.select(CONTROLS):
        name = control.get("name") or control.get("id")
        if control.get("id") not in labelled and not control.get("aria-labelledby"):
            yield f"the control {name!r} has no visible label"
        if "required" in control or "autofocus" in control:
            yield f"the control {name!r} is required or takes the focus by an attribute"
        if control.get("type") in {"email", "password"} and not control.get("autocomplete"):
            yield f"the control {control.get('name')!r} has no autocomplete"


def _about_fieldsets_and_buttons(page: Element) -> Iterator[str]:
    for radio in page.select("input[type=radio]:not(fieldset *)"):
        yield f"the radio {radio.get('name')!r} is in no fieldset"
    legends = page.select("fieldset > legend:first-child")
    if len(legends) != len(page.select("fieldset")) or not all(each.text for each in legends):
        yield "a fieldset has no legend"
    for button in page.select("button"):
        if not button.text:
            yield "a button has no text"


def _about_forms(page: Element) -> Iterator[str]:
    for form in page.select("form"):
        action, method = form.get("action"), form.get("method", "get").lower()
        tokens = form.select("input[name=csrf_token][type=hidden]")
        if not action.startswith("/") or action.startswith("//"):
            yield f"a form's action is {action!r}, not an address of this site"
        if method == "post" and (len(tokens) != 1 or not tokens[0].get("value")):
            yield f"the form to {action} has no csrf_token"
        if method == "get" and tokens:
            yield f"the form to {action} would put its csrf_token into the address"
        if method == "post" and form.select(CONTROLS) and "novalidate" not in form:
            yield f"the form to {action} lets the browser word the messages (novalidate)"
        if not form.select("button, input[type=submit]"):
            yield f"the form to {action} has no button"


def _about_buttons_beside_forms(page: Element) -> Iterator[str]:
    """Enter in a field presses the form's first button: the one in it, which is harmless."""
    before: set[str] = set()
    for each in page.select("form[id], button[form]"):
        if each.name == "form":
            before.add(each["id"])
        elif each["form"] not in before:
            yield f"Enter in the form presses {each.text!r}, which stands before it"


def _about_inline_code(page: Element) -> Iterator[str]:
    for tag in page.select("style, script:not([src])"):
        yield f"an inline {tag.name}"
    for tag in [page, *page.select("*")]:
        for name in tag.attributes:
            if name in NO_ATTRIBUTES or name.startswith("on"):
                yield f"{tag.name} has the attribute {name}"
    for tag in page.select("[href^='javascript:' i]"):
        yield f"{tag.name} has a javascript: address"
    for tag in page.select("[tabindex]"):
        if tag["tabindex"] not in {"0", "-1"}:
            yield f"{tag.name} has tabindex {tag['tabindex']}"


def _about_focus(page: Element) -> Iterator[str]:
    """What is told at the top has to be heard: only the script can put the focus there."""
    script = page.select("script[src$='/site.js']")
    if page.select(".error-summary:not([data-focus])"):
        yield "an error summary that gets no focus"
    if page.select("[data-focus]") and not script:
        yield "nothing moves the focus to what is told: no site.js"
    if script and not page.select(NEEDS_SCRIPT):
        yield "site.js is loaded for nothing"


def _about_third_parties(page: Element) -> Iterator[str]:
    for tag in page.select("[src], link[href]"):
        address = tag.get("src") or tag.get("href")
        if not address.startswith("/") or address.startswith("//"):
            yield f"{tag.name} loads {address}, which is not of this site"


def _about_pictures_and_tables(page: Element) -> Iterator[str]:
    for picture in page.select("img:not([alt][width][height])"):
        yield f"the picture {picture.get('src')} lacks alt, width or height"
    for table in page.select("table"):
        if not table.select("caption"):
            yield "a table has no caption"
        if table.select("th:not([scope])") or not table.select("th[scope]"):
            yield "a table has headers without scope"


def _about_links(page: Element) -> Iterator[str]:
    for link in page.select("a"):
        if not link.get("href"):
            yield f"a link without an address: {link.text!r}"
        if not link.text and not link.select("img[alt]:not([alt=''])"):
            yield f"a link without text to {link.get('href')}"


def _about_words(page: Element, shows: str) -> Iterator[str]:
    page.drop(AS_TYPED)
    for leaked in LEAKED_VALUE.finditer(page.lines):
        yield f"a value that no person can read: {leaked.group()!r}"
    for leftover in AUTHOR_SYNTAX.finditer(_visible(page, shows)):
        around = leftover.string[max(0, leftover.start() - 30) : leftover.end() + 30]
        yield f"markup left in the text: {around!r}"
    page.drop(AUTHOR_TEXT)
    for word in UNKIND.finditer(_visible(page, shows)):
        yield f"a word that we do not use: {word.group()!r}"


def _visible(page: Element, shows: str) -> str:
    return page.lines.replace(shows, "") if shows else page.lines


def _about_problems(page: Element) -> Iterator[str]:
    """A refused form names each problem first, and leads to the field."""
    if not _title(page).startswith("Error: "):
        yield "the title of a refused form does not begin with 'Error: '"
    if not page.select("main .error-summary"):
        yield "no error summary"
    for line in page.select("main .error-summary li:not(:has(a[href^='#']))"):
        yield f"a line of the error summary does not lead to its field: {line.text!r}"


CHECKS: tuple[Check, ...] = (
    _about_the_shell,
    _about_headings,
    _about_references,
    _about_controls,
    _about_fieldsets_and_buttons,
    _about_forms,
    _about_buttons_beside_forms,
    _about_inline_code,
    _about_focus,
    _about_third_parties,
    _about_pictures_and_tables,
    _about_links,
)
