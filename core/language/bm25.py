"""What a word is worth, and how much an entry has of it.

k1, b and idf are those of Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework".
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log
from typing import TypeVar

K1, B = 1.2, 0.75
# What one word brings at most, in units of its idf.
MOST = K1 + 1

Key = TypeVar("Key")


def idf(entries: int, having: int) -> float:
    return log(1 + (entries - having + 0.5) / (having + 0.5))


def postings(entries: Mapping[Key, Sequence[str]]) -> dict[str, dict[Key, float]]:
    """Per stem, the entries that have it with their saturated, length-normalised frequency."""
    average = sum(map(len, entries.values())) / max(1, len(entries)) or 1.0
    found: dict[str, dict[Key, float]] = defaultdict(dict)
    for key, stems in entries.items():
        norm = K1 * (1 - B + B * len(stems) / average)
        for stem, count in Counter(stems).items():
            found[stem][key] = count * MOST / (count + norm)
    return dict(found)
