"""Write the files that a command made: whole or not at all, and never over another's work."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def save(root: Path, texts: Mapping[str, bytes], known: Mapping[str, bytes]) -> None:
    """Write files by their path from ``root``. ``known`` is what those that are there hold.

    New ones come first, so that nothing ever names a file that is not there. Raises OSError; then
    nothing is left of the new ones. FileExistsError where a file is there that was not known, or
    holds something else by now.
    """
    made: list[Path] = []
    try:
        for path, text in sorted(texts.items(), key=lambda each: each[0] in known):
            if path in known:
                _replace(root / path, text, known[path])
            else:
                _make(root / path, text)
                made.append(root / path)
    except OSError:
        for path_made in made:
            path_made.unlink(missing_ok=True)
        raise


def _make(path: Path, text: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path, text, mode=0o666)
    try:
        path.hardlink_to(draft)
    finally:
        draft.unlink()


def _replace(path: Path, text: bytes, known: bytes) -> None:
    draft = _draft(path, text, mode=path.stat().st_mode & 0o777)
    try:
        if path.read_bytes() != known:
            raise FileExistsError(f"{path} was changed by another program just now")
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _draft(path: Path, text: bytes, *, mode: int) -> Path:
    """Write a text beside its place, under a name that no reader of courses looks at."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink()
        raise
    return draft
