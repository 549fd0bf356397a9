"""A program whose children back up or restore, until somebody or a step of their own kills them.

python -m tests.records.backups.again DATABASE_URL FOLDER

For each line on its input, ``back-up STEP`` or ``restore STEP RECORDS ...``, it forks a child (a
test waits for one start of Python, not for one each), prints its number, and then how it ended.
With STEP 0 the child works again and again. With another, it works once and is killed as it
begins that step: each file that it opens, renames or deletes in the folder is one.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path

from course.config import Settings
from course.records.backups.folder import backups_folder
from course.records.backups.making import back_up
from course.records.backups.restoring import restore

WHEN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def main(url: str, folder: str) -> None:
    here = Path(folder)
    settings = Settings(
        base_url="http://localhost", database_url=url, instance_dir=here, keys_dir=here
    )
    for line in sys.stdin:
        what, step, *files = line.split()
        child = os.fork()
        if child == 0:
            work(settings, what, int(step), files)
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def work(settings: Settings, what: str, step: int, files: list[str]) -> None:
    os.setsid()
    if step:
        die_at(step, str(settings.instance_dir))
    for file in files or ["none"] if step else cycle(files or ["none"]):
        if what == "back-up":
            back_up(settings, backups_folder(settings), now=WHEN, most=3)
        else:
            restore(settings, Path(file), None, replace=True, now=WHEN)


def die_at(step: int, folder: str) -> None:
    steps = count(1)

    def hook(_event: str, arguments: tuple[object, ...]) -> None:
        paths = (os.fspath(each) for each in arguments if isinstance(each, str | os.PathLike))
        if any(folder in str(path) for path in paths) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    main(*sys.argv[1:])
