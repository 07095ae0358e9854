"""What a word is worth, and how much an entry has of it.

k1, b and idf are those of Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework".
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from math import log
from typing import TypeVar

K1, B = 1.2, 0.75
# What one word brings at most, in units of its idf.
MOST = K1 + 1

Key = TypeVar("Key")


def idf(entries: int, having: int) -> float:
    return log(1 + (entries - having + 0.5) / (having + 0.5))


def postings(entries: Mapping[Key, str], stem: Callable[[str], str]) -> dict[str, dict[Key, float]]:
    """Per stem, the entries that have it with their saturated, length-normalised frequency.

    Entries are plain words with blanks between them: long lists of words would keep the garbage
    collector, and everybody with it, busy for as long as the index is built.
    """
    lengths = [len(text.split()) for text in entries.values()]
    average = sum(lengths) / max(1, len(lengths)) or 1.0
    found: dict[str, dict[Key, float]] = defaultdict(dict)
    for key, text in entries.items():
        words = text.split()
        norm = K1 * (1 - B + B * len(words) / average)
        for one, count in Counter(map(stem, words)).items():
            found[one][key] = count * MOST / (count + norm)
    return dict(found)
