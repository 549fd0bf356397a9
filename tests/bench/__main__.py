"""``make bench``: the documented site against a bare page on one machine, in one run.

Every figure depends on the machine and on what else it does; the ratios are what to compare.
Nothing here passes or fails.
"""

import statistics
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psutil

from course.web import memory
from tests import postgresql
from tests.bench import seed
from tests.bench.acts import Act, answering, inserting, reading, signing_in
from tests.bench.bare import write_page
from tests.bench.drive import Load, memory_of
from tests.bench.report import heading, line, loads_table, weights_table
from tests.bench.weight import weigh
from tests.deploy.real import RealSite
from tests.live import PEOPLE, LiveSite
from tests.plain import Browser
from tests.walks import live_edition, sit_down

COURSE = "peer-support"
ROOT = Path(__file__).parents[2]
ROUNDS = 7
SECONDS = 1.0
SITTING = 48
"""Trainees in an exam at once: more than slots, so that the limit per attempt never bites."""


class Bench:
    """A site with people in it, and the bare app beside it over the same database."""

    def __init__(self, folder: Path, stack: ExitStack, *, people: int, database_url: str = ""):
        (folder / "bare").mkdir(parents=True)
        self.site = stack.enter_context(
            RealSite(folder, database_url=database_url, METRICS_PORT=None)
        )
        self.site.settle(COURSE)
        self.start_seconds = self.site.start()
        self.edition = live_edition(self.site)
        sit_down(self.site, self.edition, PEOPLE["trainee"]).send()
        seed.enroll_many(self.site, 1, people)
        self.sittings = [
            sit_down(self.site, self.edition, seed.email_of(number))
            for number in range(1, SITTING + 1)
        ]
        self.browsers = [sitting.browser for sitting in self.sittings]
        self.lesson = f"/courses/{COURSE}/lessons/{self._longest_read()}"
        write_page(folder / "bare", self.browsers[0].get(self.lesson))
        self.bare = stack.enter_context(
            LiveSite(folder / "bare", database_url=self.site.database_url)
        )
        self.bare.environment["PYTHONPATH"] = str(ROOT)
        self.bare.start("tests.bench.bare:create_bare()")
        self.bare_browsers = [self._bare_browser(number) for number in range(1, 9)]

    def _longest_read(self) -> str:
        """Return the longest lesson that everybody here has opened: those before the exam."""
        kinds = [step.kind for step in self.edition.steps]
        read = [step.id for step in self.edition.steps[: kinds.index("exam")]]
        return max(read, key=lambda lesson: self.edition.lesson_by_id[lesson].words)

    def _bare_browser(self, number: int) -> Browser:
        browser = Browser(self.bare.address)
        browser.get(f"/in/{number + len(PEOPLE)}")
        return browser

    def reads(self) -> list[Act]:
        """Return the pages that are read."""
        home, exam = f"/courses/{COURSE}", self.sittings[0]
        staff = Browser(self.site.address)
        staff.sign_in(PEOPLE["coordinator"])
        return [
            Act("bare page", self.bare, reading(self.bare_browsers, "/page")),
            self._read("lesson page", self.lesson, "0.5"),
            self._read("course home", home, "0.4"),
            self._read("record", "/record", "0.4"),
            Act("result", self.site, reading([exam.browser], f"{exam.address}/result"),
                against="bare page", target="0.4"),
            Act("sign-in", self.site, signing_in(self.site, 8),
                allowed=frozenset({303}), target="80/s"),
            Act("records, 50 of 10,000", self.site, reading([staff], "/records")),
        ]  # fmt: skip

    def _read(self, name: str, path: str, target: str) -> Act:
        request = reading(self.browsers, path)
        return Act(name, self.site, request, against="bare page", target=target)

    def saves(self) -> list[Act]:
        """Return the acts that write."""
        sitting = self.sittings[1:]  # the first has sent their exam
        bare = Act("bare insert", self.bare, inserting(self.bare_browsers))
        acts = [bare]
        for slots in (8, 32):
            name = f"answer saved, {slots} at once"
            request = answering(sitting, slots)
            acts.append(Act(name, self.site, request, slots, against="bare insert", target="0.4"))
        return acts

    def memory(self) -> float:
        """Return the memory of the site's processes, in MB."""
        assert self.site.server
        return memory_of(psutil.Process(self.site.server.pid))


def measure(acts: list[Act]) -> dict[str, list[Load]]:
    """Run the acts in turn, several rounds, so that each ratio is of one moment."""
    loads: dict[str, list[Load]] = {act.name: [] for act in acts}
    for _ in range(ROUNDS):
        for act in acts:
            loads[act.name].append(act.run(SECONDS))
    return loads


