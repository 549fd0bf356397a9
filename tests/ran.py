"""Count what a test run really did, so that a part that silently did not run cannot pass.

As a pytest plugin it counts the pages that the page client checked, the tests in a browser, the
tests on PostgreSQL and the skipped ones; ``--ran FILE`` appends the counts to a file. As a
program it sums that file up, prints the closing line, and fails where a part is missing.
"""

import json
import sys
from collections.abc import Generator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

_pages_checked = 0


def page_checked() -> None:
    """Count one page that the page client has looked at."""
    global _pages_checked  # noqa: PLW0603  # one count a process is what is wanted
    _pages_checked += 1


@dataclass
class Ran:
    """The counts of one run, or of several."""

    pages: int = 0
    browser: int = 0
    postgresql: int = 0
    skipped: int = 0
    versions: list[str] = field(default_factory=list)

    def add(self, other: "Ran") -> None:
        """Add the counts of another run."""
        self.pages += other.pages
        self.browser += other.browser
        self.postgresql += other.postgresql
        self.skipped += other.skipped
        self.versions = sorted({*self.versions, *other.versions})

    def missing(self) -> list[str]:
        """Say which parts did not run."""
        parts = {"pages": self.pages, "browser": self.browser, "postgresql": self.postgresql}
        missing = [f"nothing of {name} ran" for name, count in parts.items() if not count]
        return missing + ([f"{self.skipped} tests were skipped"] if self.skipped else [])

    def __str__(self) -> str:
        version = ", ".join(self.versions) or "none"
        return (
            f"ran: pages {self.pages} · browser {self.browser} · "
            f"postgresql {self.postgresql} ({version}) · skipped {self.skipped}"
        )


class Counter:
    """Counts the reports of a run. Under xdist, the reports of every worker arrive here."""

    def __init__(self) -> None:
        self.ran = Ran()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add one report to the counts."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.ran.skipped += 1
        if report.when != "call" or not report.passed:
            return
        facts: dict[str, Any] = dict(report.user_properties)
        self.ran.pages += facts.get("pages", 0)
        self.ran.browser += "browser" in report.keywords
        if version := facts.get("postgresql"):
            self.ran.add(Ran(postgresql=1, versions=[version]))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Count a file that skipped itself as a whole."""
        self.ran.skipped += report.skipped

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the counts, and append them to the file of ``--ran``."""
        terminalreporter.write_line(str(self.ran))
        if path := terminalreporter.config.getoption("--ran"):
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(self.ran)) + "\n")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--ran``."""
    parser.addoption("--ran", metavar="FILE", help="append what ran to this file")


def pytest_configure(config: pytest.Config) -> None:
    """Count where the reports arrive: not in the workers of xdist."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Counter())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport]:
    """Write on a test's report how many pages it checked, and on which PostgreSQL it ran."""
    global _pages_checked  # noqa: PLW0603  # the count since the last report goes onto this one
    report = yield
    if report.when == "call":
        engine = getattr(item, "funcargs", {}).get("engine")
        if engine is not None and engine.dialect.name == "postgresql":
            version = ".".join(str(part) for part in engine.dialect.server_version_info)
            report.user_properties.append(("postgresql", version))
        report.user_properties.append(("pages", _pages_checked))
        _pages_checked = 0
    return report


def main(path: str) -> int:
    """Sum up the runs of a file and print the closing line."""
    ran = Ran()
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        ran.add(Ran(**json.loads(line)))
    for what in ran.missing():
        print(f"{what}, so this does not count as tested")
    print(ran)
    return 1 if ran.missing() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
