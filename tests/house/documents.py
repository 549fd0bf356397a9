"""The README and docs as a reader follows them: the files they give, the commands they run.

What a code block is stands on its first line, after the language, where no reader sees it:

- ``file=PATH``: an author's file, saved there. ``after=LINE`` puts it under a line of that file,
  ``replaces=LINE`` in the place of one, ``at-end`` at its end. In LINE, ``-`` is any character.
- ``run``: commands for the shell; ``exit=1`` where they end so. ``serves``: they never end.
- ``printed``: what the commands before it print, to the letter; ``printed=shape``: whatever its
  numbers are, because they change with the shipped course.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.house.tree import ROOT

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<about>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Block:
    """One block of code of a page."""

    page: Path
    line: int
    language: str
    marks: dict[str, str]
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> list[Block]:
    """Return the blocks of code of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [_block(page, text, found) for found in FENCE.finditer(text)]


def _block(page: Path, text: str, found: re.Match[str]) -> Block:
    language, *words = found["about"].split() or [""]
    marks = {name: value for name, _, value in (word.partition("=") for word in words)}
    line = text.count("\n", 0, found.start()) + 1
    return Block(page, line, language, marks, found["text"])


class Reader:
    """Somebody who does what a page says, in a folder of their own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.printed = ""
        self.servers: list[subprocess.Popen[bytes]] = []
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        clean = {k: v for k, v in os.environ.items() if not k.startswith("WAYMARK_")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = {**clean, "PATH": path, "WAYMARK_PORT": str(self.port), **environment}

    def follow(self, block: Block) -> None:
        """Do what one block says."""
        if "file" in block.marks:
            self._save(block)
        elif "serves" in block.marks:
            self._serve(block)
        elif "run" in block.marks:
            self._run(block)
        elif "printed" in block.marks:
            wanted, printed = block.text.rstrip("\n"), self.printed.rstrip("\n")
            if block.marks["printed"] == "shape":
                wanted, printed = (NUMBER.sub("0", text) for text in (wanted, printed))
            assert printed == wanted, f"{block}: the command prints\n{self.printed}"

    def leave(self) -> None:
        """Stop what was left running."""
        for server in self.servers:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=20)

    def _save(self, block: Block) -> None:
        path = self.folder / block.marks["file"]
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
        new = block.text.splitlines(keepends=True)
        if "after" in block.marks:
            at = _line(lines, block.marks["after"], block) + 1
            lines[at:at] = new
        elif "replaces" in block.marks:
            at = _line(lines, block.marks["replaces"], block)
            lines[at : at + 1] = new
        else:
            lines = [*lines, *new] if "at-end" in block.marks else new
        path.write_text("".join(lines), encoding="utf-8")

    def _run(self, block: Block) -> None:
        # The next block goes on in the folder in which this one ends.
        script = f"trap 'pwd > {self.folder.parent}/pwd' EXIT\n{block.text}"
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=50,
            check=False,
        )
        self.printed = done.stdout
        wanted = int(block.marks.get("exit", "0"))
        assert done.returncode == wanted, f"{block} ended with {done.returncode}:\n{done.stdout}"
        self.folder = Path((self.folder.parent / "pwd").read_text(encoding="utf-8").strip())

    def _serve(self, block: Block) -> None:
        log = self.folder.parent / "served"
        with log.open("wb") as output:
            server = subprocess.Popen(
                ["bash", "-c", f"exec {block.text}"],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.servers.append(server)
        began = time.monotonic()
        while not self._answers():
            assert server.poll() is None, f"{block}:\n{log.read_text(encoding='utf-8')}"
            assert time.monotonic() - began < 30, f"{block} does not answer"
            time.sleep(0.05)
        self.printed = log.read_text(encoding="utf-8")

    def _answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False


def _line(lines: list[str], wanted: str, block: Block) -> int:
    """Return the place of the one line that has the words."""
    pattern = re.compile(".".join(map(re.escape, wanted.split("-"))))
    (at,) = [at for at, line in enumerate(lines) if pattern.search(line)] or [None]
    assert at is not None, f"{block}: no line has {wanted}"
    return at


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    without_code = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", without_code, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}
