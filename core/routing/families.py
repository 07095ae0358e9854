"""Which matter of public service a word is usually about: what alike texts of few words share."""

import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

from core.language.stems import Stemmer
from core.language.words import spelled, words

REMEMBERED = 20_000


@lru_cache(maxsize=REMEMBERED)
def families(word: str) -> tuple[str, ...]:
    """The families of a word in plain spelling, by its own form, else by its stem."""
    by_word, by_stem, stemmer = _known()
    return by_word.get(word) or by_stem.get(stemmer.stem(word), ())


def family_words() -> set[str]:
    """All words that have a family."""
    return set(_known()[0])


def relatives(text: str) -> list[str]:
    """For each family that a word of the text is of, all words of that family."""
    found = sorted({family for word in words(text) for family in families(word)})
    by_word = _known()[0]
    return [" ".join(word for word in by_word if family in by_word[word]) for family in found]


@cache
def _known() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], Stemmer]:
    told = tomllib.loads((files("core.routing") / "families.toml").read_text(encoding="utf-8"))
    by_word: dict[str, set[str]] = defaultdict(set)
    for family, listed in told["families"].items():
        for word in spelled(listed):
            by_word[word].add(family)
    stemmer = Stemmer(by_word)
    by_stem: dict[str, set[str]] = defaultdict(set)
    for word, those in by_word.items():
        by_stem[stemmer.stem(word)] |= those
    return _settled(by_word), _settled(by_stem), stemmer


def _settled(found: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(sorted(those)) for word, those in found.items()}
