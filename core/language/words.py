"""From what people type to words that can be compared."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

TOKEN = re.compile(r"[a-z0-9_]+")
DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
DOUBLED = re.compile(r"\b([a-z]{3,})-\1")
TWICE = re.compile(r"(?<=[a-z]{2})2\b")


def words(text: str) -> list[str]:
    """The telling words of a text in plain spelling, in order; stop words are left out."""
    return [word for word in spelled(text) if word not in stop_words()]


# What somebody wrote is read for danger, for its kind and for its category, one after the other.
@lru_cache(maxsize=64)
def spelled(text: str) -> tuple[str, ...]:
    """All words of a text in plain spelling: "jln2 rusaaak bgt" is jalan, rusak, sangat."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = DRAWN_OUT.sub(r"\1", TWICE.sub("", DOUBLED.sub(r"\1", plain)))
    meanings = slang()
    return tuple(word for token in TOKEN.findall(plain) for word in meanings.get(token, (token,)))


@cache
def slang() -> dict[str, tuple[str, ...]]:
    """What each colloquial word means: mostly one word, a few stand for two or three."""
    return {
        variant: tuple(meaning.split())
        for table in _data("slang.toml").values()
        for meaning, variants in table.items()
        for variant in variants.split()
    }


@cache
def stop_words() -> frozenset[str]:
    return frozenset(_data("stopwords.toml")["words"].split())


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("core.language") / name).read_text(encoding="utf-8"))
