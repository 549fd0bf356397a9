"""Pictures of a course: only kinds that a page can show and that hold no program."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import PurePosixPath

import imagesize

from course.content.catalogue import finding
from course.content.courses.drawings import read_drawing
from course.content.edition import MediaFile
from course.content.findings import Finding, Place

# How such files begin. A drawing has no such beginning: it is read as a whole.
_STARTS: dict[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "webp": (b"RIFF",),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file that was read: None where it cannot be shown."""

    media: MediaFile | None
    findings: tuple[Finding, ...] = ()


def read_picture(content: bytes, path: str, written: str) -> Picture:
    """Read a picture. ``written`` is the path as lessons write it, such as media/walk.png."""
    extension = PurePosixPath(path).suffix.lower().removeprefix(".")
    if extension == "svg":
        drawing = read_drawing(content, path)
        size = drawing.width, drawing.height
        return Picture(_media(content, extension, written, size), drawing.findings)
    starts = _STARTS.get(extension)
    if starts is None:
        named = f".{extension} files" if extension else "files without an ending such as .png"
        return _refused(path, f"pages do not show {named}")
    size = _size(content) if content.startswith(starts) else (-1, -1)
    media = _media(content, extension, written, size)
    if media is None:
        return _refused(path, f"this file is not a {extension} picture, or it is cut short")
    return Picture(media)


def _media(content: bytes, extension: str, written: str, size: tuple[int, int]) -> MediaFile | None:
    width, height = size
    if width < 1 or height < 1:
        return None
    return MediaFile(
        hash=hashlib.sha256(content).hexdigest(),
        extension=extension,
        path=written,
        width=width,
        height=height,
    )


def _size(content: bytes) -> tuple[int, int]:
    try:
        width, height = imagesize.get(io.BytesIO(content))
    except Exception:  # a damaged file is a finding, whatever the library makes of it
        return -1, -1
    return int(width), int(height)


def _refused(path: str, message: str) -> Picture:
    mend = f"save the picture as {', '.join(sorted((*_STARTS, 'svg')))}"
    return Picture(None, (finding("F108", Place(path), message, help=mend),))
