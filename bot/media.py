"""Fetching what people sent: the case is filed at once, the file follows."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import BadRequest

from core.clock import Clock
from core.db import Database
from core.improvements import photos
from core.improvements.models import ImprovementPhoto
from core.jobs import MAX_ATTEMPTS, Job
from core.media.outcomes import Cleaned, Unfit
from core.media.worker import clean
from core.secrets import Keyring
from core.storage import Storage
from core.tickets import arrivals
from core.tickets.models import Attachment

Work = Callable[[Database, Job], Awaitable[None]]


def works(bot: Bot, keys: Keyring, storage: Storage, clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    tools: dict[str, Any] = {"bot": bot, "keys": keys, "storage": storage, "clock": clock}
    return {"media.fetch": partial(fetch, **tools), photos.FETCH: partial(fetch_picture, **tools)}


async def fetch(
    db: Database, job: Job, *, bot: Bot, keys: Keyring, storage: Storage, clock: Clock
) -> None:
    """Download one attachment and keep what is left of it when what was hidden in it is gone."""
    async with db.read() as session:
        found = await session.get(Attachment, job.data["attachment"])
    if found is None or found.stored or found.problem:
        return
    try:
        # What came is only ever in memory: a disk remembers what was deleted.
        content = await _download(bot, keys.open(found.file_id).decode())
        done = _checked(await clean(content), found.kind)
        name = await asyncio.to_thread(storage.put, done.content, done.suffix)
    except Unfit as reason:
        await _give_up(db, found.id, str(reason), clock)
    except Exception:
        if job.attempt >= MAX_ATTEMPTS:
            await _give_up(db, found.id, "lost", clock)
        raise
    else:
        await _keep(db, found.id, name, done, storage, clock)


async def fetch_picture(
    db: Database, job: Job, *, bot: Bot, keys: Keyring, storage: Storage, clock: Clock
) -> None:
    """Download and clean a picture of an improvement; what is no picture is refused."""
    async with db.read() as session:
        found = await session.get(ImprovementPhoto, job.data["photo"])
    if found is None or found.stored or found.problem:
        return
    try:
        content = await _download(bot, keys.open(found.file_id).decode())
        done = _checked(await clean(content), "photo")
        name = await asyncio.to_thread(storage.put, done.content, done.suffix)
    except Unfit as reason:
        async with db.begin() as session:
            await photos.give_up(session, found.id, str(reason), now=clock.now())
        return
    async with db.begin() as session:
        kept = await photos.keep(session, found.id, name, now=clock.now())
    if not kept:
        storage.drop(name)


async def _download(bot: Bot, file_id: str) -> bytes:
    """The bytes, by a link made now."""
    try:
        file = await bot.get_file(file_id)
    except BadRequest as problem:
        if "too big" in str(problem).lower():
            raise Unfit("too_large") from None
        raise
    return bytes(await file.download_as_bytearray())


def _checked(done: Cleaned, kind: str) -> Cleaned:
    """Telegram makes photos anew itself; one that is no picture was damaged on the way."""
    if kind == "photo" and not (done.cleaned and done.suffix == ".jpg"):
        raise Unfit("unreadable")
    return done


async def _keep(
    db: Database, attachment_id: int, name: str, done: Cleaned, storage: Storage, clock: Clock
) -> None:
    async with db.begin() as session:
        kept = await arrivals.keep(
            session,
            attachment_id,
            stored=name,
            cleaned=done.cleaned,
            place=done.place,
            now=clock.now(),
        )
    if not kept:
        storage.drop(name)


async def _give_up(db: Database, attachment_id: int, problem: str, clock: Clock) -> None:
    async with db.begin() as session:
        await arrivals.give_up(session, attachment_id, problem, now=clock.now())
