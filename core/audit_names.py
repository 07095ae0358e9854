"""The audit log in names: who `staff:12` is, and which unit `unit:3`."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core.accounts.models import Account
from core.announcements.models import Announcement, Theme
from core.areas.models import Area, Landmark
from core.audit import Audit
from core.calendar.models import Calendar, Holiday
from core.details.models import CategoryQuestion
from core.emergencies.models import EmergencyNumber
from core.forums.models import Topic
from core.groups.models import UnitGroup
from core.handover.models import CaseImport
from core.improvements.models import Improvement
from core.knowledge.models import Article
from core.oversight.models import OversightBody
from core.people.models import Staff, Unit
from core.replies.models import ReplyTemplate
from core.tickets.models import Category, Ticket

# Kind of a reference: what it names a row by, and what people call that row.
COLUMNS: dict[str, tuple[InstrumentedAttribute[int] | InstrumentedAttribute[str], ...]] = {
    "staff": (Staff.id, Staff.name),
    "unit": (Unit.id, Unit.name),
    "unit_code": (Unit.code, Unit.name),
    "category": (Category.id, Category.name),
    "categoryquestion": (CategoryQuestion.id, CategoryQuestion.wording),
    "account": (Account.id, Account.full_name),
    "admin": (Account.name, Account.full_name),
    "ticket": (Ticket.id, Ticket.code),
    "holiday": (Holiday.id, Holiday.name),
    "calendar": (Calendar.id, Calendar.name),
    "oversightbody": (OversightBody.id, OversightBody.name),
    "area": (Area.id, Area.name),
    "landmark": (Landmark.id, Landmark.name),
    "replytemplate": (ReplyTemplate.id, ReplyTemplate.name),
    "topic": (Topic.id, Topic.title),
    "improvement": (Improvement.id, Improvement.title),
    "announcement": (Announcement.id, Announcement.title),
    "unitgroup": (UnitGroup.id, UnitGroup.title),
    "theme": (Theme.id, Theme.name),
    "caseimport": (CaseImport.id, CaseImport.system),
    "emergencynumber": (EmergencyNumber.id, EmergencyNumber.name),
    "article": (Article.id, Article.question),
}


async def names_of(session: AsyncSession, acts: Iterable[Audit]) -> dict[str, str]:
    """What people call everything these acts name, by `kind:value`; what is gone is left out."""
    return await _names(session, {reference for act in acts for reference in references(act)})


async def names_of_actors(session: AsyncSession, actors: Iterable[str]) -> dict[str, str]:
    """The same for whoever changed something, by the actor of the log."""
    return await _names(session, {one.partition(":")[::2] for one in actors})


async def _names(session: AsyncSession, wanted: set[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, (key, name) in COLUMNS.items():
        values = {value for one, value in wanted if one == kind}
        numbers = key.type.python_type is int
        picked = [int(one) if numbers else one for one in values if one.isdecimal() or not numbers]
        if picked:
            rows = await session.execute(select(key, name).where(key.in_(picked)))
            found |= {f"{kind}:{value}": str(called) for value, called in rows.all()}
    return found


def references(act: Audit) -> list[tuple[str, str]]:
    """The rows an act names: its actor, its object, and units in its details."""
    pairs = [one.partition(":")[::2] for one in (act.actor, act.object)]
    return [*pairs, *(unit_of(act.detail[one]) for one in ("unit", "parent") if one in act.detail)]


def unit_of(value: object) -> tuple[str, str]:
    """A unit is named by its id or by its code."""
    return ("unit" if isinstance(value, int) else "unit_code", str(value))
