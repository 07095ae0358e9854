"""Fetching what people sent: the case is filed at once, the file follows."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from telegram import Bot
from telegram.error import BadRequest

from core.db import Database
from core.jobs import MAX_ATTEMPTS, Job
from core.secrets import Keyring
from core.storage import Storage
from core.tickets.models import Attachment

# Everything that may hide where it was taken; what comes out is always a JPEG.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP")
# Pictures we cannot draw anew, so the place hidden in them would stay.
CLOSED = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
LARGEST_SIDE = 1600
LARGEST_PIXELS = 40_000_000
SUFFIX = re.compile(r"\.[a-z0-9]{1,7}")

Work = Callable[[Database, Job], Awaitable[None]]


class Unfit(Exception):
    """This file will never be kept; its word says why."""


def works(bot: Bot, keys: Keyring, storage: Storage) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {"media.fetch": partial(fetch, bot=bot, keys=keys, storage=storage)}


async def fetch(db: Database, job: Job, *, bot: Bot, keys: Keyring, storage: Storage) -> None:
    """Download one attachment; pictures are drawn anew, so nothing hidden in them survives."""
    async with db.read() as session:
        found = await session.get(Attachment, job.data["attachment"])
    if found is None or found.stored or found.problem:
        return
    try:
        content, suffix = await _download(bot, keys.open(found.file_id).decode())
        name = await asyncio.to_thread(_keep, storage, found.kind, content, suffix)
    except Unfit as reason:
        await _note(db, found.id, problem=str(reason))
    except Exception:
        if job.attempt >= MAX_ATTEMPTS:
            await _note(db, found.id, problem="lost")
        raise
    else:
        if not await _note(db, found.id, stored=name):
            storage.drop(name)


async def _download(bot: Bot, file_id: str) -> tuple[bytes, str]:
    """The bytes, by a link made now, and the ending of the name Telegram gives them."""
    try:
        file = await bot.get_file(file_id)
    except BadRequest as problem:
        if "too big" in str(problem).lower():
            raise Unfit("too_large") from None
        raise
    content = bytes(await file.download_as_bytearray())
    suffix = Path(file.file_path or "").suffix.lower()
    return content, suffix if SUFFIX.fullmatch(suffix) else ""


def _keep(storage: Storage, kind: str, content: bytes, suffix: str) -> str:
    if content[4:12] in CLOSED:
        raise Unfit("unreadable")
    try:
        return storage.put(redraw(content), ".jpg")
    except ValueError:
        if kind == "photo":
            raise Unfit("unreadable") from None
    except OverflowError:
        raise Unfit("unreadable") from None
    return storage.put(content, suffix)


async def _note(db: Database, attachment_id: int, **values: str) -> bool:
    """Write what became of it; False when somebody else did already."""
    async with db.begin() as session:
        row = await session.get_one(Attachment, attachment_id, with_for_update=True)
        if row.stored:
            return False
        for name, value in values.items():
            setattr(row, name, value)
    return True


def redraw(content: bytes) -> bytes:
    """The picture as a plain JPEG of at most 1600 pixels a side, without metadata.

    Raises ValueError for what is no picture, OverflowError for one too large to open safely.
    """
    picture = _opened(content)
    # A JPEG is made smaller while it is read, so that a large one needs little memory.
    picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    if picture.width * picture.height > LARGEST_PIXELS:
        raise OverflowError("too many pixels")
    try:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Exception as problem:
        # Broken pictures fail in as many ways as there are decoders.
        raise ValueError("not a picture") from problem
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = BytesIO()
    clean.save(out, "JPEG", quality=85)
    return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as problem:
        raise OverflowError("too many pixels") from problem
    except Exception as problem:
        raise ValueError("not a picture") from problem
