"""What stands between a draft and a paper, and what its author may want to look at first.

What blocks is exactly what ``publish_exam`` refuses. Making every variant takes a while, and versions
and keys never change: what became of it is kept in the cache.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from typing import Any, Literal

from django.core.cache import cache

from exams.content import Content, canonical_hash, load_keys
from exams.errors import Problem, QuestionError
from exams.models import Exam, ExamItem, KeyRevision, Paper, QuestionVersion
from exams.services.publishing import Draft, load_draft, seed_of
from exams.services.trying import make_variants

__all__ = ["Check", "Trial", "check_exam", "is_changed"]

KEPT_S = 7 * 24 * 60 * 60
KEY_CODES = frozenset({"key", "missing", "no_version"})
LETTERS_AFTER = 5  # so many choice questions are needed before their right places say anything
MOST_SHARE = 0.5

State = Literal["good", "advice", "blocking"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list. ``positions`` are the questions it is about, ``values`` what its sentence
    needs, ``problems`` what exactly is wrong, question by question."""

    code: str
    state: State
    positions: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """One question that was made in every variant: how many, or why not."""

    item: ExamItem
    position: int  # what students call it; of a description the place on the exam
    content: Content | None
    keys: Mapping[str, Any]
    variants: int
    problem: Problem | None


def is_changed(exam: Exam, paper: Paper) -> bool:
    """Whether publishing ``exam`` now would give another paper than ``paper``. Three queries."""
    return load_draft(exam).hash != paper.hash


def check_exam(exam: Exam) -> list[Check]:
    """Every check with its state, in the order of a list to work through. Four queries."""
    draft = load_draft(exam)
    if not draft.items:
        return [Check("items", "blocking", problems=(Problem("no_items", "", 0),))]
    trials = _number([_try(draft, item, place) for place, item in enumerate(draft.items, start=1)])
    return [
        _items(trials),
        _total(trials),
        _tried("keys", trials, lambda code: code in KEY_CODES),
        _tried("variants", trials, lambda code: code not in KEY_CODES and code != "stored_test"),
        _tried("stored_tests", trials, lambda code: code == "stored_test"),
        _duplicates(trials),
        *_advice(exam, trials),
    ]


def _number(trials: list[Trial]) -> list[Trial]:
    """With the numbers that students see: descriptions are not counted."""
    numbers = count(1)
    numbered = []
    for trial in trials:
        is_description = trial.content is not None and not trial.content.parts
        number = trial.position if is_description else next(numbers)
        problem = trial.problem and replace(trial.problem, position=number)
        numbered.append(replace(trial, position=number, problem=problem))
    return numbered


def _try(draft: Draft, item: ExamItem, position: int) -> Trial:
    version = draft.versions.get(item.question_id)
    revision = draft.keys.get(version.pk) if version else None
    name = str(item.question)
    if version is None or revision is None:
        return Trial(item, position, None, {}, 0, Problem("no_version", name, position, {"where": ""}))
    kept = _kept_trial(version, revision)
    problem = Problem(kept["code"], name, position, kept["values"]) if "code" in kept else None
    content = Content.model_validate(version.content)
    return Trial(item, position, content, revision.keys, kept.get("variants", 0), problem)


def _kept_trial(version: QuestionVersion, revision: KeyRevision) -> dict[str, Any]:
    name = f"trial:{canonical_hash([version.hash, revision.keys])}"
    kept: dict[str, Any] | None = cache.get(name)
    if kept is None:
        kept = _make_all(version, revision)
        cache.set(name, kept, KEPT_S)
    return kept


def _make_all(version: QuestionVersion, revision: KeyRevision) -> dict[str, Any]:
    content, keys = Content.model_validate(version.content), load_keys(revision.keys)
    try:
        made = sum(1 for _variant in make_variants(content, keys, seed=seed_of(content.drawn_from)))
    except QuestionError as error:
        return {"code": error.code, "values": error.values}
    return {"variants": made}


def _items(trials: Sequence[Trial]) -> Check:
    asking = sum(1 for trial in trials if trial.content is None or trial.content.parts)
    return Check("items", "good", values={"count": asking})


def _total(trials: Sequence[Trial]) -> Check:
    total = sum((trial.item.points for trial in trials if _asks(trial)), Decimal(0))
    nothing = tuple(trial.position for trial in trials if _asks(trial) and not trial.item.points)
    return Check("points", "advice" if nothing or not total else "good", nothing, values={"total": total})


def _asks(trial: Trial) -> bool:
    return trial.content is not None and bool(trial.content.parts)


def _tried(code: str, trials: Sequence[Trial], belongs: Any) -> Check:
    problems = tuple(trial.problem for trial in trials if trial.problem and belongs(trial.problem.code))
    values = {
        "variants": sum(trial.variants for trial in trials),
        "tests": sum(len(trial.content.tests) for trial in trials if trial.content),
    }
    positions = tuple(problem.position for problem in problems)
    return Check(code, "blocking" if problems else "good", positions, problems, values)


def _duplicates(trials: Sequence[Trial]) -> Check:
    times = Counter(trial.item.question_id for trial in trials)
    twice = tuple(trial.position for trial in trials if times[trial.item.question_id] > 1)
    return Check("duplicates", "advice" if twice else "good", twice)


def _advice(exam: Exam, trials: Sequence[Trial]) -> Iterator[Check]:
    languages = tuple(exam.school.languages)
    readable = [(trial, trial.content) for trial in trials if trial.content is not None]
    asking = [(trial, content) for trial, content in readable if content.parts]
    yield _found("languages", [one for one, content in readable if _lacks(_texts(content), languages)])
    yield _found("solutions", [one for one, content in asking if not any(content.solution.values())])
    if any(content.figures for _trial, content in readable):
        alts = [(one, [figure.alt for figure in content.figures]) for one, content in readable]
        yield _found("figures", [one for one, texts in alts if _lacks(texts, languages)])
    yield _places(asking)
    yield _found("topics", [one for one, _content in asking if one.item.question.topic_id is None])


def _found(code: str, trials: Sequence[Trial]) -> Check:
    return Check(code, "advice" if trials else "good", tuple(trial.position for trial in trials))


def _texts(content: Content) -> Iterator[Mapping[str, str]]:
    """Every text that says something in any language."""
    texts = [content.text, content.solution]
    for part in content.parts:
        texts += [part.text, *(option.text for option in (*part.options, *part.stems))]
    yield from (text for text in texts if any(text.values()))


def _lacks(texts: Iterable[Mapping[str, str]], languages: Sequence[str]) -> bool:
    return any(not text.get(language, "").strip() for text in texts for language in languages)


def _places(trials: Sequence[tuple[Trial, Content]]) -> Check:
    """Where the right options stand, of questions with one right option that are shown in the author's
    order; a place that is right more than half of the time helps whoever guesses."""
    places: Counter[int] = Counter()
    shuffled = 0
    for trial, content in trials:
        for part in content.parts:
            if part.kind != "choice":
                continue
            if part.shuffle:
                shuffled += 1
                continue
            correct = trial.keys.get(part.id, {}).get("correct")
            if correct in part.option_ids:
                places[part.option_ids.index(correct) + 1] += 1
    total = sum(places.values())
    uneven = total >= LETTERS_AFTER and max(places.values()) > total * MOST_SHARE
    values = {"places": sorted(places.items()), "shuffled": shuffled}
    return Check("places", "advice" if uneven else "good", values=values)
