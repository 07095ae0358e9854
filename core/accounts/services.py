"""Opening and closing the panel to people; every act is in the audit log."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.accounts import queries, rules
from core.accounts.models import Account, AccountSession, SignInLink
from core.db import changed
from core.errors import Refused


async def create_account(
    session: AsyncSession,
    name: str,
    full_name: str,
    role: str,
    *,
    by: str,
    now: datetime,
    unit_id: int | None = None,
) -> Account:
    """A new account, opened with `make_link` or a password set later.

    `by` is the actor of the audit log; `role` one of `models.ROLES`, a head needs a unit.
    """
    name = rules.account_name(name)
    if await _taken(session, name):
        raise Refused("panel.refused.account_taken", name=name)
    account = Account(
        name=name,
        full_name=rules.full_name(full_name),
        role=rules.role(role, unit_id),
        unit_id=unit_id,
        created_at=now,
    )
    session.add(account)
    await session.flush()
    audit.record(session, by, "account.add", account, now=now, role=role)
    return account


async def change_account(
    session: AsyncSession,
    account: Account,
    role: str,
    unit_id: int | None,
    *,
    by: str,
    now: datetime,
) -> None:
    """Another role or unit; where it was signed in it is no longer."""
    account.role, account.unit_id = rules.role(role, unit_id), unit_id
    audit.record(session, by, "account.change", account, now=now, role=role, unit=unit_id)
    await end_all_sessions(session, account)


async def close_account(session: AsyncSession, account: Account, *, by: str, now: datetime) -> None:
    """Close the panel to the account at once; its acts stay in the audit log."""
    account.disabled_at = now
    audit.record(session, by, "account.close", account, now=now)
    await _void_links(session, account, now)
    await end_all_sessions(session, account)


async def reopen_account(
    session: AsyncSession, account: Account, *, by: str, now: datetime
) -> None:
    account.disabled_at = None
    audit.record(session, by, "account.reopen", account, now=now)
    await session.flush()


async def set_password(
    session: AsyncSession, account: Account, password_hash: str, *, by: str, now: datetime
) -> None:
    """Store the hash of a password that `rules.password` let pass; every session ends."""
    account.password_hash = password_hash
    audit.record(session, by, "account.password", account, now=now)
    await end_all_sessions(session, account)


async def make_link(
    session: AsyncSession,
    account: Account,
    *,
    now: datetime,
    lasts: timedelta = rules.LINK_LASTS,
    by: str = "cli",
) -> str:
    """The token of a one-time sign-in at `/masuk/<token>`; older ones are void."""
    if account.disabled_at is not None:
        raise Refused("panel.refused.disabled")
    await _void_links(session, account, now)
    token = secrets.token_urlsafe(rules.TOKEN_BYTES)
    hashed = rules.token_hash(token)
    session.add(SignInLink(account_id=account.id, token_hash=hashed, expires_at=now + lasts))
    audit.record(session, by, "account.link", account, now=now)
    await session.flush()
    return token


async def use_link(session: AsyncSession, token: str, *, now: datetime) -> Account:
    """The account a link opens; wrong, used and expired links are refused alike."""
    link = await queries.link_with(session, token)
    account = await queries.account_by_id(session, link.account_id) if link else None
    if link is None or account is None or account.disabled_at or not rules.usable(link, now):
        raise Refused("panel.refused.link")
    free = update(SignInLink).where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
    if await changed(session, free.values(used_at=now)) != 1:
        raise Refused("panel.refused.link")
    return account


async def open_session(session: AsyncSession, account: Account, *, now: datetime) -> str:
    """Sign the account in from one more browser; the token is for its cookie only."""
    await _drop_dead(session, now)
    open_now = await queries.sessions_of(session, account.id, now=now)
    for oldest in open_now[rules.MOST_SESSIONS - 1 :]:
        await session.delete(oldest)
    token = secrets.token_urlsafe(rules.TOKEN_BYTES)
    hashed = rules.token_hash(token)
    row = AccountSession(account_id=account.id, token_hash=hashed, created_at=now, seen_at=now)
    session.add(row)
    audit.record(session, f"admin:{account.name}", "account.sign_in", account, now=now)
    await session.flush()
    return token


async def touch(session: AsyncSession, session_id: int, *, now: datetime) -> None:
    """Note that the browser is in use."""
    mine = AccountSession.id == session_id
    await changed(session, update(AccountSession).where(mine).values(seen_at=now))


async def end_session(session: AsyncSession, token: str) -> None:
    mine = AccountSession.token_hash == rules.token_hash(token)
    await changed(session, delete(AccountSession).where(mine))


async def end_all_sessions(session: AsyncSession, account: Account) -> None:
    """Sign the account out everywhere."""
    await session.flush()
    await changed(session, delete(AccountSession).where(AccountSession.account_id == account.id))


async def _taken(session: AsyncSession, name: str) -> bool:
    found = await session.scalars(select(Account.id).where(Account.name == name))
    return found.first() is not None


async def _void_links(session: AsyncSession, account: Account, now: datetime) -> None:
    still_open = (
        SignInLink.account_id == account.id,
        SignInLink.used_at.is_(None),
        SignInLink.expires_at > now,
    )
    await changed(session, update(SignInLink).where(*still_open).values(expires_at=now))


async def _drop_dead(session: AsyncSession, now: datetime) -> None:
    idle = AccountSession.seen_at <= now - rules.IDLE
    old = AccountSession.created_at <= now - rules.ABSOLUTE
    await changed(session, delete(AccountSession).where(or_(idle, old)))
