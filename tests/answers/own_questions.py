"""Questions as people type them, with what they are about, and how well the engine finds that.

All were written for this project before anybody looked at what the articles are called by. Those in
`seen` may guide a change of engine or words; those in `held_out` may only be counted.
"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.library import library
from core.knowledge.confidence import Verdict
from core.knowledge.corpus import Entry
from core.knowledge.policy import advise
from core.knowledge.search import CANDIDATES, Answers
from core.knowledge.shelf import Shelf

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Asked:
    """A question, the service it is about and what of it somebody wants to know."""

    text: str
    service: str
    facet: str


@dataclass(frozen=True)
class Outcome:
    """What the service would say: services and entries as it would offer them, or an answer."""

    asked: Asked
    services: Sequence[str]
    found: Sequence[tuple[str, str]]
    told: Sequence[tuple[str, str]]

    def service(self, within: int) -> bool:
        return self.asked.service in self.services[:within]

    def facet(self, within: int) -> bool:
        return self._wanted in self.found[:within]

    @property
    def right(self) -> bool:
        """Whether what was answered at once has what was asked in it."""
        return self._wanted in self.told

    @property
    def _wanted(self) -> tuple[str, str]:
        return self.asked.service, self.asked.facet


def questions(part: str) -> list[Asked]:
    return [Asked(*row) for row in _rows(part, "questions")]


def foreign(part: str) -> list[str]:
    """What people write that no article is about."""
    return [row[0] for row in _rows(part, "foreign")]


def _rows(part: str, name: str) -> list[list[str]]:
    text = (HERE / part / f"{name}.toml").read_text(encoding="utf-8")
    rows: list[list[str]] = tomllib.loads(text)["rows"]
    return rows


@cache
def shipped() -> Answers:
    return Answers(
        {
            one.id: Entry(
                [one.question, *one.aliases],
                one.answer,
                service.service,
                service.name,
                one.facet,
            )
            for service in library().services
            for one in service.article
            if not one.draft
        }
    )


def outcome(asked: Asked) -> Outcome:
    answers = shipped()
    hits = answers.search(asked.text, CANDIDATES)
    advice = advise(hits, answers.shelf, asked.text, answers.named(asked.text))
    keys = [hit.key for hit in hits]
    found = [
        (service, facet)
        for service in advice.services
        for facet in in_order(answers.shelf, service, advice.wanted, keys)
    ]
    told = [(answers.shelf.service(key), answers.shelf.facet(key)) for key in advice.answers]
    return Outcome(asked, advice.services, found, told)


def in_order(
    shelf: Shelf, service: str, wanted: Sequence[str], keys: Sequence[str]
) -> Sequence[str]:
    """The facets of a service: those asked for, then those found, then the others."""
    near = [shelf.facet(key) for key in keys if shelf.service(key) == service]
    there = shelf.facets(service)
    return [one for one in dict.fromkeys([*wanted, *near, *there]) if one in there]


def known(text: str) -> bool:
    """Whether the text would be answered at once."""
    hits = shipped().search(text, CANDIDATES)
    return advise(hits, shipped().shelf, text, shipped().named(text)).verdict is Verdict.ANSWER


def share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> float:
    return sum(map(holds, outcomes)) / len(outcomes)
