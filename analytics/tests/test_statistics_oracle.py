"""Every number that the published samples of another system state, to six decimals.

The samples are responses of students together with the statistics expected of them; they stand beside the
checkout and are read from there. What is worked out here from responses is only who answered what at which
try; the statistics are ours.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from analytics.statistics.classical import (
    ItemStatistics,
    count_responses,
    describe_item,
    describe_items,
    estimate_reliability,
)
from mathtest.tests.requirements_plugin import SHARED_FOLDER

pytestmark = pytest.mark.shared

ORACLE = SHARED_FOLDER / "samples" / "moodle_stats_oracle"
Row = dict[str, str]

# Their column: ours, and what makes ours into theirs.
COLUMNS = {
    "facility": ("facility", 1),
    "sd": ("standard_deviation", 1),
    "effectiveweight": ("effective_weight", 100),
    "covariance": ("covariance", 1),
    "markvariance": ("variance", 1),
    "othermarkvariance": ("rest_variance", 1),
    "discriminationindex": ("item_rest", 100),
    "covariancemax": ("covariance_max", 1),
    "discriminativeefficiency": ("discriminative_efficiency", 100),
}


def read(name: str) -> list[Row]:
    with (ORACLE / name).open(newline="") as file:
        return list(csv.DictReader(file))


def stated(row: Row) -> dict[str, Any]:
    """What a row of the file says of an item, by our names; an empty cell says nothing."""
    numbers: dict[str, Any] = {}
    for column, (name, factor) in COLUMNS.items():
        if row[column] == "**NULL**":
            numbers[name] = None
        elif row[column]:
            # The file rounds to six decimals of its own unit.
            numbers[name] = pytest.approx(float(row[column]) / factor, abs=1e-6)
    return numbers


def ours(statistics: ItemStatistics, names: dict[str, Any]) -> dict[str, float | None]:
    return {name: getattr(statistics, name) for name in names}


def marks() -> tuple[np.ndarray, np.ndarray]:
    """Points (25, 7) of the first sample, and what each question is worth."""
    rows = read("results00.csv")
    earned = [[float(cell) for name, cell in row.items() if name.startswith("slots.")] for row in rows]
    worth = [float(row["mark"]) for row in read("questions00.csv") if row["slot"]]
    return np.array(earned), np.array(worth)


def test_describe_items_gives_every_number_stated_of_the_questions():
    published = [row for row in read("qstats00.csv") if not row["subqname"] and not row["variant"]]

    described = describe_items(*marks())

    assert len(published) == len(described) == 7
    for row, statistics in zip(published, described, strict=True):
        assert ours(statistics, stated(row)) == stated(row)


def test_describe_item_gives_every_number_stated_of_questions_drawn_at_random_and_of_variants():
    earned, worth = marks()
    steps = read("steps00.csv")
    published = [row for row in read("qstats00.csv") if row["subqname"] or row["variant"]]

    assert len(published) == 3
    for row in published:
        slot = int(row["slot"])
        column, wanted = ("randqs", row["subqname"]) if row["subqname"] else ("variants", row["variant"])
        asked = [step[f"{column}.{slot}"] == wanted for step in steps]
        item, totals = earned[asked, slot - 1], earned[asked].sum(axis=1)
        # A question drawn at random is held against whole totals there, a variant against the rest.
        other = totals if row["subqname"] else totals - item
        described = describe_item(item, other, worth=float(worth[slot - 1]))
        numbers = stated(row)
        assert numbers.pop("effective_weight") is None
        assert ours(described, numbers) == numbers
        assert len(item) == int(row["s"])


def test_estimate_reliability_agrees_with_another_way_to_it_on_real_marks():
    rows = read("mdl_question_states.csv")
    earned: dict[str, dict[str, float]] = defaultdict(dict)
    per_slot = Counter()
    for row in rows:
        attempt = per_slot[row["slot"]]
        per_slot[row["slot"]] += 1
        earned[str(attempt)][row["slot"]] = float(row["mark"])
    matrix = np.array([list(sheet.values()) for sheet in earned.values()])
    assert matrix.shape == (22, 20)

    reliability = estimate_reliability(matrix, np.ones(20))

    # By the mean covariance and the mean variance of the items (Cronbach 1951).
    table = np.cov(matrix, rowvar=False)
    mean_variance = np.trace(table) / 20
    mean_covariance = (table.sum() - np.trace(table)) / (20 * 19)
    assert reliability.alpha == pytest.approx(
        20 * mean_covariance / (mean_variance + 19 * mean_covariance), abs=1e-9
    )


# --- How often each answer was given ---------------------------------------------------------------


def answers(row: Row, slot: str) -> dict[str, str]:
    """What stands in a slot, by part; the stems of a matching question are parts."""
    start = f"responses.{slot}."
    return {
        name.removeprefix(start): cell
        for name, cell in row.items()
        if name.startswith(start) and not name.removeprefix(start).startswith("-")
    }


def is_complete(given: dict[str, str], slot: str, sample: str) -> bool:
    """A try counts when every part of it can be marked."""
    kind = {"2": "number"}.get(slot) if sample == "01" else None
    return all(given.values()) and not (kind == "number" and not _is_number(given["answer"]))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def tries(sample: str) -> Iterator[tuple[tuple[str, str, str, str, str], int]]:
    """Every try of every student: (slot, question drawn, variant, part, answer), and its number.

    A try is what was submitted, and what stands in a question when the paper is handed in unless it has been
    submitted as it stands and no further try was begun.
    """
    papers: dict[str, list[Row]] = defaultdict(list)
    for row in read(f"steps{sample}.csv"):
        papers[row["quizattempt"]].append(row)
    slots = sorted(
        {name.split(".")[1] for name in next(iter(papers.values()))[0] if name.startswith("responses.")}
    )
    for rows in papers.values():
        first = rows[0]
        for slot in slots:
            drawn, variant = first.get(f"randqs.{slot}", ""), first.get(f"variants.{slot}", "1")
            for number, given in enumerate(_tries_of(rows, slot, sample), start=1):
                for part, answer in given.items():
                    yield (slot, drawn, variant, part, answer), number


def _tries_of(rows: list[Row], slot: str, sample: str) -> list[dict[str, str]]:
    made: list[dict[str, str]] = []
    is_open = True
    for row in rows:
        given = answers(row, slot)
        if row.get(f"responses.{slot}.-tryagain"):
            is_open = True
        is_end = row.get("finished", "1") == "1"
        if is_open and (row.get(f"responses.{slot}.-submit") or is_end) and is_complete(given, slot, sample):
            made.append(given)
            is_open = False
    return made


TRUE_OR_FALSE = {"1": "True", "0": "False"}


@pytest.mark.parametrize("sample", ["00", "01", "02", "03"])
def test_count_responses_gives_every_count_stated(sample):
    counted = {row.response: row for row in count_responses(tries(sample))}

    published = read(f"responsecounts{sample}.csv")
    assert published
    for row in published:
        total, by_try = _stated_counts(row)
        found = [counts for response, counts in counted.items() if _is_meant(row, *response)]
        assert sum(counts.total for counts in found) == total, row
        for number, expected in by_try.items():
            # The last column counts the fifth try and what came after it.
            last = number if number < 5 else None
            got = sum(sum(counts.by_attempt[number - 1 : last]) for counts in found)
            assert got == expected, (row, number)


def _stated_counts(row: Row) -> tuple[int, dict[int, int]]:
    by_try = {number: int(row[f"count{number}"]) for number in range(1, 6) if f"count{number}" in row}
    return int(row["totalcount"]), by_try


def _is_meant(row: Row, slot: str, drawn: str, variant: str, part: str, answer: str) -> bool:
    """Whether a row of the file is about an answer."""
    if row["slot"] != slot or row.get("randq", "") not in ("", drawn):
        return False
    if row["slot"] == "2" and row.get("variant", "1") != variant:
        return False
    model, actual = row["modelresponse"], row["actualresponse"]
    if ": " in model:  # a stem of a matching question, and what was put to it
        return model == f"{part}: {answer}"
    if model in TRUE_OR_FALSE.values():
        return model == TRUE_OR_FALSE[answer]
    return answer == actual