def whole_attempt(bench: Bench) -> tuple[float, int]:
    """Sit a whole exam, one question a page; return its seconds and its requests."""
    sitting, began = bench.sittings[0], time.perf_counter()
    sitting.send()
    sitting.browser.get(f"{sitting.address}/result")
    return time.perf_counter() - began, 2 * len(sitting.options) + 3


def beside_sign_ins(lesson: Act, sign_in: Act) -> Load:
    """Read lessons in all slots but the first, in which one sign-in follows the other."""
    both = replace(
        lesson,
        request=lambda slot, sent: (lesson if slot else sign_in).request(slot, sent),
        allowed=lesson.allowed | sign_in.allowed,
    )
    return both.run(SECONDS, watched=lambda slot: slot > 0)


def csv_of_everyone(bench: Bench) -> tuple[float, float, int]:
    """Fetch the records as CSV; return its seconds, the memory it added (MB) and its rows."""
    staff = Browser(bench.site.address)
    staff.sign_in(PEOPLE["coordinator"])
    before, began = bench.memory(), time.perf_counter()
    rows = staff.get("/records.csv").count("\n") - 1
    return time.perf_counter() - began, bench.memory() - before, rows


def on_sqlite(folder: Path, stack: ExitStack) -> None:
    """Measure everything on the embedded database."""
    bench = Bench(folder, stack, people=10_000)
    seconds, requests = whole_attempt(bench)
    reads, saves = bench.reads(), bench.saves()
    heading("SQLite, 2 processes")
    loads = measure([*reads, *saves])
    loads_table([*reads, *saves], loads)
    alone = {name: statistics.median(load.p50 for load in loads[name]) for name in loads}
    bare_attempt = (alone["bare page"] + alone["bare insert"]) * (requests - 3) / 2 / 1000
    line(f"whole exam, {requests} requests", f"{seconds / bare_attempt:.2f} × bare (at most 2.5)")

    paced = saves[-1].run(5, per_second=200)
    line("answers at 200/s", f"p99 {paced.p99:.0f} ms (at most 250)")
    beside = beside_sign_ins(reads[1], reads[5])
    calm = statistics.median(load.p99 for load in loads["lesson page"])
    line("lesson page while people sign in", f"p99 {beside.p99 / calm:.1f} × (at most 2)")
    seconds, added, rows = csv_of_everyone(bench)
    line(f"CSV of {rows:,} records", f"{seconds:.2f} s, {added:+.0f} MB in the processes")
    reads[1].run(2 * memory.EVERY)  # what a check of a password took is given back meanwhile
    line("memory of the processes, loaded (PSS)", f"{bench.memory():.0f} MB (at most 150)")
    line("start to first answer", f"{bench.start_seconds:.2f} s (at most 2)")
    seed.enroll_many(bench.site, 10_001, 90_000)
    many, few = reads[6].run(SECONDS), loads["records, 50 of 10,000"]
    ratio = many.p50 / statistics.median(load.p50 for load in few)
    line("records, 50 of 100,000", f"{ratio:.2f} × the time at 10,000 (at most 1.2)")
    weigh_pages(bench)


def weigh_pages(bench: Bench) -> None:
    """Print what each page weighs."""
    trainee = bench.browsers[1]
    staff = {role: Browser(bench.site.address) for role in ("trainer", "coordinator")}
    for role, browser in staff.items():
        browser.sign_in(PEOPLE[role])
    home, sitting = f"/courses/{COURSE}", bench.sittings[1]
    pages = [
        *((Browser(bench.site.address), path) for path in ("/", "/sign-in")),
        *((trainee, path) for path in (home, bench.lesson, f"{home}/roles", "/record")),
        *((trainee, f"{sitting.address}/{page}") for page in ("1", "check")),
        (bench.browsers[0], f"{bench.sittings[0].address}/result"),
        *((staff["trainer"], path) for path in ("/author", "/review")),
        *((staff["coordinator"], path) for path in ("/dashboard", "/cohorts", "/records")),
    ]
    weights_table([weigh(browser, path) for browser, path in pages])


def on_postgresql(folder: Path, stack: ExitStack) -> None:
    """Measure the saves on PostgreSQL."""
    server = stack.enter_context(postgresql.running(durable=True))
    bench = Bench(folder, stack, people=SITTING, database_url=postgresql.address(server))
    acts = bench.saves()
    heading("PostgreSQL, 2 processes")
    loads_table(acts, measure(acts))
    line("answers at 200/s", f"p99 {acts[-1].run(5, per_second=200).p99:.0f} ms (at most 150)")


def main() -> None:
    """Measure, and print as it goes."""
    for part in (on_sqlite, on_postgresql):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            part(Path(folder), stack)


if __name__ == "__main__":
    main()
