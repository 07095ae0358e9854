"""Finding tickets by words: whole words or their beginnings, all of which have to be there.

They may be in what was written, with its place, or in what its voices say.

Each database has its own way of finding words quickly (FTS5, tsvector with GIN), and both need an
index that only a migration can make.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, func, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import bindparam

from core.tickets.models import Ticket

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8


def words_of(text: str) -> list[str]:
    """What a search asks for; signs alone ask for nothing."""
    return WORD.findall(text.lower())[:MOST_WORDS]


class says(ColumnElement[bool]):  # noqa: N801 - it reads as part of a condition
    """Whether a ticket's text and place, or its voices, have all words of a search with some."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, text: str) -> None:
        self.words = words_of(text)


def matches(text: str, dialect: str) -> Select[int]:
    """The ids of the same tickets in no order: what they are besides is not asked."""
    if dialect != "sqlite":
        return select(Ticket.id).where(says(text))
    query = _fts5(words_of(text))
    tables = (func.ticket_words(query), func.ticket_words_spoken(query))
    found = union_all(*(select(one.table_valued("rowid").c.rowid) for one in tables)).subquery()
    return select(found.c.rowid)


def _fts5(words: Sequence[str]) -> str:
    return " AND ".join(f'"{word}"*' for word in words)


@compiles(says, "sqlite")
def _on_sqlite(condition: says, compiler: Any, **more: Any) -> str:
    query = _fts5(condition.words)
    wanted = compiler.process(bindparam(None, query, unique=True), **more)
    again = compiler.process(bindparam(None, query, unique=True), **more)
    # `wanted` is a placeholder, never what somebody typed.
    written = f"SELECT rowid FROM ticket_words({wanted})"  # noqa: S608
    spoken = f"SELECT rowid FROM ticket_words_spoken({again})"  # noqa: S608
    return f"tickets.id IN ({written} UNION ALL {spoken})"


@compiles(says, "postgresql")
def _on_postgresql(condition: says, compiler: Any, **more: Any) -> str:
    query = " & ".join(f"{word}:*" for word in condition.words)
    wanted = compiler.process(bindparam(None, query, unique=True), **more)
    again = compiler.process(bindparam(None, query, unique=True), **more)
    words = "to_tsvector('simple', tickets.text || ' ' || tickets.place)"
    spoken = "tickets.spoken IS NOT NULL AND to_tsvector('simple', tickets.spoken)"
    # Two indexes, one for each side of the OR.
    return (
        f"({words} @@ to_tsquery('simple', {wanted})"
        f" OR ({spoken} @@ to_tsquery('simple', {again})))"
    )
