"""Keeping templates. `by` is the actor of the audit log."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refused
from core.people import rules as names
from core.replies import rules
from core.replies.models import ReplyTemplate
from core.tickets.models import Category
from core.tickets.rules import TABLE

# A template fits where somebody may reply.
STATES = tuple(sorted(TABLE["reply"][1]))


async def add_template(
    session: AsyncSession,
    *,
    name: str,
    text: str,
    by: str,
    now: datetime,
    category: Category | None = None,
    state: str | None = None,
) -> ReplyTemplate:
    """A new template, offered from now on."""
    row = ReplyTemplate(**_facts(name, text, category, state))
    session.add(row)
    await session.flush()
    audit.record(session, by, "template.add", row, now=now)
    return row


async def change_template(
    session: AsyncSession,
    row: ReplyTemplate,
    *,
    name: str,
    text: str,
    by: str,
    now: datetime,
    category: Category | None = None,
    state: str | None = None,
) -> None:
    """Other words or another place; what was sent before stays as it was."""
    for column, value in _facts(name, text, category, state).items():
        setattr(row, column, value)
    audit.record(session, by, "template.change", row, now=now)
    await session.flush()


async def close_template(
    session: AsyncSession, row: ReplyTemplate, *, by: str, now: datetime
) -> None:
    """Offered no more."""
    row.closed_at = now
    audit.record(session, by, "template.close", row, now=now)
    await session.flush()


def _facts(
    name: str, text: str, category: Category | None, state: str | None
) -> dict[str, str | int | None]:
    if state is not None and state not in STATES:
        raise Refused("replies.refused.state")
    return {
        "name": names.name(name),
        "text": rules.checked(text),
        "category_id": category.id if category else None,
        "state": state,
    }
