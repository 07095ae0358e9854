"""Files of cases on their way in, and which answers were copied back to where a case came from."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

STATES = ("columns", "checking", "ready", "filing", "done", "failed")


class CaseImport(Base):
    """A file of cases from another system.

    `state`: its columns are to be confirmed, its rows are checked, ready to be filed, being filed,
    done, or it could not be read, of which `problem` is the text. `content` seals the file and
    `headers` the names of its columns, both only until it is done. `columns` are the numbers of
    columns, from 1, by what they hold; `report` seals what became of each row, without its words;
    `counts` say how many had each fate.
    """

    __tablename__ = "case_imports"
    __table_args__ = (Index("ix_case_imports_created", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    system: Mapped[str]
    state: Mapped[str] = mapped_column(default="columns")
    problem: Mapped[str | None]
    content: Mapped[bytes | None]
    headers: Mapped[bytes | None]
    columns: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    report: Mapped[bytes | None]
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    by: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class CopiedAnswer(Base):
    """Up to which step the answers of a case were copied to the system it has a number in."""

    __tablename__ = "copied_answers"

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int]
    at: Mapped[datetime]
