"""One file for a backup: a zip with its manifest, that any computer opens."""

import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Generic, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ValidationError

from course.records.backups.manifest import Seal
from course.records.refusals import Refused

MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_MANIFEST_SIZE = 1 << 20
# What reading a damaged zip may end in: its parts are believed before they are checked.
_DAMAGE = (BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, RuntimeError)

Said = TypeVar("Said", bound=BaseModel)


class NotWhole(Refused):
    """A backup's file is damaged, cut short, or none."""


class Archive(Generic[Said]):
    """An open backup: its manifest, and its files for the taking."""

    def __init__(self, path: Path, packed: ZipFile, manifest: Said) -> None:
        self.path = path
        self.manifest = manifest
        self._packed = packed

    def take(self, name: str, seal: Seal, target: Path) -> None:
        """Write one file out, on the disk when this returns. Raise NotWhole where it differs."""
        with _told(self.path), self._packed.open(name) as packed, new_file(target) as out:
            taken = _copy(packed, out, most=seal.size)
        if taken != seal:
            raise NotWhole(f"{self.path} is damaged: {name} is not what its manifest says")


def pack(archive: Path, files: Mapping[str, Path], say: Callable[[dict[str, Seal]], Said]) -> Said:
    """Write a backup's file with the manifest that ``say`` makes, and return that.

    It is on the disk when this returns.
    """
    with new_file(archive) as out, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        manifest = say({name: _put(packed, name, path) for name, path in files.items()})
        packed.writestr(MANIFEST, manifest.model_dump_json(indent=2) + "\n")
    return manifest


@contextmanager
def opened(path: Path, shape: type[Said]) -> Iterator[Archive[Said]]:
    """Open a backup's file and read its manifest. Raise NotWhole."""
    with _told(path):
        packed = ZipFile(path)
    with packed:
        yield Archive(path, packed, _manifest(path, packed, shape))


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a new file that its owner alone reads; it is on the disk when the block ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def sealed(path: Path) -> Seal:
    """Return the length and the SHA-256 of a file."""
    with path.open("rb") as file:
        return _copy(file, None)


def _put(packed: ZipFile, name: str, path: Path) -> Seal:
    entry = ZipInfo(name)
    entry.external_attr = 0o600 << 16
    # pg_dump has packed its own already.
    entry.compress_type = ZIP_STORED if name.endswith(".pgdump") else ZIP_DEFLATED
    with path.open("rb") as file, packed.open(entry, "w", force_zip64=True) as out:
        return _copy(file, out)


def _copy(source: IO[bytes], out: IO[bytes] | None, most: int | None = None) -> Seal:
    """Copy, and seal what was copied; stop one chunk after ``most`` bytes, where it lied."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if out is not None:
            out.write(chunk)
        if most is not None and size > most:
            break
    return Seal(size=size, sha256=digest.hexdigest())


def _manifest(path: Path, packed: ZipFile, shape: type[Said]) -> Said:
    with _told(path), packed.open(MANIFEST) as file:
        written = file.read(_MANIFEST_SIZE)
    try:
        return shape.model_validate_json(written)
    except ValidationError:
        wanted = shape.model_fields["holds"].default
        raise NotWhole(f"{path} {_what_it_holds(written, wanted)}") from None


def _what_it_holds(written: bytes, wanted: str) -> str:
    """Say why a manifest is not the one that was asked for: mostly, the two files are swapped."""
    other = "keys" if wanted == "records" else "records"
    if f'"holds": "{other}"'.encode() in written:
        return (
            f"holds {other}, not {wanted}. First comes the file of the records, and after --keys "
            "that of the keys"
        )
    return f"does not hold {wanted} that this program can read"


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise NotWhole(f"{path} is damaged, or is no backup. Take another one") from error
