"""Which answer a question is about. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.language.ranking import Hit, Index


@dataclass(frozen=True)
class Entry:
    """What is asked, in one or more phrasings, and the answer to it."""

    phrasings: Sequence[str]
    answer: str = ""


class Answers:
    """Entries by key. Building it takes time; use it from any thread."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._index = Index({key: entry.phrasings for key, entry in entries.items()})

    def search(self, text: str, limit: int = 3) -> list[Hit]:
        """The best entries for a text, best first; none when no word of it is known."""
        return self._index.search(text, limit)
