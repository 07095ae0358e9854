"""A light stemmer without a dictionary: the words of the index are its dictionary.

Every word is cut in all ways Indonesian affixes allow; the root that most words of the index
agree on wins. So "mengurus", "pengurusan" and "ngurusin" meet in "urus" when the index has one
of them, and a word the index knows nothing like stays as it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

SHORTEST = 3
VOWELS = "aiueo"
ANY = "abcdefghijklmnopqrstuvwxyz"
SUFFIXES = ("kannya", "annya", "inya", "nya", "kan", "an", "in", "i", "lah", "kah", "ku", "mu")
# Prefix, the letters it may stand before, and the letters it may have swallowed before a vowel.
PREFIXES = (
    ("menge", ANY, ""),
    ("meng", VOWELS + "gkhq", "k"),
    ("meny", VOWELS, "s"),
    ("mem", VOWELS + "bpfv", "p"),
    ("men", VOWELS + "cdjtzs", "t"),
    ("me", "lmnrwy", ""),
    ("penge", ANY, ""),
    ("peng", VOWELS + "gkhq", "k"),
    ("peny", VOWELS, "s"),
    ("pem", VOWELS + "bpfv", "p"),
    ("pen", VOWELS + "cdjtzs", "t"),
    ("per", ANY, ""),
    ("pe", "lmnrwy", ""),
    ("memper", ANY, ""),
    ("diper", ANY, ""),
    ("ber", ANY, ""),
    ("be", ANY, ""),
    ("ter", ANY, ""),
    ("te", ANY, ""),
    ("di", ANY, ""),
    ("ke", ANY, ""),
    ("se", ANY, ""),
    ("nge", ANY, ""),
    ("ng", VOWELS, "k"),
    ("ny", VOWELS, "sc"),
    ("ku", ANY, ""),
    ("kau", ANY, ""),
)


class Stemmer:
    """Stems that the given words agree on."""

    def __init__(self, words: Iterable[str]) -> None:
        self._support = Counter(root for word in set(words) for root in roots(word))

    def stem(self, word: str) -> str:
        """The best supported root, of equals the shorter of four letters or more."""
        known = [root for root in roots(word) if root in self._support]
        return max(known, key=self._rank, default=word)

    def _rank(self, root: str) -> tuple[int, bool, int, str]:
        return self._support[root], len(root) > SHORTEST, -len(root), root


def roots(word: str) -> set[str]:
    """Every way to read the word as a root with one suffix and up to two prefixes at most."""
    bases = {word} | {word.removesuffix(end) for end in SUFFIXES if _leaves_enough(word, end)}
    once = {rest for base in bases for rest in _without_prefix(base)}
    twice = {rest for base in once for rest in _without_prefix(base)}
    return bases | once | twice


def _leaves_enough(word: str, suffix: str) -> bool:
    return word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST


def _without_prefix(word: str) -> Iterator[str]:
    for prefix, before, swallowed in PREFIXES:
        rest = word.removeprefix(prefix)
        if rest == word or len(rest) < SHORTEST or rest[0] not in before:
            continue
        yield rest
        if rest[0] in VOWELS:
            yield from (letter + rest for letter in swallowed)
