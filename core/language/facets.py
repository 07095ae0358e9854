"""What somebody wants to know about a matter: what it costs, where it is, what it means."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from core.language.words import stop_words

ENDINGS = ("nipun", "ipun", "nya", "kah", "ne", "e")


def facets(said: Sequence[str]) -> tuple[str, ...]:
    """The facets that words in plain spelling ask for, in alphabetical order."""
    return tuple(sorted(set(_found([_plain(word) for word in said]))))


def only_asks(said: Sequence[str]) -> bool:
    """Whether something is asked but of what is not said, as in "berapa lama ya"."""
    return bool(facets(said)) and all(_plain(word) in silent_words() for word in said)


@cache
def silent_words() -> frozenset[str]:
    """Words that name no matter: of the facets, and those that mean little by themselves."""
    asked = frozenset(word for phrase in _phrases() for word in phrase.split())
    return asked | stop_words() | asking_words() | frozenset(_data()["doing"]["words"].split())


@cache
def where_words() -> frozenset[str]:
    """Words for an area or its office, which name no matter by themselves."""
    return frozenset(_data()["where"]["words"].split())


@cache
def asking_words() -> frozenset[str]:
    """Words that only ask, and name no matter."""
    return frozenset(_data()["asking"]["words"].split())


def _found(said: Sequence[str]) -> Iterator[str]:
    phrases = _phrases()
    here = 0
    while here < len(said):
        two = f"{said[here]} {said[here + 1]}" if here + 1 < len(said) else ""
        if two in phrases:
            yield phrases[two]
            here += 2
            continue
        if said[here] in phrases:
            yield phrases[said[here]]
        here += 1


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    """Without an ending, where only that leaves a word that asks: "syaratnya", "carane"."""
    phrases = _phrases()
    if word in phrases:
        return word
    bare = (word.removesuffix(end) for end in ENDINGS if word.endswith(end))
    return next((one for one in bare if one in phrases), word)


@cache
def _phrases() -> dict[str, str]:
    return {phrase: facet for facet, phrases in _data()["facets"].items() for phrase in phrases}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("core.language") / "facets.toml").read_text(encoding="utf-8"))
