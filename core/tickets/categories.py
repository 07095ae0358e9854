"""What complaints can be about."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.emergencies.queries import confirmed
from core.errors import Refused
from core.people import rules as names
from core.people.models import Unit
from core.tickets import rules
from core.tickets.models import Category

# Metres; what lies farther apart is not the same matter.
FARTHEST = 5000
LONGEST_WARNING = 300
# Three digits in a row can be dialled; a number to call is one that was tested, beside the text.
DIALLED = re.compile(r"\d(?:[ .()/-]?\d){2,}")


async def categories(session: AsyncSession) -> Sequence[Category]:
    """The categories in use, by name."""
    statement = select(Category).where(Category.closed_at.is_(None)).order_by(Category.name)
    return (await session.scalars(statement)).all()


async def is_inspected(session: AsyncSession, category_id: int | None) -> bool:
    """Whether reports of it are about members of staff."""
    known = select(Category.id).where(
        Category.id == category_id, Category.report_class == rules.INSPECTED
    )
    return (await session.scalars(known)).one_or_none() is not None


async def add_category(
    session: AsyncSession,
    *,
    code: str,
    name: str,
    unit: Unit,
    by: str,
    now: datetime,
    name_en: str = "",
    report_class: str = "biasa",
    words: Sequence[str] = (),
    examples: Sequence[str] = (),
    photo_required: bool = False,
    near_metres: int | None = None,
    approval_required: bool = False,
    warning: str = "",
    warning_en: str = "",
    warning_number: int | None = None,
) -> Category:
    """A new category; refused when its code is taken. `by` is the actor of the audit log."""
    code = names.code(code)
    if (await session.scalars(select(Category.id).where(Category.code == code))).first():
        raise Refused("people.refused.code_taken", code=code)
    category = Category(
        code=code,
        name=names.name(name),
        name_en=name_en.strip(),
        unit_id=unit.id,
        report_class=report_class,
        words=list(words),
        examples=list(examples),
        photo_required=photo_required,
        near_metres=_near(near_metres),
        approval_required=approval_required,
        warning=warning_text(warning),
        warning_en=warning_text(warning_en),
        warning_number_id=await tested_number(session, warning_number),
    )
    session.add(category)
    await session.flush()
    audit.record(session, by, "category.add", category, now=now, unit=unit.code)
    return category


async def change_category(
    session: AsyncSession,
    category: Category,
    *,
    name: str,
    unit: Unit,
    by: str,
    now: datetime,
    name_en: str = "",
    words: Sequence[str] = (),
    examples: Sequence[str] = (),
    photo_required: bool = False,
    near_metres: int | None = None,
    approval_required: bool = False,
    warning: str = "",
    warning_en: str = "",
    warning_number: int | None = None,
) -> None:
    """Another name or unit; tickets filed before stay where they are."""
    category.name, category.name_en = names.name(name), name_en.strip()
    category.unit_id, category.photo_required = unit.id, photo_required
    category.near_metres = _near(near_metres)
    category.approval_required = approval_required
    category.warning, category.warning_en = warning_text(warning), warning_text(warning_en)
    category.warning_number_id = await tested_number(session, warning_number)
    category.words, category.examples = list(words), list(examples)
    audit.record(session, by, "category.change", category, now=now, unit=unit.code)
    await session.flush()


def _near(metres: int | None) -> int | None:
    if metres is not None and not 0 <= metres <= FARTHEST:
        raise Refused("panel.refused.near_metres", most=FARTHEST)
    return metres


def warning_text(text: str) -> str:
    """What citizens are told of other places, as it is kept; numbers to call stand beside it."""
    if len(text.strip()) > LONGEST_WARNING:
        raise Refused("panel.refused.warning", most=LONGEST_WARNING)
    if DIALLED.search(text):
        raise Refused("panel.refused.number_in_warning")
    return text.strip()


async def tested_number(session: AsyncSession, number_id: int | None) -> int | None:
    """The id of a number citizens may be told to call; refused when nobody has tested it."""
    if number_id is not None and number_id not in {one.id for one in await confirmed(session)}:
        raise Refused("panel.refused.untested")
    return number_id


async def close_category(
    session: AsyncSession, category: Category, *, by: str, now: datetime
) -> None:
    """No new tickets under this category."""
    category.closed_at = now
    audit.record(session, by, "category.close", category, now=now)
    await session.flush()
