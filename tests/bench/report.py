"""The tables of the benchmark, in plain text."""

import statistics

from tests.bench.acts import Act
from tests.bench.drive import Load
from tests.bench.weight import Weight

FIGURES = {"per_second": 0, "p50": 1, "p99": 1, "cpu_each": 2}
"""The figures of a load, with their decimals."""


def heading(text: str) -> None:
    """Print the title of a part."""
    print(f"\n{text}")


def line(what: str, found: str) -> None:
    """Print one figure."""
    print(f"  {what:<44} {found}", flush=True)


def loads_table(acts: list[Act], loads: dict[str, list[Load]]) -> None:
    """Print the acts: medians over the rounds, and the ratio to the bare act of each round.

    The ratio by processor time says the same on a machine that is busy with something else.
    """
    heads = ("at once", "per s", "p50 ms", "p99 ms", "CPU ms", "ratio", "by CPU")
    print(f"  {'act':<28}{''.join(f'{head:>8}' for head in heads)}  target")
    for act in acts:
        rounds = loads[act.name]
        row = "".join(
            f"{statistics.median(getattr(load, name) for load in rounds):>8.{digits}f}"
            for name, digits in FIGURES.items()
        )
        print(f"  {act.name:<28}{act.slots:>8}{row}{_ratios(act, loads)}  {_target(act)}")


def _ratios(act: Act, loads: dict[str, list[Load]]) -> str:
    if not act.against:
        return " " * 16
    pairs = list(zip(loads[act.name], loads[act.against], strict=True))
    ratio = statistics.median(mine.per_second / bare.per_second for mine, bare in pairs)
    by_cpu = statistics.median(bare.cpu_each / mine.cpu_each for mine, bare in pairs)
    return f"{ratio:>8.2f}{by_cpu:>8.2f}"


def _target(act: Act) -> str:
    return f"at least {act.target}" if act.target else ""


def weights_table(weights: list[Weight]) -> None:
    """Print the pages: requests and bytes with an empty cache."""
    print(f"\n  {'page':<52}{'requests':>9}{'HTML':>9}{'gzipped':>9}{'all cold':>9}")
    for weight in weights:
        sizes = (weight.html, weight.html_packed, weight.packed)
        row = "".join(f"{size / 1000:>6.1f} KB" for size in sizes)
        print(f"  {weight.path:<52}{weight.requests:>9}{row}")
