"""The categories in use, and which of them a text is probably about. A guess, never a decision."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.language.ranking import Index
from core.language.words import words
from core.routing.model import REASONS, Likely, Model
from core.routing.rules import Choice

# A keyword says more than a word of an example.
KEYWORD_WEIGHT = 2
# Below this the best category is a coin toss, and a coordinator chooses better.
SURE_ENOUGH, AHEAD, EVIDENCE = 0.25, 0.08, 0.9
# How likely what was learned must be: one to be chosen, three together to be offered.
LIKELY, LIKELY_AMONG = 0.6, 0.5
OFFERED = 3
WRITTEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Suggestion:
    """`choice` if one category stands out, else what is `offered`; neither is the coordinator's."""

    choice: Choice | None = None
    offered: Sequence[Choice] = ()


class Directory:
    """All categories, ready to be searched; by what was `learned` here once there is such a thing.

    Building it takes some milliseconds.
    """

    def __init__(
        self,
        entries: Iterable[tuple[Choice, Iterable[str], Iterable[str]]],
        learned: Model | None = None,
    ) -> None:
        """`entries` are a choice, its keywords and its example sentences."""
        told = {choice: phrasings(choice, words, said) for choice, words, said in entries}
        self.choices = {choice.id: choice for choice in told}
        self.phrasings: Mapping[str, list[str]] = {
            str(choice.id): texts for choice, texts in told.items()
        }
        self._index = Index(self.phrasings)
        self._learned = learned

    def rank(self, text: str) -> list[Choice]:
        """Every category, the three likeliest first and the others by name."""
        hits = [self.choices[int(hit.key)] for hit in self._index.search(text)]
        learned = [self.choices[int(one.label)] for one in self._by_learning(text)[:OFFERED]]
        unlearned = [one for one in hits[:1] if not self._knows(one)]
        likely = list(dict.fromkeys([*unlearned, *learned] if self._learned else hits))[:OFFERED]
        others = sorted(set(self.choices.values()) - set(likely), key=lambda one: one.name)
        return likely + others

    def inspected(self, text: str) -> Choice | None:
        """The likeliest category for reports about staff; None where the office has none."""
        return next((one for one in self.rank(text) if one.inspected), None)

    def guess(self, text: str) -> Choice | None:
        """The category this is about, if one stands out."""
        return self.suggest(text).choice

    def suggest(self, text: str) -> Suggestion:
        """One category, or some to choose from, or none: the more is known, the fewer."""
        started = self._by_words(text)
        # A category that came after the last learning is only known by its words.
        if self._learned is None or (started.choice and not self._knows(started.choice)):
            return started
        ranked = self._by_learning(text)
        if ranked and ranked[0].confidence >= LIKELY:
            return Suggestion(self.choices[int(ranked[0].label)])
        even = 1 / len(self._learned.labels)
        better = [one for one in ranked[:OFFERED] if one.confidence > even * 1.01]
        if sum(one.confidence for one in better) < LIKELY_AMONG:
            return Suggestion()
        return Suggestion(offered=[self.choices[int(one.label)] for one in better])

    def because(self, text: str, choice: Choice) -> list[str]:
        """The words that most make it this category's, as they stand in the text."""
        if self._learned is not None and self._knows(choice):
            telling = self._learned.because(text, str(choice.id))
        else:
            telling = [one for one in dict.fromkeys(words(text)) if self._points_to(one, choice)]
        written = {plain: one for one in reversed(WRITTEN.findall(text)) for plain in words(one)}
        return [written.get(word, word) for word in telling[:REASONS]]

    def _points_to(self, word: str, choice: Choice) -> bool:
        return any(hit.key == str(choice.id) for hit in self._index.search(word, limit=1))

    def _knows(self, choice: Choice) -> bool:
        return self._learned is not None and str(choice.id) in self._learned.labels

    def _by_learning(self, text: str) -> list[Likely]:
        ranked = self._learned.rank(text) if self._learned else []
        return [one for one in ranked if int(one.label) in self.choices]

    def _by_words(self, text: str) -> Suggestion:
        hits = self._index.search(text, limit=OFFERED)
        if not hits or hits[0].evidence < EVIDENCE:
            return Suggestion()
        found = [self.choices[int(hit.key)] for hit in hits]
        ahead = hits[0].confidence - (hits[1].confidence if len(hits) > 1 else 0)
        if hits[0].confidence < SURE_ENOUGH and ahead < AHEAD:
            return Suggestion(offered=found)
        return Suggestion(found[0])


def phrasings(choice: Choice, keywords: Iterable[str], said: Iterable[str]) -> list[str]:
    """What a category is recognised by at first."""
    return [choice.name, choice.name_en, *list(keywords) * KEYWORD_WEIGHT, *said]
