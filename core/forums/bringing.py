"""An aspiration somebody told the office becomes a topic of the forum.

Whoever told it is asked first whether their words may be shown; nobody ever reads whose they are.
The case keeps the topic, and its reporter hears what became of it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.areas.models import Area
from core.errors import Refused
from core.forums import keeping, rules
from core.forums.models import BroughtCase, Post, Topic
from core.masking import for_others
from core.outbox import Button
from core.people.models import Person, Staff, Unit
from core.tickets import chain, reporters
from core.tickets.access import admits
from core.tickets.citizens import actor_of
from core.tickets.models import Ticket
from core.tickets.notices import tell_reporter, tell_staff
from core.tickets.staffing import coordinators, on_duty, people


@dataclass(frozen=True)
class Plan:
    """The topic as it is to be opened; `days` is how long citizens take part."""

    kind: str
    title: str
    text: str
    days: int
    area_id: int | None = None


async def ask(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    plan: Plan,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Ask whoever told it, with the topic and their words as others would read them."""
    if not await admits(
        session, ticket, staff, "bring", source=source, expected_version=expected_version
    ):
        return False
    await check(session, ticket)
    row = BroughtCase(
        ticket_id=ticket.id,
        staff_id=staff.id,
        kind=plan.kind,
        title=" ".join(rules.words(plan.title, rules.LONGEST_TITLE).split()),
        text=rules.words(plan.text, rules.LONGEST_TOPIC),
        days=plan.days,
        area_id=plan.area_id,
        said=for_others(ticket.text, reporters.name_to_mask(session, ticket))[: rules.LONGEST_POST],
        asked_at=now,
    )
    session.add(row)
    chain.append(session, ticket, "forum_asked", now=now, source=source, staff=staff)
    answers = [[Button("forum.allow", ticket.id)], [Button("forum.keep_back", ticket.id)]]
    tell_reporter(
        session,
        ticket,
        "forum.case.asked",
        now=now,
        buttons=answers,
        title=row.title,
        topic=row.text,
        words=row.said,
    )
    await session.flush()
    return True


async def check(session: AsyncSession, ticket: Ticket) -> None:
    """Refuse what cannot be brought there: what few may read, or nobody can be asked about."""
    if ticket.kind != "aspiration" or ticket.confidential or not ticket.text.strip():
        raise Refused("forum.refused.no_aspiration", code=ticket.code)
    if reporters.is_by_hand(ticket):
        raise Refused("forum.refused.by_hand", code=ticket.code)
    if await session.get(BroughtCase, ticket.id) is not None:
        raise Refused("forum.refused.brought", code=ticket.code)


async def answer(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    *,
    allowed: bool,
    now: datetime,
    source: str | None = None,
) -> Topic | None:
    """What the reporter says; the topic, if that opens it.

    A head who asked has opened it with that. Otherwise, and whenever the words stay with the
    office, a head looks at it once more.
    """
    if not await admits(session, ticket, reporter, "allow", source=source):
        return None
    row = await session.get(BroughtCase, ticket.id, with_for_update=True)
    if row is None or row.state != "asked" or ticket.confidential:
        raise Refused("forum.refused.answered", code=ticket.code)
    row.state, row.answered_at = "agreed" if allowed else "declined", now
    chain.append(session, ticket, f"forum_{row.state}", now=now, source=source, by_reporter=True)
    asker = (await session.scalars(people().where(Staff.id == row.staff_id))).one_or_none()
    opens = asker if asker is not None and rules.may_open(asker) else None
    if allowed and opens is not None:
        return await launch(session, ticket, opens, now=now)
    heads = [opens] if opens is not None else await _heads(session, ticket)
    key, button = f"forum.case.{row.state}", Button("forum.launch", ticket.id)
    rows, title, topic = [[button]], row.title, row.text
    tell_staff(session, ticket, heads, key, now=now, buttons=rows, title=title, topic=topic)
    await session.flush()
    return None


async def launch(session: AsyncSession, ticket: Ticket, staff: Staff, *, now: datetime) -> Topic:
    """Open the topic, with the words as its first proposal if they may be shown."""
    if not rules.may_open(staff):
        raise Refused("forum.refused.not_head")
    if ticket.confidential:
        raise Refused("forum.refused.no_aspiration", code=ticket.code)
    row = await session.get(BroughtCase, ticket.id, with_for_update=True)
    if row is None or row.state not in ("agreed", "declined"):
        raise Refused("forum.refused.brought", code=ticket.code)
    topic = await keeping.open_topic(
        session,
        kind=row.kind,
        title=row.title,
        text=row.text,
        unit=await session.get_one(Unit, ticket.unit_id),
        area=await session.get(Area, row.area_id) if row.area_id else None,
        staff=staff,
        closes_at=rules.last_minute(now, row.days, session.info["service"].zone),
        by=actor_of(staff),
        now=now,
    )
    if row.state == "agreed":
        # Nobody's: no row of the forum leads to who reported the case.
        post = Post(topic=topic, text=row.said, state="shown", at=now)
        session.add(post)
        await session.flush()
        row.post_id = post.id
    row.topic_id, row.state = topic.id, "open"
    chain.append(session, ticket, "forum_opened", now=now, staff=staff, title=topic.title)
    see = [[Button("forum.open", topic.id, label="button.forum.topic")]]
    key, title, until = "forum.case.opened", topic.title, topic.closes_at
    tell_reporter(session, ticket, key, now=now, buttons=see, title=title, until=until)
    await session.flush()
    return topic


async def _heads(session: AsyncSession, ticket: Ticket) -> list[Staff]:
    """Who may open a topic of the unit: its heads, else the coordinators."""
    here = people().where(on_duty(), Staff.unit_id == ticket.unit_id, Staff.role == "head")
    found = list(await session.scalars(here.order_by(Staff.id)))
    return found or list(await coordinators(session))
