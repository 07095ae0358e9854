"""What people asked and nobody answered, those alike together, and what an answer is made from.

A question is a gap while no answer was shown, while the one shown did not help, or while it went
to an officer; until an article answers it or somebody says that it is no question. What is
confidential or about staff never comes here.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refused
from core.knowledge.alike import alike
from core.knowledge.models import Article, ArticleDraft, AskedQuestion
from core.masking import for_others
from core.people.models import Person
from core.tickets.models import Ticket

# What is older is no longer asked.
REMEMBERED = timedelta(days=180)
MOST = 300
MOST_IN_CHAT = 100
# Articles near to what was asked, to be given one more wording.
NEAR = 3
Sees = Callable[[int | None], bool]


@dataclass(frozen=True)
class Gap:
    """Questions alike, the newest first, as the office may read them; one has an id to name it by.

    `unit_id` is who would have to know, None where nobody can tell; `near` are articles that may
    lack only this wording, the nearest first; `replied` is a ticket among them with a reply.
    """

    questions: Sequence[AskedQuestion]
    unit_id: int | None
    near: Sequence[int]
    draft_id: int | None
    replied: int | None

    @property
    def id(self) -> int:
        return self.questions[0].id

    @property
    def text(self) -> str:
        return words(self.questions[0])


def words(asked: AskedQuestion) -> str:
    """The question as somebody else may read it."""
    return for_others(asked.masked)


async def gaps(session: AsyncSession, sees: Sees, *, now: datetime, most: int = MOST) -> list[Gap]:
    """Those a reader sees, most asked first; `sees` is told the unit of a question."""
    rows = [row for row in await _open(session, now, most) if sees(row.unit_id)]
    groups = await asyncio.to_thread(alike, [words(row.asked) for row in rows])
    found = [_gap([rows[at] for at in group]) for group in groups]
    return sorted(found, key=lambda one: (-len(one.questions), -one.id))


async def gap_of(
    session: AsyncSession, asked_id: int, sees: Sees, *, now: datetime, most: int = MOST
) -> Gap | None:
    """The gap a question belongs to, if the reader sees it and it is open."""
    found = await gaps(session, sees, now=now, most=most)
    return next((gap for gap in found if asked_id in [one.id for one in gap.questions]), None)


async def cover(
    session: AsyncSession, questions: Sequence[AskedQuestion], draft: ArticleDraft
) -> None:
    """The draft is to answer these; who asked them is told when it does."""
    for asked in questions:
        asked.draft_id = draft.id
    await session.flush()


async def dismiss(session: AsyncSession, gap: Gap, *, now: datetime) -> None:
    """No questions that an article could answer: they come here no more."""
    if gap.draft_id is not None:
        raise Refused("knowledge.wrong.has_draft")
    for asked in gap.questions:
        asked.closed_at = now
    await session.flush()


async def questions_of(session: AsyncSession, draft: ArticleDraft) -> Sequence[AskedQuestion]:
    """What the draft is to answer, the newest first."""
    mine = select(AskedQuestion).where(AskedQuestion.draft_id == draft.id)
    return (await session.scalars(mine.order_by(AskedQuestion.id.desc()))).all()


@dataclass(frozen=True)
class _Row:
    asked: AskedQuestion
    unit_id: int | None
    replied: bool


async def _open(session: AsyncSession, now: datetime, most: int) -> list[_Row]:
    owners = await _owners(session)
    ticket = (Ticket.unit_id, Ticket.first_response_at)
    statement = (
        select(AskedQuestion, *ticket)
        .join(Person, Person.id == AskedQuestion.person_id)
        .outerjoin(Ticket, Ticket.id == AskedQuestion.ticket_id)
        .where(
            AskedQuestion.closed_at.is_(None),
            AskedQuestion.at > now - REMEMBERED,
            or_(
                AskedQuestion.article_id.is_(None),
                AskedQuestion.helpful.is_(False),
                AskedQuestion.ticket_id.is_not(None),
            ),
            or_(
                AskedQuestion.ticket_id.is_(None),
                and_(
                    Ticket.kind == "information_request",
                    not_(Ticket.confidential),
                    not_(Ticket.guarded),
                ),
            ),
        )
        .order_by(AskedQuestion.id.desc())
        .limit(most)
    )
    return [
        _Row(asked, unit_id or _owner(asked, owners), heard is not None)
        for asked, unit_id, heard in await session.execute(statement)
    ]


async def _owners(session: AsyncSession) -> Mapping[int, int]:
    """The units that keep articles, by article."""
    kept = select(Article.id, Article.unit_id).where(Article.unit_id.is_not(None))
    return {row.id: row.unit_id for row in await session.execute(kept)}


def _owner(asked: AskedQuestion, owners: Mapping[int, int]) -> int | None:
    """Who keeps the article that was shown, else the one that came nearest."""
    ids = [asked.article_id, *(one for one, _ in asked.candidates[:1])]
    return next((owners[one] for one in ids if one is not None and one in owners), None)


def _gap(rows: Sequence[_Row]) -> Gap:
    near: dict[int, float] = {}
    for row in rows:
        for article_id, sure in row.asked.candidates:
            near[article_id] = max(sure, near.get(article_id, 0.0))
    return Gap(
        questions=[row.asked for row in rows],
        unit_id=_first(row.unit_id for row in rows),
        near=sorted(near, key=lambda one: -near[one])[:NEAR],
        draft_id=_first(row.asked.draft_id for row in rows),
        replied=_first(row.asked.ticket_id for row in rows if row.replied),
    )


def _first(values: Any) -> Any:
    return next((one for one in values if one is not None), None)
