"""``--require`` makes silence loud: a marked test that is skipped, or none at all, fails the run."""

from types import SimpleNamespace
from typing import cast

import pytest

from mathtest.tests.requirements_plugin import (
    SERVED,
    TRACED_PAGES,
    TRACED_ROWS,
    RequirementLedger,
    is_pure,
    repeating,
    required_marks,
)


def reported(*marks: str, outcome: str, when: str = "call") -> pytest.TestReport:
    return pytest.TestReport(
        nodeid="test_something.py::test_something",
        location=("test_something.py", 1, "test_something"),
        keywords={},
        outcome=outcome,
        longrepr=None,
        when=when,
        user_properties=[("wants", mark) for mark in marks],
    )


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([reported("redis", outcome="passed")], []),
        ([reported("redis", outcome="failed")], []),
        ([reported("redis", "postgres", outcome="passed"), reported(outcome="skipped", when="setup")], []),
        ([], ["no test that wants redis ran"]),
        ([reported(outcome="passed")], ["no test that wants redis ran"]),
        ([reported("redis", outcome="passed", when="setup")], ["no test that wants redis ran"]),
        (
            [reported("redis", outcome="passed"), reported("redis", outcome="skipped", when="setup")],
            ["1 tests that want redis were skipped: REDIS_URL is empty?"],
        ),
        (
            [reported("redis", outcome="skipped")],
            ["1 tests that want redis were skipped: REDIS_URL is empty?"],
        ),
    ],
)
def test_what_was_required_must_have_run(reports: list[pytest.TestReport], expected: list[str]) -> None:
    ledger = RequirementLedger(["redis"])

    for report in reports:
        ledger.pytest_runtest_logreport(report)

    assert ledger.complaints() == expected


def test_nothing_required_complains_of_nothing() -> None:
    ledger = RequirementLedger([])

    ledger.pytest_runtest_logreport(reported(*SERVED, outcome="skipped"))

    assert ledger.complaints() == []


def test_an_unknown_mark_is_refused(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.setattr(pytestconfig.option, "require", "postgres, mongo")

    with pytest.raises(pytest.UsageError, match=r"not mongo$"):
        required_marks(pytestconfig)


@pytest.mark.parametrize(
    ("nodeid", "marks", "fixtures", "pure"),
    [
        ("grading/tests/test_reading.py::test_sum", [], [], True),
        ("exams/tests/test_wording.py::test_words", [], ["in_english"], True),
        ("grading/tests/test_api.py::test_read", ["django_db"], [], False),
        ("exams/tests/test_marking.py::test_marks", [], ["attempt", "db"], False),
        ("exams/tests/test_journey.py::test_sits", ["browser"], [], False),
        ("accounts/tests/test_limits.py::test_counts", [], [], False),
    ],
)
def test_pure_is_what_touches_no_service(
    nodeid: str, marks: list[str], fixtures: list[str], pure: bool
) -> None:
    item = SimpleNamespace(
        nodeid=nodeid, fixturenames=fixtures, get_closest_marker=lambda mark: mark in marks or None
    )

    assert is_pure(item) is pure  # type: ignore[arg-type]  # all that it looks at


def test_laws_and_later_cases_of_a_table_are_not_traced() -> None:
    law = collected("grading/t.py::test_law", law=True)
    alone = collected("grading/t.py::test_alone")
    rows = [collected(f"grading/t.py::test_rows[{n}]") for n in range(TRACED_ROWS + 2)]
    pages = [collected(f"accounts/t.py::test_pages[{n}]") for n in range(TRACED_PAGES + 2)]

    repeated = repeating([law, alone, *rows, *pages])

    assert repeated == [law, *rows[TRACED_ROWS:], *pages[TRACED_PAGES:]]


def collected(nodeid: str, *, law: bool = False) -> pytest.Item:
    """A test without marks and fixtures, as far as the plugin looks at it."""
    item = SimpleNamespace(
        nodeid=nodeid,
        fixturenames=(),
        get_closest_marker=lambda _mark: None,
        obj=SimpleNamespace(is_hypothesis_test=law),
    )
    return cast("pytest.Item", item)
