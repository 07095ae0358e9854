"""The version in use, unpacked once in every process."""

import asyncio
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from core.routing.model import Model
from core.routing.models import RouterModel

SHOWN = 10

_loaded: WeakKeyDictionary[Engine | Connection, tuple[int, Model]] = WeakKeyDictionary()


async def current(session: AsyncSession) -> Model | None:
    """What was learned last and taken; None before that. Asks only for the version mostly."""
    version = await version_in_use(session)
    if version is None:
        return None
    found = _loaded.get(session.get_bind())
    if found is None or found[0] != version:
        row = select(RouterModel.weights).where(RouterModel.version == version)
        kept = (await session.scalars(row)).one()
        assert kept is not None
        found = (version, await asyncio.to_thread(Model.from_bytes, kept))
        _loaded[session.get_bind()] = found
    return found[1]


async def newest(session: AsyncSession) -> RouterModel | None:
    """The last training, taken or not."""
    return next(iter(await history(session, limit=1)), None)


async def history(session: AsyncSession, limit: int = SHOWN) -> Sequence[RouterModel]:
    """The last trainings, newest first, without what they learned."""
    statement = select(RouterModel).options(defer(RouterModel.weights, raiseload=True))
    latest = statement.order_by(RouterModel.version.desc()).limit(limit)
    return (await session.scalars(latest)).all()


async def version_in_use(session: AsyncSession) -> int | None:
    in_use = select(func.max(RouterModel.version)).where(RouterModel.weights.is_not(None))
    found: int | None = await session.scalar(in_use)
    return found
