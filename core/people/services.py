"""Meeting people, and giving staff their place; every act of the office is in the audit log."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit
from core.chats import lane_of, new_chat
from core.db import changed
from core.errors import Refused
from core.i18n import LANGUAGES
from core.people import phone, rules
from core.people.models import Invite, Person, Staff, Unit
from core.secrets import keys_of
from core.tickets.dispatch import release

Profile = dict[str, Any]


async def meet(
    session: AsyncSession, chat_id: int, profile: Profile, language: str, *, now: datetime
) -> Person:
    """The person behind a private chat, known from now on.

    `profile` is what Telegram tells of them: first_name, last_name, username. `language` only
    counts the first time; later the person chooses.
    """
    lane = lane_of(keys_of(session), chat_id)
    person = (await session.scalars(select(Person).where(Person.lane == lane))).one_or_none()
    if person is None:
        return await _welcome(session, chat_id, profile, language, now)
    seen(session, person, profile, now=now)
    return person


def seen(session: AsyncSession, person: Person, profile: Profile, *, now: datetime) -> None:
    """Keep up with who the person is and that they are here."""
    rename(session, person, profile)
    person.unreachable_at = None
    if now - person.last_seen_at > rules.SEEN_EVERY:
        person.last_seen_at = now


async def _welcome(
    session: AsyncSession, chat_id: int, profile: Profile, language: str, now: datetime
) -> Person:
    keys = keys_of(session)
    person = Person(
        lane=lane_of(keys, chat_id),
        profile=keys.seal_json(rules.profile(profile)),
        language=language if language in LANGUAGES else LANGUAGES[0],
        created_at=now,
        last_seen_at=now,
    )
    session.add(person)
    await session.merge(new_chat(keys, chat_id))
    await session.flush()
    return person


def rename(session: AsyncSession, person: Person, profile: Profile) -> None:
    """Keep the name as Telegram last told it, beside one that the person corrected it to."""
    keys, told = keys_of(session), rules.profile(profile)
    known = keys.open_json(person.profile)
    if rules.CALLED in known:
        told[rules.CALLED] = known[rules.CALLED]
    if known != told:
        person.profile = keys.seal_json(told)


def call(session: AsyncSession, person: Person, name: str) -> None:
    """Use this name for somebody from now on, whatever Telegram tells."""
    keys = keys_of(session)
    known = keys.open_json(person.profile)
    person.profile = keys.seal_json({**known, rules.CALLED: rules.name(name)})


def set_language(person: Person, language: str) -> None:
    if language not in LANGUAGES:
        raise Refused("people.refused.language")
    person.language = language


def accept_notice(person: Person, version: int, *, now: datetime) -> None:
    """Record which version of the privacy notice the person was shown."""
    if person.notice_version != version:
        person.notice_version, person.notice_at = version, now


async def add_staff(
    session: AsyncSession,
    unit: Unit,
    name: str,
    role: str,
    *,
    by: str,
    now: datetime,
    position: str = "",
) -> Staff:
    """A new place in a unit, empty until its invite is used. `by` is the actor of the audit log."""
    staff = Staff(
        unit=unit,
        name=rules.name(name),
        role=rules.role(role),
        position=position.strip(),
        created_at=now,
    )
    session.add(staff)
    await session.flush()
    audit.record(session, by, "staff.add", staff, now=now, unit=unit.code, role=role)
    return staff


async def invite(session: AsyncSession, staff: Staff, *, by: str, now: datetime) -> str:
    """The token of a new one-use link; older ones are void."""
    if staff.left_at is not None or staff.person_id is not None:
        raise Refused("people.refused.no_invite", name=staff.name)
    await _void_invites(session, staff, now)
    token = secrets.token_urlsafe(rules.TOKEN_BYTES)
    hashed, expires_at = rules.token_hash(token), now + rules.INVITE_LASTS
    session.add(Invite(staff_id=staff.id, token_hash=hashed, expires_at=expires_at))
    audit.record(session, by, "staff.invite", staff, now=now)
    await session.flush()
    return token


async def bind(session: AsyncSession, person: Person, token: str, *, now: datetime) -> Staff:
    """Give the account behind `person` the place the invite is for.

    A wrong, used and expired token are refused alike, so that guessing teaches nothing.
    """
    found = await _invited(session, token)
    if found is None:
        raise Refused("people.refused.invite")
    used, staff = found
    if staff.person_id == person.id and staff.left_at is None:
        return staff
    if used.used_at or used.expires_at <= now or staff.person_id or staff.left_at:
        raise Refused("people.refused.invite")
    taken = select(Staff.id).where(Staff.person_id == person.id)
    if (await session.scalars(taken)).first() is not None:
        raise Refused("people.refused.already_staff")
    used.used_at, staff.person = now, person
    audit.record(session, f"staff:{staff.id}", "staff.bind", staff, now=now)
    await session.flush()
    return staff


async def unbind(session: AsyncSession, staff: Staff, *, by: str, now: datetime) -> None:
    """Take the account's access away at once (a lost phone); the place stays for a new invite."""
    await _void_invites(session, staff, now)
    await _lose_the_desk(session, staff, now)
    staff.person = None
    audit.record(session, by, "staff.unbind", staff, now=now)
    await session.flush()


