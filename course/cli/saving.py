"""Write an author's files: each whole or not at all, and never over another's work."""

import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class NotWritten(Exception):
    """A file that was left as it is; ``why`` says what is in the way, without its path."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.why = why


def save(root: Path, texts: Mapping[str, bytes], known: Mapping[str, bytes]) -> None:
    """Write files by their path from ``root``. ``known`` is what those that are there hold.

    New ones come first, so that nothing ever names a file that is not there; one that is there
    keeps its mode. Raises NotWritten where a file is behind a link, cannot be written, is there and
    was not known, or holds something else by now; then nothing is left of the new ones.
    """
    for path in texts:
        hold_no_link(root, path)
    with ExitStack() as undo:
        for path, text in sorted(texts.items(), key=lambda each: each[0] in known):
            with _told_of(path):
                if path in known:
                    _replace(root, path, text, known[path])
                else:
                    _make(root / path, text, undo)
        undo.pop_all()


def hold_no_link(root: Path, path: str) -> None:
    """Raise NotWritten where a link stands on the way from the root to a file."""
    link = link_on_the_way(root, path)
    if link is not None:
        what = "this" if link == path else link
        raise NotWritten(
            path, f"{what} is a link to another place. Copy what it leads to here, in its place"
        )


def link_on_the_way(root: Path, path: str) -> str | None:
    """Return the path of the first link from the root to a file, None where there is none."""
    parts = [*reversed(Path(path).parents), Path(path)][1:]
    return next((part.as_posix() for part in parts if (root / part).is_symlink()), None)


@contextmanager
def _told_of(path: str) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise NotWritten(path, "the file is there already. Do it again") from None
    except OSError as problem:
        raise NotWritten(path, problem.strerror or str(problem)) from problem


def _make(file: Path, text: bytes, undo: ExitStack) -> None:
    for folder in reversed([each for each in file.parents if not each.exists()]):
        folder.mkdir(exist_ok=True)
        undo.callback(_take_out, folder)
    with _draft(file, text) as draft:
        file.hardlink_to(draft)  # unlike a rename, it never takes the place of a file
    undo.callback(file.unlink, missing_ok=True)


def _take_out(folder: Path) -> None:
    with suppress(OSError):  # where another program has put something in it by now
        folder.rmdir()


def _replace(root: Path, path: str, text: bytes, known: bytes) -> None:
    file = root / path
    with _draft(file, text, mode=_read(file)[1]) as draft:
        if _read(file)[0] != known:
            raise NotWritten(path, "the file was changed just now. Do it again")
        draft.replace(file)


def _read(file: Path) -> tuple[bytes, int]:
    """Return what a file holds and its mode; only a file that may be written is read."""
    with os.fdopen(os.open(file, os.O_RDWR | _NO_LINKS), "rb") as opened:
        return opened.read(), stat.S_IMODE(os.fstat(opened.fileno()).st_mode)


@contextmanager
def _draft(file: Path, text: bytes, *, mode: int | None = None) -> Iterator[Path]:
    """Write a text beside its place, under a name that no reader of courses looks at.

    Without ``mode`` it gets that of any new file. Whatever is left of it is taken out.
    """
    draft = file.with_name(f".{secrets.token_hex(8)}~")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
    descriptor = os.open(draft, flags, 0o666 if mode is None else mode)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(text)
            opened.flush()
            if mode is not None:
                draft.chmod(mode)  # whatever the account's mask took from it
            os.fsync(descriptor)
        yield draft
    finally:
        draft.unlink(missing_ok=True)
