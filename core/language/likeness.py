"""How alike texts are: the share of telling words of the shorter one that the longer one has."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from core.language.stems import Stemmer
from core.language.words import words

MISSPELT = 80  # rapidfuzz ratio, 0 to 100
# One or two words are no text: whoever writes less is compared as if they had written this many.
SHORTEST = 3


def likeness(text: str, others: Sequence[str]) -> list[float]:
    """0 to 1 for each of the others; pure, and quick for some dozens of them."""
    said, told = words(text), [words(other) for other in others]
    stem = Stemmer({*said, *(word for one in told for word in one)}).stem
    own = {stem(word) for word in said}
    return [_shared(own, {stem(word) for word in one}) for one in told]


def _shared(one: set[str], other: set[str]) -> float:
    fewer, more = sorted((one, other), key=len)
    found = sum(_found(word, more) for word in fewer)
    return found / max(SHORTEST, len(fewer))


def _found(word: str, among: set[str]) -> float:
    if word in among:
        return 1.0
    like = process.extractOne(word, among, scorer=fuzz.ratio, score_cutoff=MISSPELT)
    return (like[1] / 100) ** 2 if like else 0.0
