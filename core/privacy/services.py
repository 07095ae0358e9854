"""What people ask about their own data, and what is decided; every decision is audited."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, outbox
from core.errors import Refused
from core.i18n import Text, plain
from core.people.models import Person
from core.privacy import clocks, erasure, queries
from core.privacy.models import PURPOSES, Consent, PrivacyRequest, PrivacyRule
from core.privacy.words import erase_words
from core.secrets import keys_of
from core.tickets import chain
from core.tickets.notices import tell_staff
from core.tickets.staffing import audience

LONGEST_REASON = 1000


async def ask(
    session: AsyncSession, person: Person, kind: str, *, now: datetime, said: str = ""
) -> PrivacyRequest:
    """A request that the office decides; one of this kind that is still open takes the words.

    Its clock starts, and the coordinators are told.
    """
    found = await queries.open_request(session, person, kind)
    if found is not None:
        _add_words(session, found, said)
        return found
    request = await _write(session, person, kind, said, now)
    await clocks.start(session, request, now=now)
    staff = await queries.coordinators(session)
    await clocks.tell_of(session, request, "rights.staff.received", staff, now)
    return request


async def done_at_once(
    session: AsyncSession, person: Person, kind: str, *, now: datetime, said: str = ""
) -> PrivacyRequest:
    """Note a request that the machine has met by itself."""
    request = await _write(session, person, kind, said, now)
    _close(session, request, "done", "", _actor(person), now)
    return request


async def decide(
    session: AsyncSession,
    request: PrivacyRequest,
    *,
    granted: bool,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    """Do what was asked, or refuse it with the reason; the person reads either.

    A refusal needs a reason.
    """
    if request.state != "open":
        raise Refused("rights.refused.decided")
    said = reason.strip()
    if not granted and not said:
        raise Refused("rights.refused.reason")
    if len(said) > LONGEST_REASON:
        raise Refused("rights.refused.long", most=LONGEST_REASON)
    key = f"rights.decided.{request.kind if granted else 'refused'}"
    what = Text(f"rights.kind.{request.kind}")
    why = Text("rights.decided.reason", reason=said) if said else Text("common.plain", text="")
    person = request.person
    if granted and request.kind in ("delete", "delete_words"):
        await erasure.check(session, person)
        if request.kind == "delete_words":
            await erase_words(session, person, now=now)
        await erasure.erase(session, person, key, by=by, now=now, why=why)
    else:
        if granted and request.kind == "restrict":
            await _restrict(session, person, now)
        outbox.tell(session, person, key, now=now, kind="notice", what=what, why=why)
    _close(session, request, "done" if granted else "refused", said, by, now)
    await session.flush()


async def _restrict(session: AsyncSession, person: Person, now: datetime) -> None:
    """Nothing that needs consent goes on, and whoever has an open case of theirs knows."""
    person.restricted_at = now
    for ticket in await queries.open_cases(session, person):
        chain.append(session, ticket, "restricted", now=now)
        staff = await audience(session, ticket)
        tell_staff(session, ticket, staff, "ticket.restricted", now=now)


async def lift_restriction(session: AsyncSession, person: Person, *, now: datetime) -> None:
    person.restricted_at = None
    audit.record(session, _actor(person), "person.unrestrict", person, now=now)
    await session.flush()


async def delete_at_once(session: AsyncSession, person: Person, *, now: datetime) -> bool:
    """Erase the person when nothing of theirs is still open; False when the office has to."""
    await erasure.check(session, person)
    if await erasure.has_open_cases(session, person):
        return False
    await done_at_once(session, person, "delete", now=now)
    nothing = Text("common.plain", text="")
    by, key = _actor(person), "rights.decided.delete"
    await erasure.erase(session, person, key, by=by, now=now, why=nothing)
    return True


async def consent(
    session: AsyncSession, person: Person, purpose: str, agreed: bool, version: int, now: datetime
) -> None:
    """Log a consent or its withdrawal, which holds from now on; a repeated one is logged once."""
    if purpose not in PURPOSES:
        raise Refused("rights.refused.purpose")
    known = {one.purpose: one.given for one in await queries.consents(session, person)}
    if known.get(purpose, False) == agreed:
        return
    words = plain(f"rights.purpose.{purpose}", person.language)
    row = Consent(
        person_id=person.id,
        purpose=purpose,
        given=agreed,
        version=version,
        text_hash=sha256(words.encode()).hexdigest(),
        channel="telegram",
        at=now,
    )
    session.add(row)
    if not agreed:
        await done_at_once(session, person, "withdraw", now=now)
    await session.flush()


async def set_rule(
    session: AsyncSession,
    rule: PrivacyRule,
    amount: int,
    *,
    checked_by: str | None,
    by: str,
    now: datetime,
) -> None:
    """Another amount; `checked_by` is who read the source, None while nobody has."""
    rule.amount, rule.checked_by = amount, checked_by
    today = now.astimezone(session.info["service"].zone).date()
    rule.checked_on = today if checked_by else None
    audit.record(session, by, "privacyrule.change", rule, now=now, rule=rule.name, amount=amount)
    await session.flush()


def clock_of(kind: str) -> str:
    """The rule of a kind of request; both deletions run on one clock."""
    return "delete" if kind == "delete_words" else kind


async def _write(
    session: AsyncSession, person: Person, kind: str, said: str, now: datetime
) -> PrivacyRequest:
    rule = await queries.rule(session, clock_of(kind))
    request = PrivacyRequest(
        person=person,
        kind=kind,
        said=keys_of(session).seal(said.encode()) if said else None,
        received_at=now,
        due_at=clocks.due(rule, now),
        state="open",
        reason="",
    )
    session.add(request)
    await session.flush()
    return request


def _add_words(session: AsyncSession, request: PrivacyRequest, said: str) -> None:
    if said:
        words = f"{words_of(session, request)}\n{said}".lstrip()
        request.said = keys_of(session).seal(words.encode())


def words_of(session: AsyncSession, request: PrivacyRequest) -> str:
    """What the person wrote with it, empty when nothing."""
    return keys_of(session).open(request.said).decode() if request.said else ""


def _close(
    session: AsyncSession, request: PrivacyRequest, state: str, reason: str, by: str, now: datetime
) -> None:
    request.state, request.reason = state, reason
    request.decided_at, request.decided_by = now, by
    audit.record(session, by, f"privacyrequest.{state}", request, now=now)


def _actor(person: Person) -> str:
    return f"person:{person.id}"
