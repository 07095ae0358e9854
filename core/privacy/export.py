"""Everything held about somebody, as one text they can read on a phone.

What only the office reads (notes, reasons, names of staff) may tell of others and stays out
(UU 27/2022 pasal 33); the file says so.
"""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n
from core.announcements.models import Subscription, Theme
from core.areas.models import Area
from core.bans.models import Ban
from core.conversations import Conversation
from core.forums.models import Post
from core.i18n import Text
from core.improvements.queries import suggested_by
from core.knowledge.models import AskedQuestion
from core.outbox import Letter
from core.people.models import Person, Staff
from core.people.queries import staff_of
from core.privacy import queries
from core.privacy.services import words_of
from core.secrets import keys_of
from core.tickets.models import Attachment, Ticket
from core.tickets.queries import timeline, whole
from core.tickets.reporters import name, theirs

Lines = AsyncIterator[Text]


async def letter(session: AsyncSession, person: Person, *, now: datetime) -> Letter:
    """The file on its way to the chat; it is only ever in the sealed letter, never on a disk."""
    zone, language = session.info["service"].zone, person.language
    title = i18n.plain("rights.file.name", language, day=f"{now.astimezone(zone):%Y-%m-%d}")
    text = await document(session, person, now=now)
    caption = i18n.html("rights.file.caption", language)
    file = {"field": "document", "text": text, "name": title}
    return Letter("upload_document", {"file": file, "caption": caption})


async def document(session: AsyncSession, person: Person, *, now: datetime) -> str:
    zone, language = session.info["service"].zone, person.language
    office = session.info["service"].office
    lines = [Text("rights.file.head", office=office, at=now)]
    for part in (
        _person,
        _cases,
        _questions,
        _voiced,
        _draft,
        _consents,
        _news,
        _requests,
        _bans,
    ):
        lines += [line async for line in part(session, person)]
    lines.append(Text("rights.file.end"))
    return "\n".join(i18n.plain_text(line, language, zone) for line in lines) + "\n"


async def _person(session: AsyncSession, person: Person) -> Lines:
    known = keys_of(session).open_json(person.profile)
    yield _title("person")
    for part in ("first_name", "last_name", "username", "called"):
        if known.get(part):
            yield Text(f"rights.file.{part}", value=known[part])
    yield Text("rights.file.language", value=Text(f"panel.language.{person.language}"))
    yield Text("rights.file.seen", first=person.created_at, last=person.last_seen_at)
    if person.notice_at is not None:
        yield Text("rights.file.notice", version=str(person.notice_version), at=person.notice_at)
    staff: Staff | None = await staff_of(session, person)
    if staff is not None:
        yield Text("rights.file.staff", name=staff.name, unit=staff.unit.name)


async def _cases(session: AsyncSession, person: Person) -> Lines:
    yield _title("cases")
    mine = whole().where(theirs(session, person)).order_by(Ticket.id)
    for ticket in await session.scalars(mine):
        async for line in _case(session, ticket):
            yield line


async def _case(session: AsyncSession, ticket: Ticket) -> Lines:
    state, unit = Text(f"ticket.state.{ticket.state}"), ticket.unit.name
    yield Text("rights.file.case", code=ticket.code, at=ticket.opened_at, state=state, unit=unit)
    if ticket.hidden is not None:
        yield Text("rights.file.hidden", name=name(session, ticket))
    async for line in _told(ticket):
        yield line
    async for line in _steps(session, ticket):
        yield line


async def _told(ticket: Ticket) -> Lines:
    if ticket.text:
        yield Text("rights.file.said", said=ticket.text)
    if ticket.spoken:
        yield Text("rights.file.spoken", said=ticket.spoken)
    if ticket.place:
        yield Text("rights.file.place", value=ticket.place)
    if ticket.latitude is not None:
        point = f"{ticket.latitude:.6f}, {ticket.longitude:.6f}"
        yield Text("rights.file.point", value=point)
    if ticket.rating is not None:
        yield Text("rights.file.rating", value=Text(f"ticket.rating.{ticket.rating}"))


