"""One mutation after the other: each file alone, in this process, under a limit of CPU time."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from types import FrameType

import psutil

from course.cli.mending import MAX_TURNS
from course.content.findings import errors
from course.content.mending.file import mend
from tests.fuzz.mutations import mutate
from tests.fuzz.reading import MAX_FINDINGS, Shipped, unsound

CPU_SECONDS = 20
"""Of a mutation that takes a hundredth of that: only what never ends comes here."""


class Hang(BaseException):
    """Raised in the midst of a mutation that takes too much CPU time. No code catches it."""


@dataclass
class Run:
    """What came of a run. ``slowest`` is seconds of CPU time, seed, what was done; RSS in MB."""

    mutations: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    most: tuple[int, int, str] = (0, 0, "")
    slowest: tuple[float, int, str] = (0.0, 0, "")
    memory: float = 0.0
    wrong: list[str] = field(default_factory=list)


def fuzz(shipped: Shipped, seeds: range, *, whole_each: int = 0, mend_each: int = 1) -> Run:
    """Read the course's files mutated by these seeds; ``wrong`` says what should not have been."""
    run = Run()
    process = psutil.Process()
    for seed in seeds:
        random = Random(seed)
        [path] = random.choices(shipped.mutated, shipped.weights)
        name, content = mutate(shipped.files[path], random)
        told = f"seed {seed}: {path}: {name}"
        before = time.process_time()
        try:
            with cpu_limit(CPU_SECONDS):
                run.wrong += _read(run, shipped, path, content, told, seed)
                if mend_each and seed % mend_each == 0:
                    run.wrong += _mend(run, shipped, path, content, told)
                if whole_each and seed % whole_each == 0:
                    run.wrong += _whole(shipped, path, content, told)
        except (Exception, Hang) as problem:
            run.wrong.append(f"{told}: {type(problem).__name__}: {problem}")
        run.slowest = max(run.slowest, (time.process_time() - before, seed, told))
        run.mutations += 1
        run.kinds.update(name.split(" + "))
        run.memory = max(run.memory, process.memory_info().rss / 2**20)
    return run


def _read(
    run: Run, shipped: Shipped, path: str, content: bytes, told: str, seed: int
) -> Iterator[str]:
    found = shipped.alone(path, content)
    run.codes.update({each.code for each in found} or {"none"})
    run.most = max(run.most, (len(found), seed, told))
    if len(found) > MAX_FINDINGS:
        yield f"{told}: {len(found)} findings"
    for each in found:
        if amiss := unsound(each, path, content):
            yield f"{told}: {amiss}: {each.code} {each.place}"


def _whole(shipped: Shipped, path: str, content: bytes, told: str) -> Iterator[str]:
    """Read it within its course: what has an error can never take the live edition's place."""
    reading = shipped.whole({path: content})
    if bool(errors(reading.findings)) is (reading.edition is not None):
        yield f"{told}: an edition with errors, or none without one"


def _mend(run: Run, shipped: Shipped, path: str, content: bytes, told: str) -> Iterator[str]:
    """Mend until nothing changes: what was mended is gone, and no line came or went."""
    after, turns = content, 0
    found = shipped.alone(path, content)
    while (mended := mend(after, path, found)).changes:
        turns += 1
        if turns > MAX_TURNS or not errors(found):
            yield f"{told}: mending never ends, or mends what is whole"
            return
        if mended.content.count(b"\n") != content.count(b"\n"):
            yield f"{told}: mending changed the number of lines"
        after, found = mended.content, shipped.alone(path, mended.content)
        left = {(each.place.line, each.code) for each in found}
        for each in mended.changes:
            if each.code != "T401" and (each.line, each.code) in left:
                yield f"{told}: {each} is still there"
        run.mended.update({each.code for each in mended.changes})
    if mended.content != after:
        yield f"{told}: other bytes without a change"


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise Hang in what takes more CPU time. (The wall clock says nothing on a busy machine.)"""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"more than {seconds} s of CPU time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
