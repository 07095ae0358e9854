"""The indexes that lists of tickets go by."""

from sqlalchemy import Index

from core.db import where

# Written out, not bound: only then can a statement use the index of what is open.
STILL_OPEN = "state IN ('new', 'accepted', 'waiting')"
CLOSED = "state = 'closed'"
UNSOLVED = "outcome NOT IN ('fixed', 'answered')"
OBJECTED_AGAIN = "reopened > 1"

# What lists ask about a ticket. It lies in the index of every order, the page's rows are looked up
# in the table, and no others are: 25 of a million must be found without sorting or reading them.
ASKED = (
    *("state", "unit_id", "category_id", "area_id", "kind", "confidential", "guarded"),
    *("opened_at", "due_at", "paused_at", "assignee_id"),
    *("response_seconds", "resolve_seconds", "rating", "outcome", "reopened"),
)


def _order(name: str, *columns: str, only: str = "") -> Index:
    more = [column for column in ASKED if column not in columns]
    return Index(name, *columns, *more, **(where(only) if only else {}))


LISTS = (
    _order("ix_tickets_due", "due_at", "id"),
    _order("ix_tickets_opened", "opened_at", "id"),
    _order("ix_tickets_unit_due", "unit_id", "due_at", "id"),
    _order("ix_tickets_category_due", "category_id", "due_at", "id"),
    _order("ix_tickets_area_due", "area_id", "due_at", "id"),
    _order("ix_tickets_open_due", "due_at", "id", only=STILL_OPEN),
    _order("ix_tickets_resolved", "due_at", "id", only="state = 'resolved'"),
    _order("ix_tickets_unsolved", "due_at", "id", only=UNSOLVED),
    _order("ix_tickets_objected_again", "due_at", "id", only=OBJECTED_AGAIN),
    Index(
        "ix_tickets_closed",
        *("closed_at", "unit_id", "rating", "reporter_id", "confidential", "master_id"),
        **where(CLOSED),
    ),
)
