"""``--require`` makes silence loud: a marked test that is skipped, or none at all, fails the run."""

import pytest

from mathtest.tests.requirements_plugin import SERVED, RequirementLedger, required_marks


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
