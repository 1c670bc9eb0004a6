"""A pytest plugin: tests that want PostgreSQL, Redis, Chromium or the shared corpora run where these exist.

Such a test carries the mark ``postgres``, ``redis``, ``browser`` or ``shared`` and is skipped where its
mark cannot be served. ``--require postgres,redis`` promises that these are there: then a skipped test
with the mark, or no test with the mark at all, fails the run, so that nothing is passed over in silence.

``--without-pure`` leaves out the tests of marking and of questions that touch neither database nor cache:
what they try is the same wherever it runs, and another run of the same change has tried it.

Tracing lines for coverage makes a test up to ten times as slow. All tests run; what they are set up with,
laws that hypothesis tries on many examples, and the cases of a table after the first few are not traced. So
the coverage that is told is a little less than there is.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from django.conf import settings

SHARED_FOLDER = Path(__file__).resolve().parents[3] / "shared"
PURE_APPS = ("grading/", "exams/")
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "client", "rf", "live_server"})
# Of one table: rows that a pure function reads, and pages or services, which take longer and differ less.
TRACED_ROWS = 40
TRACED_PAGES = 8
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str | None:
    """Where the system's Chromium is, if there is one."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def shared_folder() -> Path | None:
    """The folder with the corpora beside the checkout, if there is one."""
    return SHARED_FOLDER if (SHARED_FOLDER / "corpora").is_dir() else None


def has_postgres() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql")


# What serves each mark, and what to say where it is not there.
SERVED: dict[str, tuple[Callable[[], object], str]] = {
    "postgres": (has_postgres, "DATABASE_URL names no PostgreSQL"),
    "redis": (lambda: settings.REDIS_URL, "REDIS_URL is empty"),
    "browser": (chromium_path, "there is no Chromium"),
    "shared": (shared_folder, "there is no ../shared/corpora"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require",
        default="",
        metavar="MARK,MARK",
        help="fail when a test with one of these marks is skipped, or none ran: " + ", ".join(SERVED),
    )
    parser.addoption(
        "--without-pure",
        action="store_true",
        help="leave out tests of grading and exams that touch neither database nor cache",
    )


def required_marks(config: pytest.Config) -> list[str]:
    """The marks named by ``--require``. Raises ``pytest.UsageError`` for one that nobody knows."""
    marks = [mark.strip() for mark in config.getoption("--require").split(",") if mark.strip()]
    unknown = sorted(set(marks) - set(SERVED))
    if unknown:
        raise pytest.UsageError(f"--require knows {', '.join(SERVED)}; not {', '.join(unknown)}")
    return marks


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(RequirementLedger(required_marks(config)), "requirement-ledger")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what cannot be served; note on every item what it wants, for the process that counts; trace no
    lines of tests that repeat others."""
    if config.getoption("--without-pure"):
        pure = [item for item in items if is_pure(item)]
        items[:] = [item for item in items if not is_pure(item)]
        config.hook.pytest_deselected(items=pure)
    lacking = {mark: reason for mark, (is_there, reason) in SERVED.items() if not is_there()}
    for item in items:
        wanted = [mark for mark in SERVED if item.get_closest_marker(mark)]
        item.user_properties.extend(("wants", mark) for mark in wanted)
        for mark in lacking.keys() & set(wanted):
            item.add_marker(pytest.mark.skip(reason=lacking[mark]))

    for item in repeating(items):
        item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Casts and papers are made anew for every test: their lines count where making them is what is tried."""
    coverage = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if coverage is None:
        return (yield)
    coverage.pause()
    try:
        return (yield)
    finally:
        coverage.resume()


def repeating(items: list[pytest.Item]) -> list[pytest.Item]:
    """Tests that mostly run again through lines that others have run through: laws that hypothesis tries on
    a hundred examples, and the cases of a table after the first."""
    laws = [item for item in items if getattr(getattr(item, "obj", None), "is_hypothesis_test", False)]
    return laws + [
        item
        for cases in tables(items).values()
        for item in cases[TRACED_ROWS if is_pure(cases[0]) else TRACED_PAGES :]
    ]


def tables(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """The cases of each test, in their order, by what stands before their names."""
    found: dict[str, list[pytest.Item]] = {}
    for item in items:
        found.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return found


def is_pure(item: pytest.Item) -> bool:
    """A test of marking or of questions that has no way to a service."""
    marked = any(item.get_closest_marker(mark) for mark in (*SERVED, "django_db"))
    served = marked or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    return not served and item.nodeid.startswith(PURE_APPS)


class RequirementLedger:
    """Counts, in the process that reports, how many tests of each mark ran and how many were skipped."""

    def __init__(self, required: list[str]) -> None:
        self.required = required
        self.ran: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        marks = [value for name, value in report.user_properties if name == "wants"]
        if report.skipped:
            self.skipped.update(marks)
        elif report.when == "call":
            self.ran.update(marks)

    def complaints(self) -> list[str]:
        """One sentence for each broken promise."""
        sentences = []
        for mark in self.required:
            if self.skipped[mark]:
                sentences.append(
                    f"{self.skipped[mark]} tests that want {mark} were skipped: {SERVED[mark][1]}?"
                )
            elif not self.ran[mark]:
                sentences.append(f"no test that wants {mark} ran")
        return sentences

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.complaints() and session.exitstatus in (
            pytest.ExitCode.OK,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        ):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for mark in self.required:
            terminalreporter.write_line(
                f"required {mark}: {self.ran[mark]} ran, {self.skipped[mark]} skipped"
            )
        for sentence in self.complaints():
            terminalreporter.write_line(f"FAILED --require: {sentence}", red=True)
