"""``make faults``: a minute of faults on the documented site, while people answer an exam.

Prints what came of each; ends with 1 where a promise was broken or a part could not run.
"""

import sys
import tempfile
from pathlib import Path

from tests import postgresql
from tests.faults.faults import ON_POSTGRESQL, WHOLE, Fault
from tests.faults.run import CUT_OFF, Outcome, broken, play
from tests.faults.site import AS_ROOT, Machine

HEADS = ("requests", "refused", "cut off", "slowest", "healthz", "outage", "back", "saved", "lost")


def line(name: str, cells: tuple[str, ...]) -> None:
    """Print one line of the table."""
    print(f"{name:<24}" + "".join(f"{cell:>9}" for cell in cells), flush=True)


def tell(each: Outcome) -> None:
    """Print what came of a fault. Times are in seconds."""
    counts = (len(each.told), len(each.refused), len(each.saves(CUT_OFF)))
    times = (each.slowest, each.health, each.outage, each.back)
    kept = (len(each.saves(200)), len(each.wrong))
    line(
        each.fault.name, (*map(str, counts), *(f"{value:.2f}" for value in times), *map(str, kept))
    )


def run(title: str, site: Machine, faults: tuple[Fault, ...]) -> list[str]:
    """Let faults happen to a site; print the outcomes, and return what was not as promised."""
    line(title, HEADS)
    with site:
        outcomes, wrong = play(site, faults, quiet=1.5, tell=tell)
    return wrong + [f"{each.fault.name}: {what}" for each in outcomes for what in broken(each)]


def main() -> int:
    """Run, and return how the process ends."""
    with tempfile.TemporaryDirectory() as folder:
        faults = WHOLE if AS_ROOT else tuple(each for each in WHOLE if each.name != "disk full")
        wrong = run("SQLite", Machine(Path(folder), mounted=AS_ROOT), faults)
    if not AS_ROOT:
        wrong.append("disk full: did not run. A disk of its own needs root: sudo make faults")
    with tempfile.TemporaryDirectory() as folder, postgresql.running(durable=True) as server:
        site = Machine(Path(folder), mounted=False, server=server)
        wrong += run("PostgreSQL", site, ON_POSTGRESQL)
    print("\n".join(wrong) or "every promise kept")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
