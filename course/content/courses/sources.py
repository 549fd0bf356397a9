"""The files of a course as texts and pictures, before anything is read in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from course.content.catalogue import finding
from course.content.courses.pictures import read_picture
from course.content.edition import MediaFile
from course.content.filenames import BESIDE_LESSONS, meant_path
from course.content.findings import Finding, Place
from course.content.sourcetext import decode


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts of a course by path, None for one that cannot be read, and its pictures."""

    course: str
    texts: Mapping[str, str | None]
    pictures: Mapping[str, MediaFile]
    findings: tuple[Finding, ...]

    def named(self, folder: str, ending: str) -> Iterator[tuple[str, str, str | None]]:
        """Yield id, path and text of each file in ``folder`` with this ending, by path.

        One whose name is only near to right is taken under the right name (F105 says it).
        """
        for path, text in sorted(self.texts.items()):
            meant = meant_path(path)
            place, _, file = (path if not meant or meant in self.texts else meant).rpartition("/")
            name = file.removesuffix(ending)
            if place == f"{folder}/{self.course}" and name not in ("", file):
                yield name, path, text


def decode_files(course: str, files: Mapping[str, bytes], refused: Iterable[str] = ()) -> Sources:
    """Return the texts and pictures of a course; ``refused`` are as in ``read_parts``."""
    texts: dict[str, str | None] = dict.fromkeys(refused)
    pictures: dict[str, MediaFile] = {}
    found: list[Finding] = []
    media = f"lessons/{course}/"
    for path, content in sorted(files.items()):
        if path.startswith(f"{media}media/"):
            picture = read_picture(content, path, path.removeprefix(media))
            found += picture.findings
            if picture.media:
                pictures[picture.media.path] = picture.media
            else:
                texts[path] = None
            continue
        decoded = decode(content, path)
        found += (*decoded.findings, *_name_findings(path, files))
        meant = meant_path(path)
        if meant != path and PurePosixPath(meant).name in BESIDE_LESSONS:
            texts.setdefault(meant)  # there, but not read yet
        else:
            texts[path] = decoded.text
    return Sources(course, texts, pictures, tuple(found))


def _name_findings(path: str, files: Mapping[str, bytes]) -> Iterator[Finding]:
    meant = meant_path(path)
    if meant != path:
        mend = "name the file with small letters a-z, digits and hyphens"
        if meant:
            mend = f"rename it to {PurePosixPath(meant).name}"
        if meant in files:
            mend = f"{PurePosixPath(meant).name} is there too: delete one, or give it another name"
        yield finding(
            "F105",
            Place(path),
            f'a course cannot have a file with the name "{PurePosixPath(path).name}"',
            help=mend,
            note="some programs add .txt to a name and do not show it"
            if path.endswith(".txt")
            else "",
        )
