"""The client that a person of the cast browses with: it checks every page that it fetches.

``pages.get("/sign-in").form("/sign-in").fill(email=…).send()`` does what a browser without
JavaScript does: the form's hidden fields and the button that was pressed go along, and a choice
that the page does not offer cannot be made.
"""

import re
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.test import TestResponse

from tests.elements import Element
from tests.page_checks import complaints
from tests.ran import page_checked

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), "
        "browsing-topics=()"
    ),
    "Cache-Control": "no-store",
}
"""The headers of everything dynamic, errors too (FAULTS: minimal secure baseline)."""
FRONT_DOOR = "/"


class Page:
    """One answer of the server. A page in HTML has been through every check."""

    def __init__(self, pages: "Pages", response: TestResponse, shows: str) -> None:
        self.pages = pages
        self.path = response.request.full_path.rstrip("?")
        self.status: int = response.status_code
        self.headers: Headers = response.headers
        self.html: str = response.get_data(as_text=True)
        self.json: Any = response.get_json(silent=True)
        _check(self, shows)

    @cached_property
    def document(self) -> Element:
        """The parsed page. Many pages are only fetched to be checked, once for each text."""
        return Element.parsed(self.html)

    @property
    def h1(self) -> str:
        """The text of the page's heading."""
        return self.one("h1").text

    @property
    def text(self) -> str:
        """The text of the main part, its white space made plain."""
        return self.one("main").text

    @property
    def problems(self) -> list[str]:
        """The sentences of the error summary."""
        return [line.text for line in self.select(".error-summary li")]

    @property
    def token(self) -> str:
        """The token that every form of this browser carries."""
        return self.select("[name=csrf_token]")[0]["value"]

    @property
    def location(self) -> str:
        """Where a redirect leads: path and query."""
        parts = urlsplit(self.headers["Location"])
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def select(self, css: str) -> list[Element]:
        """Return every element that matches."""
        return self.document.select(css)

    def one(self, css: str) -> Element:
        """Return the only element that matches."""
        found = self.select(css)
        assert len(found) == 1, f"{len(found)} elements match {css!r} on {self.path}"
        return found[0]

    def link(self, text: str) -> str:
        """Return the address of the only link with that text."""
        addresses = {a["href"] for a in self.select("a[href]") if a.text == text}
        assert len(addresses) == 1, f"{len(addresses)} links {text!r} on {self.path}"
        return addresses.pop()

    def form(self, action: str = "", *, button: str = "") -> "Form":
        """Return the form that goes to that path, or the only one of the main part.

        ``button`` is the text of one of its buttons, where several forms go to the same path.
        """
        forms = self.select("form") if action else self.select("main form")
        found = [form for form in forms if action in {"", form["action"].split("?")[0]}]
        if button:
            found = [f for f in found if button in {each.text for each in self.buttons_of(f)}]
        assert len(found) == 1, f"{len(found)} forms {action!r} {button!r} on {self.path}"
        return Form(self.pages, found[0], self.buttons_of(found[0]))

    def buttons_of(self, form: Element) -> list[Element]:
        """Return the buttons of a form, first those in it, then those that name it (after it)."""
        beside = [each for each in self.select("button[form]") if each["form"] == form.get("id")]
        return [*form.select("button:not([form]), input[type=submit]"), *beside]

    def follow(self, status: int = 200) -> "Page":
        """Go where a redirect leads."""
        return self.pages.get(self.location, status)


