"""From a place as people type it to words that can be compared, and its RT and RW. Pure."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

WORD = re.compile(r"[a-z]+|\d+")
APOSTROPHE = re.compile(r"['’‘`]")
# The number of a house says nothing about the area, and would be taken for that of a school.
HOUSE = re.compile(r"\b(?:no|nmr|nomor)\W*\d+\w?\b(?:-an\b)?")
SPOKEN = (
    (re.compile(r"\b(?:r\W?t|erte|rukun tetangga)(?![a-z])"), "rt"),
    (re.compile(r"\b(?:r\W?w|erwe|rukun warga)(?![a-z])"), "rw"),
)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
NUMBER = rf"(\d{{1,3}}|{'|'.join(sorted(ROMAN, key=len, reverse=True))})(?![a-z\d])"
NO = r"\W*(?:no\W*)?"
# "RT/RW 03/02", then "RT 03/02": only there does a number mean what no word before it says.
BOTH = (
    re.compile(rf"\brt\W*rw{NO}{NUMBER}\W+{NUMBER}"),
    re.compile(rf"\brt{NO}{NUMBER}\s*/\s*{NUMBER}"),
)
ONE = {kind: re.compile(rf"\b{kind}{NO}{NUMBER}") for kind in ("rt", "rw")}
JOINED = re.compile(r"(\brt\W*\d{1,3})(?=rw)")


@dataclass(frozen=True)
class Address:
    """The words of a place in plain spelling, and its RT and RW where they were said."""

    words: tuple[str, ...]
    rt: int | None = None
    rw: int | None = None


def read(text: str) -> Address:
    """Take a typed place apart: "Jl. Melati no 5 RT03/RW 02" is jalan, melati, RT 3 and RW 2."""
    plain = APOSTROPHE.sub("", _unmarked(text))
    for spoken, meant in SPOKEN:
        plain = spoken.sub(meant, plain)
    plain = JOINED.sub(r"\1 ", plain)
    for pattern in BOTH:
        if found := pattern.search(plain):
            rest = plain.replace(found[0], " ", 1)
            return Address(_words(rest), _value(found[1]), _value(found[2]))
    numbers: dict[str, int] = {}
    for kind, pattern in ONE.items():
        if found := pattern.search(plain):
            numbers[kind] = _value(found[1])
            plain = plain.replace(found[0], " ", 1)
    return Address(_words(plain), numbers.get("rt"), numbers.get("rw"))


def number_in(name: str) -> int | None:
    """The number an RT or RW is called by: 2 in "02", "RW 2" and "II"; None for a proper name."""
    last = name.casefold().split()[-1:] or [""]
    return _value(last[0]) if last[0].isdecimal() or last[0] in ROMAN else None


def unsaid(place: str, full_name: str) -> str:
    """The parts of an area's name that the words of a place do not say already."""
    said = read(place)
    return ", ".join(part for part in full_name.split(", ") if not _says(said, read(part)))


def _says(said: Address, part: Address) -> bool:
    return (
        set(part.words) <= set(said.words)
        and part.rt in (None, said.rt)
        and part.rw in (None, said.rw)
    )


def _unmarked(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _words(text: str) -> tuple[str, ...]:
    meanings = _meanings()
    found = (word.lstrip("0") or word for word in WORD.findall(HOUSE.sub(" ", text)))
    return tuple(plain for word in found for plain in meanings.get(word, (word,)))


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else ROMAN[number]


@cache
def plain_words(table: str) -> frozenset[str]:
    """The words of one table of addresses.toml in plain spelling."""
    return frozenset(_tables()[table])


@cache
def _meanings() -> dict[str, tuple[str, ...]]:
    return {
        variant: tuple(meaning.split())
        for table in _tables().values()
        for meaning, variants in table.items()
        for variant in variants.split()
    }


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = (files("core.areas") / "addresses.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
