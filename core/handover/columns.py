"""Which column of a file holds what, by its name however it is spelt. Pure."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz

from core.errors import Refused

FIELDS = (
    "number",
    "received",
    "title",
    "text",
    "kind",
    "category",
    "place",
    "status",
    "secrecy",
)
# In percent: "Tgl. Laporan masuk" is meant, "Tanggal selesai" is not.
ALIKE = 85
WORD = re.compile(r"[^\W_]+")


def guess(header: Sequence[str]) -> dict[str, int]:
    """The numbers of columns, from 1, by field; the surest first, each column once."""
    likely = sorted(
        ((_likeness(name, field), -at, field) for at, name in _named(header) for field in FIELDS),
        reverse=True,
    )
    found: dict[str, int] = {}
    for score, at, field in likely:
        if score >= ALIKE and field not in found and -at not in found.values():
            found[field] = -at
    return {field: found[field] for field in FIELDS if field in found}


def checked(columns: Mapping[str, int | None], width: int) -> dict[str, int]:
    """The columns somebody confirmed; refused when what every case needs is not among them."""
    found = {field: at for field, at in columns.items() if at is not None}
    if not ({"number", "received"} <= set(found) and ("title" in found or "text" in found)):
        raise Refused("handover.refused.columns")
    if len(set(found.values())) < len(found) or max(found.values()) > width:
        raise Refused("handover.refused.same_column")
    return found


def plain(text: str) -> str:
    """The words in small letters, one blank between them."""
    return " ".join(WORD.findall(text.casefold()))


@cache
def words(table: str) -> dict[str, tuple[str, ...]]:
    """One table of words.toml."""
    text = (files("core.handover") / "words.toml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)[table]
    return {name: tuple(known) for name, known in found.items()}


def meant(table: str, text: str) -> str | None:
    """Which entry of a table of words.toml the text is, None for none of them."""
    said = plain(text)
    return next((name for name, known in words(table).items() if said in known), None)


def _named(header: Sequence[str]) -> list[tuple[int, str]]:
    return [(at, plain(name)) for at, name in enumerate(header, start=1) if plain(name)]


def _likeness(name: str, field: str) -> float:
    return max(fuzz.ratio(name, known) for known in words("columns")[field])
