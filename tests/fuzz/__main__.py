"""``make fuzz``: 10,000 mutations of the shipped course, each file alone, and what came of them.

``python -m tests.fuzz FIRST LAST`` runs those seeds alone.
"""

import resource
import sys

from tests.fuzz.reading import Shipped
from tests.fuzz.run import Run, fuzz

MUTATIONS = 10_000
WHOLE_EACH = 25
MAX_MEGABYTES = 300


def main(words: list[str]) -> int:
    """Run, print the figures, and return how the process ends."""
    seeds = range(int(words[0]), int(words[1]) + 1) if words else range(MUTATIONS)
    run = fuzz(Shipped(), seeds, whole_each=WHOLE_EACH)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(summary(run, peak))
    return 1 if run.wrong or peak > MAX_MEGABYTES else 0


def summary(run: Run, peak: float) -> str:
    """Return the figures of a run as text."""
    return "\n".join(
        [
            f"mutations   {run.mutations:,}: {_row(run.kinds)}",
            f"findings    files with each code: {_row(run.codes)}",
            f"mended      files with each code: {_row(run.mended)}",
            f"most        {run.most[0]} findings, {run.most[2]}",
            f"slowest     {run.slowest[0]:.2f} s of CPU time, {run.slowest[2]}",
            f"memory      {peak:.0f} MB at most (limit {MAX_MEGABYTES})",
            f"wrong       {len(run.wrong)}",
            *run.wrong[:50],
        ]
    )


def _row(counts: dict[str, int]) -> str:
    return " · ".join(f"{name} {count}" for name, count in sorted(counts.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
