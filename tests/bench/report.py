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
    """Print the acts: medians over the rounds, and the ratio to the bare act of each round."""
    print(f"  {'act':<28}{'at once':>8}{'per s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}"
          f"{'ratio':>8}  target")  # fmt: skip
    for act in acts:
        rounds = loads[act.name]
        row = "".join(
            f"{statistics.median(getattr(load, name) for load in rounds):>8.{digits}f}"
            for name, digits in FIGURES.items()
        )
        print(f"  {act.name:<28}{act.slots:>8}{row}{_ratio(act, loads):>8}  {_target(act)}")


def _ratio(act: Act, loads: dict[str, list[Load]]) -> str:
    if not act.against:
        return ""
    pairs = zip(loads[act.name], loads[act.against], strict=True)
    return f"{statistics.median(mine.per_second / bare.per_second for mine, bare in pairs):.2f}"


def _target(act: Act) -> str:
    return f"at least {act.target}" if act.target else ""


def weights_table(weights: list[Weight]) -> None:
    """Print the pages: requests and bytes with an empty cache."""
    print(f"\n  {'page':<52}{'requests':>9}{'HTML':>9}{'gzipped':>9}{'all cold':>9}")
    for weight in weights:
        sizes = (weight.html, weight.html_packed, weight.packed)
        row = "".join(f"{size / 1000:>6.1f} KB" for size in sizes)
        print(f"  {weight.path:<52}{weight.requests:>9}{row}")
