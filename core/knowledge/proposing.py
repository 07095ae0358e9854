"""Drafts from what officers know: a reply they wrote, or words for a gap; others publish them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refused
from core.knowledge.components import FACETS
from core.knowledge.content import ALIAS, LENGTHS, content_of
from core.knowledge.editing import add_draft
from core.knowledge.gaps import MOST_IN_CHAT, Gap, Sees, cover, gap_of, words
from core.knowledge.models import Article, ArticleDraft, AskedQuestion
from core.language.facets import facets
from core.language.words import spelled
from core.masking import MASK, for_others
from core.people.models import Person, Staff
from core.people.queries import display_name, unit_by_id
from core.tickets import reporters
from core.tickets.models import Event, Ticket

# What the officer wrote to whoever asked.
ANSWERS = ("replied", "resolved")
MOST_WORDINGS = 6
SOURCE, MARK = "kebijakan kantor", "office"
# What questions ask for, in the facets of articles.
ASKS = {"cara": "prosedur", "lama": "waktu", "kapan": "waktu", "kontak": "tempat"}


async def propose(
    session: AsyncSession, gap: Gap, answer: str, staff: Staff, *, now: datetime
) -> ArticleDraft:
    """A draft that answers the gap in these words."""
    content = await _content(session, gap, answer, now)
    unit = await unit_by_id(session, gap.unit_id or staff.unit_id)
    draft = await add_draft(session, content, by=f"staff:{staff.id}", now=now, unit=unit)
    await cover(session, gap.questions, draft)
    return draft


async def propose_reply(
    session: AsyncSession, ticket: Ticket, staff: Staff, sees: Sees, *, now: datetime
) -> ArticleDraft:
    """A draft from the newest reply to a question; the same one when there is one already.

    The ticket came through its door. A confidential one makes no public answer.
    """
    if ticket.kind != "information_request" or ticket.confidential or ticket.guarded:
        raise Refused("knowledge.wrong.not_public", code=ticket.code)
    if (known := await _of_ticket(session, ticket)) is not None:
        return known
    answer = await public_reply(session, ticket)
    if not answer:
        raise Refused("knowledge.wrong.no_reply", code=ticket.code)
    asked = await _asked(session, ticket)
    gap = await gap_of(session, asked.id, sees, now=now, most=MOST_IN_CHAT) if asked else None
    if gap is not None:
        draft = await propose(session, gap, answer, staff, now=now)
        draft.ticket_id = ticket.id
    else:
        content = await _new(
            session, for_others(ticket.text, *_names(session, ticket)), answer, [], now
        )
        unit = await unit_by_id(session, ticket.unit_id)
        more: dict[str, Any] = {"unit": unit, "ticket_id": ticket.id}
        draft = await add_draft(session, content, by=f"staff:{staff.id}", now=now, **more)
    await session.flush()
    return draft


async def reword(
    session: AsyncSession, gap: Gap, article: Article, *, by: str, now: datetime
) -> ArticleDraft:
    """A draft of the article that can also be asked in the words of the gap."""
    content = content_of(article)
    content["aliases"] = list(
        dict.fromkeys([*article.aliases, *_wordings(map(words, gap.questions))])
    )
    draft = await add_draft(session, content, by=by, now=now, article=article)
    await cover(session, gap.questions, draft)
    return draft


async def draft_for(
    session: AsyncSession, gap: Gap, answer: str, *, by: str, now: datetime
) -> ArticleDraft:
    """A draft of a new article for the gap, to be written in the panel."""
    content = await _content(session, gap, answer, now)
    unit = await unit_by_id(session, gap.unit_id) if gap.unit_id else None
    draft = await add_draft(session, content, by=by, now=now, unit=unit)
    await cover(session, gap.questions, draft)
    return draft


async def change_wanted(
    session: AsyncSession, article: Article, answer: str, staff: Staff, *, now: datetime
) -> ArticleDraft:
    """A draft of the article with another answer."""
    content = content_of(article) | {"answer": answer.strip()}
    return await add_draft(session, content, by=f"staff:{staff.id}", now=now, article=article)


async def public_reply(session: AsyncSession, ticket: Ticket) -> str:
    """What the office last wrote to whoever asked, without their name; empty when nothing."""
    said = select(Event.payload).where(
        Event.ticket_id == ticket.id, Event.kind.in_(ANSWERS), Event.staff_id.is_not(None)
    )
    newest = (await session.scalars(said.order_by(Event.seq.desc()).limit(1))).first()
    return for_others(str((newest or {}).get("text") or ""), *_names(session, ticket))


async def _content(session: AsyncSession, gap: Gap, answer: str, now: datetime) -> dict[str, Any]:
    first, *others = [words(one) for one in gap.questions]
    near = await session.get(Article, gap.near[0]) if gap.near else None
    return await _new(session, first, answer, others, now, near)


async def _new(
    session: AsyncSession,
    question: str,
    answer: str,
    others: list[str],
    now: datetime,
    near: Article | None = None,
) -> dict[str, Any]:
    line = " ".join(question.split())
    return {
        "service": near.service if near else "",
        "service_name": near.service_name if near else "",
        "service_name_en": near.service_name_en if near else "",
        "facet": _facet(line),
        "question": line[: LENGTHS["question"][1]],
        "aliases": _wordings([question, *others]),
        "answer": answer.replace("{", "(").replace("}", ")").strip(),
        "source": SOURCE,
        "source_url": None,
        "mark": MARK,
        "reviewed": now.astimezone(session.info["service"].zone).date().isoformat(),
    }


def _wordings(texts: Iterable[str]) -> list[str]:
    """Some of the ways it was asked, as aliases; what masks something is no way to ask."""
    least, most = ALIAS
    lines = (" ".join(text.split()) for text in texts)
    fitting = (one for one in lines if least <= len(one) <= most and MASK not in one)
    return list(dict.fromkeys(fitting))[:MOST_WORDINGS]


def _facet(question: str) -> str:
    asked = (ASKS.get(one, one) for one in facets(spelled(question)))
    return next((one for one in asked if one in FACETS), FACETS[0])


def _names(session: AsyncSession, ticket: Ticket) -> list[str]:
    """What the citizen is called, which an answer to everybody does not repeat."""
    to = reporters.reader(session, ticket)
    return [display_name(session, to)] if isinstance(to, Person) else []


async def _of_ticket(session: AsyncSession, ticket: Ticket) -> ArticleDraft | None:
    made = select(ArticleDraft).where(
        ArticleDraft.ticket_id == ticket.id, ArticleDraft.state != "dropped"
    )
    return (await session.scalars(made.limit(1))).first()


async def _asked(session: AsyncSession, ticket: Ticket) -> AskedQuestion | None:
    asked = select(AskedQuestion).where(AskedQuestion.ticket_id == ticket.id)
    return (await session.scalars(asked.limit(1))).first()
