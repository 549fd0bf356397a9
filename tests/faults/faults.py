"""What can happen to a site, and what is promised for it (FAULTS F-06, F-10, F-11, F-12)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.site import Machine

Happening = Callable[[Machine, Callable[[], None]], None]
"""Lets a fault happen; calls the second in its midst, when whoever sends meets it."""


@dataclass(frozen=True)
class Fault:
    """One fault. Seconds; a promise of zero is none.

    ``refuses``: some saves are refused, in words. ``cuts``: some requests get no answer.
    ``slowest``: the longest that an answer may take; ``health``: to who watches, who may be told
    that it is not well. ``back``: how soon after the fault saves are taken again, without
    anybody's doing. ``outage``: the longest time without a save.
    """

    name: str
    happen: Happening
    refuses: bool = False
    cuts: bool = False
    reads: bool = True
    slowest: float = 0.0
    health: float = 0.0
    back: float = 0.0
    outage: float = 0.0


def kill_workers(seconds: float) -> Happening:
    """Kill one process after the other."""

    def happen(site: Machine, _: Callable[[], None]) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            site.kill_a_worker()
            time.sleep(0.7)

    return happen


def kill_everything(times: int) -> Happening:
    """Kill every process, and let them be started again."""

    def happen(site: Machine, _: Callable[[], None]) -> None:
        for _again in range(times):
            site.kill_all()
            time.sleep(0.7)

    return happen


def lock(seconds: float, *, midst: float = 0.0) -> Happening:
    """Let another program lock the database."""

    def happen(site: Machine, look: Callable[[], None]) -> None:
        until = time.monotonic() + seconds
        with site.locked():
            if midst:
                time.sleep(midst)
                look()
            time.sleep(max(0.0, until - time.monotonic()))

    return happen


def fill(seconds: float) -> Happening:
    """Fill the disk."""

    def happen(site: Machine, look: Callable[[], None]) -> None:
        with site.full():
            time.sleep(seconds / 2)
            look()
            time.sleep(seconds / 2)

    return happen


def forbid(seconds: float) -> Happening:
    """Make the folder read only; one process dies meanwhile, and the next begins so.

    Where it died in the midst of a commit, nobody can take that back there, or read what it was.
    """

    def happen(site: Machine, look: Callable[[], None]) -> None:
        with site.read_only():
            site.kill_a_worker()
            time.sleep(seconds / 2)
            look()
            time.sleep(seconds / 2)

    return happen


def take_away(seconds: float) -> Happening:
    """Stop the database server for a while."""

    def happen(site: Machine, look: Callable[[], None]) -> None:
        with site.without_postgresql():
            time.sleep(seconds / 2)
            look()
            time.sleep(seconds / 2)

    return happen


WHOLE = (
    Fault("kill -9 of a process", kill_workers(8), cuts=True, outage=2),
    Fault("kill -9 of all", kill_everything(4), cuts=True, outage=2),
    Fault("locked for 3 s", lock(3), slowest=6, health=1, back=2),
    Fault(
        "locked for 30 s",
        lock(30, midst=14),
        refuses=True,
        reads=False,
        slowest=12,
        health=1,
        back=3,
    ),
    Fault("disk full", fill(6), refuses=True, slowest=2, back=5),
    Fault("folder read only", forbid(6), refuses=True, cuts=True, reads=False, slowest=1, back=5),
)
"""A minute of them, on SQLite."""
ON_POSTGRESQL = (
    Fault("kill -9 of a process", kill_workers(5), cuts=True, outage=2),
    Fault(
        "server stopped for 4 s",
        take_away(4),
        refuses=True,
        reads=False,
        slowest=2,
        health=1,
        back=3,
    ),
)
SHORT = (
    Fault("kill -9 of a process", kill_workers(0.5), cuts=True, outage=2),
    Fault("kill -9 of all", kill_everything(1), cuts=True, outage=6),
    Fault("locked for 1 s", lock(1), slowest=4, health=2, back=2),
    Fault("disk full", fill(1), refuses=True, slowest=2, back=5),
    Fault("folder read only", forbid(1), refuses=True, cuts=True, reads=False, slowest=1, back=5),
)
"""A few seconds of them. A lock that stays takes longer to be told from one that goes.

Other tests have the processor at the same time, so that a start takes longer than it would.
"""
