"""Reading accounts and their sessions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.accounts import rules
from core.accounts.models import Account, AccountSession, SignInLink


async def account_named(session: AsyncSession, name: str) -> Account | None:
    """The account somebody signs in to; None for one that is disabled or not there."""
    statement = select(Account).where(
        Account.name == name.strip().lower(), Account.disabled_at.is_(None)
    )
    return (await session.scalars(statement)).one_or_none()


async def account_by_id(session: AsyncSession, account_id: int) -> Account | None:
    """The account with its unit, disabled or not."""
    statement = select(Account).options(joinedload(Account.unit))
    return (await session.scalars(statement.where(Account.id == account_id))).one_or_none()


async def all_accounts(session: AsyncSession) -> Sequence[Account]:
    """Every account, those in use first."""
    statement = select(Account).options(joinedload(Account.unit))
    in_use_first = Account.disabled_at.is_not(None)
    return (await session.scalars(statement.order_by(in_use_first, Account.name))).all()


async def session_with(
    session: AsyncSession, token: str, *, now: datetime
) -> AccountSession | None:
    """The live session of a browser, with its account."""
    statement = (
        select(AccountSession)
        .join(AccountSession.account)
        .options(joinedload(AccountSession.account))
        .where(AccountSession.token_hash == rules.token_hash(token))
        .where(Account.disabled_at.is_(None))
    )
    found = (await session.scalars(statement)).one_or_none()
    return found if found is not None and rules.alive(found, now) else None


async def sessions_of(
    session: AsyncSession, account_id: int, *, now: datetime
) -> list[AccountSession]:
    """Where the account is signed in, the newest first."""
    statement = select(AccountSession).where(AccountSession.account_id == account_id)
    found = await session.scalars(statement.order_by(AccountSession.id.desc()))
    return [one for one in found if rules.alive(one, now)]


async def link_with(session: AsyncSession, token: str) -> SignInLink | None:
    statement = select(SignInLink).where(SignInLink.token_hash == rules.token_hash(token))
    return (await session.scalars(statement)).one_or_none()