async def leave(session: AsyncSession, staff: Staff, *, by: str, now: datetime) -> None:
    """End somebody's service; what they had goes back to their unit."""
    await _void_invites(session, staff, now)
    await _lose_the_desk(session, staff, now)
    staff.left_at, staff.person, staff.on_duty = now, None, False
    audit.record(session, by, "staff.leave", staff, now=now)
    await session.flush()
    await release(session, staff, now=now)


def rename_staff(
    session: AsyncSession, staff: Staff, name: str, position: str, *, by: str, now: datetime
) -> None:
    """Another name or position, as after a marriage, a promotion or a typing error."""
    staff.name, staff.position = rules.name(name), position.strip()
    audit.record(session, by, "staff.rename", staff, now=now)


async def move_staff(
    session: AsyncSession, staff: Staff, unit: Unit, role: str, *, by: str, now: datetime
) -> None:
    """Another unit or role; tickets stay with the unit they belong to."""
    moved = staff.unit_id != unit.id
    staff.unit, staff.role = unit, rules.role(role)
    audit.record(session, by, "staff.move", staff, now=now, unit=unit.code, role=role)
    await session.flush()
    if moved:
        await release(session, staff, now=now)


async def set_duty(
    session: AsyncSession, staff: Staff, on_duty: bool, *, by: str, now: datetime
) -> None:
    """On duty, or away: then no new ticket is handed over automatically."""
    staff.on_duty = on_duty
    audit.record(session, by, "staff.duty", staff, now=now, on_duty=on_duty)
    await session.flush()


async def _invited(session: AsyncSession, token: str) -> tuple[Invite, Staff] | None:
    statement = (
        select(Invite, Staff)
        .join(Staff, Staff.id == Invite.staff_id)
        .options(joinedload(Staff.unit), joinedload(Staff.person))
        .where(Invite.token_hash == rules.token_hash(token))
        .with_for_update(of=(Invite, Staff))
    )
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def _lose_the_desk(session: AsyncSession, staff: Staff, now: datetime) -> None:
    """The phone no longer lists the commands of staff."""
    if staff.person_id is not None:
        person = await session.get_one(Person, staff.person_id)
        phone.list_for_citizen(session, person, now=now)


async def _void_invites(session: AsyncSession, staff: Staff, now: datetime) -> None:
    still_open = (Invite.staff_id == staff.id, Invite.used_at.is_(None), Invite.expires_at > now)
    await changed(session, update(Invite).where(*still_open).values(expires_at=now))
