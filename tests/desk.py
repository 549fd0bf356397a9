"""The desk of an author: a folder of files, and `course serve` beside them."""

import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Self
from urllib.request import urlopen

from tests.builders import COURSE, write_course
from tests.live import BIN

LESSON = f"lessons/{COURSE}/gifts.md"


class Desk:
    """`course serve` on the small course. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.root = write_course(folder / "course")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = folder / "serve.log"
        ours = {name: each for name, each in os.environ.items() if not name.startswith("WAYMARK_")}
        self.environment = ours | {
            "WAYMARK_PORT": str(port),
            "WAYMARK_INSTANCE_DIR": str(folder / "instance"),
            "PYTHONUNBUFFERED": "1",
        }

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [BIN / "course", "serve"],
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.wait_for("Stop with Ctrl+C")
        while not self._answers():
            assert self.process.poll() is None, self.said()
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def _answers(self) -> bool:
        try:
            return bool(self.state())
        except OSError:
            return False

    def state(self) -> str:
        """Ask which state the pages show, as their script does."""
        with urlopen(f"{self.address}/serve/state", timeout=10) as answer:
            return str(answer.read().decode())

    def said(self) -> str:
        """Return what the terminal shows."""
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, words: str) -> None:
        """Wait until the terminal shows these words."""
        end = time.monotonic() + 30
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.02)

    def save(self, old: str, new: str, path: str = LESSON) -> None:
        """Save a file with something else in it."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")
