"""Questions as people type them, with what they are about, and how well the engine finds that.

All were written for this project before anybody looked at what the articles are called by. Those in
`seen` may guide a change of engine or words; those in `held_out` may only be counted.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.knowledge.schema import Article
from bot.library import library
from core.knowledge.confidence import Verdict, judge
from core.knowledge.corpus import Entry
from core.knowledge.search import Answers

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Asked:
    """A question, the service it is about and what of it somebody wants to know."""

    text: str
    service: str
    facet: str


@dataclass(frozen=True)
class Outcome:
    """Service and facet of the entries found, the best first, and what to do with them."""

    asked: Asked
    found: Sequence[tuple[str, str]]
    verdict: Verdict

    def service(self, within: int) -> bool:
        return self.asked.service in [service for service, _ in self.found[:within]]

    def facet(self, within: int) -> bool:
        return (self.asked.service, self.asked.facet) in self.found[:within]


def questions(part: str) -> list[Asked]:
    return [Asked(**row) for row in _rows(part, "questions")]


def foreign(part: str) -> list[str]:
    """What people write that no article is about."""
    return [row["text"] for row in _rows(part, "foreign")]


def _rows(part: str, name: str) -> list[dict[str, str]]:
    with (HERE / part / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _shipped() -> tuple[Answers, dict[str, tuple[str, Article]]]:
    articles = {
        one.id: (service.service, one)
        for service in library().services
        for one in service.article
        if not one.draft
    }
    entries = {
        key: Entry([one.question, *one.aliases], one.answer)
        for key, (_, one) in articles.items()
    }
    return Answers(entries), articles


def outcome(asked: Asked) -> Outcome:
    answers, articles = _shipped()
    hits = answers.search(asked.text)
    found = [(articles[hit.key][0], articles[hit.key][1].facet) for hit in hits]
    return Outcome(asked, found, judge(hits))


def answered(text: str) -> bool:
    """Whether the engine would take the text for a question it knows the answer to."""
    return judge(_shipped()[0].search(text)) is Verdict.ANSWER


def share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> float:
    return sum(map(holds, outcomes)) / len(outcomes)
