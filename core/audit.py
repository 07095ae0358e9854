"""Who changed the office's own data: people, units, categories, access. Never a citizen's words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Audit(Base):
    """One act. `actor` is `staff:<id>`, `admin:<name>` or `cli`; `object` is `unit:<id>` and so on.

    Rows are only ever added; `detail` holds ids, codes and roles.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at", "at"), Index("ix_audit_object", "object"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def record(
    session: AsyncSession, actor: str, action: str, about: Base, *, now: datetime, **detail: Any
) -> Audit:
    """Note that `actor` did `action` (such as `staff.invite`) to a row that has its id."""
    row = Audit(
        at=now,
        actor=actor,
        action=action,
        object=f"{type(about).__name__.lower()}:{getattr(about, 'id', '')}",
        detail=detail,
    )
    session.add(row)
    return row


async def recent(
    session: AsyncSession, *, about: str | None = None, limit: int = 100
) -> Sequence[Audit]:
    """The newest acts first, of one object or of all."""
    statement = select(Audit).order_by(Audit.id.desc()).limit(limit)
    if about is not None:
        statement = statement.where(Audit.object == about)
    return (await session.scalars(statement)).all()