class Form:
    """A form of a page, filled in as a person would and sent as a browser would."""

    def __init__(self, pages: "Pages", tag: Element, buttons: list[Element]) -> None:
        self.pages = pages
        self.tag = tag
        self.buttons = buttons
        self.fields: MultiDict[str, str] = MultiDict(_as_loaded(tag))

    def fill(self, **values: str | list[str]) -> Self:
        """Fill in fields by name (``new_password`` fills ``new-password`` too)."""
        for given, value in values.items():
            name = given if self._controls(given) else given.replace("_", "-")
            self._check_offer(name, value)
            self.fields.setlist(name, [value] if isinstance(value, str) else value)
        return self

    def choose(self, label: str) -> Self:
        """Choose the radio or the checkbox with that label."""
        found = [each for each in self.tag.select("label") if each.text == label]
        assert len(found) == 1, f"{len(found)} choices {label!r}"
        control = self.tag.one(f'[id="{found[0]["for"]}"]')
        name, value = control["name"], control.get("value", "on")
        kept = self.fields.getlist(name) if control["type"] == "checkbox" else []
        self.fields.setlist(name, [*kept, value])
        return self

    def send(self, button: str = "", *, status: int = 303, shows: str = "") -> Page:
        """Press a button (by its text; the first one otherwise) and return the answer."""
        pressed = self._button(button)
        fields = self.fields.copy()
        if name := pressed.get("name"):
            fields.add(name, pressed.get("value"))
        action = pressed.get("formaction") or self.tag["action"]
        if self.tag.get("method", "get").lower() == "get":
            return self.pages.get(action, status, shows=shows, query_string=fields)
        return self.pages.post(action, fields, status, shows=shows)

    def _controls(self, name: str) -> list[Element]:
        return self.tag.select(f'[name="{name}"]')

    def _check_offer(self, name: str, value: str | list[str]) -> None:
        controls = self._controls(name)
        assert controls, f"the form to {self.tag['action']} has no field {name!r}"
        if controls[0].name == "select" or controls[0].get("type") in {"radio", "checkbox"}:
            tags = self.tag.select(f'[name="{name}"] option') or controls
            offered = {tag.get("value", "on") for tag in tags}
            wanted = {value} if isinstance(value, str) else set(value)
            assert wanted <= offered, f"{name!r} offers {offered}, not {wanted - offered}"

    def _button(self, text: str) -> Element:
        found = [tag for tag in self.buttons if not text or tag.text == text]
        assert found, f"no button {text!r} in the form to {self.tag['action']}"
        return found[0]


class Pages:
    """A browser of one person, without JavaScript."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, *, shows: str = "", **more: Any) -> Page:
        """Fetch a page, check it, and see that it has the status.

        ``shows`` is text that the page rightly shows as a person typed it, markup and all.
        """
        return self._page(self.client.get(path, **more), status, shows)

    def post(
        self, path: str, fields: Any = None, status: int = 303, *, shows: str = "", **more: Any
    ) -> Page:
        """Send fields as they are. What a person does goes through a form instead."""
        return self._page(self.client.post(path, data=fields, **more), status, shows)

    def save(self, path: str, fields: dict[str, Any], status: int = 200) -> Page:
        """Save as the script of the page does: with the token in a header, asking for JSON."""
        token = self.get(path).token
        headers = {"Accept": "application/json", "X-CSRFToken": token}
        return self.post(path, fields, status, headers=headers)

    def _page(self, response: TestResponse, status: int, shows: str) -> Page:
        page = Page(self, response, shows)
        assert page.status == status, f"{page.path} answered {page.status}: {_gist(page)}"
        return page


def _as_loaded(form: Element) -> list[tuple[str, str]]:
    """Return what a browser would send if nobody touched the form."""
    sent: list[tuple[str, str]] = []
    for control in form.select("input[name], select[name], textarea[name]"):
        name, kind = control["name"], control.get("type")
        if control.name == "select":
            options = control.select("option[selected]") or control.select("option")[:1]
            sent += [(name, option.get("value", option.text)) for option in options]
        elif control.name == "textarea":
            sent.append((name, control.content))
        elif kind in {"radio", "checkbox"}:
            sent += [(name, control.get("value", "on"))] if "checked" in control else []
        elif kind != "submit":
            sent.append((name, control.get("value")))
    return sent


def _check(page: Page, shows: str) -> None:
    found = [f"no header {name}" for name in _headers_missing(page)]
    if (
        page.headers.get("Content-Type", "").startswith("text/html")
        and not 300 <= page.status < 400
    ):
        found += complaints(page.html, status=page.status, shows=shows)
        page_checked()
    for cookie in page.headers.getlist("Set-Cookie"):
        if not re.search(r"; HttpOnly.*; SameSite=Lax", cookie):
            found.append(f"the cookie {cookie.split('=')[0]} can be read or sent from elsewhere")
    if not page.headers.get("Retry-After", "0").isdigit():
        found.append("Retry-After is no number of seconds")
    assert not found, f"{page.path} ({page.status}):\n  " + "\n  ".join(found)


def _headers_missing(page: Page) -> list[str]:
    if page.path.startswith(("/static/", "/media/")):
        return []  # not dynamic: their headers have tests of their own
    wanted = dict(HEADERS)
    if page.path != FRONT_DOOR:
        wanted["X-Robots-Tag"] = "noindex"
    return [f"{name}: {value}" for name, value in wanted.items() if page.headers.get(name) != value]


def _gist(page: Page) -> str:
    main = page.select("main")
    return main[0].text[:400] if main else page.html[:400]
