"""A person's browser over plain HTTP, to bring the site into the state that is measured."""

import re
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.live import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


class Browser:
    """Keeps the cookie and the newest form token, as a browser does."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.cookie = ""
        self.token = ""

    def get(self, path: str, status: int = 200) -> str:
        """Fetch a page."""
        return self._ask("GET", path, None, status)[0]

    def post(self, path: str, fields: dict[str, Any], status: int = 303) -> str:
        """Send a form with the token of the last page; return where it leads."""
        sent = urlencode({"csrf_token": self.token, **fields}, doseq=True)
        return self._ask("POST", path, sent, status)[1]

    def sign_in(self, email: str) -> None:
        """Sign in by the form."""
        self.get("/sign-in")
        self.post("/sign-in", {"email": email, "password": PASSWORD})
        self.get("/profile")

    def request(self, path: str) -> bytes:
        """Return the bytes of a GET of this person, for the load client."""
        return self._head("GET", path) + b"\r\n"

    def request_to_post(
        self, path: str, fields: dict[str, Any], *, as_script: bool = True
    ) -> bytes:
        """Return the bytes of a form of this person: sent by a page's script, or by the browser."""
        body = urlencode(fields, doseq=True).encode()
        lines = f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n"
        if as_script:
            lines += f"X-CSRFToken: {self.token}\r\nAccept: application/json\r\n"
        return self._head("POST", path) + lines.encode() + b"\r\n" + body

    def _head(self, method: str, path: str) -> bytes:
        lines = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nConnection: close\r\n"
        return (lines + (f"Cookie: {self.cookie}\r\n" if self.cookie else "")).encode()

    def _ask(self, method: str, path: str, body: str | None, status: int) -> tuple[str, str]:
        connection = HTTPConnection(self.host, timeout=60)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        connection.request(
            method, path, body, headers | ({"Content-Type": FORM} if body is not None else {})
        )
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status == status, f"{method} {path}: {answer.status}\n{text[:2000]}"
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.split(";")[0]
        if found := TOKEN.search(text):
            self.token = found[1]
        return text, answer.headers.get("Location") or ""
