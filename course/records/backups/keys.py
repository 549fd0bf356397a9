"""The keys of a backup, brought back beside the records that they were made with."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

from course.config import Settings
from course.records import migrate
from course.records.backups.archive import opened, sealed
from course.records.backups.folder import sync
from course.records.backups.manifest import KeysManifest, Manifest
from course.records.refusals import Refused
from course.secret_key import KEYS, keys_of

_UPDATE = f"Update the program: {migrate.UPDATE}"


@contextmanager
def drafted(
    settings: Settings, file: Path | None, manifest: Manifest, *, replace: bool
) -> Iterator[Callable[[], AbstractContextManager[list[str]]]]:
    """Check the keys and lay them ready; give what puts them in their place and names them.

    They are in place for a block of the caller; where it fails, those of before are back. Raise
    Refused where they are those of other records, or would replace a key that is here.
    """
    if file is None:
        yield lambda: nullcontext([])
        return
    with opened(file, KeysManifest) as archive:
        seals = archive.manifest.files
        if {name: seal.sha256 for name, seal in seals.items()} != manifest.keys:
            raise Refused(f"{file} holds the keys of other records. Take the pair of one backup")
        if not set(seals) <= set(KEYS):
            raise Refused(f"{file} holds keys that this program does not know. {_UPDATE}")
        if not replace:
            _refuse_others(settings, manifest)
        settings.keys_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=settings.keys_dir, prefix=".draft-", ignore_cleanup_errors=True
        ) as drafts:
            for name, seal in seals.items():
                archive.take(name, seal, Path(drafts) / name)
            yield lambda: _in_place(settings, Path(drafts), sorted(seals))


def _refuse_others(settings: Settings, manifest: Manifest) -> None:
    for name, path in keys_of(settings).items():
        if sealed(path).sha256 != manifest.keys.get(name):
            raise Refused(f"{path} is another key. To put this backup's in its place: --replace")


@contextmanager
def _in_place(settings: Settings, drafts: Path, names: list[str]) -> Iterator[list[str]]:
    with ExitStack() as undo:
        for name in names:
            place, before = settings.keys_dir / name, drafts / f"{name}.before"
            if place.exists():
                os.link(place, before)
            undo.callback(_put_back, before, place)
            (drafts / name).replace(place)
        sync(settings.keys_dir)
        yield names
        undo.pop_all()


def _put_back(before: Path, place: Path) -> None:
    if before.exists():
        before.replace(place)
    else:
        place.unlink(missing_ok=True)