async def _steps(session: AsyncSession, ticket: Ticket) -> Lines:
    for step in await timeline(session, ticket, public_only=True):
        yield Text("rights.file.step", at=step.at, what=step.what)
        if step.said and step.kind != "filed":
            yield Text("rights.file.said", said=step.said)
    sent = (Attachment.ticket_id == ticket.id, Attachment.by_reporter)
    for file in await session.scalars(select(Attachment).where(*sent).order_by(Attachment.id)):
        yield Text("rights.file.file", what=Text(f"panel.file.{file.kind}"), at=file.added_at)


async def _questions(session: AsyncSession, person: Person) -> Lines:
    yield _title("questions")
    mine = select(AskedQuestion).where(AskedQuestion.person_id == person.id)
    for one in await session.scalars(mine.order_by(AskedQuestion.id)):
        sealed = keys_of(session).open(one.words).decode() if one.words else one.masked
        yield Text("rights.file.entry", at=one.at, what=sealed)


async def _voiced(session: AsyncSession, person: Person) -> Lines:
    """What they wrote in the forum and suggested for the service."""
    yield _title("voiced")
    posts = select(Post).where(Post.person_id == person.id).order_by(Post.id)
    for one in (*await session.scalars(posts), *await suggested_by(session, person)):
        said = keys_of(session).open(one.words).decode() if one.words else one.text
        yield Text("rights.file.entry", at=one.at, what=said)


async def _draft(session: AsyncSession, person: Person) -> Lines:
    """What is written and not sent yet; drafts lie inside each other, the newest outside."""
    yield _title("draft")
    conversation = await session.get(Conversation, person.id)
    data = conversation.read(keys_of(session)) if conversation is not None else {}
    while data:
        for _, said, *_ in data.get("said", ()):
            yield Text("rights.file.said", said=said)
        data = data.get("paused", {}).get("data", {})


async def _consents(session: AsyncSession, person: Person) -> Lines:
    yield _title("consents")
    for one in await queries.consents(session, person):
        did = Text("rights.file.agreed" if one.given else "rights.file.withdrew")
        what = Text(f"rights.purpose.{one.purpose}")
        version = str(one.version)
        yield Text("rights.file.consent", at=one.at, did=did, what=what, version=version)


async def _news(session: AsyncSession, person: Person) -> Lines:
    """What they want news of; nothing at all where they never chose any."""
    mine = (
        select(Theme, Area.full_name)
        .join(Subscription, Subscription.theme_id == Theme.id)
        .outerjoin(Area, Area.id == Subscription.area_id)
        .where(Subscription.person_id == person.id)
        .order_by(Theme.id)
    )
    found = (await session.execute(mine)).all()
    if found:
        yield _title("news")
    for theme, area in found:
        where = area or Text("news.everywhere")
        yield Text("rights.file.news", theme=theme.name_in(person.language), area=where)


async def _requests(session: AsyncSession, person: Person) -> Lines:
    yield _title("requests")
    for one in await queries.requests_of(session, person):
        what, state = Text(f"rights.kind.{one.kind}"), Text(f"rights.state.{one.state}")
        yield Text("rights.file.request", at=one.received_at, what=what, state=state)
        for said in (words_of(session, one), one.reason):
            if said:
                yield Text("rights.file.said", said=said)


async def _bans(session: AsyncSession, person: Person) -> Lines:
    yield _title("bans")
    mine = select(Ban).where(Ban.person_id == person.id).order_by(Ban.id)
    for one in await session.scalars(mine):
        yield Text("rights.file.entry", at=one.banned_at, what=one.reason)


def _title(part: str) -> Text:
    return Text("rights.file.title", what=Text(f"rights.file.part.{part}"))
